//! Archives that lie.

use super::floats;
use crate::files::error::FileError;
use crate::files::{NpzReader, NpzWriter, read_matrix, write_npy};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use ndarray::{Array, Ix1, array};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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

/// Counts what is read, and how often another place is sought.
struct Counted<'a> {
    reader: Cursor<&'a [u8]>,
    count: &'a mut usize,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        *self.count += read;
        Ok(read)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        *self.count += 1;
        self.reader.seek(place)
    }
}

/// What is read of an archive to open it, in bytes and places, and what comes of that.
fn opened(bytes: &[u8]) -> (usize, Result<(), FileError>) {
    let mut count = 0;
    let reader = Counted {
        reader: Cursor::new(bytes),
        count: &mut count,
    };
    let result = NpzReader::new(Path::new("hostile.npz"), reader).map(drop);
    (count, result)
}

/// The record of an entry without a name in an archive's directory.
fn nameless_record() -> Vec<u8> {
    [b"PK\x01\x02", &[0; 42][..]].concat()
}

/// The record that ends an archive with so many entries, and tells where its directory begins.
fn end_record(entries: u16, start: u32) -> Vec<u8> {
    let entries = entries.to_le_bytes();
    let start = start.to_le_bytes();
    [
        b"PK\x05\x06\0\0\0\0",
        &entries[..],
        &entries,
        &[0; 4],
        &start,
        &[0; 2],
    ]
    .concat()
}

/// The same in the form for large archives, whose end is described at the place `at`.
fn locator(at: u64) -> Vec<u8> {
    [b"PK\x06\x07\0\0\0\0", &at.to_le_bytes()[..], b"\x01\0\0\0"].concat()
}

/// If this fails, a file of a megabyte keeps the program busy for hours: whichever of its ends is tried, all of
/// it is searched or read, and then the one before is tried.
#[test]
fn archives_of_many_ends_are_not_read_again_and_again() {
    const MANY: usize = 20_000;
    let long = nameless_record().repeat(MANY);
    let to_long_directory = end_record(MANY as u16 + 1, 0).repeat(MANY);
    let to_nowhere = end_record(1, 0).repeat(MANY);
    let to_no_description = [locator(0), end_record(u16::MAX, u32::MAX)].concat();
    for bytes in [
        [long, to_long_directory].concat(),
        to_nowhere,
        to_no_description.repeat(MANY),
    ] {
        let (count, result) = opened(&bytes);
        assert!(
            count < 5 * bytes.len() + (1 << 18),
            "{count} of {} bytes",
            bytes.len()
        );
        assert_refused!(result, FileError::Archive { .. });
    }
}

/// If this fails, honest archives of many entries are refused for what it takes to open them.
#[test]
fn archives_of_many_small_entries_are_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("many.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    for entry in 0..20_000 {
        npz.add(&entry.to_string(), &array![0_u32]).unwrap();
    }
    npz.finish().unwrap();
    let mut npz = NpzReader::open(&path).unwrap();
    assert_eq!(npz.read::<Ix1>("19999").unwrap(), array![0.0]);
    // The smallest that there can be, without content.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in 0..70_000_u32 {
        let name = char::from_u32(0x10000 + entry).unwrap().to_string();
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
    }
    let (_, result) = opened(&zip.finish().unwrap().into_inner());
    result.unwrap();
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
