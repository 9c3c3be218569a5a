//! The header of an `.npy` array, read from a source of known length and without trust.
//!
//! The dictionary is parsed by `ndarray-npy`. That parser believes the stated length (and
//! reserves it) and recurses with the text, so both are bounded here before it sees a byte; and
//! shape and element size are weighed against the bytes that are really there, so that whoever
//! reserves memory for the elements afterwards never reserves more than the source can fill.

use super::error::FileError;
use super::location::Location;
use ndarray_npy::npy::header::{Header, ParseHeaderError, ReadHeaderError};
use std::io::{self, Read};

/// Longest header that is read, in bytes: numpy's own limit (`max_header_size` of `numpy.load`).
/// An honest header of a plain array has 118.
pub(super) const MAX_HEADER_BYTES: u64 = 10_000;

/// Deepest nesting of brackets that is read. A plain array needs 2, a structured dtype (which is
/// refused, but by its name) 5; the parser's time grows exponentially with the depth.
const MAX_HEADER_DEPTH: usize = 8;

pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

/// Shape, element type and order of an array whose size was found to match its source.
#[derive(Debug)]
pub(super) struct CheckedHeader {
    /// What numpy wrote.
    pub(super) header: Header,
    /// The dtype's descriptor, such as `<f8`.
    pub(super) descriptor: String,
    /// Number of elements.
    pub(super) elements: usize,
    /// Bytes per element.
    pub(super) element_bytes: usize,
}

/// Reads the header from `reader`, which holds `length` bytes in all, and leaves the reader at the
/// first element.
pub(super) fn read_header(
    reader: &mut impl Read,
    length: u64,
    at: &Location,
) -> Result<CheckedHeader, FileError> {
    let (header, data_bytes) = parse_header(reader, length, at)?;
    let type_refused = || FileError::DataType {
        at: at.clone(),
        found: header.type_descriptor.to_string(),
    };
    let descriptor = header
        .type_descriptor
        .as_string()
        .ok_or_else(type_refused)?
        .clone();
    let element_bytes = bytes_per_element(&descriptor).ok_or_else(type_refused)?;
    let elements = header
        .shape
        .iter()
        .try_fold(1_usize, |n, &axis| n.checked_mul(axis));
    let expected = elements.and_then(|n| n.checked_mul(element_bytes));
    let (Some(elements), Some(expected)) = (elements, expected) else {
        return Err(FileError::Shape {
            at: at.clone(),
            found: format!("{:?}", header.shape),
        });
    };
    let expected = expected as u64;
    if expected > data_bytes {
        return Err(FileError::Truncated {
            at: at.clone(),
            shape: header.shape,
            expected,
            found: data_bytes,
        });
    }
    if expected < data_bytes {
        return Err(FileError::TrailingBytes {
            at: at.clone(),
            extra: data_bytes - expected,
        });
    }
    Ok(CheckedHeader {
        header,
        descriptor,
        elements,
        element_bytes,
    })
}

/// Size of an element that can be read, by its descriptor; `None` for all others.
fn bytes_per_element(descriptor: &str) -> Option<usize> {
    let kind = descriptor.trim_start_matches(['<', '>', '|', '=']);
    let text = kind.strip_prefix('S').map(|n| (n, 1));
    let unicode = kind.strip_prefix('U').map(|n| (n, 4));
    match kind {
        "b1" | "i1" | "u1" => Some(1),
        "i2" | "u2" | "f2" => Some(2),
        "i4" | "u4" | "f4" => Some(4),
        "i8" | "u8" | "f8" => Some(8),
        _ => {
            let (characters, width) = text.or(unicode)?;
            characters.parse::<usize>().ok()?.checked_mul(width)
        }
    }
}

/// The header as written, and the number of bytes that follow it.
fn parse_header(
    reader: &mut impl Read,
    length: u64,
    at: &Location,
) -> Result<(Header, u64), FileError> {
    let mut bytes = Vec::new();
    read_more(reader, &mut bytes, 8, at)?;
    if !bytes.starts_with(MAGIC) {
        let found = bytes.escape_ascii().to_string();
        return Err(FileError::NotNpy {
            at: at.clone(),
            found,
        });
    }
    let length_bytes = match bytes.get(MAGIC.len()..) {
        Some([1, 0]) => 2,
        Some([2 | 3, 0]) => 4,
        Some(&[major, minor]) => {
            return Err(FileError::Version {
                at: at.clone(),
                major,
                minor,
            });
        }
        _ => return Err(header_length(at, length, 0)),
    };
    read_more(reader, &mut bytes, length_bytes, at)?;
    let stated = bytes[MAGIC.len() + 2..]
        .iter()
        .rev()
        .fold(0_u64, |value, &byte| value << 8 | u64::from(byte));
    let available = length.saturating_sub(bytes.len() as u64);
    if bytes.len() < MAGIC.len() + 2 + length_bytes as usize
        || stated > available
        || stated > MAX_HEADER_BYTES
    {
        return Err(header_length(at, stated, available));
    }
    let text = bytes.len();
    read_more(reader, &mut bytes, stated, at)?;
    if nesting_depth(&bytes[text..]) > MAX_HEADER_DEPTH {
        let problem = format!("brackets are nested deeper than {MAX_HEADER_DEPTH} levels");
        return Err(FileError::Header {
            at: at.clone(),
            problem,
        });
    }
    let header = Header::from_reader(&mut bytes.as_slice()).map_err(|error| refusal(error, at))?;
    Ok((header, length.saturating_sub(bytes.len() as u64)))
}

/// Appends the next `count` bytes, or as many as there are.
fn read_more(
    reader: &mut impl Read,
    bytes: &mut Vec<u8>,
    count: u64,
    at: &Location,
) -> Result<(), FileError> {
    let damaged = |source| FileError::Damaged {
        at: at.clone(),
        source,
    };
    reader
        .take(count)
        .read_to_end(bytes)
        .map(drop)
        .map_err(damaged)
}

fn header_length(at: &Location, length: u64, available: u64) -> FileError {
    FileError::HeaderLength {
        at: at.clone(),
        length,
        available,
        limit: MAX_HEADER_BYTES,
    }
}

/// Deepest nesting of brackets, those within strings counted as well.
fn nesting_depth(text: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in text {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Tells an impossible shape from all else that a header can get wrong.
fn refusal(error: ReadHeaderError, at: &Location) -> FileError {
    let at = at.clone();
    match error {
        ReadHeaderError::Parse(ParseHeaderError::IllegalValue { key, value }) if key == "shape" => {
            FileError::Shape {
                at,
                found: value.to_string(),
            }
        }
        ReadHeaderError::Parse(error) => FileError::Header {
            at,
            problem: error.to_string(),
        },
        ReadHeaderError::Io(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
            FileError::Header {
                at,
                problem: "it ends too early".to_owned(),
            }
        }
        ReadHeaderError::Io(source) => FileError::Damaged { at, source },
    }
}
