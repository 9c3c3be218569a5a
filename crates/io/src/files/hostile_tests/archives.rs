//! Archives that lie.

use crate::files::error::FileError;
use crate::files::{NpzReader, NpzWriter, read_matrix, write_npy};
use ndarray::{Array, Ix1, array};

/// The bytes of an archive with the one entry `x`, ten zeros.
fn archive() -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hostile.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    npz.add("x", &Array::<f64, Ix1>::zeros(10)).unwrap();
    npz.finish().unwrap();
    std::fs::read(path).unwrap()
}

/// Reads `x` of an archive with these bytes.
fn read_archive(bytes: &[u8]) -> Result<Array<f64, Ix1>, FileError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hostile.npz");
    std::fs::write(&path, bytes).unwrap();
    NpzReader::open(&path)?.read("x")
}

/// Where the record of the only entry begins in the archive's directory.
fn directory_record(bytes: &[u8]) -> usize {
    bytes
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .unwrap()
}

#[test]
fn archives_that_promise_more_than_deflate_can_do_are_refused() {
    let mut bytes = archive();
    let record = directory_record(&bytes);
    // Method (10), packed size (20) and unpacked size (24) in the directory's record.
    bytes[record + 10] = 8;
    bytes[record + 24..record + 28].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    assert_refused!(
        read_archive(&bytes),
        FileError::EntrySize {
            declared: 0xffff_fff0,
            ..
        }
    );
    bytes[record + 20..record + 24].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
    assert_refused!(read_archive(&bytes), FileError::EntrySize { .. });
}

#[test]
fn damaged_archives_are_refused() {
    let whole = archive();
    assert!(read_archive(&whole).is_ok());
    assert_refused!(
        read_archive(&whole[..whole.len() - 30]),
        FileError::Archive { .. }
    );
    assert_refused!(read_archive(b"PK"), FileError::Archive { .. });
    assert_refused!(read_archive(b""), FileError::Archive { .. });
    // One bit of the data: only the checksum knows.
    let mut flipped = whole.clone();
    let data = directory_record(&whole) - 1;
    flipped[data] ^= 1;
    assert_refused!(read_archive(&flipped), FileError::Damaged { .. });
    // Encrypted.
    let mut locked = whole.clone();
    locked[directory_record(&whole) + 8] |= 1;
    assert_refused!(read_archive(&locked), FileError::Archive { .. });
}

#[test]
fn an_npy_file_is_no_archive_and_the_other_way_round() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hostile.npz");
    write_npy(&path, &array![1.0]).unwrap();
    assert_refused!(NpzReader::open(&path), FileError::Archive { .. });
    std::fs::write(&path, archive()).unwrap();
    assert_refused!(read_matrix(&path), FileError::NotNpy { .. });
}
