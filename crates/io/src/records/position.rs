//! How far streams have been written: what a checkpoint holds of them.

use super::error::RecordError;
use super::index::{Index, StreamIndex};
use serde::{Deserialize, Serialize};

/// How far a stream has been written, and how to recognise what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPosition {
    /// Name of the stream.
    pub name: String,
    /// Number of records so far.
    pub records: u64,
    /// CRC-32 of the numbers in each part, without its header, for each column of the stream
    /// \[column\]\[part\]; the last part may be in progress.
    pub crc32: Vec<Vec<u32>>,
}

impl StreamPosition {
    /// The beginning of a stream.
    pub(super) fn start(stream: &StreamIndex) -> Self {
        Self {
            name: stream.name.clone(),
            records: 0,
            crc32: vec![Vec::new(); stream.columns.len()],
        }
    }

    /// Checks that it can be one of a stream.
    fn check(&self, stream: &StreamIndex) -> Result<(), RecordError> {
        let parts = self.records.div_ceil(stream.records_per_part);
        let columns = stream.columns.len();
        if self.crc32.len() == columns && self.crc32.iter().all(|crc| crc.len() as u64 == parts) {
            return Ok(());
        }
        let found: Vec<_> = self.crc32.iter().map(Vec::len).collect();
        refuse(format!(
            "the columns of its stream {:?} have {found:?} checksums; {columns} column(s) of {} \
             record(s) have {parts} each",
            self.name, self.records
        ))
    }
}

/// Checks that positions can be those of all streams of an index, in their order.
pub(super) fn check_positions(
    index: &Index,
    positions: &[StreamPosition],
) -> Result<(), RecordError> {
    let expected: Vec<_> = index.streams.iter().map(|stream| &stream.name).collect();
    let found: Vec<_> = positions.iter().map(|stream| &stream.name).collect();
    if expected != found {
        return refuse(format!(
            "its streams are {found:?}; expected are {expected:?}"
        ));
    }
    let mut pairs = index.streams.iter().zip(positions);
    pairs.try_for_each(|(stream, position)| position.check(stream))
}

fn refuse(problem: String) -> Result<(), RecordError> {
    Err(RecordError::Position { problem })
}
