//! The directory that receives a run's files: taken before the simulation starts, never by
//! accident one that holds something else.

use super::publish::intended_name;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunDirectory {
    path: PathBuf,
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
    /// `is_ours` knows, complete or partial, are deleted, everything else stays. Because of that,
    /// call it when nothing else can prevent the run.
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
            let known = name
                .to_str()
                .is_some_and(|name| is_ours(name) || intended_name(name).is_some_and(&is_ours));
            let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if known && !is_directory {
                fs::remove_file(entry.path()).map_err(io_error("replace files in", path))?;
            }
        }
        Ok(directory)
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

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Makes sure that files can be created, filled and removed.
    fn writable(path: PathBuf) -> Result<Self, RunDirectoryError> {
        let probe = path.join(format!(".probe-{}", std::process::id()));
        let written = File::create(&probe).and_then(|mut file| file.write_all(b"probe"));
        let removed = fs::remove_file(&probe);
        written
            .and(removed)
            .map_err(io_error("write files into", &path))?;
        Ok(Self { path })
    }
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
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn is_ours(name: &str) -> bool {
        ["spikes.npz", "network.toml"].contains(&name)
    }

    fn names(path: &Path) -> Vec<String> {
        let mut names: Vec<_> = entries(path)
            .unwrap()
            .iter()
            .map(|e| e.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn directories_are_created_with_those_above_them() {
        let base = tempfile::tempdir().unwrap();
        let path = base.path().join("a/b/c");
        let run = RunDirectory::create(&path).unwrap();
        assert_eq!(run.path(), path);
        assert_eq!(run.file("x.npy"), path.join("x.npy"));
        assert!(names(&path).is_empty(), "the probe is gone");
        RunDirectory::create(&path).expect("an empty directory may exist");
    }

    #[test]
    fn a_directory_with_files_is_refused() {
        let base = tempfile::tempdir().unwrap();
        fs::write(base.path().join("thesis.tex"), "").unwrap();
        let error = RunDirectory::create(base.path()).unwrap_err();
        assert!(
            matches!(error, RunDirectoryError::NotEmpty { .. }),
            "{error}"
        );
    }

    #[test]
    fn replacing_deletes_known_files_and_nothing_else() {
        let base = tempfile::tempdir().unwrap();
        let stay = [
            ".spikes.npz.partial-mine",
            ".thesis.tex.partial-1-2",
            "thesis.tex",
        ];
        let go = ["spikes.npz", "network.toml", ".spikes.npz.partial-17-0"];
        for name in stay.iter().chain(&go) {
            fs::write(base.path().join(name), "").unwrap();
        }
        RunDirectory::replace(base.path(), is_ours).unwrap();
        assert_eq!(names(base.path()), stay);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("runs");
        fs::write(&file, "").unwrap();
        for error in [
            RunDirectory::create(&file).unwrap_err(),
            RunDirectory::create(&file.join("a/b")).unwrap_err(),
            RunDirectory::replace(&file, is_ours).unwrap_err(),
            RunDirectory::next_free(&file, "a").unwrap_err(),
        ] {
            assert!(
                matches!(&error, RunDirectoryError::NotADirectory { path } if *path == file),
                "{error}"
            );
        }
    }

    #[test]
    fn runs_that_start_at_once_get_different_directories() {
        let base = tempfile::tempdir().unwrap();
        let next = || {
            RunDirectory::next_free(base.path(), "run")
                .unwrap()
                .path()
                .to_path_buf()
        };
        let paths: HashSet<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(next)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert_eq!(paths.len(), 8);
        assert!(paths.contains(&base.path().join("run")));
        assert!(paths.contains(&base.path().join("run-8")));
    }

    #[test]
    fn names_with_separators_are_refused() {
        let base = tempfile::tempdir().unwrap();
        for name in ["", ".", "..", "a/b", "/etc", "a/"] {
            let error = RunDirectory::next_free(base.path(), name).unwrap_err();
            assert!(
                matches!(error, RunDirectoryError::Name { .. }),
                "{name:?}: {error}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_without_write_permission_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let base = tempfile::tempdir().unwrap();
        fs::set_permissions(base.path(), fs::Permissions::from_mode(0o555)).unwrap();
        // The superuser may write everywhere; then there is nothing to see.
        if File::create(base.path().join("x")).is_err() {
            let error = RunDirectory::create(base.path()).unwrap_err();
            assert!(matches!(error, RunDirectoryError::Io { .. }), "{error}");
        }
    }
}
