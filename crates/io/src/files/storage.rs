//! What writing asks of the operating system, as a trait: so that tests can let any of it fail.
//!
//! One idea: whoever writes into a run directory does it through the directory's [`FileSystem`], and
//! that is [`Disk`] everywhere but in tests. Reading goes to `std::fs`.

use crate::platform;
use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::Path;
use std::sync::Arc;

/// A file that is open for writing.
pub trait OpenFile: Write + Seek + Send {
    /// Forces everything that was written to disk.
    ///
    /// # Errors
    /// Those of the operating system.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file to `length` bytes, or fills it up with zeros.
    ///
    /// # Errors
    /// Those of the operating system.
    fn set_length(&mut self, length: u64) -> io::Result<()>;
}

/// All that writing files takes.
///
/// Errors are those of the operating system.
#[expect(clippy::missing_errors_doc, reason = "told once for all of them")]
pub trait FileSystem: Debug + Send + Sync {
    /// Opens a new file, or an old one without its content.
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;

    /// Opens an existing file, with its content, at its beginning.
    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>>;

    /// Gives a file another name, and replaces what had that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes a directory; an error if something has its name.
    fn create_directory(&self, path: &Path) -> io::Result<()>;

    /// Forces a directory to disk: the names of the files in it.
    fn sync_directory(&self, path: &Path) -> io::Result<()>;
}

/// The file system of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Disk {
    /// The file system, to be shared.
    pub fn shared() -> Arc<dyn FileSystem> {
        Arc::new(Self)
    }
}

impl FileSystem for Disk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(File::create(path)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(Box::new(OpenOptions::new().write(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_directory(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        platform::sync_directory(path)
    }
}

impl OpenFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}
