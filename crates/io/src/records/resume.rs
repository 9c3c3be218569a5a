//! Continuing streams at a position: everything is checked before anything is changed.
//!
//! What may be there: parts under either name, the last one longer than the position tells, with
//! the header of a finished part or one that was half written; and parts behind it. Whatever happens
//! while these are put back, the records up to the position stay where they are, so it can be tried
//! again.

use super::column_writer::ColumnWriter;
use super::error::RecordError;
use super::index::StreamIndex;
use super::layout::{ColumnLayout, FoundPart, HEADER_BYTES};
use super::position::StreamPosition;
use crate::files::FileSystem;
use crc32fast::Hasher;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes that are read at a time.
const BUFFER_BYTES: u64 = 1 << 20;

/// A stream whose files were found to hold what its position tells.
pub(super) struct CheckedStream {
    index: StreamIndex,
    columns: Vec<CheckedColumn>,
}

struct CheckedColumn {
    layout: ColumnLayout,
    file_system: Arc<dyn FileSystem>,
    /// Checksums of the full parts.
    full: Vec<u32>,
    last: Option<LastPart>,
}

/// A part that is not full.
struct LastPart {
    found: FoundPart,
    number: u64,
    records: u64,
    hasher: Hasher,
}

impl CheckedStream {
    /// Reads all that was written up to a position, which fits the index, and compares it with the checksums.
    pub(super) fn check(
        index: &StreamIndex,
        directory: &Path,
        file_system: &Arc<dyn FileSystem>,
        position: &StreamPosition,
    ) -> Result<Self, RecordError> {
        let layouts = ColumnLayout::of_stream(directory, index);
        let pairs = layouts.into_iter().zip(&position.columns);
        let columns = pairs.map(|(layout, column)| {
            let file_system = Arc::clone(file_system);
            CheckedColumn::check(layout, file_system, position.records, &column.crc32)
        });
        Ok(Self {
            index: index.clone(),
            columns: columns.collect::<Result<_, _>>()?,
        })
    }

    /// Puts the names of the files back to those of an unfinished run, and removes parts behind the
    /// position.
    pub(super) fn put_back(&self) -> Result<(), RecordError> {
        self.columns.iter().try_for_each(CheckedColumn::put_back)
    }

    /// The stream and its columns, open behind their last record.
    pub(super) fn restore(self) -> Result<(StreamIndex, Vec<ColumnWriter>), RecordError> {
        let columns = self.columns.into_iter().map(CheckedColumn::restore);
        Ok((self.index, columns.collect::<Result<_, _>>()?))
    }
}

impl CheckedColumn {
    fn check(
        layout: ColumnLayout,
        file_system: Arc<dyn FileSystem>,
        records: u64,
        checksums: &[u32],
    ) -> Result<Self, RecordError> {
        let mut full = Vec::new();
        let mut last = None;
        for (number, &expected) in (0..).zip(checksums) {
            let here = layout.records_in(number, records);
            let found = find(&layout, number, here)?;
            let hasher = check_part(&layout, &found, here, expected)?;
            if here == layout.records_per_part {
                full.push(expected);
            } else {
                last = Some(LastPart {
                    found,
                    number,
                    records: here,
                    hasher,
                });
            }
        }
        Ok(Self {
            layout,
            file_system,
            full,
            last,
        })
    }

    fn put_back(&self) -> Result<(), RecordError> {
        if let Some(last) = &self.last {
            let open = self.layout.open_path(last.number);
            let finished = self.layout.final_path(last.number);
            if last.found.is_final {
                self.file_system
                    .rename(&finished, &open)
                    .map_err(RecordError::io("rename", &finished))?;
            } else if finished.symlink_metadata().is_ok() {
                self.remove(&finished)?;
            }
        }
        let next = self.full.len() as u64 + u64::from(self.last.is_some());
        let behind: Vec<PathBuf> = self.layout.from(next)?;
        behind.iter().try_for_each(|path| self.remove(path))
    }

    fn remove(&self, path: &Path) -> Result<(), RecordError> {
        self.file_system
            .remove(path)
            .map_err(RecordError::io("remove", path))
    }

    fn restore(self) -> Result<ColumnWriter, RecordError> {
        let column = ColumnWriter::new(self.layout, self.file_system);
        let mut column = column.with_full_parts(self.full);
        if let Some(last) = self.last {
            column.take_over(last.records, last.hasher)?;
        }
        Ok(column)
    }
}

/// The part of this number, long enough for so many records.
pub(super) fn find(
    layout: &ColumnLayout,
    number: u64,
    records: u64,
) -> Result<FoundPart, RecordError> {
    let found = layout.find(number)?.ok_or_else(|| RecordError::Missing {
        path: layout.final_path(number),
        records,
    })?;
    let expected = layout.part_bytes(records);
    let is_full = records == layout.records_per_part;
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

/// Compares a part with the checksum of its first `records` records; its header only if it is full, since
/// that of another one is written anew.
fn check_part(
    layout: &ColumnLayout,
    found: &FoundPart,
    records: u64,
    expected: u32,
) -> Result<Hasher, RecordError> {
    let path = &found.path;
    let unreadable = |error| RecordError::io("read", path)(error);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut header = Vec::new();
    file.by_ref()
        .take(HEADER_BYTES)
        .read_to_end(&mut header)
        .map_err(unreadable)?;
    if records == layout.records_per_part && header != layout.header(records) {
        return Err(RecordError::Header {
            path: path.clone(),
            shape: layout.shape(records),
            dtype: layout.dtype.descriptor(),
        });
    }
    let mut left = records * layout.record_bytes();
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; left.min(BUFFER_BYTES) as usize];
    while left > 0 {
        let piece = &mut buffer[..left.min(BUFFER_BYTES) as usize];
        file.read_exact(piece).map_err(unreadable)?;
        hasher.update(piece);
        left -= piece.len() as u64;
    }
    let found = hasher.clone().finalize();
    if found != expected {
        return Err(RecordError::Damaged {
            path: path.clone(),
            records,
            expected,
            found,
        });
    }
    Ok(hasher)
}
