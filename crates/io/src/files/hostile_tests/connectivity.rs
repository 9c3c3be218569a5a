//! Random lies about connectivity: whatever the bytes, something no larger than them or a refusal.

use crate::files::{
    Connectivity, Edges, FileError, NpzWriter, read_connectivity, write_csr_npz, write_edges_npz,
    write_matrix_market, write_npy,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use ndarray::aview1;
use proptest::prelude::*;
use sprs::CsMatI;
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

/// The bytes of a small file of each kind.
static HONEST: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let matrix = CsMatI::new(
        (2, 3),
        vec![0, 1, 3],
        vec![2_u32, 0, 1],
        vec![0.1, -8.0, 2.0],
    );
    let edges = Edges {
        sources: vec![0, 1, 1],
        targets: vec![2, 0, 0],
        weights: Some(vec![0.1, -8.0, 2.0]),
        delays: Some(vec![0.0, 1.5, 150.0]),
    };
    let market = bytes(|path| write_matrix_market(path, &matrix));
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&market).unwrap();
    vec![
        bytes(|path| write_npy(path, &matrix.to_dense())),
        bytes(|path| write_csr_npz(path, &matrix)),
        bytes(|path| {
            write_sparse(
                path,
                "csc",
                [("indptr", &[0, 1, 2, 3]), ("indices", &[1, 1, 0])],
            )
        }),
        bytes(|path| write_sparse(path, "coo", [("row", &[1, 0, 1]), ("col", &[0, 2, 1])])),
        bytes(|path| write_edges_npz(path, &edges)),
        packed.finish().unwrap(),
        market,
    ]
});

/// What `write` writes into a file.
fn bytes(write: impl FnOnce(&Path) -> Result<(), FileError>) -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("honest");
    write(&path).unwrap();
    std::fs::read(&path).unwrap()
}

/// A sparse matrix of 2 rows, 3 columns and 3 entries, as scipy names its parts.
fn write_sparse(path: &Path, format: &str, indices: [(&str, &[i32]); 2]) -> Result<(), FileError> {
    let mut npz = NpzWriter::create(path)?;
    for (name, indices) in indices {
        npz.add(name, &aview1(indices))?;
    }
    npz.add_byte_text("format", format)?;
    npz.add("shape", &aview1(&[2_i64, 3]))?;
    npz.add("data", &aview1(&[-8.0, 2.0, 0.1]))?;
    npz.finish()
}

fn read(bytes: &[u8]) -> Result<Connectivity, FileError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hostile.mtx");
    std::fs::write(&path, bytes).unwrap();
    read_connectivity(&path)
}

/// Number of entries or synapses.
fn count(connectivity: &Connectivity) -> usize {
    match connectivity {
        Connectivity::Matrix(matrix) => matrix.nnz(),
        Connectivity::Edges(edges) => edges.sources.len(),
    }
}

#[test]
fn the_honest_files_are_read() {
    for bytes in HONEST.iter() {
        assert_eq!(count(&read(bytes).unwrap()), 3);
    }
}

/// No part of a file is a file of its own. (In a text, a part of the last number may be a number.)
#[test]
fn files_that_are_cut_short_are_refused() {
    for bytes in HONEST.iter() {
        let last_number = if bytes.starts_with(b"%%") { 4 } else { 0 };
        for length in (0..bytes.len() - last_number).rev().step_by(13) {
            assert!(read(&bytes[..length]).is_err(), "{length}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(
        start in prop::sample::select(vec![&b""[..], b"\x93NUMPY", b"PK\x03\x04", b"\x1f\x8b\x08"]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = read(&[start, &rest[..]].concat());
    }

    #[test]
    fn any_damage_to_a_file_is_survived(
        file in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = file.get(&HONEST).clone();
        for (place, value) in damage {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(read) = read(&bytes) {
            prop_assert!(count(&read) <= bytes.len());
        }
    }

    /// The words of honest texts in any order.
    #[test]
    fn any_text_of_the_right_words_is_read_or_refused(
        layout in prop::sample::select(vec!["coordinate", "array"]),
        field in prop::sample::select(vec!["real", "integer", "pattern"]),
        symmetry in prop::sample::select(vec!["general", "symmetric", "skew-symmetric"]),
        words in prop::collection::vec(
            prop::sample::select(vec![
                "0", "1", "2", "3", "3 3 2\n", "2 2\n", "1 2 ", "-1", "2.5", "1e9", "nan", "\n", " ",
                "4294967295", "4294967296", "18446744073709551615", "%", "%%MatrixMarket", "\r\n",
            ]),
            0..40,
        ),
    ) {
        let banner = format!("%%MatrixMarket matrix {layout} {field} {symmetry}\n");
        let bytes = (banner + &words.concat()).into_bytes();
        if let Ok(read) = read(&bytes) {
            prop_assert!(count(&read) <= bytes.len());
        }
    }
}
