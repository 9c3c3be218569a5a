//! Where the inputs of parsers that read files lie, and whether anything else appears there.

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The folder below the temporary one, so that a file written to `..` is noticed.
const FOLDER: &str = "inner";

/// Where files lie in memory, if anywhere: a case takes some 50 microseconds there, and milliseconds on a disk, which
/// it would wear out.
const MEMORY: &str = "/dev/shm";

/// A folder in an otherwise empty one.
#[derive(Debug)]
pub(crate) struct Scratch {
    outer: TempDir,
    folder: PathBuf,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        let memory = Path::new(MEMORY);
        let outer = if memory.is_dir() {
            tempfile::tempdir_in(memory)
        } else {
            tempfile::tempdir()
        };
        let outer = outer.expect("a temporary directory can be made");
        let folder = outer.path().join(FOLDER);
        fs::create_dir(&folder).expect("a directory can be made");
        Self { outer, folder }
    }

    /// The folder in which parsers may look for files.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file of this name that holds the input.
    pub(crate) fn file(&self, name: &str, input: &[u8]) -> PathBuf {
        let path = self.folder.join(name);
        fs::write(&path, input).expect("a file can be written");
        path
    }

    /// Makes sure that there is no file but the input, `expected`.
    ///
    /// # Panics
    /// If there is one.
    pub(crate) fn check(&self, expected: Option<&str>) {
        assert_eq!(names(self.outer.path()), [FOLDER]);
        assert_eq!(names(&self.folder), Vec::from_iter(expected));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a directory can be listed");
    let names = entries.map(|entry| entry.expect("it can be read").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}
