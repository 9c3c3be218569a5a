//! Connectivity from a file of any kind that is read.

use super::edges::{Edges, is_edge_list, read_edges};
use super::error::FileError;
use super::header::MAGIC;
use super::matrix_market::{self, read_matrix_market};
use super::npy::open_regular;
use super::npz::NpzReader;
use super::sparse::{read_nonzero, read_sparse};
use sprs::CsMatI;
use std::io::Read;
use std::path::Path;

/// Longest beginning that tells what a file is.
const TELLING_BYTES: u64 = 16;

/// Which neurons are connected, as a file says it. Rows, and `i`, are sources; columns, and `j`,
/// targets.
#[derive(Debug, Clone, PartialEq)]
pub enum Connectivity {
    /// At most one synapse from each source to each target, in CSR form.
    Matrix(CsMatI<f64, u32>),
    /// Synapse by synapse.
    Edges(Edges),
}

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Npy,
    Npz,
    MatrixMarket,
}

/// Reads a dense matrix (`.npy`; 0 is no synapse), a sparse matrix of
/// [`scipy.sparse.save_npz`](super::read_csr_npz) or an [edge list](super::read_edges_npz)
/// (`.npz`), or a [Matrix Market](super::read_matrix_market) file (`.mtx`, `.mtx.gz`). The content
/// decides which of them it is, and the name only where the content does not tell.
///
/// # Errors
///
/// [`FileError::UnknownContent`], [`FileError::NoConnectivity`], and those of the readers named.
///
/// # Example
///
/// ```
/// use adexnet_io::files::{Connectivity, read_connectivity, write_npy};
/// use ndarray::array;
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("connectivity.npy");
/// write_npy(&path, &array![[0, 1], [-4, 0]])?;
/// let Connectivity::Matrix(matrix) = read_connectivity(&path)? else {
///     unreachable!("an npy file is a matrix")
/// };
/// assert_eq!(matrix.get(1, 0), Some(&-4.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_connectivity(path: &Path) -> Result<Connectivity, FileError> {
    let beginning = beginning(path)?;
    match by_content(&beginning).or_else(|| by_name(path)) {
        Some(Kind::Npy) => read_nonzero(path).map(Connectivity::Matrix),
        Some(Kind::Npz) => read_archive(path),
        Some(Kind::MatrixMarket) => read_matrix_market(path).map(Connectivity::Matrix),
        None => Err(FileError::UnknownContent {
            path: path.to_path_buf(),
            found: beginning.escape_ascii().to_string(),
        }),
    }
}

fn read_archive(path: &Path) -> Result<Connectivity, FileError> {
    let mut npz = NpzReader::open(path)?;
    if npz.contains("format") {
        read_sparse(path, &mut npz).map(Connectivity::Matrix)
    } else if is_edge_list(&npz) {
        read_edges(path, &mut npz).map(Connectivity::Edges)
    } else {
        Err(FileError::NoConnectivity {
            path: path.to_path_buf(),
            found: npz.listing(),
        })
    }
}

/// The first bytes of a file, or all of a shorter one.
fn beginning(path: &Path) -> Result<Vec<u8>, FileError> {
    let (file, _) = open_regular(path)?;
    let mut bytes = Vec::new();
    file.take(TELLING_BYTES)
        .read_to_end(&mut bytes)
        .map_err(FileError::io("read", path))?;
    Ok(bytes)
}

fn by_content(beginning: &[u8]) -> Option<Kind> {
    if beginning.starts_with(MAGIC) {
        Some(Kind::Npy)
    } else if beginning.starts_with(b"PK") {
        Some(Kind::Npz)
    } else if matrix_market::is_begun_by(beginning) {
        Some(Kind::MatrixMarket)
    } else {
        None
    }
}

/// By the ending of the name: for files that are empty or damaged, whose reader says why.
fn by_name(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let kinds = [
        (".npy", Kind::Npy),
        (".npz", Kind::Npz),
        (".mtx", Kind::MatrixMarket),
        (".mtx.gz", Kind::MatrixMarket),
    ];
    let known = kinds.into_iter().find(|(end, _)| name.ends_with(end));
    known.map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{NpzWriter, write_csr_npz, write_edges_npz, write_matrix_market, write_npy};
    use ndarray::array;

    fn matrix() -> CsMatI<f64, u32> {
        CsMatI::new((2, 3), vec![0, 1, 2], vec![2_u32, 0], vec![2.0, -8.0])
    }

    #[test]
    fn the_content_decides_under_any_name() {
        let directory = tempfile::tempdir().unwrap();
        for name in ["m.npy", "m.npz", "m.mtx", "m"] {
            let path = directory.path().join(name);
            write_npy(&path, &array![[0, 0, 2], [-8, 0, 0]]).unwrap();
            assert_eq!(
                read_connectivity(&path).unwrap(),
                Connectivity::Matrix(matrix())
            );
            write_csr_npz(&path, &matrix()).unwrap();
            assert_eq!(
                read_connectivity(&path).unwrap(),
                Connectivity::Matrix(matrix())
            );
            write_matrix_market(&path, &matrix()).unwrap();
            assert_eq!(
                read_connectivity(&path).unwrap(),
                Connectivity::Matrix(matrix())
            );
            let edges = Edges {
                sources: vec![0, 1],
                targets: vec![2, 0],
                ..Edges::default()
            };
            write_edges_npz(&path, &edges).unwrap();
            assert_eq!(
                read_connectivity(&path).unwrap(),
                Connectivity::Edges(edges)
            );
        }
    }

    #[test]
    fn a_damaged_file_is_refused_by_the_reader_of_its_name() {
        let directory = tempfile::tempdir().unwrap();
        let refusal = |name: &str, content: &str| {
            let path = directory.path().join(name);
            std::fs::write(&path, content).unwrap();
            read_connectivity(&path).unwrap_err()
        };
        assert!(matches!(
            refusal("m.NPY", "\u{93}NU"),
            FileError::NotNpy { .. }
        ));
        assert!(matches!(refusal("m.npz", ""), FileError::Archive { .. }));
        for name in ["m.mtx", "m.mtx.gz"] {
            assert!(matches!(
                refusal(name, "0 1\n"),
                FileError::MatrixMarket { line: 1, .. }
            ));
        }
        let error = refusal("m.csv", "0,1\n1,0\n");
        assert!(matches!(error, FileError::UnknownContent { .. }), "{error}");
        assert!(error.to_string().contains("begins with \"0,1\\n1,0\\n\""));
    }

    #[test]
    fn other_archives_are_refused_with_their_arrays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("spikes.npz");
        let mut npz = NpzWriter::create(&path).unwrap();
        npz.add("i", &array![3_u32]).unwrap();
        npz.add("t", &array![0.1]).unwrap();
        npz.finish().unwrap();
        let error = read_connectivity(&path).unwrap_err().to_string();
        assert!(
            error.contains("[\"i\", \"t\"]") && error.contains("i, j, and"),
            "{error}"
        );
    }
}
