//! Lists that are read as they were written, and lists that are none.

use super::*;

fn edges() -> Edges {
    Edges {
        sources: vec![3, 0, 3],
        targets: vec![1, u32::MAX, 1],
        weights: Some(vec![0.1, -4.0, 0.0]),
        delays: Some(vec![0.0, 150.0, 1.5]),
    }
}

/// An archive of one-dimensional arrays.
fn read(arrays: &[(&str, &[f64])], indices: &[(&str, &[i64])]) -> Result<Edges, FileError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("edges.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    for (name, array) in arrays {
        npz.add(name, &aview1(array)).unwrap();
    }
    for (name, array) in indices {
        npz.add(name, &aview1(array)).unwrap();
    }
    npz.finish().unwrap();
    read_edges_npz(&path)
}

fn refusal(arrays: &[(&str, &[f64])], indices: &[(&str, &[i64])]) -> String {
    read(arrays, indices).unwrap_err().to_string()
}

#[test]
fn what_is_written_is_read_back_in_its_order_with_multapses() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("edges.npz");
    let bare = Edges {
        weights: None,
        delays: None,
        ..edges()
    };
    for written in [edges(), bare, Edges::default()] {
        write_edges_npz(&path, &written).unwrap();
        assert_eq!(read_edges_npz(&path).unwrap(), written);
    }
}

#[test]
fn lists_of_different_lengths_are_neither_written_nor_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("edges.npz");
    let uneven = Edges {
        targets: vec![1],
        ..edges()
    };
    let error = write_edges_npz(&path, &uneven).unwrap_err().to_string();
    assert!(
        error.contains("i has 3, j has 1, weight has 3, delay has 3"),
        "{error}"
    );
    assert!(!path.exists());
    let ends: [(&str, &[i64]); 2] = [("i", &[0, 1]), ("j", &[1, 0])];
    let error = refusal(&[("delay", &[1.0])], &ends);
    assert!(error.contains("i has 2, j has 2, delay has 1"), "{error}");
}

#[test]
fn indices_that_are_no_neurons_are_refused() {
    let negative = refusal(&[], &[("i", &[0, -1]), ("j", &[0, 0])]);
    assert!(
        negative.contains("element [1] of entry \"i\""),
        "{negative}"
    );
    let beyond = refusal(&[], &[("i", &[0]), ("j", &[1 << 32])]);
    assert!(
        beyond.contains("4294967296; accepted are integers"),
        "{beyond}"
    );
    let broken = refusal(&[("j", &[0.5])], &[("i", &[0])]);
    assert!(broken.contains("0.5; accepted are integers"), "{broken}");
}

#[test]
fn weights_and_delays_must_be_possible() {
    let ends: [(&str, &[i64]); 2] = [("i", &[0, 1]), ("j", &[1, 0])];
    let weight = refusal(&[("weight", &[1.0, f64::NAN])], &ends);
    assert!(
        weight.contains("element [1] of entry \"weight\""),
        "{weight}"
    );
    let delay = refusal(&[("delay", &[1.0, -0.5])], &ends);
    assert!(
        delay.contains("is -0.5; accepted are finite delays"),
        "{delay}"
    );
    let endless = refusal(&[("delay", &[f64::INFINITY, 1.0])], &ends);
    assert!(endless.contains("is inf"), "{endless}");
}

/// If this fails, a misspelt `weights` is a network without them.
#[test]
fn arrays_of_other_names_are_refused() {
    let error = refusal(&[("weights", &[1.0])], &[("i", &[0]), ("j", &[0])]);
    assert!(
        error.contains("array \"weights\"") && error.contains("weight (nS)"),
        "{error}"
    );
    let error = refusal(&[("t", &[1.0])], &[("i", &[0])]);
    assert!(
        error.contains("entry \"j\"") && error.contains("\"t\""),
        "{error}"
    );
}

#[test]
fn tables_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("edges.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    let table = ndarray::Array2::<u32>::zeros((2, 2));
    npz.add("i", &table).unwrap();
    npz.add("j", &table).unwrap();
    npz.finish().unwrap();
    let error = read_edges_npz(&path).unwrap_err();
    assert!(matches!(error, FileError::Dimensions { .. }), "{error}");
}
