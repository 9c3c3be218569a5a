//! The entry `meta`: what a checkpoint says besides the arrays.

use super::{Checkpoint, CheckpointError};
use crate::config::{Fingerprint, PrecisionSpec};
use crate::output::Beginning;
use crate::records::StreamPosition;
use adexnet_engine::{Snapshot, SnapshotArray};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Version of the form of checkpoints.
pub(super) const FORMAT: u32 = 1;

/// The program that writes and reads checkpoints. Others may compute other states.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The entry.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meta {
    format: u32,
    program: String,
    step: u64,
    precision: PrecisionSpec,
    /// The names of the arrays, in their order.
    pub(super) arrays: Vec<String>,
    fingerprint: Fingerprint,
    beginning: Beginning,
    streams: Vec<StreamPosition>,
}

/// What the entry of any version says.
#[derive(Deserialize)]
struct Versions {
    format: u32,
    program: String,
}

impl Meta {
    /// The entry of a checkpoint.
    pub(super) fn of(checkpoint: &Checkpoint) -> Self {
        let Checkpoint {
            fingerprint,
            beginning,
            streams,
            snapshot,
        } = checkpoint;
        let names = snapshot.arrays.iter().map(|(name, _)| name.clone());
        Self {
            format: FORMAT,
            program: PROGRAM.to_owned(),
            step: snapshot.step,
            precision: snapshot.precision.into(),
            arrays: names.collect(),
            fingerprint: fingerprint.clone(),
            beginning: beginning.clone(),
            streams: streams.clone(),
        }
    }

    /// The checkpoint of this entry and these arrays, which are in its order.
    pub(super) fn with_arrays(self, arrays: Vec<SnapshotArray>) -> Checkpoint {
        Checkpoint {
            fingerprint: self.fingerprint,
            beginning: self.beginning,
            streams: self.streams,
            snapshot: Snapshot {
                step: self.step,
                precision: self.precision.into(),
                arrays: self.arrays.into_iter().zip(arrays).collect(),
            },
        }
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).expect("numbers, names and lists of them are JSON")
    }

    /// What a text says, if it is of this version.
    pub(super) fn parse(path: &Path, text: &[u8]) -> Result<Self, CheckpointError> {
        let path = || path.to_path_buf();
        let unreadable = |source| CheckpointError::Meta {
            path: path(),
            source,
        };
        let Versions { format, program } = serde_json::from_slice(text).map_err(unreadable)?;
        if format != FORMAT {
            return Err(CheckpointError::Format {
                path: path(),
                found: format,
                program,
            });
        }
        if program != PROGRAM {
            return Err(CheckpointError::Program {
                path: path(),
                found: program,
            });
        }
        serde_json::from_slice(text).map_err(unreadable)
    }
}
