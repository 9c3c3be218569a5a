//! Continuing streams at a position: everything is checked before anything is changed.
//!
//! What may be there: parts under either name, the last one longer than the position tells, with
//! the header of a finished part or one that was half written; and parts behind it. Whatever happens
//! while these are put back, the records up to the position stay where they are, so it can be tried
//! again.

use super::column_writer::ColumnWriter;
use super::error::RecordError;
use super::index::{Index, StreamIndex};
use super::layout::{ColumnLayout, FoundPart, HEADER_BYTES};
use super::position::{StreamPosition, check_positions};
use super::stream_writer::StreamWriter;
use super::writer::{RecordWriter, sync_directory};
use crate::files::{FileSystem, RunDirectory};
use crate::names::{INDEX, RECORDS};
use crc32fast::Hasher;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes that are read at a time.
const BUFFER_BYTES: u64 = 1 << 20;

/// Records that were found to hold what a checkpoint tells. Nothing is changed yet.
pub(crate) struct CheckedRecords {
    directory: PathBuf,
    file_system: Arc<dyn FileSystem>,
    index: Index,
    streams: Vec<CheckedStream>,
}

impl CheckedRecords {
    /// Reads all that was written up to the positions, and compares it with their checksums.
    ///
    /// # Errors
    ///
    /// As [`RecordWriter::resume`], those of writing apart.
    pub(crate) fn check(
        directory: &RunDirectory,
        index: &Index,
        positions: &[StreamPosition],
    ) -> Result<Self, RecordError> {
        let records = directory.file(RECORDS);
        check_index(directory, index)?;
        check_positions(index, positions)?;
        let pairs = index.streams.iter().zip(positions);
        let streams =
            pairs.map(|(stream, position)| CheckedStream::check(stream, &records, position));
        Ok(Self {
            streams: streams.collect::<Result<_, _>>()?,
            directory: records,
            file_system: Arc::clone(directory.file_system()),
            index: index.clone(),
        })
    }

    /// Removes what was written later, and opens the records behind their last ones. If this fails, it can be
    /// tried again.
    ///
    /// # Errors
    ///
    /// [`RecordError::File`].
    pub(crate) fn reopen(self) -> Result<RecordWriter, RecordError> {
        for stream in &self.streams {
            stream.put_back(&*self.file_system)?;
        }
        sync_directory(&*self.file_system, &self.directory)?;
        let streams = self.streams.into_iter();
        let streams = streams.map(|stream| stream.restore(&self.file_system));
        let streams = streams.collect::<Result<_, _>>()?;
        Ok(RecordWriter::over(
            self.directory,
            self.file_system,
            self.index,
            streams,
        ))
    }
}

/// Reads all parts again that have grown between two checkpoints, and compares them with the checksums of the
/// second.
///
/// # Errors
///
/// As [`CheckedRecords::check`].
pub(crate) fn verify(
    directory: &RunDirectory,
    index: &Index,
    before: &[StreamPosition],
    now: &[StreamPosition],
) -> Result<(), RecordError> {
    check_index(directory, index)?;
    for ((stream, before), now) in index.streams.iter().zip(before).zip(now) {
        let layouts = ColumnLayout::of_stream(&directory.file(RECORDS), stream);
        let whole = (before.records / stream.records_per_part) as usize;
        for (layout, checksums) in layouts.iter().zip(&now.crc32) {
            for (number, &expected) in (0..).zip(checksums).skip(whole) {
                let here = layout.records_in(number, now.records);
                let found = layout.require(number, here)?;
                check_part(layout, &found.path, here, expected)?;
            }
        }
    }
    Ok(())
}

fn check_index(directory: &RunDirectory, index: &Index) -> Result<(), RecordError> {
    if Index::read(directory.path())? == *index {
        return Ok(());
    }
    Err(RecordError::Index {
        path: directory.file(RECORDS).join(INDEX),
        problem: "it is the index of other records".to_owned(),
    })
}

/// A stream whose files were found to hold what its position tells.
struct CheckedStream {
    index: StreamIndex,
    columns: Vec<CheckedColumn>,
}

struct CheckedColumn {
    layout: ColumnLayout,
    /// Checksums of the full parts.
    full: Vec<u32>,
    last: Option<LastPart>,
}

/// A part that is not full, behind those that are.
struct LastPart {
    found: FoundPart,
    records: u64,
    hasher: Hasher,
}

impl CheckedStream {
    /// Reads all that was written up to a position, which fits the index, and compares it with the checksums.
    fn check(
        index: &StreamIndex,
        directory: &Path,
        position: &StreamPosition,
    ) -> Result<Self, RecordError> {
        let layouts = ColumnLayout::of_stream(directory, index);
        let pairs = layouts.into_iter().zip(&position.crc32);
        let columns =
            pairs.map(|(layout, crc32)| CheckedColumn::check(layout, position.records, crc32));
        Ok(Self {
            index: index.clone(),
            columns: columns.collect::<Result<_, _>>()?,
        })
    }

    /// Puts the names of the files back to those of an unfinished run, and removes parts behind the
    /// position.
    fn put_back(&self, file_system: &dyn FileSystem) -> Result<(), RecordError> {
        let mut columns = self.columns.iter();
        columns.try_for_each(|column| column.put_back(file_system))
    }

    /// The stream, open behind its last record.
    fn restore(self, file_system: &Arc<dyn FileSystem>) -> Result<StreamWriter, RecordError> {
        let columns = self.columns.into_iter();
        let columns = columns.map(|column| column.restore(Arc::clone(file_system)));
        let columns = columns.collect::<Result<_, _>>()?;
        Ok(StreamWriter::new(self.index, columns))
    }
}

impl CheckedColumn {
    fn check(layout: ColumnLayout, records: u64, checksums: &[u32]) -> Result<Self, RecordError> {
        let mut full = Vec::new();
        let mut last = None;
        for (number, &expected) in (0..).zip(checksums) {
            let here = layout.records_in(number, records);
            let found = layout.require(number, here)?;
            let hasher = check_part(&layout, &found.path, here, expected)?;
            if here == layout.records_per_part {
                full.push(expected);
            } else {
                last = Some(LastPart {
                    found,
                    records: here,
                    hasher,
                });
            }
        }
        Ok(Self { layout, full, last })
    }

    fn put_back(&self, file_system: &dyn FileSystem) -> Result<(), RecordError> {
        let remove = |path: &Path| {
            file_system
                .remove(path)
                .map_err(RecordError::io("remove", path))
        };
        let mut next = self.full.len() as u64;
        if let Some(last) = &self.last {
            let (open, finished) = (self.layout.open_path(next), self.layout.final_path(next));
            if last.found.is_final {
                file_system
                    .rename(&finished, &open)
                    .map_err(RecordError::io("rename", &finished))?;
            } else if finished.symlink_metadata().is_ok() {
                remove(&finished)?;
            }
            next += 1;
        }
        let behind = self.layout.list_from(next)?;
        behind.iter().try_for_each(|path| remove(path))
    }

    fn restore(self, file_system: Arc<dyn FileSystem>) -> Result<ColumnWriter, RecordError> {
        let mut column = ColumnWriter::new(self.layout, file_system, self.full);
        if let Some(last) = self.last {
            column.take_over(last.records, last.hasher)?;
        }
        Ok(column)
    }
}

/// Compares a part with the checksum of its first `records` records; its header only if it is full, since
/// that of another one is written anew.
fn check_part(
    layout: &ColumnLayout,
    path: &Path,
    records: u64,
    expected: u32,
) -> Result<Hasher, RecordError> {
    let unreadable = |error| RecordError::io("read", path)(error);
    let mut file = File::open(path).map_err(unreadable)?;
    if records == layout.records_per_part {
        layout.check_header(&mut file, path, records)?;
    } else {
        file.seek(SeekFrom::Start(HEADER_BYTES))
            .map_err(unreadable)?;
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
    if found == expected {
        return Ok(hasher);
    }
    Err(RecordError::Damaged {
        path: path.to_path_buf(),
        records,
        expected,
        found,
    })
}
