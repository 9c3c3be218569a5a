//! The files and names of a disk: those that are forced to it, and what was changed since.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Everything on a disk. Files and directories have numbers, which stay when names change.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) files: Vec<Content>,
    /// The first is the one of the disk.
    pub(super) directories: Vec<Directory>,
    /// What is not forced to disk, of all directories in the order in which it was done.
    pub(super) changes: Vec<NameChange>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    File(usize),
    Directory(usize),
}

pub(super) type Names = BTreeMap<OsString, Entry>;

/// The names in a directory.
#[derive(Debug, Default)]
pub(super) struct Directory {
    pub(super) forced: Names,
    now: Names,
}

/// One step by which names change: it is done or not, and never half.
#[derive(Debug)]
pub(super) struct NameChange {
    pub(super) directory: usize,
    removed: Option<(OsString, Entry)>,
    added: Option<(OsString, Entry)>,
}

impl NameChange {
    /// Does it to names that earlier changes may be missing from: nothing gets two names by it.
    pub(super) fn apply(&self, names: &mut Names) {
        if let Some((name, entry)) = &self.removed
            && names.get(name) == Some(entry)
        {
            names.remove(name);
        }
        if let Some((name, entry)) = &self.added {
            names.retain(|_, other| other != entry);
            names.insert(name.clone(), *entry);
        }
    }
}

/// The bytes of a file.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) synced: Vec<u8>,
    /// What was done since, in its order.
    pub(super) changes: Vec<Change>,
}

/// One step by which bytes change.
#[derive(Debug)]
pub(super) enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

impl Change {
    pub(super) fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => {
                let end = at + bytes.len();
                content.resize(content.len().max(end), 0);
                content[*at..end].copy_from_slice(bytes);
            }
            Self::Length(length) => content.resize(*length, 0),
        }
    }
}

impl Content {
    pub(super) fn write(&mut self, at: u64, bytes: &[u8]) {
        self.changes.push(Change::Write {
            at: at as usize,
            bytes: bytes.to_vec(),
        });
    }

    pub(super) fn set_length(&mut self, length: u64) {
        self.changes.push(Change::Length(length as usize));
    }

    pub(super) fn sync(&mut self) {
        for change in self.changes.drain(..) {
            change.apply(&mut self.synced);
        }
    }
}

impl Tree {
    /// What is in a directory of the operating system, as if all of it were forced to disk.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        tree.read_directory(root)?;
        Ok(tree)
    }

    fn read_directory(&mut self, path: &Path) -> io::Result<usize> {
        let number = self.add_directory();
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            let entry = if path.is_dir() {
                Entry::Directory(self.read_directory(&path)?)
            } else {
                let synced = fs::read(&path)?;
                self.add_file(synced)
            };
            let name = split(&path)?.1.to_owned();
            self.directories[number].forced.insert(name, entry);
        }
        self.directories[number].now = self.directories[number].forced.clone();
        Ok(number)
    }

    fn add_directory(&mut self) -> usize {
        self.directories.push(Directory::default());
        self.directories.len() - 1
    }

    fn add_file(&mut self, synced: Vec<u8>) -> Entry {
        self.files.push(Content {
            synced,
            changes: Vec::new(),
        });
        Entry::File(self.files.len() - 1)
    }

    pub(super) fn file(&mut self, number: usize) -> &mut Content {
        &mut self.files[number]
    }

    /// The number of the file with a name.
    pub(super) fn find(&self, path: &Path) -> io::Result<usize> {
        match self.entry(path)? {
            Some(Entry::File(number)) => Ok(number),
            _ => Err(ErrorKind::NotFound.into()),
        }
    }

    /// The number of the new file, or of the one that was emptied.
    pub(super) fn create(&mut self, path: &Path) -> io::Result<usize> {
        if self.entry(path)?.is_some() {
            let number = self.find(path)?;
            self.file(number).set_length(0);
            return Ok(number);
        }
        let added = self.add_file(Vec::new());
        self.change(path, None, Some((path, added)))?;
        self.find(path)
    }

    /// # Errors
    /// [`ErrorKind::Unsupported`] from one directory to another, where two syncs would be needed.
    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        if from.parent() != to.parent() {
            return Err(ErrorKind::Unsupported.into());
        }
        let entry = Entry::File(self.find(from)?);
        self.change(from, Some((from, entry)), Some((to, entry)))
    }

    pub(super) fn remove(&mut self, path: &Path) -> io::Result<()> {
        let entry = Entry::File(self.find(path)?);
        self.change(path, Some((path, entry)), None)
    }

    pub(super) fn create_directory(&mut self, path: &Path) -> io::Result<()> {
        let added = Entry::Directory(self.add_directory());
        self.change(path, None, Some((path, added)))
    }

    pub(super) fn sync_directory(&mut self, path: &Path) -> io::Result<()> {
        let number = self.directory(path)?;
        let directory = &mut self.directories[number];
        directory.forced = directory.now.clone();
        self.changes.retain(|change| change.directory != number);
        Ok(())
    }

    /// Changes names in the directory of `path`.
    fn change(
        &mut self,
        path: &Path,
        removed: Option<(&Path, Entry)>,
        added: Option<(&Path, Entry)>,
    ) -> io::Result<()> {
        let directory = self.directory(split(path)?.0)?;
        let named = |(path, entry)| Ok::<_, io::Error>((split(path)?.1.to_owned(), entry));
        let change = NameChange {
            directory,
            removed: removed.map(named).transpose()?,
            added: added.map(named).transpose()?,
        };
        change.apply(&mut self.directories[directory].now);
        self.changes.push(change);
        Ok(())
    }

    fn entry(&self, path: &Path) -> io::Result<Option<Entry>> {
        let (parent, name) = split(path)?;
        let directory = &self.directories[self.directory(parent)?];
        Ok(directory.now.get(name).copied())
    }

    /// The number of the directory at a path; the empty path is that of the disk.
    fn directory(&self, path: &Path) -> io::Result<usize> {
        path.iter().try_fold(0, |number, name| {
            match self.directories[number].now.get(name) {
                Some(Entry::Directory(inner)) => Ok(*inner),
                _ => Err(ErrorKind::NotFound.into()),
            }
        })
    }
}

/// The directory and the name in it.
fn split(path: &Path) -> io::Result<(&Path, &OsStr)> {
    let parts = path.parent().zip(path.file_name());
    parts.ok_or_else(|| ErrorKind::InvalidFilename.into())
}
