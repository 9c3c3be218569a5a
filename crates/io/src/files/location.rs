//! Where an array is: what every refusal begins with.

use std::fmt;
use std::path::{Path, PathBuf};

/// An array's place: a file, or an entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// The entry, where the file is an archive.
    pub entry: Option<String>,
}

impl Location {
    /// The place of a file's only array.
    pub(crate) fn file(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            entry: None,
        }
    }

    /// The place of one array of an archive.
    pub(crate) fn entry(path: &Path, entry: &str) -> Self {
        Self {
            path: path.to_path_buf(),
            entry: Some(entry.to_owned()),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.entry {
            Some(entry) => write!(f, "entry \"{entry}\" of \"{}\"", self.path.display()),
            None => write!(f, "\"{}\"", self.path.display()),
        }
    }
}
