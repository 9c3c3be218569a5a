//! What went wrong with a run: which exit code it has, and how to go on.

use adexnet::engine::RunError;
use adexnet::io::checkpoint::CheckpointError;
use adexnet::io::names::{CHECKPOINT, DESCRIPTION, INDEX, RECORDS};
use adexnet::io::output::OutputError;
use adexnet::io::run::RunFailure;
use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Exit code of a run whose files cannot be written or read.
const NO_FILES: u8 = 4;

/// What went wrong with a run, when, and in which directory it is.
#[derive(Debug)]
pub(crate) struct InRun {
    directory: PathBuf,
    failure: Box<RunFailure>,
    /// Whether it had begun in this process.
    has_begun: bool,
}

impl InRun {
    /// What makes it of a failure in a directory before anything is simulated.
    pub(crate) fn before(directory: &Path) -> impl Fn(RunFailure) -> Self + use<> {
        Self::at(directory, false)
    }

    /// What makes it of a failure in a directory while a run goes on, or its files are made.
    pub(crate) fn during(directory: &Path) -> impl Fn(RunFailure) -> Self + use<> {
        Self::at(directory, true)
    }

    fn at(directory: &Path, has_begun: bool) -> impl Fn(RunFailure) -> Self + use<> {
        let directory = directory.to_owned();
        move |failure| Self {
            directory: directory.clone(),
            failure: Box::new(failure),
            has_begun,
        }
    }

    pub(super) fn exit_code(&self) -> u8 {
        match &*self.failure {
            RunFailure::Directory(_) | RunFailure::Config(_) => code_of_refusal(&*self.failure),
            failure if of_system(failure).is_some() => NO_FILES,
            RunFailure::Output(_) => 1,
            _ if self.has_begun => 1,
            _ => 2,
        }
    }

    /// How to go on, once a run has begun.
    pub(super) fn help(&self) -> Option<String> {
        if self.exit_code() == 2 {
            return None;
        }
        let path = self.directory.display();
        let resume = format!("`adexnet resume {path}`");
        if self.has_lost_records() {
            return Some(format!(
                "what the disk has lost only a copy of the file brings back; if it was written after the last \
                 checkpoint, {resume} goes on from there"
            ));
        }
        let finish = format!("`adexnet finish {path}` makes a complete run of what it holds");
        let index = Path::new(RECORDS).join(INDEX);
        let has = |name: &Path| self.directory.join(name).try_exists();
        let found = [
            Path::new(""),
            Path::new(DESCRIPTION),
            &index,
            Path::new(CHECKPOINT),
        ]
        .map(has);
        match found.map(Result::ok) {
            // What cannot be looked at may well be there.
            [None, ..] | [_, None, ..] | [_, _, None, _] | [.., None] => Some(format!(
                "when the files can be read again, {resume} goes on"
            )),
            [Some(false), ..] => Some(format!("the directory {path} is gone; start the run again")),
            [.., Some(true)] if self.has_diverged() => {
                Some(format!("there is a checkpoint from before: {finish}"))
            }
            [.., Some(true)] => Some(format!(
                "nothing is lost up to the last checkpoint: {resume} goes on from there, {finish}"
            )),
            _ if self.has_diverged() => None,
            [_, Some(true), Some(true), _] => Some(format!(
                "there was no checkpoint yet: {resume} starts the run again"
            )),
            _ => Some(format!(
                "the run had not begun; when the cause is removed, start it again with --out {path} --force"
            )),
        }
    }

    fn has_diverged(&self) -> bool {
        matches!(
            &*self.failure,
            RunFailure::Simulation(RunError::Diverged { .. })
                | RunFailure::Checkpoint(CheckpointError::NotFinite(_))
        )
    }

    /// Whether records are not what was written.
    fn has_lost_records(&self) -> bool {
        let of_records = matches!(&*self.failure, RunFailure::Record(_))
            || matches!(&*self.failure, RunFailure::Output(error) if matches!(**error, OutputError::Record(_)));
        of_records && of_system(&*self.failure).is_none()
    }

    /// Writes it into the log, with all causes.
    pub(super) fn log(&self) {
        let error: &(dyn Error + 'static) = self;
        let causes = std::iter::successors(Some(error), |&error| error.source());
        let causes: Vec<String> = causes.map(ToString::to_string).collect();
        tracing::error!("{}", causes.join(": "));
    }
}

impl fmt::Display for InRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl Error for InRun {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failure.source()
    }
}

/// What the operating system objects to, if it is the cause of an error and not what is in a file.
fn of_system<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.find_map(|cause| {
        let cause = cause.downcast_ref::<io::Error>();
        cause.filter(|cause| cause.raw_os_error().is_some())
    })
}

/// The exit code of what is refused before any work: of what the disk is to blame for, that of the disk.
pub(super) fn code_of_refusal(error: &(dyn Error + 'static)) -> u8 {
    /// Of all Unix systems.
    const EIO: i32 = 5;
    let Some(error) = of_system(error) else {
        return 2;
    };
    match error.kind() {
        ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::ReadOnlyFilesystem
        | ErrorKind::StaleNetworkFileHandle => NO_FILES,
        _ if cfg!(unix) && error.raw_os_error() == Some(EIO) => NO_FILES,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use adexnet::io::files::{FileError, RunDirectoryError};
    use adexnet::io::records::RecordError;
    use std::fs;

    /// No space left on device, on Unix.
    const ENOSPC: i32 = 28;

    /// No such file or directory, on Unix.
    const ENOENT: i32 = 2;

    fn lost() -> RunFailure {
        OutputError::from(RecordError::Broken).into()
    }

    fn damaged() -> RunFailure {
        let path = PathBuf::from("records/spikes-step-000000.npy");
        RecordError::Missing { path }.into()
    }

    fn full() -> RunFailure {
        let (action, path) = ("write", PathBuf::from(CHECKPOINT));
        let source = io::Error::from_raw_os_error(ENOSPC);
        let error = FileError::Io {
            action,
            path,
            source,
        };
        error.into()
    }

    /// If this fails, a batch script resumes what cannot go on, or gives up what could.
    #[test]
    fn the_exit_code_tells_when_something_happened_and_whether_the_disk_is_the_cause() {
        let place = Path::new("trial");
        let codes = |failure: fn() -> RunFailure| {
            [InRun::at(place, false), InRun::at(place, true)].map(|at| at(failure()).exit_code())
        };
        assert_eq!(codes(damaged), [2, 1]);
        assert_eq!(codes(full), [NO_FILES; 2]);
        assert_eq!(codes(lost), [1; 2]);
        let refused = |source: io::Error| {
            let (action, path) = ("write files into", place.to_owned());
            code_of_refusal(&RunDirectoryError::Io {
                action,
                path,
                source,
            })
        };
        assert_eq!(refused(io::Error::from_raw_os_error(ENOSPC)), NO_FILES);
        assert_eq!(refused(io::Error::from_raw_os_error(ENOENT)), 2);
    }

    /// If this fails, an error names a command that does not work.
    #[test]
    fn the_help_fits_what_is_there() {
        let base = tempfile::tempdir().unwrap();
        let place = base.path().join("trial");
        let help = || InRun::at(&place, true)(full()).help().unwrap();
        assert!(help().contains("is gone"), "{}", help());
        fs::create_dir_all(place.join(RECORDS)).unwrap();
        assert!(help().contains("--force"), "{}", help());
        fs::write(place.join(DESCRIPTION), "").unwrap();
        fs::write(place.join(RECORDS).join(INDEX), "").unwrap();
        assert!(help().contains("starts the run again"), "{}", help());
        fs::write(place.join(CHECKPOINT), "").unwrap();
        assert!(help().contains("goes on from there"), "{}", help());
        assert_eq!(InRun::at(&place, false)(damaged()).help(), None);
        // A file where the directory should be: nothing can be looked at in it.
        let within = place.join(DESCRIPTION).join("trial");
        let help = InRun::at(&within, true)(full()).help().unwrap();
        assert!(help.contains("can be read again"), "{help}");
        let help = InRun::at(&place, true)(damaged()).help().unwrap();
        assert!(help.contains("only a copy"), "{help}");
    }
}
