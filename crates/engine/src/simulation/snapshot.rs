//! The types of snapshots only, until those of the engine are merged.

use super::Precision;

/// All that the future of a simulation depends on, besides the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Steps simulated.
    pub step: u64,
    /// Float type of the state.
    pub precision: Precision,
    /// The arrays by name, in the order of the names, each of which occurs once.
    pub arrays: Vec<(String, SnapshotArray)>,
}

/// An array of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq)]
pub enum SnapshotArray {
    /// Steps, counts, or numbers of neurons.
    U32(Vec<u32>),
    /// Steps or counts.
    U64(Vec<u64>),
    /// Values of a simulation in single precision.
    F32(Vec<f32>),
    /// Values of a simulation in double precision.
    F64(Vec<f64>),
}
