//! Reading one stream.

use super::column_reader::{Chunks, Numbers};
use super::error::RecordError;
use super::index::{DataType, StreamIndex, StreamKind};
use super::layout::{ColumnLayout, HEADER_BYTES};
use crate::files::Number;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A stream of which the number of records is known.
#[derive(Debug)]
pub struct StreamReader {
    index: StreamIndex,
    directory: PathBuf,
    columns: Vec<ColumnLayout>,
    records: u64,
}

impl StreamReader {
    /// A stream that is finished: all its parts have their final names and say how long they are.
    pub(super) fn open(index: &StreamIndex, directory: &Path) -> Result<Self, RecordError> {
        let columns = ColumnLayout::of_stream(directory, index);
        let counts = columns.iter().map(count_records);
        let counts: Vec<u64> = counts.collect::<Result<_, _>>()?;
        if !counts.is_sorted_by(|a, b| a == b) {
            let found = index.columns.iter().zip(&counts);
            let found = found.map(|(column, count)| format!("{} {count}", column.name));
            return Err(RecordError::Uneven {
                stream: index.name.clone(),
                found: found.collect::<Vec<_>>().join(", "),
            });
        }
        Ok(Self {
            index: index.clone(),
            directory: directory.to_path_buf(),
            columns,
            records: counts.first().copied().unwrap_or(0),
        })
    }

    /// What it is.
    pub fn index(&self) -> &StreamIndex {
        &self.index
    }

    /// The directory of records.
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Number of records.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Bytes of all its numbers.
    pub fn bytes(&self) -> u64 {
        let bytes = self.columns.iter().map(ColumnLayout::record_bytes);
        self.records.saturating_mul(bytes.sum())
    }

    /// The step of each record: of samples the step at whose beginning they were taken, of bins their first; none of
    /// spikes, which have a column of steps.
    pub fn steps(&self) -> impl Iterator<Item = u64> + use<> {
        let (first, every, count) = match self.index.kind {
            StreamKind::Spikes => (0, 0, 0),
            StreamKind::State {
                first_step, every, ..
            } => (first_step, every, self.records),
            StreamKind::Rate {
                first_step, bin, ..
            } => (first_step, bin, self.records),
        };
        (0..count).map(move |record: u64| first.wrapping_add(record.wrapping_mul(every)))
    }

    /// The numbers of a column, in chunks: record by record, so of a state those of all neurons, sample by
    /// sample. A chunk may end within a sample.
    ///
    /// # Errors
    ///
    /// [`RecordError::Absent`], and [`RecordError::Mismatch`] if its numbers are of another type; the
    /// chunks are [`RecordError::File`], [`RecordError::Missing`] or [`RecordError::Length`] if files
    /// have changed.
    pub fn chunks<T: Number>(&self, column: &str) -> Result<Chunks<T>, RecordError> {
        let layout = self.layout(column)?;
        if layout.dtype.descriptor() != T::DESCRIPTOR {
            return Err(RecordError::Mismatch {
                stream: self.index.name.clone(),
                what: "numbers",
                problem: format!(
                    "those of \"{column}\" are of type {}, and {} is asked for",
                    layout.dtype.descriptor(),
                    T::DESCRIPTOR
                ),
            });
        }
        Ok(Chunks::new(layout.clone(), self.records))
    }

    /// The numbers of a column, one by one, in the order of [`chunks`](Self::chunks).
    ///
    /// # Errors
    ///
    /// As [`chunks`](Self::chunks).
    pub fn numbers<T: Number>(&self, column: &str) -> Result<Numbers<T>, RecordError> {
        Ok(Numbers::new(self.chunks(column)?))
    }

    /// The numbers of a column of floats of either precision, one by one, in the order of
    /// [`chunks`](Self::chunks).
    ///
    /// # Errors
    ///
    /// As [`chunks`](Self::chunks).
    pub fn floats(
        &self,
        column: &str,
    ) -> Result<Box<dyn Iterator<Item = Result<f64, RecordError>>>, RecordError> {
        Ok(match self.layout(column)?.dtype {
            DataType::F32 => {
                let numbers = self.numbers::<f32>(column)?;
                Box::new(numbers.map(|number| number.map(f64::from)))
            }
            _ => Box::new(self.numbers::<f64>(column)?),
        })
    }

    /// The first `samples` samples, or as many as there are, of the variable `column` of one neuron, by its
    /// index in the recording.
    ///
    /// # Errors
    ///
    /// [`RecordError::Absent`], and as [`chunks`](Self::chunks).
    pub fn trace(&self, column: &str, neuron: u64, samples: u64) -> Result<Vec<f64>, RecordError> {
        let layout = self.layout(column)?;
        if neuron >= layout.width() {
            return Err(self.absent(
                format!("neuron of the index {neuron}"),
                format!("{} neurons", layout.width()),
            ));
        }
        let samples = samples.min(self.records);
        let mut trace = Vec::new();
        for part in 0..samples.div_ceil(layout.records_per_part) {
            let count = layout.records_in(part, samples);
            let path = layout
                .require(part, layout.records_in(part, self.records))?
                .path;
            read_trace(layout, &path, neuron, count, &mut trace)
                .map_err(RecordError::io("read", &path))?;
        }
        Ok(trace)
    }

    fn layout(&self, column: &str) -> Result<&ColumnLayout, RecordError> {
        let names = self.index.columns.iter().map(|column| &*column.name);
        let mut pairs = names.clone().zip(&self.columns);
        let found = pairs.find(|(name, _)| *name == column);
        let known = || names.collect::<Vec<_>>().join(", ");
        found
            .map(|(_, layout)| layout)
            .ok_or_else(|| self.absent(format!("column \"{column}\""), known()))
    }

    fn absent(&self, asked: String, known: String) -> RecordError {
        RecordError::Absent {
            stream: self.index.name.clone(),
            asked,
            known,
        }
    }
}

/// Reads every `width`-th number of a part, `count` of them.
fn read_trace(
    layout: &ColumnLayout,
    path: &Path,
    neuron: u64,
    count: u64,
    trace: &mut Vec<f64>,
) -> std::io::Result<()> {
    let bytes = layout.dtype.bytes();
    let mut file = BufReader::new(File::open(path)?);
    file.seek(SeekFrom::Start(HEADER_BYTES + neuron * bytes))?;
    let between = (layout.record_bytes() - bytes).cast_signed();
    for sample in 0..count {
        if sample > 0 {
            file.seek_relative(between)?;
        }
        let mut word = [0; 8];
        file.read_exact(&mut word[..bytes as usize])?;
        let [a, b, c, d, ..] = word;
        trace.push(match layout.dtype {
            DataType::F32 => f32::from_le_bytes([a, b, c, d]).into(),
            DataType::U32 => u32::from_le_bytes([a, b, c, d]).into(),
            DataType::F64 => f64::from_le_bytes(word),
            DataType::U64 => u64::from_le_bytes(word) as f64,
        });
    }
    Ok(())
}

/// Number of records of a column that is finished.
fn count_records(layout: &ColumnLayout) -> Result<u64, RecordError> {
    let mut records = 0;
    for part in 0.. {
        let here = match layout.find(part)? {
            Some(found) if !found.is_final => {
                return Err(RecordError::Unfinished { path: found.path });
            }
            Some(found) => count_in_part(layout, &found.path, found.bytes)?,
            None if part > 0 && layout.list_from(part)?.is_empty() => break,
            None => {
                return Err(RecordError::Missing {
                    path: layout.final_path(part),
                });
            }
        };
        records += here;
        if here < layout.records_per_part {
            // What is not full is the last.
            match layout.list_from(part + 1)?.first() {
                None => break,
                Some(_) => {
                    return Err(RecordError::Length {
                        path: layout.final_path(part),
                        expected: layout.part_bytes(layout.records_per_part),
                        found: layout.part_bytes(here),
                        at_least: false,
                    });
                }
            }
        }
    }
    Ok(records)
}

/// Number of records of a part, by its length, which its header must state.
fn count_in_part(layout: &ColumnLayout, path: &Path, bytes: u64) -> Result<u64, RecordError> {
    let records = bytes.saturating_sub(HEADER_BYTES) / layout.record_bytes();
    if layout.part_bytes(records) != bytes || records > layout.records_per_part {
        return Err(RecordError::Length {
            path: path.to_path_buf(),
            expected: layout.part_bytes(records.min(layout.records_per_part)),
            found: bytes,
            at_least: false,
        });
    }
    let mut file = File::open(path).map_err(RecordError::io("read", path))?;
    layout.check_header(&mut file, path, records)?;
    Ok(records)
}
