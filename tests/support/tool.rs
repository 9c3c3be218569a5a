//! Runs the tool in a temporary directory of its own.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use ndarray::{ArrayBase, Dimension, OwnedRepr};
use ndarray_npy::{NpzReader, ReadableElement};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A directory in which the tool works, removed in the end.
pub struct Workplace(TempDir);

/// What a command printed, and its exit code.
#[derive(Debug)]
pub struct Finished {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Workplace {
    /// An empty directory.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary directory can be made"))
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file into it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// The tool with these arguments, in this directory.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_adexnet"));
        command.args(arguments).current_dir(self.0.path());
        command
    }

    /// Runs the tool to its end.
    pub fn adexnet(&self, arguments: &[&str]) -> Finished {
        let output = self.command(arguments).output();
        Finished::new(output.expect("the tool can be started"))
    }

    /// Runs the tool, which must succeed.
    pub fn succeeds(&self, arguments: &[&str]) -> Finished {
        let finished = self.adexnet(arguments);
        assert_eq!(finished.code, Some(0), "{arguments:?}: {}", finished.stderr);
        finished
    }

    /// Every file below this directory with its content, by relative path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.0.path())
    }
}

impl Finished {
    pub fn new(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the tool prints UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// Every file below a directory with its content, and every directory with none, by relative path.
pub fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(directory).expect("the directory can be listed") {
        let entry = entry.expect("the directory can be listed");
        let name = entry.file_name().into_string().expect("names are Unicode");
        let path = entry.path();
        if path.is_dir() {
            let below = files(&path).into_iter();
            found.extend(below.map(|(file, content)| (format!("{name}/{file}"), content)));
            found.insert(name + "/", Vec::new());
        } else {
            let content = fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            found.insert(name, content);
        }
    }
    found
}

/// The files of a run that follow from its network alone: without those that tell wall times, and without what
/// the network is called.
pub fn results(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(run);
    for name in ["summary.json", "run.log"] {
        assert!(found.remove(name).is_some(), "there is no {name}");
    }
    // Of a process that was killed between its last file and its end.
    found.remove(".lock");
    let index = found
        .get_mut("records/index.json")
        .expect("there are records");
    let mut content: serde_json::Value = serde_json::from_slice(index).expect("it is JSON");
    for name in ["title", "crc32"] {
        let told = content.as_object_mut().and_then(|index| index.remove(name));
        assert!(told.is_some(), "the index has no {name}");
    }
    *index = content.to_string().into_bytes();
    found
}

/// Compares by name first: two megabytes of bytes are no message.
pub fn assert_same(
    found: &BTreeMap<String, Vec<u8>>,
    expected: &BTreeMap<String, Vec<u8>>,
    context: &str,
) {
    assert!(
        found.keys().eq(expected.keys()),
        "{context}: {:?}",
        found.keys()
    );
    for (name, bytes) in expected {
        assert!(found[name] == *bytes, "{context}: {name} differs");
    }
}

/// The names of the files in a directory.
pub fn names(directory: &Path) -> Vec<String> {
    files(directory).into_keys().collect()
}

/// An array of an npz file.
pub fn array<T: ReadableElement, D: Dimension>(
    path: &Path,
    name: &str,
) -> ArrayBase<OwnedRepr<T>, D> {
    let file = File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut npz = NpzReader::new(file).expect("the file is an npz archive");
    npz.by_name(&format!("{name}.npy"))
        .unwrap_or_else(|error| panic!("{name} in {}: {error}", path.display()))
}

/// A one-dimensional array of an npz file.
pub fn vector<T: ReadableElement>(path: &Path, name: &str) -> Vec<T> {
    array::<T, ndarray::Ix1>(path, name).into_iter().collect()
}

/// summary.json of a run.
pub fn summary(run: &Path) -> serde_json::Value {
    let text = fs::read_to_string(run.join("summary.json")).expect("there is a summary");
    serde_json::from_str(&text).expect("the summary is JSON")
}
