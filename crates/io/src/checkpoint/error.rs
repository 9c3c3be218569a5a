//! Why a checkpoint cannot be written, or not be resumed.

use super::finite::NotFinite;
use super::meta::{FORMAT, PROGRAM};
use crate::config::Difference;
use crate::files::FileError;
use std::path::PathBuf;

/// How many differences the message lists.
const LISTED: usize = 6;

/// Why a checkpoint was refused, or could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The file cannot be read or written, or its bytes are damaged.
    #[error(transparent)]
    File(#[from] FileError),
    /// The archive is none of a checkpoint.
    #[error(
        "\"{path}\" is no checkpoint: it has no entry \"meta\"; expected is the checkpoint.npz of a run"
    )]
    NoCheckpoint {
        /// The file.
        path: PathBuf,
    },
    /// The checkpoint has a form that this version does not know.
    #[error(
        "the checkpoint \"{path}\" has format {found} and was written by adexnet {program}; this is {}, \
         which reads format {}: resume it with that version",
        PROGRAM,
        FORMAT
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The version that wrote it.
        program: String,
    },
    /// Another version wrote the checkpoint.
    #[error(
        "the checkpoint \"{path}\" was written by adexnet {found}; this is {}, which may go on with \
         other numbers: resume it with that version",
        PROGRAM
    )]
    Program {
        /// The file.
        path: PathBuf,
        /// The version that wrote it.
        found: String,
    },
    /// The description of the checkpoint is not what this version writes.
    #[error(
        "entry \"meta\" of the checkpoint \"{path}\" cannot be understood; it was damaged or changed, and \
         the run must be started anew"
    )]
    Meta {
        /// The file.
        path: PathBuf,
        /// What the parser objects to.
        source: serde_json::Error,
    },
    /// Arrays are named twice, or named as the description is.
    #[error(
        "the checkpoint \"{path}\" has several entries \"{entry}\"; each must be there once: it was \
         changed, and the run must be started anew"
    )]
    Duplicate {
        /// The file.
        path: PathBuf,
        /// The name.
        entry: String,
    },
    /// An array is missing.
    #[error(
        "the checkpoint \"{path}\" lacks the array \"{array}\"; it was damaged or changed, and the run \
         must be started anew"
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// Name of the array.
        array: String,
    },
    /// There are entries that do not belong to the checkpoint.
    #[error(
        "the checkpoint \"{path}\" has an entry \"{entry}\" that does not belong to it; remove it, or \
         start the run anew"
    )]
    Unknown {
        /// The file.
        path: PathBuf,
        /// Name of the entry.
        entry: String,
    },
    /// The directory of the archive lists more or fewer entries than there are.
    #[error(
        "the checkpoint \"{path}\" lists {listed} entries, of which {found} can be told apart; each must \
         be there once: it was damaged or changed, and the run must be started anew"
    )]
    Count {
        /// The file.
        path: PathBuf,
        /// Entries that the end of the archive states.
        listed: usize,
        /// Entries with names of their own.
        found: usize,
    },
    /// The archive is followed by something.
    #[error("the checkpoint \"{path}\" goes on after its end; it must end with its archive")]
    Trailing {
        /// The file.
        path: PathBuf,
    },
    /// An entry is compressed, which checkpoints never are.
    #[error(
        "entry \"{entry}\" of the checkpoint \"{path}\" is compressed; checkpoints are not, so that none \
         can be larger in memory than on disk: write it with numpy.savez instead"
    )]
    Compressed {
        /// The file.
        path: PathBuf,
        /// Name of the entry.
        entry: String,
    },
    /// Entries share bytes.
    #[error(
        "the entries of the checkpoint \"{path}\" have {declared} bytes together, and the file only \
         {file}; they must not overlap"
    )]
    Overlap {
        /// The file.
        path: PathBuf,
        /// Bytes of all entries.
        declared: u64,
        /// Bytes of the file.
        file: u64,
    },
    /// What was written reads differently.
    #[error(
        "the new checkpoint \"{path}\" is not on disk as it was written: the disk or the memory is not to be \
         trusted; the one before is still there"
    )]
    NotAsWritten {
        /// The file.
        path: PathBuf,
    },
    /// The state is not finite.
    #[error(transparent)]
    NotFinite(#[from] NotFinite),
    /// The network, or what is recorded, is not that of the checkpoint.
    #[error(
        "the checkpoint is of another network: {}; undo the change to resume it, or start a new run",
        listing(differences)
    )]
    OtherNetwork {
        /// In what the network now differs from that of the checkpoint.
        differences: Vec<Difference>,
    },
}

/// The first of the differences, which are there if fingerprints differ.
fn listing(differences: &[Difference]) -> String {
    let shown = differences.iter().take(LISTED).map(ToString::to_string);
    let shown = shown.collect::<Vec<_>>().join(", ");
    match differences.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
