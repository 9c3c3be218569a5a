//! Writing one column of a stream: numbers are appended, and cut into parts at a fixed number of
//! records.
//!
//! One idea: what is on disk is always a beginning of what was appended, and the checksums are those
//! of what was appended. So a checkpoint is: sync, then the position.

use super::error::RecordError;
use super::layout::ColumnLayout;
use crate::files::{FileSystem, Number, OpenFile};
use crc32fast::Hasher;
use std::io::SeekFrom;
use std::path::PathBuf;
use std::sync::Arc;

/// Bytes that are gathered before they are written: few enough for hundreds of columns, enough for
/// the cost of a call to vanish.
const BUFFER_BYTES: usize = 256 * 1024;

/// A column that is being written.
pub(super) struct ColumnWriter {
    layout: ColumnLayout,
    file_system: Arc<dyn FileSystem>,
    /// CRC-32 of each part that is closed. It is full, unless the column is complete.
    closed: Vec<u32>,
    /// The part in progress.
    open: Option<OpenPart>,
    /// Bytes that belong into the open part.
    buffer: Vec<u8>,
    /// Whether files have been created since this was asked last.
    has_new_files: bool,
}

/// A part that is not full.
struct OpenPart {
    file: Box<dyn OpenFile>,
    path: PathBuf,
    records: u64,
    hasher: Hasher,
}

impl ColumnWriter {
    /// A column with parts that are full, of these checksums.
    pub(super) fn new(
        layout: ColumnLayout,
        file_system: Arc<dyn FileSystem>,
        full: Vec<u32>,
    ) -> Self {
        Self {
            layout,
            file_system,
            closed: full,
            open: None,
            buffer: Vec::new(),
            has_new_files: false,
        }
    }

    /// Takes over the open part behind the full ones, which has `records` records of this checksum and
    /// may have more, which are cut off.
    pub(super) fn take_over(&mut self, records: u64, hasher: Hasher) -> Result<(), RecordError> {
        let path = self.layout.open_path(self.part());
        let bytes = self.layout.part_bytes(records);
        let header = self.layout.header(self.layout.records_per_part);
        let reopen = || {
            let mut file = self.file_system.open(&path)?;
            file.set_length(bytes)?;
            file.write_all(&header)?;
            file.seek(SeekFrom::Start(bytes))?;
            Ok(file)
        };
        let file = reopen().map_err(RecordError::io("continue", &path))?;
        self.open = Some(OpenPart {
            file,
            path,
            records,
            hasher,
        });
        Ok(())
    }

    /// Number of records, unless the column is complete.
    pub(super) fn records(&self) -> u64 {
        let open = self.open.as_ref().map_or(0, |open| open.records);
        self.part() * self.layout.records_per_part + open
    }

    /// CRC-32 of the numbers of each part that has records.
    pub(super) fn checksums(&self) -> Vec<u32> {
        let open = self.open.iter().filter(|open| open.records > 0);
        let open = open.map(|open| open.hasher.clone().finalize());
        self.closed.iter().copied().chain(open).collect()
    }

    /// Whether files have been created since this was asked last.
    pub(super) fn take_new_files(&mut self) -> bool {
        std::mem::take(&mut self.has_new_files)
    }

    /// Number of the part in progress, or of the next one.
    fn part(&self) -> u64 {
        self.closed.len() as u64
    }

    /// Appends numbers: as many as whole records have.
    pub(super) fn append<T: Number>(&mut self, mut numbers: &[T]) -> Result<(), RecordError> {
        let width = self.layout.width();
        while !numbers.is_empty() {
            let room = (self.layout.records_per_part - self.open_part()?.records) * width;
            let room = usize::try_from(room).unwrap_or(usize::MAX);
            let (now, later) = numbers.split_at(room.min(numbers.len()));
            self.write_numbers(now)?;
            let open = self.open_part()?;
            open.records += now.len() as u64 / width;
            if open.records == self.layout.records_per_part {
                self.close()?;
            }
            numbers = later;
        }
        Ok(())
    }

    /// Gathers numbers, and writes what has been gathered whenever it is enough.
    fn write_numbers<T: Number>(&mut self, numbers: &[T]) -> Result<(), RecordError> {
        for numbers in numbers.chunks(BUFFER_BYTES / size_of::<T>()) {
            let begin = self.buffer.len();
            T::append(numbers, &mut self.buffer);
            if let Some(open) = &mut self.open {
                open.hasher.update(&self.buffer[begin..]);
            }
            if self.buffer.len() >= BUFFER_BYTES {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// The part in progress, which is created if there is none.
    fn open_part(&mut self) -> Result<&mut OpenPart, RecordError> {
        let open = match self.open.take() {
            Some(open) => open,
            None => self.create_part()?,
        };
        Ok(self.open.insert(open))
    }

    fn create_part(&mut self) -> Result<OpenPart, RecordError> {
        let path = self.layout.open_path(self.part());
        let header = self.layout.header(self.layout.records_per_part);
        let create = || {
            let mut file = self.file_system.create(&path)?;
            file.write_all(&header)?;
            Ok(file)
        };
        let file = create().map_err(RecordError::io("write", &path))?;
        self.has_new_files = true;
        Ok(OpenPart {
            file,
            path,
            records: 0,
            hasher: Hasher::new(),
        })
    }

    /// Writes what has been gathered.
    fn flush(&mut self) -> Result<(), RecordError> {
        if let Some(open) = &mut self.open {
            open.file
                .write_all(&self.buffer)
                .map_err(RecordError::io("write", &open.path))?;
        }
        self.buffer.clear();
        Ok(())
    }

    /// Forces to disk what was appended.
    pub(super) fn sync(&mut self) -> Result<(), RecordError> {
        self.flush()?;
        match &mut self.open {
            Some(open) => open
                .file
                .sync()
                .map_err(RecordError::io("write", &open.path)),
            None => Ok(()),
        }
    }

    /// Closes the part in progress.
    fn close(&mut self) -> Result<(), RecordError> {
        self.sync()?;
        let open = self.open.take();
        self.closed.extend(open.map(|open| open.hasher.finalize()));
        Ok(())
    }

    /// Completes all parts on disk, under the names that they have, and closes them.
    pub(super) fn complete(&mut self) -> Result<(), RecordError> {
        // A column without records is an empty part.
        if self.closed.is_empty() {
            self.open_part()?;
        }
        self.flush()?;
        if let Some(open) = &mut self.open {
            let header = self.layout.header(open.records);
            open.file
                .seek(SeekFrom::Start(0))
                .and_then(|_| open.file.write_all(&header))
                .map_err(RecordError::io("complete", &open.path))?;
        }
        self.close()
    }

    /// Gives the parts of a column that is complete their final names, as far as they do not have them.
    pub(super) fn name_finally(&self) -> Result<(), RecordError> {
        for part in 0..self.part() {
            let open = self.layout.open_path(part);
            if open.try_exists().map_err(RecordError::io("read", &open))? {
                self.file_system
                    .rename(&open, &self.layout.final_path(part))
                    .map_err(RecordError::io("rename", &open))?;
            }
        }
        Ok(())
    }
}
