//! Files as numpy and scipy write them (`scripts/make_fixtures.py`): if one of these tests fails,
//! users' matrices cannot be read.

use adexnet_io::files::{
    Connectivity, Edges, FileError, NpzReader, read_array, read_connectivity, read_csr_npz,
    read_matrix, write_csr_npz, write_edges_npz,
};
use ndarray::{Array1, Array2, Ix1, Ix2, array};
use sprs::CsMatI;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Length of the header of a small array.
const HEADER_BYTES: usize = 128;

fn data(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "data", name]
        .iter()
        .collect()
}

fn sparse() -> CsMatI<f64, u32> {
    CsMatI::new(
        (3, 4),
        vec![0, 2, 2, 4],
        vec![1, 3, 0, 2],
        vec![2.0, -8.0, 1.0, 0.5],
    )
}

#[test]
fn every_number_type_byte_order_and_memory_order_is_read() {
    let mut npz = NpzReader::open(&data("kinds.npz")).unwrap();
    let entries: Vec<_> = npz.entries().map(str::to_owned).collect();
    assert_eq!(entries.len(), 11 * 2 * 2);
    let expected = array![[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]];
    for entry in entries {
        assert_eq!(npz.read::<Ix2>(&entry).unwrap(), expected, "{entry}");
    }
    assert_eq!(
        read_matrix(&data("bool.npy")).unwrap(),
        Array2::<f64>::eye(2)
    );
}

#[test]
fn half_precision_is_exact() {
    let half = read_array::<Ix1>(&data("half.npy")).unwrap();
    assert_eq!(half, array![-0.5, 65504.0, 2_f64.powi(-24)]);
}

#[test]
fn every_version_of_the_format_is_read() {
    for name in ["version1.npy", "version2.npy", "version3.npy"] {
        let expected = array![[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]];
        assert_eq!(read_matrix(&data(name)).unwrap(), expected, "{name}");
    }
}

#[test]
fn what_is_no_finite_plain_number_is_refused() {
    let mut npz = NpzReader::open(&data("refused.npz")).unwrap();
    for entry in ["structure", "text", "complex", "time", "object"] {
        let error = npz.read::<Ix1>(entry).unwrap_err();
        assert!(
            matches!(error, FileError::DataType { .. }),
            "{entry}: {error}"
        );
    }
    for (entry, expected) in [("not_a_number", [1]), ("beyond_2_53", [1])] {
        let error = npz.read::<Ix1>(entry).unwrap_err();
        assert!(
            matches!(&error, FileError::Value { index, .. } if *index == expected),
            "{entry}: {error}"
        );
    }
    let error = npz.read::<Ix2>("infinite").unwrap_err();
    assert!(
        matches!(&error, FileError::Value { index, value, .. } if *index == [1, 0] && value == "inf"),
        "{error}"
    );
}

#[test]
fn sparse_matrices_are_read_however_scipy_stores_them() {
    for name in [
        "csr_stored.npz",
        "csr_packed_array.npz",
        "csr_mixed_i64.npz",
        "csc.npz",
        "csc_array_i64_f4.npz",
        "coo.npz",
        "coo_coords.npz",
    ] {
        assert_eq!(read_csr_npz(&data(name)).unwrap(), sparse(), "{name}");
    }
    let doubled = read_csr_npz(&data("csr_doubled_i8.npz")).unwrap();
    assert_eq!(doubled, sparse().map(|value| 2.0 * value));
    let error = read_csr_npz(&data("bsr.npz")).unwrap_err();
    assert!(
        matches!(&error, FileError::SparseFormat { found, .. } if found == "bsr"),
        "{error}"
    );
    let error = read_csr_npz(&data("coo_twice.npz")).unwrap_err();
    assert!(
        matches!(
            error,
            FileError::SparseDuplicate {
                row: 1,
                column: 2,
                ..
            }
        ),
        "{error}"
    );
}

fn matrix(name: &str) -> CsMatI<f64, u32> {
    match read_connectivity(&data(name)).unwrap() {
        Connectivity::Matrix(matrix) => matrix,
        Connectivity::Edges(edges) => panic!("{name}: {edges:?}"),
    }
}

#[test]
fn matrix_market_files_of_scipy_are_read() {
    for name in ["real.mtx", "real.mtx.gz", "array.mtx"] {
        assert_eq!(matrix(name), sparse(), "{name}");
    }
    assert_eq!(matrix("pattern.mtx"), sparse().map(|_| 1.0));
    assert_eq!(matrix("unsigned.mtx").to_dense(), array![[0.0, 7.0]]);
    for name in ["symmetric.mtx", "symmetric_array.mtx"] {
        let expected = array![[1.0, -4.0], [-4.0, 0.0]];
        assert_eq!(matrix(name).to_dense(), expected, "{name}");
    }
    for name in ["skew.mtx", "skew_array.mtx"] {
        let expected = array![[0.0, 0.25], [-0.25, 0.0]];
        assert_eq!(matrix(name).to_dense(), expected, "{name}");
    }
}

#[test]
fn edge_lists_are_read_with_any_types() {
    let bare = Edges {
        sources: vec![2, 0, 2],
        targets: vec![1, 3, 1],
        ..Edges::default()
    };
    let weighted = Edges {
        weights: Some(vec![0.5, 2.0, -8.0]),
        delays: Some(vec![0.0, 1.0, 150.0]),
        ..bare.clone()
    };
    for (name, expected) in [("edges_bare.npz", bare), ("edges_narrow.npz", weighted)] {
        let read = read_connectivity(&data(name)).unwrap();
        assert_eq!(read, Connectivity::Edges(expected), "{name}");
    }
}

/// If this fails, numpy finds other arrays in an edge list than the documentation says.
#[test]
fn edge_lists_are_written_as_numpy_reads_them() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("edges.npz");
    let edges = Edges {
        sources: vec![1],
        targets: vec![2],
        weights: Some(vec![0.5]),
        delays: Some(vec![1.5]),
    };
    write_edges_npz(&path, &edges).unwrap();
    let headers: Vec<_> = entries(&path)
        .into_iter()
        .map(|(name, header, _)| (name, header.contains("<u4"), header.contains("(1,)")))
        .collect();
    let expected = [
        ("i.npy", true),
        ("j.npy", true),
        ("weight.npy", false),
        ("delay.npy", false),
    ];
    assert_eq!(
        headers,
        expected.map(|(name, is_index)| (name.to_owned(), is_index, true))
    );
}

#[test]
fn equal_weights_may_be_packed_a_thousandfold() {
    let mut npz = NpzReader::open(&data("packed_thousandfold.npz")).unwrap();
    let weights: Array1<f64> = npz.read("weights").unwrap();
    assert_eq!(weights, Array1::from_elem(100_000, 2.0));
}

/// The same entries in the same order with the same types, shapes and bytes as in scipy's file.
#[test]
fn sparse_matrices_are_written_as_scipy_stores_them() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("connectivity.npz");
    write_csr_npz(&path, &sparse()).unwrap();
    assert_eq!(entries(&path), entries(&data("csr_stored.npz")));
}

/// Name, header (without the comma and the spaces that numpy fills in) and data of all entries.
fn entries(path: &Path) -> Vec<(String, String, Vec<u8>)> {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    let count = archive.len();
    let read = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let data = bytes.split_off(HEADER_BYTES);
        let header = String::from_utf8_lossy(&bytes)
            .replace(", }", "}")
            .trim()
            .to_owned();
        (file.name().to_owned(), header, data)
    };
    (0..count).map(read).collect()
}
