//! How far streams have been written: what a checkpoint holds of them.

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
