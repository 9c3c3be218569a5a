//! The directory that receives a run's files: taken before the simulation starts, never by
//! accident one that holds something else.

use super::publish::intended_name;
use super::storage::{Disk, FileSystem};
use crate::platform;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

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
/// operating system can lock directories).
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
    /// Locked, where the system can.
    _lock: Option<Arc<File>>,
}

impl RunDirectory {
    /// Creates the directory `path`, and those above it. An empty one may exist.
    ///
    /// # Errors
    ///
    /// [`RunDirectoryError`].
    pub fn create(path: &Path) -> Result<Self, RunDirectoryError> {
        if create_or_find(path)? || entries(path)?.is_empty() {
            return Self::writable(path.to_path_buf());
        }
        Err(RunDirectoryError::NotEmpty {
            path: path.to_path_buf(),
        })
    }

    /// Creates the directory `path`, or takes it over from an earlier run: files whose names
    /// `is_ours` knows, complete or partial, are deleted, everything else stays. Of a directory in it
    /// that `is_ours` knows, such as `records`, those files are deleted that it knows as
    /// `records/NAME`, and the directory if nothing stays. Because of that, call it when nothing else
    /// can prevent the run.
    ///
    /// # Errors
    ///
    /// [`RunDirectoryError`], with nothing deleted if the directory cannot be written to.
    pub fn replace(path: &Path, is_ours: impl Fn(&str) -> bool) -> Result<Self, RunDirectoryError> {
        let is_new = create_or_find(path)?;
        let directory = Self::writable(path.to_path_buf())?;
        if is_new {
            return Ok(directory);
        }
        for entry in entries(path)? {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                remove_ours(&entry, name, &is_ours, path)?;
            } else if is_ours(name) {
                let within = |file: &str| is_ours(&format!("{name}/{file}"));
                for inner in entries(&entry.path())? {
                    let file = inner.file_name();
                    let is_file = !inner.file_type().is_ok_and(|kind| kind.is_dir());
                    if let Some(file) = file.to_str().filter(|_| is_file) {
                        remove_ours(&inner, file, within, path)?;
                    }
                }
                // What is not ours keeps it.
                let _ = fs::remove_dir(entry.path());
            }
        }
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
        Self::writable(path.to_path_buf())
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
                Ok(()) => break,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    path = base.join(format!("{stem}-{number}"));
                }
                Err(error) => return Err(io_error("create", &path)(error)),
            }
        }
        Self::writable(path)
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

    /// Makes sure that nobody else has it, and that files can be created, filled and removed.
    fn writable(path: PathBuf) -> Result<Self, RunDirectoryError> {
        let lock = match platform::lock_directory(&path) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                return Err(RunDirectoryError::InUse { path });
            }
            lock => lock.map_err(io_error("open", &path))?,
        };
        let probe = path.join(format!(".probe-{}", std::process::id()));
        let written = File::create(&probe).and_then(|mut file| file.write_all(b"probe"));
        let removed = fs::remove_file(&probe);
        written
            .and(removed)
            .map_err(io_error("write files into", &path))?;
        Ok(Self {
            path,
            file_system: Disk::shared(),
            _lock: lock.map(Arc::new),
        })
    }
}

/// Removes a file of the directory `path` if `is_ours` knows its name, or what it was to be named.
fn remove_ours(
    entry: &fs::DirEntry,
    name: &str,
    is_ours: impl Fn(&str) -> bool,
    path: &Path,
) -> Result<(), RunDirectoryError> {
    if is_ours(name) || intended_name(name).is_some_and(&is_ours) {
        fs::remove_file(entry.path()).map_err(io_error("replace files in", path))?;
    }
    Ok(())
}

/// Creates a directory and tells whether it is new; an error if something else has its name.
fn create_or_find(path: &Path) -> Result<bool, RunDirectoryError> {
    if let Some(parent) = path.parent() {
        create_parents(parent)?;
    }
    match fs::create_dir(path) {
        Ok(()) => Ok(true),
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
    fs::create_dir_all(path).map_err(|error| {
        match path
            .ancestors()
            .find(|part| part.symlink_metadata().is_ok())
        {
            Some(part) if !part.is_dir() => RunDirectoryError::NotADirectory {
                path: part.to_path_buf(),
            },
            _ => io_error("create", path)(error),
        }
    })
}

fn entries(path: &Path) -> Result<Vec<fs::DirEntry>, RunDirectoryError> {
    fs::read_dir(path)
        .and_then(Iterator::collect)
        .map_err(io_error("list", path))
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
