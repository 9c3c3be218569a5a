//! Files that are complete or absent.
//!
//! A file is written beside its place under a hidden name, forced to disk, and only then renamed,
//! which replaces the old one in a single step. A reader, or a run that is resumed after a power
//! cut, sees the old file or the new one and never a part.

use super::error::FileError;
use super::storage::{Disk, FileSystem, OpenFile};
use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file that is being written, buffered.
pub type FileWriter = BufWriter<Box<dyn OpenFile>>;

/// Writes a file with `write`, and gives it the name `path` when it is complete and on disk. What
/// had that name is replaced; if anything fails, it stays as it was and the new file is removed.
///
/// # Errors
///
/// [`FileError::Io`], with the error of `write` or of the operating system.
///
/// # Example
///
/// ```
/// use adexnet_io::files::publish;
/// use std::io::Write;
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("summary.json");
/// publish(&path, |writer| writeln!(writer, "{{}}"))?;
/// assert_eq!(std::fs::read_to_string(path)?, "{}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn publish<F>(path: &Path, write: F) -> Result<(), FileError>
where
    F: FnOnce(&mut FileWriter) -> io::Result<()>,
{
    publish_on(Disk::shared(), path, write)
}

/// [`publish`] on any file system.
pub(super) fn publish_on<F>(
    file_system: Arc<dyn FileSystem>,
    path: &Path,
    write: F,
) -> Result<(), FileError>
where
    F: FnOnce(&mut FileWriter) -> io::Result<()>,
{
    let (partial, mut writer) = PartialFile::create(file_system, path)?;
    if let Err(error) = write(&mut writer) {
        return Err(partial.failed(error));
    }
    partial.publish(writer)
}

/// The hidden name of a file that is being written; dropped, it removes the file.
#[derive(Debug)]
pub(super) struct PartialFile {
    file_system: Arc<dyn FileSystem>,
    path: PathBuf,
    partial: PathBuf,
}

impl PartialFile {
    /// Creates the file that will become `path`.
    pub(super) fn create(
        file_system: Arc<dyn FileSystem>,
        path: &Path,
    ) -> Result<(Self, FileWriter), FileError> {
        let partial = partial_path(path).map_err(FileError::io("write", path))?;
        let file = file_system
            .create(&partial)
            .map_err(FileError::io("write", path))?;
        let partial = Self {
            file_system,
            path: path.to_path_buf(),
            partial,
        };
        Ok((partial, BufWriter::new(file)))
    }

    /// The name that the file will have.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The error of a write into the file.
    pub(super) fn failed(&self, error: io::Error) -> FileError {
        FileError::io("write", &self.path)(error)
    }

    /// Gives the file its name, once everything in it is on disk.
    pub(super) fn publish(self, writer: FileWriter) -> Result<(), FileError> {
        self.publish_checked(writer, |_| Ok(()))
    }

    /// The same, if `check` finds nothing wrong with the file, which still has its hidden name then.
    pub(super) fn publish_checked<E: From<FileError>>(
        self,
        mut writer: FileWriter,
        check: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), E> {
        let synced = writer.flush().and_then(|()| writer.get_mut().sync());
        // Closed first: not every system renames open files.
        drop(writer);
        synced.map_err(|error| self.failed(error))?;
        check(&self.partial)?;
        Ok(self.rename().map_err(|error| self.failed(error))?)
    }

    fn rename(&self) -> io::Result<()> {
        self.file_system.rename(&self.partial, &self.path)?;
        self.file_system.sync_directory(parent(&self.path))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        // After a rename there is nothing to remove, and no one to tell if removing fails.
        let _ = self.file_system.remove(&self.partial);
    }
}

/// The directory of a file; that of a bare name is the current one.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// `.NAME.partial-PROCESS-COUNT` beside `path`, a name that no other writer uses.
fn partial_path(path: &Path) -> io::Result<PathBuf> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!("{PARTIAL_MARK}{}-{count}", std::process::id()));
    Ok(path.with_file_name(hidden))
}

const PARTIAL_MARK: &str = ".partial-";

/// The name for which a partial file was meant, if `name` is that of a partial file.
pub(super) fn intended_name(name: &str) -> Option<&str> {
    let (intended, writer) = name.strip_prefix('.')?.rsplit_once(PARTIAL_MARK)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    writer
        .split_once('-')
        .filter(|(process, count)| is_number(process) && is_number(count))?;
    Some(intended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_failed_write_keeps_the_old_file_and_leaves_no_other() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.txt");
        publish(&path, |writer| writer.write_all(b"old")).unwrap();
        let error = publish(&path, |writer| {
            writer.write_all(b"half of the n")?;
            Err(io::Error::other("disk full"))
        })
        .unwrap_err();
        assert!(
            matches!(
                error,
                FileError::Io {
                    action: "write",
                    ..
                }
            ),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(directory.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn the_final_name_appears_only_at_the_end() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.txt");
        publish(&path, |writer| {
            writer.write_all(b"new")?;
            writer.flush()?;
            assert!(!path.exists());
            Ok(())
        })
        .unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn an_absent_directory_and_a_path_without_name_are_errors() {
        let directory = tempfile::tempdir().unwrap();
        assert!(publish(&directory.path().join("absent/a.txt"), |_| Ok(())).is_err());
        assert!(publish(Path::new(".."), |_| Ok(())).is_err());
    }

    #[test]
    fn partial_names_tell_what_they_were_meant_for() {
        let partial = partial_path(Path::new("runs/a.npz")).unwrap();
        assert_eq!(
            intended_name(partial.file_name().unwrap().to_str().unwrap()),
            Some("a.npz")
        );
        assert_eq!(intended_name(".a.npz.partial-notes"), None);
        assert_eq!(intended_name("a.npz"), None);
    }
}
