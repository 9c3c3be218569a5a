//! Archives that lie.

use super::floats;
use crate::files::error::FileError;
use crate::files::{NpzReader, NpzWriter, read_matrix, write_npy};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use ndarray::{Array, Ix1, array};
use std::io::{Read, Write};
use std::path::Path;

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

/// An archive of one deflated entry, of which it says that it unpacks to `size` bytes.
fn packed(name: &str, content: impl Read, size: u32) -> Vec<u8> {
    let (mut content, mut packed) = (content, Vec::new());
    let mut encoder = DeflateEncoder::new(&mut packed, Compression::fast());
    std::io::copy(&mut content, &mut encoder).unwrap();
    encoder.flush().unwrap();
    drop(encoder);
    // Version, flags, method, time, date, checksum, sizes, lengths of the name and of what is extra.
    let mut common = b"\x14\0\0\0\x08\0\0\0\x21\0\0\0\0\0".to_vec();
    common.extend((packed.len() as u32).to_le_bytes());
    common.extend(size.to_le_bytes());
    common.extend([name.len() as u8, 0, 0, 0]);
    let local = [b"PK\x03\x04", &common[..], name.as_bytes(), &packed].concat();
    let central = [b"PK\x01\x02\x14\0", &common[..], &[0; 14], name.as_bytes()].concat();
    let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
    end.extend((central.len() as u32).to_le_bytes());
    end.extend((local.len() as u32).to_le_bytes());
    end.extend([0; 2]);
    [local, central, end].concat()
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

/// The size that is stated passes all checks; what is packed is a hundred megabytes.
#[test]
fn an_entry_that_unpacks_to_more_than_it_says_is_not_unpacked() {
    let header = floats("(10,)", &[]);
    let size = header.len() as u32 + 80;
    let honest = packed("x.npy", header.as_slice().chain(&[0; 80][..]), size);
    // Its checksum is 0, which is noticed at the end of the data.
    assert_refused!(read_archive(&honest), FileError::Damaged { .. });
    let bomb = packed(
        "x.npy",
        header.as_slice().chain(std::io::repeat(0).take(100 << 20)),
        size,
    );
    assert!(bomb.len() < 1 << 20);
    assert_refused!(
        read_archive(&bomb),
        FileError::Damaged { .. } | FileError::TrailingBytes { .. }
    );
}

/// An entry is found by its name in the archive; no name is ever a path, neither one in the archive nor one
/// that is looked up.
#[test]
fn names_in_an_archive_are_never_paths() {
    let directory = tempfile::tempdir().unwrap();
    let inner = directory.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let path = inner.join("hostile.npz");
    let absolute = directory.path().join("y").display().to_string();
    let mut npz = NpzWriter::create(&path).unwrap();
    for name in ["../x", "..\\x", "/x", "a/../../x", "C:\\x", &absolute] {
        npz.add(name, &array![7.0]).unwrap();
    }
    npz.finish().unwrap();
    // A file where an entry of that name would lie.
    write_npy(&directory.path().join("z.npy"), &array![8.0]).unwrap();

    let mut npz = NpzReader::open(&path).unwrap();
    let names: Vec<String> = npz.entries().map(str::to_owned).collect();
    assert_eq!(names.len(), 6);
    for name in &names {
        assert_eq!(npz.read::<Ix1>(name).unwrap(), array![7.0], "{name}");
    }
    for name in ["../z", "../z.npy", "z"] {
        assert_refused!(npz.read::<Ix1>(name), FileError::MissingEntry { .. });
    }
    assert_eq!(names_in(directory.path()), ["inner", "z.npy"]);
    assert_eq!(names_in(&inner), ["hostile.npz"]);
}

fn names_in(directory: &Path) -> Vec<String> {
    let entries = directory.read_dir().unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
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
