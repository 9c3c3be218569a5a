//! What can go wrong with the files and the state of a run.

use crate::checkpoint::CheckpointError;
use crate::config::ConfigError;
use crate::files::{FileError, RunDirectoryError};
use crate::output::OutputError;
use crate::records::RecordError;
use adexnet_engine::{RestoreError, RunError};
use std::path::PathBuf;

/// Why a run cannot begin, go on or be finished. What its last checkpoint holds is not lost by any of them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunFailure {
    /// There is no run in a directory, or it had not begun to simulate.
    #[error(
        "there is no run to go on with in \"{}\": \"{}\" is missing; start it with `adexnet run`",
        path.display(), missing.display()
    )]
    NoRun {
        /// The directory.
        path: PathBuf,
        /// What a run would have.
        missing: PathBuf,
    },
    /// A run without a checkpoint cannot be finished.
    #[error(
        "the run in \"{}\" has no checkpoint yet; `adexnet resume` starts it again", path.display()
    )]
    NoCheckpoint {
        /// The directory.
        path: PathBuf,
    },
    /// The records are those of a run that has ended, and its checkpoint is gone.
    #[error(
        "the records in \"{}\" are those of a run that has ended, but checkpoint.npz is missing: it cannot go on, and \
         starting it again would delete them; put the checkpoint back, or run `adexnet run` into another directory",
        path.display()
    )]
    LostCheckpoint {
        /// The directory.
        path: PathBuf,
    },
    /// A run cannot become shorter than it is.
    #[error("the run has reached {reached} s; a duration of {wanted} s cannot be reached any more")]
    Beyond {
        /// Time simulated, in s.
        reached: f64,
        /// Time wanted, in s.
        wanted: f64,
    },
    /// The run was used after it had failed.
    #[error("the run has failed; open its directory again to go on")]
    Failed,
    /// The run was to be finished before it was simulated.
    #[error("the run has not been simulated yet; simulate it before it is finished")]
    NotSimulated,
    /// The directory cannot be used.
    #[error(transparent)]
    Directory(#[from] RunDirectoryError),
    /// The description in the directory cannot be read.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The checkpoint cannot be read or written, or is of another network.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The records cannot be read or written.
    #[error(transparent)]
    Record(Box<RecordError>),
    /// The checkpoint does not fit to the simulation.
    #[error("the checkpoint does not fit to the network")]
    Restore(#[from] RestoreError),
    /// The simulation cannot go on.
    #[error(transparent)]
    Simulation(#[from] RunError),
    /// A file cannot be written.
    #[error(transparent)]
    Output(Box<OutputError>),
    /// A file cannot be written or read.
    #[error(transparent)]
    File(#[from] FileError),
}

impl From<OutputError> for RunFailure {
    fn from(error: OutputError) -> Self {
        Self::Output(Box::new(error))
    }
}

impl From<RecordError> for RunFailure {
    fn from(error: RecordError) -> Self {
        Self::Record(Box::new(error))
    }
}
