//! How far streams have been written: what a checkpoint holds of them.

use super::error::RecordError;
use super::index::{Index, StreamIndex};
use serde::{Deserialize, Serialize};

/// How far a stream has been written, and how to recognise what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPosition {
    /// The stream.
    pub name: String,
    /// Records that were written.
    pub records: u64,
    /// Its columns, in their order.
    pub columns: Vec<ColumnPosition>,
}

/// How to recognise what was written of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnPosition {
    /// The column.
    pub name: String,
    /// CRC-32 of the numbers in each part, without its header; the last part may be in progress. None
    /// where there are no records.
    pub crc32: Vec<u32>,
}

/// Checks that positions are those of all streams of an index, in their order.
pub(super) fn check_positions(
    index: &Index,
    positions: &[StreamPosition],
) -> Result<(), RecordError> {
    let names = |names: Vec<&str>| names.join(", ");
    let expected = names(index.streams.iter().map(|stream| &*stream.name).collect());
    let found = names(positions.iter().map(|stream| &*stream.name).collect());
    if expected != found || index.streams.len() != positions.len() {
        return refuse(format!("its streams are {found}; expected are {expected}"));
    }
    let mut pairs = index.streams.iter().zip(positions);
    pairs.try_for_each(|(stream, position)| check_position(stream, position))
}

fn check_position(stream: &StreamIndex, position: &StreamPosition) -> Result<(), RecordError> {
    let columns = stream.columns.iter().map(|column| &column.name);
    if !columns.eq(position.columns.iter().map(|column| &column.name)) {
        return refuse(format!(
            "the columns of its stream {:?} are others",
            stream.name
        ));
    }
    let parts = parts(position.records, stream.records_per_part);
    for column in &position.columns {
        if column.crc32.len() as u64 != parts {
            return refuse(format!(
                "column {:?} of its stream {:?} has {} part(s); {} record(s) make {parts}",
                column.name,
                stream.name,
                column.crc32.len(),
                position.records
            ));
        }
    }
    Ok(())
}

fn refuse(problem: String) -> Result<(), RecordError> {
    Err(RecordError::Position { problem })
}

/// Number of parts that hold records.
pub(super) fn parts(records: u64, records_per_part: u64) -> u64 {
    records.div_ceil(records_per_part)
}
