//! A disk on which a limited number of bytes fits.

use crate::files::storage::{Disk, FileSystem, OpenFile};
use std::fs;
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The operating system's file system, on which files that are written through it take at most some
/// number of bytes in all. What does not fit is refused with [`ErrorKind::StorageFull`], after
/// what fits of it has been written; files that shrink, are replaced or removed make room. Clones are
/// the same disk.
#[derive(Debug, Clone)]
pub(crate) struct QuotaDisk {
    free: Arc<Mutex<u64>>,
}

impl QuotaDisk {
    /// A disk with room for so many bytes.
    pub(crate) fn new(bytes: u64) -> Self {
        Self {
            free: Arc::new(Mutex::new(bytes)),
        }
    }

    /// The disk, to be shared with whoever writes.
    pub(crate) fn shared(&self) -> Arc<dyn FileSystem> {
        Arc::new(self.clone())
    }

    /// Bytes that still fit.
    pub(crate) fn free(&self) -> u64 {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up to `wanted` bytes, and tells how many.
    fn take(&self, wanted: u64) -> u64 {
        let mut free = self.lock();
        let taken = wanted.min(*free);
        *free -= taken;
        taken
    }

    fn give(&self, bytes: u64) {
        let mut free = self.lock();
        *free = free.saturating_add(bytes);
    }

    fn watch(&self, file: Box<dyn OpenFile>, length: u64) -> Box<dyn OpenFile> {
        Box::new(QuotaFile {
            disk: self.clone(),
            file,
            length,
        })
    }
}

/// Bytes of a file; 0 if there is none.
fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

impl FileSystem for QuotaDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        let old = length(path);
        let file = Disk.create(path)?;
        self.give(old);
        Ok(self.watch(file, 0))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        Ok(self.watch(Disk.open(path)?, length(path)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let replaced = length(to);
        Disk.rename(from, to)?;
        self.give(replaced);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = length(path);
        Disk.remove(path)?;
        self.give(removed);
        Ok(())
    }

    fn create_directory(&self, path: &Path) -> io::Result<()> {
        Disk.create_directory(path)
    }

    fn sync_directory(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// A file on such a disk.
struct QuotaFile {
    disk: QuotaDisk,
    file: Box<dyn OpenFile>,
    length: u64,
}

impl Write for QuotaFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let begin = self.file.stream_position()?;
        let end = begin + bytes.len() as u64;
        let growth = end.saturating_sub(self.length);
        let taken = self.disk.take(growth);
        let fitting = bytes.len() - (growth - taken) as usize;
        if fitting == 0 && !bytes.is_empty() {
            return Err(ErrorKind::StorageFull.into());
        }
        self.file.write_all(&bytes[..fitting])?;
        self.length = self.length.max(begin + fitting as u64);
        Ok(fitting)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for QuotaFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.file.seek(target)
    }
}

impl OpenFile for QuotaFile {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        let growth = length.saturating_sub(self.length);
        let taken = self.disk.take(growth);
        if taken < growth {
            self.disk.give(taken);
            return Err(ErrorKind::StorageFull.into());
        }
        self.file.set_length(length)?;
        self.disk.give(self.length.saturating_sub(length));
        self.length = length;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused_and_what_goes_makes_room() {
        let directory = tempfile::tempdir().unwrap();
        let [one, two] = ["one", "two"].map(|name| directory.path().join(name));
        let disk = QuotaDisk::new(10);
        let mut file = disk.create(&one).unwrap();
        file.write_all(b"12345678").unwrap();
        let error = file.write_all(b"9012").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        assert_eq!(fs::read(&one).unwrap(), b"1234567890");
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(b"abc").unwrap();
        file.set_length(4).unwrap();
        assert_eq!(disk.free(), 6);
        disk.create(&two).unwrap().write_all(b"123456").unwrap();
        disk.rename(&two, &one).unwrap();
        assert_eq!(disk.free(), 4);
        disk.remove(&one).unwrap();
        assert_eq!(disk.free(), 10);
    }
}
