//! Damage to npz archives: to their arrays, which are packed anew with the right checksums, to their names, and to
//! the numbers of the zip format itself.

use super::{MAX_INPUT, Random, array, bytes};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::{Cursor, Read, Write};
use zip::ZipArchive;

/// Entries of an archive that are kept.
const ENTRIES: usize = 64;

/// Names that an entry may get: those that readers look for, and those that would be paths.
const NAMES: &[&str] = &[
    "i.npy",
    "j.npy",
    "t.npy",
    "weight.npy",
    "delay.npy",
    "data.npy",
    "indices.npy",
    "indptr.npy",
    "shape.npy",
    "format.npy",
    "row.npy",
    "col.npy",
    "coords.npy",
    "_is_array.npy",
    "x",
    "x.npy",
    "",
    ".npy",
    "../x.npy",
    "/x.npy",
    "..\\x.npy",
    "C:\\x.npy",
    "a/../../x.npy",
    "x\0.npy",
    "\u{b5}.npy",
];

/// Signatures of the records of a zip file, with the length of what follows in each.
const RECORDS: [(&[u8], usize); 4] = [
    (b"PK\x03\x04", 26),
    (b"PK\x01\x02", 42),
    (b"PK\x05\x06", 18),
    (b"PK\x06\x06", 52),
];

/// A file in an archive.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) content: Vec<u8>,
    is_packed: bool,
}

/// Changes an archive in some part; `None` if it is none.
pub(super) fn change(input: &[u8], others: &[Vec<u8>], random: &mut Random) -> Option<Vec<u8>> {
    if random.one_in(4) {
        return lie(input, random);
    }
    let mut entries = unpack(input)?;
    let place = random.below(entries.len());
    match random.below(8) {
        0..4 => {
            let entry = entries.get_mut(place)?;
            match array::change(&entry.content, others, random) {
                Some(changed) => entry.content = changed,
                None => bytes::change(&mut entry.content, others, random),
            }
        }
        4 => entries.get_mut(place)?.name = random.choose(NAMES).as_bytes().to_vec(),
        5 => {
            let entry = entries.get_mut(place)?;
            entry.is_packed = !entry.is_packed;
        }
        6 => drop((!entries.is_empty()).then(|| entries.remove(place))),
        _ => {
            let other: &Vec<u8> = random.choose(others);
            let more = unpack(other)?;
            let entry = more.get(random.below(more.len()))?;
            entries.insert(place, entry.clone());
        }
    }
    pack(&entries)
}

/// Changes a number of the zip format, or where several of them are.
fn lie(input: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut bytes = input.to_vec();
    let (signature, length) = *random.choose(&RECORDS);
    let places: Vec<usize> = bytes
        .windows(signature.len())
        .enumerate()
        .filter_map(|(place, window)| (window == signature).then_some(place))
        .collect();
    if places.is_empty() {
        return None;
    }
    let field = *random.choose(&places) + signature.len() + random.below(length);
    match random.below(3) {
        0 => *bytes.get_mut(field)? ^= 1 << random.below(8),
        _ => bytes::overwrite(bytes.get_mut(field..)?, random),
    }
    Some(bytes)
}

pub(super) fn unpack(input: &[u8]) -> Option<Vec<Entry>> {
    let mut archive = ZipArchive::new(Cursor::new(input)).ok()?;
    let mut entries = Vec::new();
    for number in 0..archive.len().min(ENTRIES) {
        let file = archive.by_index(number).ok()?;
        let name = file.name_raw().to_vec();
        let is_packed = file.compressed_size() < file.size();
        let mut content = Vec::new();
        file.take(MAX_INPUT as u64).read_to_end(&mut content).ok()?;
        entries.push(Entry {
            name,
            content,
            is_packed,
        });
    }
    Some(entries)
}

/// An archive of these entries, which may have one name twice: the zip writer of a library would refuse that.
pub(super) fn pack(entries: &[Entry]) -> Option<Vec<u8>> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = archive.len() as u32;
        let data = if entry.is_packed {
            let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(&entry.content).ok()?;
            packed.finish().ok()?
        } else {
            entry.content.clone()
        };
        let mut checksum = Crc::new();
        checksum.update(&entry.content);
        // What both records of an entry begin with: version, flags, method, time, date, checksum, sizes, lengths.
        let mut common = Vec::new();
        for number in [20, 0, if entry.is_packed { 8 } else { 0 }, 0, 0x21] {
            common.extend(u16::to_le_bytes(number));
        }
        common.extend(checksum.sum().to_le_bytes());
        common.extend((data.len() as u32).to_le_bytes());
        common.extend((entry.content.len() as u32).to_le_bytes());
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(&entry.name);
        archive.extend(&data);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
    }
    let (start, count) = (archive.len() as u32, entries.len() as u16);
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count.to_le_bytes(), count.to_le_bytes()].as_flattened());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    Some(archive)
}
