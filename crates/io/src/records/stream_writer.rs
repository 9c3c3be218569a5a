//! Writing one stream: columns that grow together.

use super::column_writer::ColumnWriter;
use super::error::RecordError;
use super::index::{DataType, StreamIndex};
use super::position::StreamPosition;

/// Records of one column.
#[derive(Debug, Clone, Copy)]
pub(super) enum ColumnData<'a> {
    /// For a column of [`DataType::U32`].
    U32(&'a [u32]),
    /// For a column of [`DataType::U64`].
    U64(&'a [u64]),
    /// For a column of [`DataType::F32`].
    F32(&'a [f32]),
    /// For a column of [`DataType::F64`].
    F64(&'a [f64]),
}

impl ColumnData<'_> {
    const fn dtype(&self) -> DataType {
        match self {
            Self::U32(_) => DataType::U32,
            Self::U64(_) => DataType::U64,
            Self::F32(_) => DataType::F32,
            Self::F64(_) => DataType::F64,
        }
    }

    const fn len(&self) -> usize {
        match self {
            Self::U32(numbers) => numbers.len(),
            Self::U64(numbers) => numbers.len(),
            Self::F32(numbers) => numbers.len(),
            Self::F64(numbers) => numbers.len(),
        }
    }
}

/// A stream that is being written. After a write that failed its columns may differ in length.
pub(super) struct StreamWriter {
    index: StreamIndex,
    columns: Vec<ColumnWriter>,
}

impl StreamWriter {
    /// The stream with these columns, in the order of the index.
    pub(super) fn new(index: StreamIndex, columns: Vec<ColumnWriter>) -> Self {
        Self { index, columns }
    }

    /// What it is.
    pub(super) fn index(&self) -> &StreamIndex {
        &self.index
    }

    /// Number of records.
    pub(super) fn records(&self) -> u64 {
        self.columns.first().map_or(0, ColumnWriter::records)
    }

    /// Appends records: for each column as many numbers as they have in it, record by record.
    /// Nothing is appended if they are of other types or numbers.
    pub(super) fn append(&mut self, data: &[ColumnData<'_>]) -> Result<(), RecordError> {
        self.require_matching(data)?;
        let mut pairs = self.columns.iter_mut().zip(data);
        pairs.try_for_each(|(column, data)| match *data {
            ColumnData::U32(numbers) => column.append(numbers),
            ColumnData::U64(numbers) => column.append(numbers),
            ColumnData::F32(numbers) => column.append(numbers),
            ColumnData::F64(numbers) => column.append(numbers),
        })
    }

    /// Forces to disk what was appended, but not the names of new files: returns whether there are any.
    pub(super) fn sync(&mut self) -> Result<bool, RecordError> {
        let mut has_new_files = false;
        for column in &mut self.columns {
            column.sync()?;
            has_new_files |= column.take_new_files();
        }
        Ok(has_new_files)
    }

    /// How far it has been written.
    pub(super) fn position(&self) -> StreamPosition {
        StreamPosition {
            name: self.index.name.clone(),
            records: self.records(),
            crc32: self.columns.iter().map(ColumnWriter::checksums).collect(),
        }
    }

    /// Completes all parts on disk, under the names that they have.
    pub(super) fn complete(&mut self) -> Result<(), RecordError> {
        self.columns.iter_mut().try_for_each(ColumnWriter::complete)
    }

    /// Gives the parts their final names, once they are complete.
    pub(super) fn name_finally(&self) -> Result<(), RecordError> {
        self.columns.iter().try_for_each(ColumnWriter::name_finally)
    }

    fn require_matching(&self, data: &[ColumnData<'_>]) -> Result<(), RecordError> {
        let columns = self.index.columns.iter();
        let expected = columns.clone().map(|column| column.dtype);
        if !expected.eq(data.iter().map(ColumnData::dtype)) {
            return Err(RecordError::Mismatch {
                stream: self.index.name.clone(),
                what: "numbers",
                problem: "they are of other types than its columns".to_owned(),
            });
        }
        let lengths: Vec<_> = columns
            .zip(data)
            .map(|(column, data)| (&column.name, data.len() as u64, column.numbers()))
            .collect();
        let is_whole = |&(_, numbers, width): &(_, u64, u64)| numbers.is_multiple_of(width);
        let records = |&(_, numbers, width): &(_, u64, u64)| numbers / width;
        if lengths.iter().all(is_whole)
            && lengths.windows(2).all(|w| records(&w[0]) == records(&w[1]))
        {
            return Ok(());
        }
        let found = lengths
            .iter()
            .map(|(name, numbers, width)| format!("{name} {numbers}/{width}"));
        Err(RecordError::Uneven {
            stream: self.index.name.clone(),
            found: found.collect::<Vec<_>>().join(", "),
        })
    }
}
