//! What must hold of the files with which a run goes on.
//!
//! One idea: what is accepted is written again. The files lie under checksums, so nothing of them may be
//! read as something else.

use super::Outcome;
use adexnet_io::checkpoint::Checkpoint;
use adexnet_io::records::Index;
use flate2::Crc;
use serde::Serialize;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The refusal must be a sentence that names the file.
fn refused(error: &impl Error, path: &Path) -> Outcome {
    let message = error.to_string();
    let name = path.file_name().expect("it has one").to_string_lossy();
    assert!(message.contains(&*name), "{message} does not name {name:?}");
    Outcome::Refused
}

/// A checkpoint is written as it was read, and that is read as the same, bit by bit.
pub(super) fn checkpoint(path: &Path) -> Outcome {
    let checkpoint = match Checkpoint::read(path) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return refused(&error, path),
    };
    let path = path.with_file_name("again.npz");
    let written = write(&checkpoint, &path);
    let again = Checkpoint::read(&path).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(again, checkpoint);
    // Zeros of different sign are equal, and differ here.
    assert!(write(&again, &path) == written, "it is written otherwise");
    fs::remove_file(path).expect("it was written");
    Outcome::Read
}

fn write(checkpoint: &Checkpoint, path: &Path) -> Vec<u8> {
    checkpoint
        .write(path)
        .unwrap_or_else(|error| panic!("{error}"));
    fs::read(path).expect("it was written")
}

/// An index is, byte by byte, what is written of what was read; and names in it are never paths.
pub(super) fn index(path: &Path) -> Outcome {
    let bytes = fs::read(path).expect("it was written");
    let index = match Index::parse(path, &bytes) {
        Ok(index) => index,
        Err(error) => return refused(&error, path),
    };
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(signed(&index), text);
    for stream in &index.streams {
        let columns = stream.columns.iter().map(|column| &column.name);
        for name in columns.chain([&stream.name]) {
            let is_path = name.contains(['/', '\\', ':', '\0']) || name.starts_with('.');
            assert!(!is_path && !name.is_empty(), "{name:?}");
        }
        assert!(stream.records_per_part > 0);
    }
    Outcome::Read
}

/// The file of an index, written without the code that is tested.
#[derive(Serialize)]
struct IndexFile<'a> {
    format: u32,
    #[serde(flatten)]
    index: &'a Index,
    crc32: String,
}

fn signed(index: &Index) -> String {
    let text = |crc32| {
        let file = IndexFile {
            format: 1,
            index,
            crc32,
        };
        serde_json::to_string_pretty(&file).expect("numbers, texts and lists are JSON")
    };
    let mut checksum = Crc::new();
    checksum.update(text(String::new()).as_bytes());
    text(format!("{:08x}", checksum.sum())) + "\n"
}
