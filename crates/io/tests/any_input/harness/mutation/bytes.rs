//! Damage to bytes that mean nothing: what a bad disk does, and numbers that are rarely thought of.

use super::Random;

/// Numbers at which something ends: of a type, of what a float holds, of what fits.
const EDGES: [u64; 17] = [
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0xffff,
    0x1_0000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x1_0000_0000,
    1 << 53,
    i64::MAX as u64,
    u64::MAX,
];

/// Changes some bytes.
pub(super) fn change(bytes: &mut Vec<u8>, others: &[Vec<u8>], random: &mut Random) {
    if bytes.is_empty() {
        bytes.extend(random.next().to_le_bytes());
        return;
    }
    let place = random.below(bytes.len());
    match random.below(8) {
        0 => bytes[place] ^= 1 << random.below(8),
        1 => bytes[place] = random.next() as u8,
        2 | 3 => overwrite(&mut bytes[place..], random),
        4 => bytes.truncate(place),
        5 => drop(bytes.drain(random.range(bytes.len()))),
        6 => {
            let range = random.range(bytes.len());
            let copied = bytes[range].to_vec();
            bytes.splice(place..place, copied);
        }
        _ => {
            let other = random.choose(others);
            let part = other[random.range(other.len())].to_vec();
            let replaced = random.range(bytes.len());
            bytes.splice(replaced, part);
        }
    }
}

/// Writes one of the numbers over the first bytes, in either byte order.
pub(super) fn overwrite(bytes: &mut [u8], random: &mut Random) {
    let number = *random.choose(&EDGES);
    let size = *random.choose(&[1, 2, 4, 8]);
    let little = number.to_le_bytes();
    let mut written = little[..size].to_vec();
    if random.one_in(4) {
        written.reverse();
    }
    for (byte, new) in bytes.iter_mut().zip(written) {
        *byte = new;
    }
}
