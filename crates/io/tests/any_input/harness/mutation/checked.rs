//! Damage to the files of a run below their own checksums: to the text `meta` of a checkpoint, whose length and
//! checksums are made right again, and to an index of records, which is signed anew.

use super::{Random, archive, array, json, text};
use flate2::Crc;

/// The entry of a checkpoint that describes the others.
const META: &[u8] = b"meta.npy";

/// What stands before the checksum of an index, and what ends the text of which it is.
const CHECKSUM: &[u8] = b"\"crc32\": \"";
const END: &[u8] = b"\"\n}";

/// Changes the text of a checkpoint; `None` if there is none.
pub(super) fn change_meta(
    input: &[u8],
    others: &[Vec<u8>],
    random: &mut Random,
) -> Option<Vec<u8>> {
    let mut entries = archive::unpack(input)?;
    let other: &Vec<u8> = random.choose(others);
    let other = archive::unpack(other)?;
    let meta = entries.iter_mut().find(|entry| entry.name == META)?;
    let other = other.iter().find(|entry| entry.name == META)?;
    let (_, _, words) = array::parts(&other.content)?;
    let (is_long, _, described) = array::parts(&meta.content)?;
    let changed = change_text(described, words, random);
    let header = format!(
        "{{'descr': '|S{}', 'fortran_order': False, 'shape': (), }}\n",
        changed.len()
    );
    meta.content = array::array(is_long, header.as_bytes(), &changed);
    archive::pack(&entries)
}

/// Changes an index, and signs it anew.
pub(super) fn change_index(input: &[u8], others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let other: &Vec<u8> = random.choose(others);
    sign(change_text(input, other, random))
}

/// Changes a value of a text in JSON, or anything in it.
fn change_text(text: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let changed = if random.one_in(4) {
        None
    } else {
        json::change(text, other, random)
    };
    changed.unwrap_or_else(|| text::change(text, &[other.to_vec()], random))
}

/// The same text with the right checksum, if it has a place for one.
fn sign(mut text: Vec<u8>) -> Vec<u8> {
    let mut windows = text.windows(CHECKSUM.len());
    let Some(place) = windows.rposition(|window| window == CHECKSUM) else {
        return text;
    };
    text.truncate(place + CHECKSUM.len());
    let mut checksum = Crc::new();
    checksum.update(&text);
    checksum.update(END);
    text.extend(format!("{:08x}", checksum.sum()).as_bytes());
    text.extend(END);
    text.push(b'\n');
    text
}
