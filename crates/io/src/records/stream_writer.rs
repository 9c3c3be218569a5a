//! Writing one stream: columns that grow together.

use super::column_writer::ColumnWriter;
use super::error::RecordError;
use super::index::{DataType, StreamIndex};
use super::layout::ColumnLayout;
use super::position::{ColumnPosition, StreamPosition};
use super::resume::CheckedStream;
use crate::files::FileSystem;
use std::path::Path;
use std::sync::Arc;

/// Records of one column.
#[derive(Debug, Clone, Copy)]
pub enum ColumnData<'a> {
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

/// A stream that is being written. After an error it takes nothing any more: what was on disk at its last
/// position is continued with [`CheckedStream`](super::CheckedStream).
pub struct StreamWriter {
    index: StreamIndex,
    columns: Vec<ColumnWriter>,
    is_broken: bool,
}

impl StreamWriter {
    /// A stream without records, of a checked index, in a directory in which it has no files.
    pub(super) fn new(
        index: &StreamIndex,
        directory: &Path,
        file_system: &Arc<dyn FileSystem>,
    ) -> Self {
        let layouts = ColumnLayout::of_stream(directory, index);
        let column = |layout| ColumnWriter::new(layout, Arc::clone(file_system));
        Self {
            index: index.clone(),
            columns: layouts.into_iter().map(column).collect(),
            is_broken: false,
        }
    }

    /// The stream that was checked, from its position on.
    pub(super) fn resumed(checked: CheckedStream) -> Result<Self, RecordError> {
        let (index, columns) = checked.restore()?;
        Ok(Self {
            index,
            columns,
            is_broken: false,
        })
    }

    /// What it is.
    pub fn index(&self) -> &StreamIndex {
        &self.index
    }

    /// Number of records.
    pub fn records(&self) -> u64 {
        self.columns.first().map_or(0, ColumnWriter::records)
    }

    /// Appends records: for each column as many numbers as they have in it, record by record.
    ///
    /// # Errors
    ///
    /// [`RecordError::Mismatch`] and [`RecordError::Uneven`], with nothing appended;
    /// [`RecordError::File`] and [`RecordError::Broken`].
    pub fn append(&mut self, data: &[ColumnData<'_>]) -> Result<(), RecordError> {
        self.require_matching(data)?;
        self.attempt(|columns| {
            for (column, data) in columns.iter_mut().zip(data) {
                match *data {
                    ColumnData::U32(numbers) => column.append(numbers),
                    ColumnData::U64(numbers) => column.append(numbers),
                    ColumnData::F32(numbers) => column.append(numbers),
                    ColumnData::F64(numbers) => column.append(numbers),
                }?;
            }
            Ok(())
        })
    }

    /// How far it has been written; that much is on disk after [`sync`](Self::sync).
    ///
    /// # Errors
    ///
    /// [`RecordError::Broken`].
    pub fn position(&self) -> Result<StreamPosition, RecordError> {
        self.require_whole()?;
        let columns = self.index.columns.iter().zip(&self.columns);
        let columns = columns.map(|(index, column)| ColumnPosition {
            name: index.name.clone(),
            crc32: column.checksums(),
        });
        Ok(StreamPosition {
            name: self.index.name.clone(),
            records: self.records(),
            columns: columns.collect(),
        })
    }

    /// Forces to disk what was appended, but not the names of new files: returns whether there are any.
    pub(super) fn sync(&mut self) -> Result<bool, RecordError> {
        self.attempt(|columns| {
            let mut has_new_names = false;
            for column in columns {
                column.sync()?;
                has_new_names |= std::mem::take(&mut column.has_new_names);
            }
            Ok(has_new_names)
        })
    }

    /// Completes all parts on disk, under the names that they have.
    pub(super) fn complete(&mut self) -> Result<(), RecordError> {
        self.attempt(|columns| columns.iter_mut().try_for_each(ColumnWriter::complete))
    }

    /// Gives the parts their final names, once they are complete.
    pub(super) fn name_finally(&self, records: u64) -> Result<(), RecordError> {
        let mut columns = self.columns.iter();
        columns.try_for_each(|column| column.name_finally(records))
    }

    fn attempt<T>(
        &mut self,
        write: impl FnOnce(&mut [ColumnWriter]) -> Result<T, RecordError>,
    ) -> Result<T, RecordError> {
        self.require_whole()?;
        let result = write(&mut self.columns);
        self.is_broken = result.is_err();
        result
    }

    fn require_whole(&self) -> Result<(), RecordError> {
        if self.is_broken {
            let stream = self.index.name.clone();
            return Err(RecordError::Broken { stream });
        }
        Ok(())
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
