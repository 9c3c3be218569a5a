//! Reading one column of a stream, part by part and piece by piece.

use super::error::RecordError;
use super::layout::{ColumnLayout, HEADER_BYTES};
use crate::files::Number;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::marker::PhantomData;
use std::path::PathBuf;

/// Most numbers in a chunk.
pub(super) const CHUNK: u64 = 1 << 16;

/// The numbers of a column in chunks of at most 65,536, in their order. A chunk ends with its part, so the
/// chunks of two columns with one number in a record are of equal lengths.
///
/// It ends after an error.
#[derive(Debug)]
pub struct Chunks<T> {
    layout: ColumnLayout,
    /// Records of the column.
    records: u64,
    /// Number of the part to be opened next.
    next: u64,
    part: Option<OpenPart>,
    numbers: PhantomData<T>,
}

#[derive(Debug)]
struct OpenPart {
    file: File,
    path: PathBuf,
    /// Numbers that have not been read.
    left: u64,
}

impl<T: Number> Chunks<T> {
    /// The numbers of a column with so many records.
    pub(super) fn new(layout: ColumnLayout, records: u64) -> Self {
        Self {
            layout,
            records,
            next: 0,
            part: None,
            numbers: PhantomData,
        }
    }

    fn read(&mut self) -> Result<Option<Vec<T>>, RecordError> {
        let part = match &mut self.part {
            Some(part) if part.left > 0 => part,
            _ => match self.open_next()? {
                Some(part) => self.part.insert(part),
                None => return Ok(None),
            },
        };
        let count = part.left.min(CHUNK);
        let mut bytes = vec![0; count as usize * size_of::<T>()];
        part.file
            .read_exact(&mut bytes)
            .map_err(RecordError::io("read", &part.path))?;
        part.left -= count;
        let mut numbers = Vec::with_capacity(count as usize);
        T::parse(&bytes, &mut numbers);
        Ok(Some(numbers))
    }

    /// Opens the next part, if there are records in it.
    fn open_next(&mut self) -> Result<Option<OpenPart>, RecordError> {
        let records = self.layout.records_in(self.next, self.records);
        if records == 0 {
            return Ok(None);
        }
        let path = self.layout.require(self.next, records)?.path;
        let open = || {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(HEADER_BYTES))?;
            Ok(file)
        };
        let file = open().map_err(RecordError::io("read", &path))?;
        self.next += 1;
        Ok(Some(OpenPart {
            file,
            path,
            left: records * self.layout.width(),
        }))
    }
}

impl<T: Number> Iterator for Chunks<T> {
    type Item = Result<Vec<T>, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        let chunk = self.read();
        if chunk.is_err() {
            (self.records, self.part) = (0, None);
        }
        chunk.transpose()
    }
}

/// The numbers of a column one by one, as [`NpzWriter::add_stream`](crate::files::NpzWriter::add_stream)
/// takes them.
#[derive(Debug)]
pub struct Numbers<T> {
    chunks: Chunks<T>,
    chunk: std::vec::IntoIter<T>,
}

impl<T: Number> Numbers<T> {
    pub(super) fn new(chunks: Chunks<T>) -> Self {
        Self {
            chunks,
            chunk: Vec::new().into_iter(),
        }
    }
}

impl<T: Number> Iterator for Numbers<T> {
    type Item = Result<T, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(number) = self.chunk.next() {
                return Some(Ok(number));
            }
            match self.chunks.next()? {
                Ok(chunk) => self.chunk = chunk.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
