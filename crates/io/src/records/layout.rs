//! Where the records of a column lie: names, headers and sizes of its parts.
//!
//! A part is an `.npy` array of one or two dimensions with a header of 128 bytes. While the run is not
//! finished it has the ending `.part`, and its header states a full part, which is true of all parts
//! but the last.

use super::error::RecordError;
use super::index::{ColumnIndex, DataType, StreamIndex};
use crate::names;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of the header of a part.
pub(super) const HEADER_BYTES: u64 = 128;

/// The parts of one column of a stream.
#[derive(Debug, Clone)]
pub(super) struct ColumnLayout {
    /// The directory of records.
    directory: PathBuf,
    /// What the names of its files begin with: `spikes-step`.
    stem: String,
    /// The numbers in it.
    pub(super) dtype: DataType,
    width: Option<u64>,
    /// Records in a full part.
    pub(super) records_per_part: u64,
}

/// A part that was found.
#[derive(Debug, Clone)]
pub(super) struct FoundPart {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its length in bytes.
    pub(super) bytes: u64,
    /// Whether it has its final name.
    pub(super) is_final: bool,
}

impl ColumnLayout {
    /// The layout of a column of a checked index, in the directory of records.
    fn new(directory: &Path, stream: &StreamIndex, column: &ColumnIndex) -> Self {
        Self {
            directory: directory.to_path_buf(),
            stem: format!("{}-{}", stream.name, column.name),
            dtype: column.dtype,
            width: column.width,
            records_per_part: stream.records_per_part,
        }
    }

    /// The layouts of all columns of a stream.
    pub(super) fn of_stream(directory: &Path, stream: &StreamIndex) -> Vec<Self> {
        let columns = stream.columns.iter();
        columns
            .map(|column| Self::new(directory, stream, column))
            .collect()
    }

    /// Numbers in a record.
    pub(super) fn width(&self) -> u64 {
        self.width.unwrap_or(1)
    }

    /// Bytes of a record.
    pub(super) fn record_bytes(&self) -> u64 {
        self.width() * self.dtype.bytes()
    }

    /// Length of a part with so many records, at most a full part's, in bytes.
    pub(super) fn part_bytes(&self, records: u64) -> u64 {
        HEADER_BYTES + records * self.record_bytes()
    }

    /// Records in a part of a column that has `records` in all.
    pub(super) fn records_in(&self, part: u64, records: u64) -> u64 {
        let before = part.saturating_mul(self.records_per_part);
        records.saturating_sub(before).min(self.records_per_part)
    }

    /// The final name of a part.
    pub(super) fn final_path(&self, part: u64) -> PathBuf {
        self.directory.join(names::part(&self.stem, part))
    }

    /// The name of a part while the run is not finished.
    pub(super) fn open_path(&self, part: u64) -> PathBuf {
        self.directory.join(names::open_part(&self.stem, part))
    }

    /// The header of a part with so many records, as numpy writes it.
    pub(super) fn header(&self, records: u64) -> Vec<u8> {
        let dictionary = format!(
            "{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
            self.dtype.descriptor(),
            self.shape(records)
        );
        let mut header = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
        header.extend_from_slice(dictionary.as_bytes());
        header.resize(HEADER_BYTES as usize - 1, b' ');
        header.push(b'\n');
        header
    }

    /// The shape of a part with so many records, as Python writes it.
    fn shape(&self, records: u64) -> String {
        match self.width {
            Some(width) => format!("({records}, {width})"),
            None => format!("({records},)"),
        }
    }

    /// The part under the name that it has; the unfinished one if there are both.
    pub(super) fn find(&self, part: u64) -> Result<Option<FoundPart>, RecordError> {
        for (path, is_final) in [(self.open_path(part), false), (self.final_path(part), true)] {
            // The link itself: what is continued must lie in the run's directory.
            match path.symlink_metadata() {
                Ok(metadata) if metadata.is_file() => {
                    let bytes = metadata.len();
                    return Ok(Some(FoundPart {
                        path,
                        bytes,
                        is_final,
                    }));
                }
                Ok(_) => return Err(RecordError::NotAFile { path }),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(RecordError::io("read", &path)(error)),
            }
        }
        Ok(None)
    }

    /// The part, which must be long enough for so many records, and no longer if these fill it.
    pub(super) fn require(&self, part: u64, records: u64) -> Result<FoundPart, RecordError> {
        let path = || self.final_path(part);
        let found = self.find(part)?;
        let found = found.ok_or_else(|| RecordError::Missing { path: path() })?;
        let expected = self.part_bytes(records);
        let is_full = records == self.records_per_part;
        if found.bytes < expected || (is_full && found.bytes > expected) {
            return Err(RecordError::Length {
                path: found.path,
                expected,
                found: found.bytes,
                at_least: !is_full,
            });
        }
        Ok(found)
    }

    /// Reads the header of the part at `path`, which must be that of a part with so many records.
    pub(super) fn check_header(
        &self,
        file: &mut File,
        path: &Path,
        records: u64,
    ) -> Result<(), RecordError> {
        let mut header = Vec::new();
        file.take(HEADER_BYTES)
            .read_to_end(&mut header)
            .map_err(RecordError::io("read", path))?;
        if header == self.header(records) {
            return Ok(());
        }
        Err(RecordError::Header {
            path: path.to_path_buf(),
            shape: self.shape(records),
            dtype: self.dtype.descriptor(),
        })
    }

    /// The parts that are there from the number `first` on, under any name.
    pub(super) fn list_from(&self, first: u64) -> Result<Vec<PathBuf>, RecordError> {
        let failed = |error| RecordError::io("list", &self.directory)(error);
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.directory).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| self.number(name));
            if number.is_some_and(|number| number >= first) {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }

    /// The number of the part of this name, if it is one of this column.
    fn number(&self, name: &str) -> Option<u64> {
        let (stem, number) = names::stem_and_number(name)?;
        (stem == self.stem).then_some(number)
    }
}
