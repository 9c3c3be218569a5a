//! How far streams have been written: what a checkpoint holds of them.

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
