//! Damage to npy arrays: to the words of the header, whose length is made right again, and to the elements.

use super::bytes;
use super::{Random, text};

/// Bytes before the header in version 1 of the format, and in the later ones.
const BEFORE: [usize; 2] = [10, 12];

/// Words of headers, honest ones and others.
const HEADERS: &[&str] = &[
    "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }",
    "{'descr': '|b1', 'fortran_order': True, 'shape': (2,), }",
    "'>f4' '<f2' '<i8' '>i8' '<u8' '<i4' '<u4' '>u2' '|i1' '|u1' '=f8' '<f16' '<c16' '<i3'",
    "'|O' '|S3' '<U3' '|V8' '<M8[D]' [('a', '<i4'), ('b', '<f8')] None b'' u'' 'f8'",
    "(0,) () (1,) (2, 3) (1, 1, 1) (4611686018427387904, 4611686018427387904, 0) (-1,) (1.5,)",
    "(1000000000000,) (4294967296, 4294967296) (1e3,) ('3',) 5 [3] {3} (3,,) ((3,),)",
];

/// Changes an array in some part; `None` if it is none.
pub(super) fn change(input: &[u8], others: &[Vec<u8>], random: &mut Random) -> Option<Vec<u8>> {
    let (is_long, header, data) = parts(input)?;
    let (mut is_long, mut header, mut data) = (is_long, header.to_vec(), data.to_vec());
    match random.below(6) {
        0..3 => {
            let words: Vec<Vec<u8>> = HEADERS
                .iter()
                .map(|text| text.as_bytes().to_vec())
                .collect();
            header = text::change(&header, &words, random);
        }
        3 => bytes::change(&mut data, others, random),
        4 => {
            // What a header may also be: padded, and of any version.
            is_long = !is_long;
            header.extend(std::iter::repeat_n(b' ', random.below(200)));
        }
        _ => {
            let elements = random.below(40) * 8;
            data.resize(elements, 0);
            let shape = format!("({},)", elements / 8);
            header = with_shape(&header, &shape);
        }
    }
    Some(array(is_long, &header, &data))
}

/// Whether the length of the header has four bytes, the header, and the elements.
pub(super) fn parts(input: &[u8]) -> Option<(bool, &[u8], &[u8])> {
    if !input.starts_with(b"\x93NUMPY") {
        return None;
    }
    let is_long = *input.get(6)? > 1;
    let before = BEFORE[usize::from(is_long)];
    let length = input
        .get(8..before)?
        .iter()
        .rev()
        .fold(0, |length: usize, &byte| length << 8 | usize::from(byte));
    let (header, data) = input.get(before..)?.split_at_checked(length)?;
    Some((is_long, header, data))
}

/// An array of these parts.
pub(super) fn array(is_long: bool, header: &[u8], data: &[u8]) -> Vec<u8> {
    let length = header.len() as u32;
    let is_long = is_long || length > u32::from(u16::MAX);
    let mut array = b"\x93NUMPY".to_vec();
    array.extend([if is_long { 2 } else { 1 }, 0]);
    array.extend(&length.to_le_bytes()[..if is_long { 4 } else { 2 }]);
    array.extend(header);
    array.extend(data);
    array
}

/// A header with another shape.
fn with_shape(header: &[u8], shape: &str) -> Vec<u8> {
    let is_open = |byte: &u8| *byte == b'(';
    let is_closed = |byte: &u8| *byte == b')';
    match (
        header.iter().position(is_open),
        header.iter().rposition(is_closed),
    ) {
        (Some(open), Some(closed)) if open < closed => {
            [&header[..open], shape.as_bytes(), &header[closed + 1..]].concat()
        }
        _ => header.to_vec(),
    }
}
