//! Damage: from an honest input to a dishonest one.
//!
//! One idea: damage is done at a layer, and the layers above are made right again: a changed header gets its
//! length, a changed array its checksum in the archive, a changed text is packed anew. Otherwise nearly all
//! damage would be noticed by the outermost check, and nothing behind it would be tried. Some damage is done
//! to the outermost layer at last.

mod archive;
mod array;
mod bytes;
mod checked;
mod json;
mod text;

use super::{MAX_INPUT, Parser, Random};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read, Write};

/// First bytes of a file packed by gzip.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Changes an input. `others` are inputs of the same parser, of which parts may be taken.
pub(super) fn mutate(
    parser: Parser,
    input: &[u8],
    others: &[Vec<u8>],
    random: &mut Random,
) -> Vec<u8> {
    let mut input = input.to_vec();
    let more = random.next().trailing_zeros().min(3);
    for _ in 0..=more {
        input = change(parser, input, others, random);
    }
    input.truncate(MAX_INPUT);
    input
}

/// One change, by the kind of the input.
fn change(parser: Parser, input: Vec<u8>, others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let is_text = match parser {
        Parser::Npy
        | Parser::Npz
        | Parser::Sparse
        | Parser::Edges
        | Parser::Spikes
        | Parser::Checkpoint => false,
        Parser::Records if !random.one_in(6) => {
            return checked::change_index(&input, others, random);
        }
        Parser::MatrixMarket | Parser::Connectivity => input.starts_with(b"%%"),
        _ => true,
    };
    if is_text {
        return text::change(&input, others, random);
    }
    let changed = if random.one_in(6) {
        None
    } else if parser == Parser::Checkpoint && random.one_in(2) {
        checked::change_meta(&input, others, random)
    } else if input.starts_with(GZIP) {
        change_packed(&input, others, random)
    } else if input.starts_with(b"PK") {
        archive::change(&input, others, random)
    } else {
        array::change(&input, others, random)
    };
    changed.unwrap_or_else(|| {
        let mut input = input;
        bytes::change(&mut input, others, random);
        input
    })
}

/// Changes the text in a packed file; `None` if there is none.
fn change_packed(input: &[u8], others: &[Vec<u8>], random: &mut Random) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let limit = MAX_INPUT as u64;
    GzDecoder::new(input)
        .take(limit)
        .read_to_end(&mut text)
        .ok()?;
    let text = text::change(&text, others, random);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&text).ok()?;
    let mut packed = packed.finish().ok()?;
    if random.one_in(8) {
        // Several files in one, as gzip allows.
        packed.extend_from_within(..);
    }
    Some(packed)
}
