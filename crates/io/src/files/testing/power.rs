//! A disk that loses power, and with it what was not forced to it.
//!
//! One idea: writing into a file and changing names are promises until the file is synced and the directory
//! of the name is. A power cut keeps those that were forced, and of the others what chance keeps. So a
//! program that goes on to the right result from all that a cut can leave has forced what it relies on.

mod remains;
mod tree;

use crate::files::storage::{Disk, FileSystem, OpenFile};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tree::Tree;

/// Cases in which everything was done when the power went.
const AT_THE_END: usize = 4;

/// Lets `cut` try a disk without power from an operation on, with a seed, and return it: for one in `stride`
/// operations, or for each as often as `ADEXNET_CASES` tells, until the power stays to the end.
pub(crate) fn try_power_cuts(stride: u64, cut: impl Fn(u64, u64) -> PowerCutDisk) {
    let cases = std::env::var("ADEXNET_CASES").map(|text| text.parse::<u64>().unwrap());
    let (mut seed, mut at_the_end) = (0, 0);
    while at_the_end < AT_THE_END {
        let at = cases.as_ref().map_or(seed * stride, |cases| seed / cases);
        let disk = cut(at, seed);
        if !disk.is_out() {
            at_the_end += 1;
        }
        seed += 1;
    }
    assert!(seed > 10, "{seed} cases only");
}

/// A directory of the operating system whose power goes at some operation; clones are the same disk. Operations are
/// counted as by [`FaultyDisk`](super::FaultyDisk), and from that one on all fail and do nothing.
///
/// What is there at the first operation is on disk for good. From then on, stricter than many systems:
/// - a file holds for certain what it held when it was last synced;
/// - a name that was created, replaced or removed is that for certain after its directory was synced. Syncing
///   the file does not do, and a directory without a name takes with it all that is in it.
#[derive(Debug, Clone)]
pub(crate) struct PowerCutDisk {
    root: PathBuf,
    at: u64,
    seed: u64,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    operations: u64,
    /// The first operation that found no power.
    missed: Option<String>,
    /// From the first operation on until the cut.
    tree: Option<Tree>,
    is_cut: bool,
}

impl PowerCutDisk {
    /// The disk with the directory `root`, without power from the operation `at` on, counted from 0. What
    /// [`cut`](Self::cut) leaves follows from `seed`: an even one loses changes of names from some point on, as
    /// a journal does, and an odd one any of them.
    pub(crate) fn new(root: &Path, at: u64, seed: u64) -> Self {
        Self {
            root: root.to_path_buf(),
            at,
            seed,
            state: Arc::default(),
        }
    }

    /// The disk, to be shared with whoever writes.
    pub(crate) fn shared(&self) -> Arc<dyn FileSystem> {
        Arc::new(self.clone())
    }

    /// Number of operations so far, those without power among them.
    pub(crate) fn operations(&self) -> u64 {
        self.lock().operations
    }

    /// Whether an operation has found no power.
    pub(crate) fn is_out(&self) -> bool {
        self.lock().missed.is_some()
    }

    /// The case, to be repeated, and the first operation that found no power.
    pub(crate) fn case(&self) -> String {
        let missed = self.lock().missed.clone();
        let missed = missed.unwrap_or_else(|| "the end".to_owned());
        format!("power cut at {missed} (k {}, seed {})", self.at, self.seed)
    }

    /// Cuts the power, if it is not gone yet, and makes of the directory what the disk could hold then.
    pub(crate) fn cut(&self) -> io::Result<()> {
        let mut state = self.lock();
        state.is_cut = true;
        match state.tree.take() {
            Some(tree) => tree.leave(&self.root, self.seed),
            None => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an operation, and does it if there is power.
    fn operate<T>(
        &self,
        (operation, path): (&str, &Path),
        act: impl FnOnce(&mut Tree) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut state = self.lock();
        let number = state.operations;
        state.operations += 1;
        if state.is_cut || number >= self.at {
            let name = path.file_name().unwrap_or_default().display();
            let missed = || format!("\"{operation} {name}\"");
            state.missed.get_or_insert_with(missed);
            return Err(io::Error::other("the power is gone"));
        }
        let tree = match state.tree.take() {
            Some(tree) => tree,
            None => Tree::read(&self.root)?,
        };
        act(state.tree.insert(tree))
    }

    fn watch(&self, file: Box<dyn OpenFile>, number: usize, path: &Path) -> Box<dyn OpenFile> {
        Box::new(PowerCutFile {
            disk: self.clone(),
            file,
            number,
            path: path.to_path_buf(),
        })
    }

    /// The path below the directory.
    fn inner<'a>(&self, path: &'a Path) -> io::Result<&'a Path> {
        path.strip_prefix(&self.root).map_err(io::Error::other)
    }
}

impl FileSystem for PowerCutDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.operate(("create", path), |tree| {
            let file = Disk.create(path)?;
            let number = tree.create(self.inner(path)?)?;
            Ok(self.watch(file, number, path))
        })
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn OpenFile>> {
        self.operate(("open", path), |tree| {
            let file = Disk.open(path)?;
            let number = tree.find(self.inner(path)?)?;
            Ok(self.watch(file, number, path))
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.operate(("rename", from), |tree| {
            Disk.rename(from, to)?;
            tree.rename(self.inner(from)?, self.inner(to)?)
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.operate(("remove", path), |tree| {
            Disk.remove(path)?;
            tree.remove(self.inner(path)?)
        })
    }

    fn create_directory(&self, path: &Path) -> io::Result<()> {
        self.operate(("create directory", path), |tree| {
            Disk.create_directory(path)?;
            tree.create_directory(self.inner(path)?)
        })
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        self.operate(("sync directory", path), |tree| {
            tree.sync_directory(self.inner(path)?)
        })
    }
}

/// A file on such a disk.
struct PowerCutFile {
    disk: PowerCutDisk,
    file: Box<dyn OpenFile>,
    /// Its number in the tree, which it keeps when it is renamed.
    number: usize,
    path: PathBuf,
}

impl Write for PowerCutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.operate(("write", &self.path), |tree| {
            let at = self.file.stream_position()?;
            let written = self.file.write(bytes)?;
            tree.file(self.number).write(at, &bytes[..written]);
            Ok(written)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for PowerCutFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.file.seek(target)
    }
}

impl OpenFile for PowerCutFile {
    fn sync(&mut self) -> io::Result<()> {
        self.disk.operate(("sync", &self.path), |tree| {
            tree.file(self.number).sync();
            Ok(())
        })
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.disk.operate(("set length of", &self.path), |tree| {
            self.file.set_length(length)?;
            tree.file(self.number).set_length(length);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
