//! What went wrong with a run: which exit code it has, and how to go on.

use adexnet::engine::RunError;
use adexnet::io::checkpoint::CheckpointError;
use adexnet::io::files::RunDirectoryError;
use adexnet::io::names::{CHECKPOINT, DESCRIPTION, INDEX, RECORDS};
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
            RunFailure::Directory(error) => code_of_directory(error),
            RunFailure::Config(_) => 2,
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
        if !self.directory.is_dir() {
            return Some(format!("the directory {path} is gone; start the run again"));
        }
        let has = |name: &str| self.directory.join(name).exists();
        if !has(DESCRIPTION) || !has(&format!("{RECORDS}/{INDEX}")) {
            return Some(format!(
                "the run had not begun; when the cause is removed, start it again with --out {path} --force"
            ));
        }
        if matches!(
            &*self.failure,
            RunFailure::Record(_) | RunFailure::NotAsWritten { .. }
        ) && of_system(&*self.failure).is_none()
        {
            return Some(format!(
                "what the disk has lost only a copy of the file brings back; if it was written after the last \
                 checkpoint, `adexnet resume {path}` goes on from there"
            ));
        }
        let finish = format!("`adexnet finish {path}` makes a complete run of what it holds");
        let has_diverged = matches!(
            &*self.failure,
            RunFailure::Simulation(RunError::Diverged { .. })
                | RunFailure::Checkpoint(CheckpointError::NotFinite(_))
        );
        match (has(CHECKPOINT), has_diverged) {
            (true, true) => Some(format!("there is a checkpoint from before: {finish}")),
            (true, false) => Some(format!(
                "nothing is lost up to the last checkpoint: `adexnet resume {path}` goes on from there, {finish}"
            )),
            (false, true) => None,
            (false, false) => Some(format!(
                "there was no checkpoint yet: `adexnet resume {path}` starts the run again"
            )),
        }
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

/// Another directory helps against most refusals, but not against those of the disk.
pub(super) fn code_of_directory(error: &RunDirectoryError) -> u8 {
    match of_system(error).map(io::Error::kind) {
        Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem) => {
            NO_FILES
        }
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use adexnet::io::files::FileError;
    use adexnet::io::records::RecordError;
    use std::fs;

    /// No space left on device, on Unix.
    const ENOSPC: i32 = 28;

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
        let refused = |source: io::Error| {
            let (action, path) = ("write files into", place.to_owned());
            code_of_directory(&RunDirectoryError::Io {
                action,
                path,
                source,
            })
        };
        assert_eq!(refused(io::Error::from_raw_os_error(ENOSPC)), NO_FILES);
        assert_eq!(refused(ErrorKind::PermissionDenied.into()), 2);
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
        let help = InRun::at(&place, true)(damaged()).help().unwrap();
        assert!(help.contains("only a copy"), "{help}");
    }
}
