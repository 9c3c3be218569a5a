//! The rules that an index keeps, whoever made it: names that are those of files in one directory,
//! and sizes that can be computed with.

use super::error::RecordError;
use super::index::{ColumnIndex, DataType, Index, SPIKES, StreamIndex, StreamKind};
use crate::config::Name;
use std::collections::BTreeSet;

/// Longest name of a column, in characters.
const MAX_COLUMN_NAME: usize = 32;

impl Index {
    /// Checks all that a hostile file could get wrong.
    ///
    /// # Errors
    ///
    /// [`RecordError::Description`].
    pub(crate) fn check(&self) -> Result<(), RecordError> {
        if !(self.dt_s.is_finite() && self.dt_s > 0.0) {
            return refuse(format!(
                "the time step is {} s; a positive one is accepted",
                self.dt_s
            ));
        }
        let mut names = BTreeSet::new();
        for stream in &self.streams {
            let name = &stream.name;
            let checked = if names.insert(name) {
                check_stream(stream, self.neurons)
            } else {
                Err("there is another one of this name".to_owned())
            };
            if let Err(problem) = checked {
                return refuse(format!("stream {name:?}: {problem}"));
            }
        }
        Ok(())
    }
}

fn refuse(problem: String) -> Result<(), RecordError> {
    Err(RecordError::Description { problem })
}

/// Checks a stream of a network with so many neurons.
fn check_stream(stream: &StreamIndex, size: u64) -> Result<(), String> {
    check_name(stream)?;
    check_columns(stream, size)?;
    if stream.records_per_part == 0 {
        return Err("its parts have no records; at least 1 is accepted".to_owned());
    }
    for column in &stream.columns {
        let bytes = column.numbers().checked_mul(column.dtype.bytes());
        let part = bytes.and_then(|bytes| bytes.checked_mul(stream.records_per_part));
        if part.is_none_or(|part| part > i64::MAX as u64 / 2) {
            return Err(format!(
                "a part of its column {:?} is larger than any file",
                column.name
            ));
        }
    }
    Ok(())
}

/// The names of streams are prefixes of file names, and nothing else.
fn check_name(stream: &StreamIndex) -> Result<(), String> {
    let name = &stream.name;
    let accepted = match stream.kind {
        StreamKind::Spikes => (name == SPIKES).then_some(()),
        StreamKind::State { .. } => name.strip_prefix("state-").and_then(Name::new).map(drop),
        StreamKind::Rate { .. } => name.strip_prefix("rate-").and_then(Name::new).map(drop),
    };
    accepted.ok_or_else(|| {
        "accepted are spikes, state-NAME and rate-NAME, according to its kind, with a name of a \
         recording"
            .to_owned()
    })
}

fn check_columns(stream: &StreamIndex, size: u64) -> Result<(), String> {
    let are = |expected: &[(&str, DataType)]| {
        let found = stream.columns.iter().map(|c| (&*c.name, c.dtype, c.width));
        let expected = expected.iter().map(|&(name, dtype)| (name, dtype, None));
        found.eq(expected)
    };
    match &stream.kind {
        StreamKind::Spikes if are(&[("step", DataType::U64), ("neuron", DataType::U32)]) => Ok(()),
        StreamKind::Spikes => Err("its columns are not step (<u8) and neuron (<u4)".to_owned()),
        StreamKind::Rate { bin: 0, .. } => Err("a bin has no step".to_owned()),
        StreamKind::Rate { .. } if are(&[("count", DataType::U64)]) => Ok(()),
        StreamKind::Rate { .. } => Err("its column is not count (<u8)".to_owned()),
        StreamKind::State { every: 0, .. } => Err("there is no step between samples".to_owned()),
        StreamKind::State { neurons, .. } => {
            check_neurons(neurons, size)?;
            let width = neurons.iter().map(|[start, end]| u64::from(end - start));
            check_variables(&stream.columns, width.sum())
        }
    }
}

fn check_neurons(ranges: &[[u32; 2]], size: u64) -> Result<(), String> {
    let ascending = ranges.windows(2).all(|pair| pair[0][1] <= pair[1][0]);
    let some = ranges.iter().all(|[start, end]| start < end);
    let end = ranges.last().map_or(0, |&[_, end]| u64::from(end));
    if end == 0 || end > size || !ascending || !some {
        return Err(format!(
            "its neurons are no ascending ranges [first, one past the last] of {size} neurons"
        ));
    }
    Ok(())
}

fn check_variables(columns: &[ColumnIndex], width: u64) -> Result<(), String> {
    let mut names = BTreeSet::new();
    let Some(first) = columns.first() else {
        return Err("it has no column".to_owned());
    };
    for column in columns {
        // Without "-", so that the names of files of two streams always differ.
        let is_name = !column.name.is_empty()
            && column.name.len() <= MAX_COLUMN_NAME
            && column
                .name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_float = matches!(column.dtype, DataType::F32 | DataType::F64);
        if !is_name || !names.insert(&column.name) {
            return Err(format!(
                "a column is called {:?}; accepted are ASCII letters, digits and _, each name once",
                column.name
            ));
        }
        if !is_float || column.dtype != first.dtype || column.width != Some(width) {
            return Err(format!(
                "column {:?} does not hold {width} float(s) of one type in a record, one for each \
                 neuron",
                column.name
            ));
        }
    }
    Ok(())
}
