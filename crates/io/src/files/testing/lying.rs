//! A disk that writes something else than it was told to.

use crate::files::storage::{Disk, FileSystem, OpenFile};
use crate::names::CHECKPOINT;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The operating system's file system, which flips a bit in whatever is written into one file once there have been
/// so many checkpoints. It tells nobody. Clones are the same disk.
#[derive(Debug, Clone)]
pub(crate) struct LyingDisk {
    file: &'static str,
    after: u32,
    checkpoints: Arc<AtomicU32>,
}

impl LyingDisk {
    /// A disk that lies about a file, be it complete or partial, after so many checkpoints.
    pub(crate) fn new(file: &'static str, after: u32) -> Self {
        Self {
            file,
            after,
            checkpoints: Arc::default(),
        }
    }

    /// The disk, to be shared with whoever writes.
    pub(crate) fn shared(&self) -> Arc<dyn FileSystem> {
        Arc::new(self.clone())
    }

    /// Checkpoints so far.
    pub(crate) fn checkpoints(&self) -> u32 {
        self.checkpoints.load(Ordering::Relaxed)
    }

    fn watch(&self, file: Box<dyn OpenFile>, path: &Path) -> Box<dyn OpenFile> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.contains(self.file) {
            return file;
        }
        let disk = self.clone();
        Box::new(LyingFile { disk, file })
    }
}

impl FileSystem for LyingDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(self.watch(Disk.create(path)?, path))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(self.watch(Disk.open(path)?, path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        if to.ends_with(CHECKPOINT) {
            self.checkpoints.fetch_add(1, Ordering::Relaxed);
        }
        Disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        Disk.remove(path)
    }

    fn create_directory(&self, path: &Path) -> io::Result<()> {
        Disk.create_directory(path)
    }

    fn sync_directory(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// A file on such a disk.
struct LyingFile {
    disk: LyingDisk,
    file: Box<dyn OpenFile>,
}

impl Write for LyingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut bytes = bytes.to_vec();
        if self.disk.checkpoints() >= self.disk.after
            && let Some(last) = bytes.last_mut()
        {
            *last ^= 1;
        }
        self.file.write_all(&bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for LyingFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.file.seek(target)
    }
}

impl OpenFile for LyingFile {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.file.set_length(length)
    }
}
