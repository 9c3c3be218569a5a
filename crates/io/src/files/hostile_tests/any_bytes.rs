//! Random lies: whatever the bytes, an array or a refusal.

use super::{floats, npy, read};
use crate::files::{read_csr_npz, write_csr_npz};
use proptest::prelude::*;
use sprs::CsMatI;
use std::sync::LazyLock;

/// The bytes of a small sparse matrix.
static SPARSE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("honest.npz");
    let matrix = CsMatI::new(
        (2, 3),
        vec![0, 1, 3],
        vec![2_u32, 0, 1],
        vec![0.1, -8.0, 2.0],
    );
    write_csr_npz(&path, &matrix).unwrap();
    std::fs::read(&path).unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any bytes after an honest beginning.
    #[test]
    fn any_header_text_is_read_or_refused(text in "[\\x20-\\x7e]{0,80}", data in ".{0,40}") {
        let _ = read(&npy(&text, data.as_bytes()));
    }

    /// The words of honest headers in any order: far more of these get far.
    #[test]
    fn any_header_of_the_right_words_is_read_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "(", ")", "[", "]", ",", ":", "-", "0", "7", "4611686018427387904",
                "1e9", "True", "False", "None", "'descr'", "'fortran_order'", "'shape'", "'<f8'",
                "'|b1'", "'|S3'", "{'descr': '<f8', 'fortran_order': True, 'shape': (",
            ]),
            0..40,
        ),
        data in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let _ = read(&npy(&words.concat(), &data));
    }

    #[test]
    fn any_damage_to_an_array_is_survived(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = floats("(2, 3)", &[0; 48]);
        for (place, value) in damage {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 8);
        if let Ok(array) = read(&bytes) {
            prop_assert!(array.len() <= bytes.len());
        }
    }

    #[test]
    fn any_damage_to_a_sparse_matrix_is_survived(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("hostile.npz");
        let mut bytes = SPARSE.clone();
        for (place, value) in damage {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(read) = read_csr_npz(&path) {
            prop_assert!(read.nnz() <= bytes.len());
        }
    }
}
