//! What can be wrong with the records of a run: one variant per failure, each of which says where,
//! what was found and what to do.

use crate::files::FileError;
use std::io;
use std::path::{Path, PathBuf};

/// Why records cannot be written, continued or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The index is no index of records.
    #[error(
        "\"{path}\" is no index of the records of a run: {problem}; put back the file that the run \
         wrote, or run again"
    )]
    Index {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The description of streams contradicts itself.
    #[error("the records cannot be described: {problem}")]
    Description {
        /// Which of its rules is broken.
        problem: String,
    },
    /// A part is not there.
    #[error(
        "\"{path}\" is missing; the run cannot be continued, and its records cannot be read, without \
         it"
    )]
    Missing {
        /// The part, under its final name.
        path: PathBuf,
    },
    /// A run is not finished.
    #[error(
        "\"{path}\" is a part of a run that is not finished; resume the run, and read its records when \
         it is"
    )]
    Unfinished {
        /// The part.
        path: PathBuf,
    },
    /// A part is no regular file.
    #[error(
        "\"{path}\" is no regular file; a part of the records is expected there, not a link, a \
         directory or a device"
    )]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A part is shorter or longer than it must be.
    #[error(
        "\"{path}\" has {found} bytes where {expected} {}; it was cut short, or changed after the run \
         wrote it",
        if *.at_least { "or more are expected" } else { "are expected" }
    )]
    Length {
        /// The part.
        path: PathBuf,
        /// Bytes that it must have.
        expected: u64,
        /// Bytes that it has.
        found: u64,
        /// Whether it may have more.
        at_least: bool,
    },
    /// The header of a part is not that of its stream.
    #[error(
        "the header of \"{path}\" is damaged: it is not that of an array of shape {shape} and type \
         \"{dtype}\""
    )]
    Header {
        /// The part.
        path: PathBuf,
        /// The shape expected.
        shape: String,
        /// The type expected.
        dtype: &'static str,
    },
    /// The content of a part is not what was written.
    #[error(
        "\"{path}\" is damaged: the CRC-32 of its first {records} record(s) is {found:08x}, and was \
         {expected:08x} when the run wrote them"
    )]
    Damaged {
        /// The part.
        path: PathBuf,
        /// Records that were looked at.
        records: u64,
        /// The checksum that a checkpoint holds.
        expected: u32,
        /// The checksum of what is there.
        found: u32,
    },
    /// The columns of a stream differ in length.
    #[error(
        "the columns of the stream \"{stream}\" have {found} records; all must have the same number"
    )]
    Uneven {
        /// The stream.
        stream: String,
        /// Numbers of records, by the name of the column.
        found: String,
    },
    /// A position that is to be continued does not belong to the streams.
    #[error("the checkpoint does not belong to these records: {problem}")]
    Position {
        /// What differs.
        problem: String,
    },
    /// Something is to be written into a stream, or read from it, that has another form.
    #[error("the {what} do not fit the stream \"{stream}\": {problem}")]
    Mismatch {
        /// The stream.
        stream: String,
        /// What does not fit: "samples".
        what: &'static str,
        /// What differs.
        problem: String,
    },
    /// Something could not be recorded before.
    #[error(
        "nothing is recorded any more since recording failed once; resume the run from its last \
         checkpoint"
    )]
    Broken,
    /// There is no stream of this name.
    #[error("nothing is recorded as \"{stream}\"; the streams are {known}")]
    NoStream {
        /// The name.
        stream: String,
        /// The streams that there are.
        known: String,
    },
    /// Something is asked of a stream that it does not have.
    #[error("the stream \"{stream}\" has no {asked}; there are {known}")]
    Absent {
        /// The stream.
        stream: String,
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
}

impl RecordError {
    /// The closure that wraps an operating system's error, for `map_err`.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let wrap = FileError::io(action, path);
        move |source| wrap(source).into()
    }
}
