//! The directory that receives a run's files: taken before the simulation starts, never by
//! accident one that holds something else.

use super::error::FileError;
use super::lock::Lock;
use super::publish::{intended_name, parent};
use super::storage::{Disk, FileSystem};
use crate::names::{COMPLETE, DESCRIPTION, HEARTBEAT, LOCK, LOG, RECORDS, SUMMARY, is_run_file};
use crate::platform;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Of these at least one is in the directory of a run that has begun, also if it was killed.
const SIGNS: [&str; 5] = [LOCK, LOG, HEARTBEAT, SUMMARY, RECORDS];

/// Why a directory cannot receive a run's files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunDirectoryError {
    /// There are files in it already.
    #[error(
        "the output directory \"{path}\" exists and is not empty; name another one, or allow its \
         run to be replaced (--force)"
    )]
    NotEmpty {
        /// The directory.
        path: PathBuf,
    },
    /// There are files in it that a run could have written, but no run.
    #[error(
        "the directory \"{path}\" holds no run, and \"{file}\" in it would be replaced; name another one"
    )]
    NoRun {
        /// The directory.
        path: PathBuf,
        /// One of the files, within it.
        file: PathBuf,
    },
    /// A file in it is needed by the run that is to replace it.
    #[error(
        "\"{file}\" is read by this network, and would be replaced by its run; name another output directory"
    )]
    Needed {
        /// The file.
        file: PathBuf,
    },
    /// A file has its name.
    #[error("\"{path}\" is a file; the output directory needs another name")]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// Another process, or another part of this one, works in it.
    #[error(
        "a run is going on in the directory \"{path}\"; wait until it has ended, or stop it first"
    )]
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// A name for a directory is more or less than a name.
    #[error("{name:?} cannot name an output directory; a name without path separators is needed")]
    Name {
        /// The name.
        name: String,
    },
    /// The operating system refused to create or fill the directory.
    #[error("cannot {action} the output directory \"{path}\"; a writable directory is needed")]
    Io {
        /// What was tried: a verb such as "create".
        action: &'static str,
        /// The directory.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
}

/// A directory that exists, can be written to, and belongs to one run.
///
/// While it or a clone of it exists, nobody else can have the same directory, in this process or another (where the
/// operating system can lock files).
///
/// # Example
///
/// ```
/// use adexnet_io::files::RunDirectory;
///
/// let base = tempfile::tempdir()?;
/// let first = RunDirectory::next_free(base.path(), "notebook-1234")?;
/// let second = RunDirectory::next_free(base.path(), "notebook-1234")?;
/// assert!(first.path().ends_with("notebook-1234"));
/// assert!(second.path().ends_with("notebook-1234-2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct RunDirectory {
    path: PathBuf,
    file_system: Arc<dyn FileSystem>,
    _lock: Arc<Lock>,
}

impl RunDirectory {
    /// Creates the directory `path`, and those above it. An empty one may exist.
    ///
    /// # Errors
    ///
    /// [`RunDirectoryError`].
    pub fn create(path: &Path) -> Result<Self, RunDirectoryError> {
        // Before, so that nothing is written into what holds something else; and again once nobody else
        // can have it.
        if !create_or_find(path)? {
            require_empty(path)?;
        }
        let directory = Self::take(path.to_path_buf())?;
        require_empty(path)?;
        Ok(directory)
    }

    /// Creates the directory `path`, or takes it over from an earlier run: files that [a run
    /// writes](is_run_file), complete or partial, are deleted, the summary first; everything else stays.
    /// Because of that, call it when nothing else can prevent the run. `needed` are files that the next run reads.
    ///
    /// # Errors
    ///
    /// [`RunDirectoryError`], with nothing deleted: if the directory cannot be written to, if a file would be deleted that
    /// is needed, or one where there are no signs of a run.
    pub fn replace<'a>(
        path: &Path,
        needed: impl IntoIterator<Item = &'a Path>,
    ) -> Result<Self, RunDirectoryError> {
        let is_new = create_or_find(path)?;
        // Before the lock, which is one of them.
        let is_run = SIGNS.iter().any(|name| path.join(name).exists());
        let directory = Self::take(path.to_path_buf())?;
        if is_new {
            return Ok(directory);
        }
        let ours = files_of_runs(path, |_| true);
        let mut ours = ours.map_err(io_error("list", path))?;
        require_replaceable(path, &ours, needed, is_run)?;
        ours.sort_by_key(|file| file.file_name() != Some(SUMMARY.as_ref()));
        for file in ours {
            fs::remove_file(file).map_err(io_error("replace files in", path))?;
        }
        // Forced to disk, so that no power cut mixes old files with those of the next run.
        let records = path.join(RECORDS);
        // What is not ours keeps it.
        if fs::remove_dir(&records).is_err() && records.is_dir() {
            platform::sync_directory(&records).map_err(io_error("replace files in", path))?;
        }
        platform::sync_directory(path).map_err(io_error("replace files in", path))?;
        Ok(directory)
    }

    /// The directory `path` of a run that has begun already.
    ///
    /// # Errors
    ///
    /// [`RunDirectoryError`]: if there is none, or it cannot be written to.
    pub fn open(path: &Path) -> Result<Self, RunDirectoryError> {
        let metadata = path.metadata().map_err(io_error("find", path))?;
        if !metadata.is_dir() {
            return Err(RunDirectoryError::NotADirectory {
                path: path.to_path_buf(),
            });
        }
        Self::take(path.to_path_buf())
    }

    /// Creates the first of `base/stem`, `base/stem-2`, `base/stem-3` ... that does not exist.
    /// Runs that start at the same time get different ones.
    ///
    /// # Errors
    ///
    /// [`RunDirectoryError`].
    pub fn next_free(base: &Path, stem: &str) -> Result<Self, RunDirectoryError> {
        let mut parts = Path::new(stem).components();
        if !matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == stem)
        {
            return Err(RunDirectoryError::Name {
                name: stem.to_owned(),
            });
        }
        create_parents(base)?;
        let mut path = base.join(stem);
        for number in 2_u64.. {
            match fs::create_dir(&path) {
                Ok(()) => {
                    keep_name(&path)?;
                    break;
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    path = base.join(format!("{stem}-{number}"));
                }
                Err(error) => return Err(io_error("create", &path)(error)),
            }
        }
        Self::take(path)
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same directory, written into through another file system than [`Disk`].
    #[must_use]
    pub fn with_file_system(self, file_system: Arc<dyn FileSystem>) -> Self {
        Self {
            file_system,
            ..self
        }
    }

    /// What the files in it are written through.
    pub fn file_system(&self) -> &Arc<dyn FileSystem> {
        &self.file_system
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Forces the names of its files to disk.
    pub(crate) fn sync(&self) -> Result<(), FileError> {
        let synced = self.file_system.sync_directory(&self.path);
        synced.map_err(FileError::io("write", &self.path))
    }

    /// Removes what processes that were killed were about to write.
    pub(crate) fn remove_partial_files(&self) -> Result<(), FileError> {
        let partial = files_of_runs(&self.path, |name| intended_name(name).is_some());
        for file in partial.map_err(FileError::io("list", &self.path))? {
            let removed = self.file_system.remove(&file);
            removed.map_err(FileError::io("remove", &file))?;
        }
        Ok(())
    }

    /// Makes sure that nobody else has it, and that files can be created, filled and removed.
    fn take(path: PathBuf) -> Result<Self, RunDirectoryError> {
        match Lock::take(&path) {
            Ok(lock) => Ok(Self {
                path,
                file_system: Disk::shared(),
                _lock: Arc::new(lock),
            }),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                Err(RunDirectoryError::InUse { path })
            }
            Err(error) => Err(io_error("write files into", &path)(error)),
        }
    }
}

/// The files in a run's directory, and in that of its records, that a run writes, complete or partial, and
/// whose names `is_wanted`.
fn files_of_runs(path: &Path, is_wanted: fn(&str) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let records = path.join(RECORDS);
    let mut places = vec![(path, "")];
    // Not through a link, which leads somewhere else.
    if records.symlink_metadata().is_ok_and(|found| found.is_dir()) {
        places.push((&records, "records/"));
    }
    for (directory, within) in places {
        for entry in fs::read_dir(directory)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| is_wanted(name)) else {
                continue;
            };
            let intended = intended_name(name).unwrap_or(name);
            if !entry.file_type()?.is_dir() && is_run_file(&format!("{within}{intended}")) {
                found.push(entry.path());
            }
        }
    }
    Ok(found)
}

/// An error if files of a directory must not be deleted.
fn require_replaceable<'a>(
    path: &Path,
    ours: &[PathBuf],
    needed: impl IntoIterator<Item = &'a Path>,
    is_run: bool,
) -> Result<(), RunDirectoryError> {
    let needed: Vec<PathBuf> = needed.into_iter().flat_map(Path::canonicalize).collect();
    let is_needed = |file: &PathBuf| file.canonicalize().is_ok_and(|file| needed.contains(&file));
    if let Some(file) = ours.iter().find(|file| is_needed(file)) {
        let file = file.clone();
        return Err(RunDirectoryError::Needed { file });
    }
    match ours.first() {
        Some(file) if !(is_run || ours.iter().all(|file| is_begun(file))) => {
            Err(RunDirectoryError::NoRun {
                path: path.to_path_buf(),
                file: file.strip_prefix(path).unwrap_or(file).to_path_buf(),
            })
        }
        _ => Ok(()),
    }
}

/// Whether a file is what there is before anything else of a run: its description, or a part of that.
fn is_begun(file: &Path) -> bool {
    match file.file_name().and_then(|name| name.to_str()) {
        Some(DESCRIPTION) => fs::read(file).is_ok_and(|text| text.starts_with(COMPLETE.as_bytes())),
        Some(name) => intended_name(name).is_some(),
        None => false,
    }
}

/// An error if there is anything in a directory besides the lock.
fn require_empty(path: &Path) -> Result<(), RunDirectoryError> {
    let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(io_error("list", path))?;
    if entries.iter().all(|entry| entry.file_name() == LOCK) {
        return Ok(());
    }
    Err(RunDirectoryError::NotEmpty {
        path: path.to_path_buf(),
    })
}

/// Creates a directory and tells whether it is new; an error if something else has its name.
fn create_or_find(path: &Path) -> Result<bool, RunDirectoryError> {
    if let Some(parent) = path.parent() {
        create_parents(parent)?;
    }
    match fs::create_dir(path) {
        Ok(()) => keep_name(path).map(|()| true),
        Err(_) if path.is_dir() => Ok(false),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(RunDirectoryError::NotADirectory {
                path: path.to_path_buf(),
            })
        }
        Err(error) => Err(io_error("create", path)(error)),
    }
}

/// Creates directories as far as they are missing; names a file that is in the way.
fn create_parents(path: &Path) -> Result<(), RunDirectoryError> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    let new: Vec<&Path> = path
        .ancestors()
        .take_while(|part| is_missing(part))
        .collect();
    let created = fs::create_dir_all(path).map_err(|error| {
        match path
            .ancestors()
            .find(|part| part.symlink_metadata().is_ok())
        {
            Some(part) if !part.is_dir() => RunDirectoryError::NotADirectory {
                path: part.to_path_buf(),
            },
            _ => io_error("create", path)(error),
        }
    });
    created.and_then(|()| new.into_iter().try_for_each(keep_name))
}

fn is_missing(path: &Path) -> bool {
    !path.as_os_str().is_empty() && !path.exists()
}

/// Forces the name of a new directory to disk.
fn keep_name(path: &Path) -> Result<(), RunDirectoryError> {
    match platform::sync_directory(parent(path)) {
        // One that may be written into and not be read cannot be forced to disk.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        synced => synced.map_err(io_error("create", path)),
    }
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> RunDirectoryError {
    let path = path.to_path_buf();
    move |source| RunDirectoryError::Io {
        action,
        path,
        source,
    }
}

#[cfg(test)]
mod tests;
