//! Reading the archive of a checkpoint, with distrust.
//!
//! What the archive's directory says is weighed before anything is read: entries must be there once,
//! uncompressed, and no larger together than the file. Each is then read to its end, where its
//! checksum is compared; and `meta`, which lies under a checksum itself, tells which there must be.

use super::meta::Meta;
use super::{Checkpoint, CheckpointError, META};
use crate::files::{FileError, ListedEntry, NpzReader};
use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes of the record that ends an archive without comment, and its first four.
const END_BYTES: usize = 22;
const END_MARK: &[u8] = b"PK\x05\x06";

/// Where that record states the number of entries, twice: of this disk, which the reader of archives
/// believes, and of all. And what it states of numbers that are too large for it.
const COUNTS_AT: [usize; 2] = [8, 10];
const UNCOUNTED: u16 = u16::MAX;

pub(super) fn read<R: Read + Seek>(
    path: &Path,
    mut reader: R,
) -> Result<Checkpoint, CheckpointError> {
    let end = end_record(&mut reader).map_err(FileError::io("read", path))?;
    let mut npz = NpzReader::new(path, reader)?;
    let listed = npz.listed()?;
    check_count(path, &end, listed.len())?;
    check_sizes(path, &listed, npz.file_bytes())?;
    let names = names(path, &listed)?;
    if !names.contains(META) {
        let path = path.to_path_buf();
        return Err(CheckpointError::NoCheckpoint { path });
    }
    let text = npz.read_byte_text(META)?;
    let meta = Meta::parse(path, &text)?;
    check_names(path, &names, &meta.arrays)?;
    let arrays = meta.arrays.iter().map(|name| npz.read_exactly(name));
    let arrays = arrays.collect::<Result<_, _>>()?;
    Ok(meta.with_arrays(arrays))
}

/// The last bytes, which end the archive of a checkpoint; nothing of a shorter file.
fn end_record(reader: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
    let length = reader.seek(SeekFrom::End(0))?;
    let start = length.saturating_sub(END_BYTES as u64);
    reader.seek(SeekFrom::Start(start))?;
    let mut end = Vec::with_capacity(END_BYTES);
    reader.take(END_BYTES as u64).read_to_end(&mut end)?;
    Ok(end)
}

/// The reader of archives keeps one entry of each name. So it is counted how many there were.
fn check_count(path: &Path, end: &[u8], found: usize) -> Result<(), CheckpointError> {
    let path = path.to_path_buf();
    if end.len() < END_BYTES || !end.starts_with(END_MARK) {
        return Err(CheckpointError::Trailing { path });
    }
    for place in COUNTS_AT {
        let listed = u16::from_le_bytes([end[place], end[place + 1]]);
        if listed != UNCOUNTED && usize::from(listed) != found {
            let listed = listed.into();
            return Err(CheckpointError::Count {
                path,
                listed,
                found,
            });
        }
    }
    Ok(())
}

/// All entries together take no more memory than the file is long.
fn check_sizes(path: &Path, listed: &[ListedEntry], file: u64) -> Result<(), CheckpointError> {
    let path = path.to_path_buf();
    if let Some(packed) = listed.iter().find(|entry| !entry.is_stored) {
        let entry = packed.name.clone();
        return Err(CheckpointError::Compressed { path, entry });
    }
    let sizes = listed.iter().map(|entry| entry.bytes);
    let declared = sizes.fold(0, u64::saturating_add);
    if declared > file {
        return Err(CheckpointError::Overlap {
            path,
            declared,
            file,
        });
    }
    Ok(())
}

/// The names of the entries, each of which must be there once.
fn names<'a>(path: &Path, listed: &'a [ListedEntry]) -> Result<HashSet<&'a str>, CheckpointError> {
    let mut names = HashSet::with_capacity(listed.len());
    match listed.iter().find(|entry| !names.insert(&entry.name[..])) {
        None => Ok(names),
        Some(twice) => Err(CheckpointError::Duplicate {
            path: path.to_path_buf(),
            entry: twice.name.clone(),
        }),
    }
}

/// The entries must be `meta` and the arrays that it names, each once.
fn check_names(
    path: &Path,
    names: &HashSet<&str>,
    arrays: &[String],
) -> Result<(), CheckpointError> {
    let path = path.to_path_buf();
    let mut expected = HashSet::from([META]);
    for array in arrays {
        let array = array.clone();
        if !names.contains(&array[..]) {
            return Err(CheckpointError::Missing { path, array });
        }
    }
    if let Some(twice) = arrays.iter().find(|array| !expected.insert(&array[..])) {
        let entry = twice.clone();
        return Err(CheckpointError::Duplicate { path, entry });
    }
    match names.difference(&expected).min() {
        None => Ok(()),
        Some(&unknown) => Err(CheckpointError::Unknown {
            path,
            entry: unknown.to_owned(),
        }),
    }
}
