//! What a checkpoint tells besides the state, and the entry `meta` that says it.

use super::{Checkpoint, CheckpointError};
use crate::config::{Fingerprint, PrecisionSpec};
use adexnet_engine::Precision;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::Path;

/// Version of the form of checkpoints.
pub const FORMAT: u32 = 1;

/// The program that writes and reads checkpoints. Others may compute other states.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What belongs to the state of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    /// What defines the future of the run.
    pub fingerprint: Fingerprint,
    /// What its summary tells of it.
    pub facts: RunFacts,
    /// How far its records have come.
    pub streams: Vec<StreamPosition>,
}

/// What the summary of a run tells that only the simulation knows: so that a run can be finished
/// without building it again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunFacts {
    /// Number of synapses.
    pub synapses: u64,
    /// Number of synaptic events so far.
    pub synaptic_events: u64,
    /// Number of spikes so far.
    pub spikes: u64,
}

/// How far a stream of records has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPosition {
    /// Name of the stream.
    pub name: String,
    /// Number of records so far.
    pub records: u64,
    /// CRC-32 of the parts so far, for each file of the stream \[file\]\[part\].
    pub crc32: Vec<Vec<u32>>,
}

/// The entry `meta`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry<'a> {
    format: u32,
    program: Cow<'a, str>,
    pub(super) step: u64,
    precision: PrecisionSpec,
    /// The names of the arrays, in their order.
    pub(super) arrays: Vec<Cow<'a, str>>,
    pub(super) run: Cow<'a, Meta>,
}

/// What an entry `meta` of any version says.
#[derive(Deserialize)]
struct Versions {
    format: u32,
    program: String,
}

impl<'a> Entry<'a> {
    /// The text of the entry.
    pub(super) fn text(checkpoint: &'a Checkpoint) -> String {
        let snapshot = &checkpoint.snapshot;
        let names = snapshot.arrays.iter().map(|(name, _)| name.into());
        let entry = Self {
            format: FORMAT,
            program: PROGRAM.into(),
            step: snapshot.step,
            precision: snapshot.precision.into(),
            arrays: names.collect(),
            run: Cow::Borrowed(&checkpoint.meta),
        };
        serde_json::to_string(&entry).expect("numbers, names and lists of them are JSON")
    }

    /// What the text of an entry says, if it is one of this version.
    pub(super) fn parse(path: &Path, text: &[u8]) -> Result<Self, CheckpointError> {
        let path = || path.to_path_buf();
        let unreadable = |source| CheckpointError::Meta {
            path: path(),
            source,
        };
        let versions: Versions = serde_json::from_slice(text).map_err(unreadable)?;
        if versions.format != FORMAT {
            return Err(CheckpointError::Format {
                path: path(),
                found: versions.format,
                program: versions.program,
            });
        }
        if versions.program != PROGRAM {
            return Err(CheckpointError::Program {
                path: path(),
                found: versions.program,
            });
        }
        serde_json::from_slice(text).map_err(unreadable)
    }

    pub(super) fn precision(&self) -> Precision {
        self.precision.into()
    }
}
