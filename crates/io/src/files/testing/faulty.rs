//! A disk on which one operation fails, or all from one on.

use crate::files::storage::{Disk, FileSystem, OpenFile};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Which operations fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Number of the first operation that fails, counted from 0.
    pub(crate) at: u64,
    /// Why.
    pub(crate) kind: ErrorKind,
    /// Whether all operations after it fail as well, as after a crash or on a disk that stays full.
    pub(crate) lasting: bool,
}

/// The operating system's file system with a [`Fault`]; clones are the same disk. It counts its
/// operations: create, open, rename, remove, create and sync directory, and of an open file each write,
/// sync and set length.
///
/// A write that fails has written the first half of its bytes; every other operation that fails has
/// done nothing.
#[derive(Debug, Clone)]
pub(crate) struct FaultyDisk {
    fault: Option<Fault>,
    account: Arc<Mutex<Account>>,
}

#[derive(Debug, Default)]
struct Account {
    operations: u64,
    failed: Option<String>,
}

impl FaultyDisk {
    /// A disk with a fault, or without one to count operations.
    pub(crate) fn new(fault: Option<Fault>) -> Self {
        Self {
            fault,
            account: Arc::default(),
        }
    }

    /// The disk, to be shared with whoever writes.
    pub(crate) fn shared(&self) -> Arc<dyn FileSystem> {
        Arc::new(self.clone())
    }

    /// Number of operations so far, those that failed among them.
    pub(crate) fn operations(&self) -> u64 {
        self.account().operations
    }

    /// The operation that failed first, such as `"rename a.npy"`; of a hidden partial file without
    /// what tells it from others.
    pub(crate) fn failed(&self) -> Option<String> {
        self.account().failed.clone()
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an operation, and lets it fail if its time has come.
    fn pass(&self, operation: &str, path: &Path) -> io::Result<()> {
        let mut account = self.account();
        let number = account.operations;
        account.operations += 1;
        match self.fault {
            Some(fault) if number == fault.at || (fault.lasting && number > fault.at) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let name = name
                    .split_once(".partial-")
                    .map_or(&*name, |(name, _)| name);
                account
                    .failed
                    .get_or_insert_with(|| format!("{operation} {name}"));
                Err(fault.kind.into())
            }
            _ => Ok(()),
        }
    }

    fn watch(&self, file: Box<dyn OpenFile>, path: &Path) -> Box<dyn OpenFile> {
        Box::new(FaultyFile {
            disk: self.clone(),
            file,
            path: path.to_path_buf(),
        })
    }
}

impl FileSystem for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.pass("create", path)?;
        Ok(self.watch(Disk.create(path)?, path))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.pass("open", path)?;
        Ok(self.watch(Disk.open(path)?, path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.pass("rename", from)?;
        Disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.pass("remove", path)?;
        Disk.remove(path)
    }

    fn create_directory(&self, path: &Path) -> io::Result<()> {
        self.pass("create directory", path)?;
        Disk.create_directory(path)
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        self.pass("sync directory", path)
    }
}

/// A file on such a disk.
struct FaultyFile {
    disk: FaultyDisk,
    file: Box<dyn OpenFile>,
    path: PathBuf,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.disk.pass("write", &self.path) {
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for FaultyFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.file.seek(target)
    }
}

impl OpenFile for FaultyFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.pass("sync", &self.path)
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.disk.pass("set length of", &self.path)?;
        self.file.set_length(length)
    }
}
