//! What is written comes back.

use super::*;
use crate::files::NpzReader;
use ndarray::Ix1;

#[test]
fn a_checkpoint_comes_back_bit_by_bit() {
    let written = checkpoint();
    let read = read(&bytes(&written)).unwrap();
    assert!(is_same(&read, &written), "{read:?}");
}

#[test]
fn a_checkpoint_of_nothing_comes_back() {
    let mut written = checkpoint();
    written.snapshot.arrays.clear();
    written.snapshot.precision = Precision::Single;
    written.streams.clear();
    assert_eq!(read(&bytes(&written)).unwrap(), written);
}

#[test]
fn names_may_be_of_any_script() {
    let mut written = checkpoint();
    let array = SnapshotArray::F64(vec![1.0]);
    written.snapshot.arrays = vec![("state.größe-2_\u{4e2d}.V".to_owned(), array)];
    written.streams[0].name = "state-größe \"x\"\\".to_owned();
    assert_eq!(read(&bytes(&written)).unwrap(), written);
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    assert_eq!(bytes(&checkpoint()), bytes(&checkpoint()));
}

/// If this fails, nobody but this program can look into a checkpoint.
#[test]
fn other_readers_of_archives_find_the_arrays() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("checkpoint.npz");
    checkpoint().write(&path).unwrap();
    let mut npz = NpzReader::open(&path).unwrap();
    let voltages = npz.read::<Ix1>("state.cells.V").unwrap();
    assert_eq!(voltages.to_vec(), [-70.0, 0.0, 5e-324]);
    assert!(npz.contains("meta"));
}

/// If this fails, a run that has diverged replaces its last good checkpoint.
#[test]
fn a_state_that_is_not_finite_is_not_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("checkpoint.npz");
    checkpoint().write(&path).unwrap();
    let before = std::fs::read(&path).unwrap();
    let mut diverged = checkpoint();
    diverged.snapshot.arrays[3].1 = SnapshotArray::F32(vec![0.0, f32::NEG_INFINITY]);
    let error = diverged.write(&path).unwrap_err();
    let message = error.to_string();
    println!("{message}");
    assert!(
        message.starts_with("w of neuron 1 of population \"others\" is -inf at step"),
        "{message}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    diverged.snapshot.arrays[3].0 = "fluctuations.0".to_owned();
    let message = diverged.write(&path).unwrap_err().to_string();
    assert!(
        message.starts_with("element [1] of \"fluctuations.0\" is -inf"),
        "{message}"
    );
}

#[test]
fn an_absent_file_and_a_directory_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    assert!(told(Checkpoint::read(directory.path())).contains("a file is expected"));
    let absent = directory.path().join("checkpoint.npz");
    assert!(told(Checkpoint::read(&absent)).contains("cannot read"));
}
