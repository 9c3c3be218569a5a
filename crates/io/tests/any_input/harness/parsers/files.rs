//! What must hold of what the readers of files accept.

use super::Outcome;
use adexnet_io::files::{
    Connectivity, Edges, FileError, MAX_DEFLATE_RATIO, NpzReader, read_array, read_connectivity,
    read_csr_npz, read_edges_npz, read_matrix, read_matrix_market, read_spikes_npz,
};
use ndarray::{Ix1, Ix2, IxDyn};
use sprs::CsMatI;
use std::path::Path;

/// Entries of an archive that are read; an archive may list thousands in few bytes.
const ENTRIES: usize = 16;

/// The refusal must be a sentence that names the file.
fn outcome<T>(result: Result<T, FileError>, path: &Path) -> Outcome {
    let outcome = Outcome::of(&result);
    if let Err(error) = result {
        let message = error.to_string();
        let name = path.file_name().expect("it has one").to_string_lossy();
        assert!(message.contains(&*name), "{message} does not name {name:?}");
    }
    outcome
}

pub(super) fn npy(path: &Path, length: usize) -> Outcome {
    let array = read_array::<IxDyn>(path);
    if let Ok(array) = &array {
        assert!(array.len() <= length);
        assert!(array.iter().all(|number| number.is_finite()));
        assert_eq!(read_array::<Ix1>(path).is_ok(), array.ndim() == 1);
        assert_eq!(read_matrix(path).is_ok(), array.ndim() == 2);
    }
    outcome(array, path)
}

pub(super) fn npz(path: &Path) -> Outcome {
    let mut npz = match NpzReader::open(path) {
        Ok(npz) => npz,
        Err(error) => return outcome(Err::<(), _>(error), path),
    };
    let entries: Vec<String> = npz.entries().take(ENTRIES).map(str::to_owned).collect();
    let mut has_array = false;
    for entry in entries.iter().map(String::as_str).chain(["../x"]) {
        let (shape, array) = (npz.shape(entry), npz.read::<IxDyn>(entry));
        if let (Ok(shape), Ok(array)) = (&shape, &array) {
            has_array = true;
            assert_eq!(shape, array.shape());
            assert!(npz.contains(entry));
            assert_eq!(npz.read::<Ix2>(entry).is_ok(), array.ndim() == 2);
        }
        outcome(shape, path);
        outcome(array, path);
    }
    if has_array {
        Outcome::Read
    } else {
        Outcome::Refused
    }
}

/// A matrix has no more entries than its file can hold, and they lie in it, in order.
fn check_matrix(matrix: &CsMatI<f64, u32>, length: usize) {
    assert!(matrix.is_csr());
    assert!(matrix.nnz() <= length.saturating_mul(MAX_DEFLATE_RATIO as usize));
    assert_eq!(matrix.proper_indptr().len(), matrix.rows() + 1);
    let mut entries = 0;
    for row in matrix.outer_iterator() {
        assert!(row.indices().is_sorted_by(|one, two| one < two));
        assert!(
            row.indices()
                .iter()
                .all(|&column| (column as usize) < matrix.cols())
        );
        entries += row.nnz();
    }
    assert_eq!(entries, matrix.nnz());
    assert!(matrix.data().iter().all(|value| value.is_finite()));
}

fn check_edges(edges: &Edges) {
    let count = edges.sources.len();
    assert_eq!(edges.targets.len(), count);
    for list in [&edges.weights, &edges.delays].into_iter().flatten() {
        assert_eq!(list.len(), count);
        assert!(list.iter().all(|number| number.is_finite()));
    }
    let delays = edges.delays.iter().flatten();
    assert!(delays.copied().all(|delay| delay >= 0.0));
}

pub(super) fn sparse(path: &Path, length: usize) -> Outcome {
    let matrix = read_csr_npz(path);
    if let Ok(matrix) = &matrix {
        check_matrix(matrix, length);
    }
    outcome(matrix, path)
}

pub(super) fn edges(path: &Path) -> Outcome {
    let edges = read_edges_npz(path);
    if let Ok(edges) = &edges {
        check_edges(edges);
    }
    outcome(edges, path)
}

pub(super) fn spikes(path: &Path) -> Outcome {
    let spikes = read_spikes_npz(path);
    if let Ok(spikes) = &spikes {
        assert_eq!(spikes.cells.len(), spikes.times.len());
        let mut times = spikes.times.iter();
        assert!(times.all(|time| time.is_finite() && *time >= 0.0));
    }
    outcome(spikes, path)
}

pub(super) fn matrix_market(path: &Path, length: usize) -> Outcome {
    let matrix = read_matrix_market(path);
    if let Ok(matrix) = &matrix {
        check_matrix(matrix, length);
    }
    outcome(matrix, path)
}

pub(super) fn connectivity(path: &Path, length: usize) -> Outcome {
    let connectivity = read_connectivity(path);
    match &connectivity {
        Ok(Connectivity::Matrix(matrix)) => check_matrix(matrix, length),
        Ok(Connectivity::Edges(edges)) => check_edges(edges),
        Err(_) => {}
    }
    outcome(connectivity, path)
}
