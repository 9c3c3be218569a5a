//! Texts as numpy arrays: the few words (a sparse format, units) that accompany numbers.

use ndarray_npy::npy::header::{Header, Layout, WriteHeaderError};
use ndarray_npy::{WriteNpyError, WriteNpyExt};
use py_literal::Value as Literal;
use std::io::Write;

/// Longest text that is read, in bytes.
pub(super) const MAX_TEXT_BYTES: u64 = 256;

/// One ASCII text as an array without dimensions, of dtype `S`: how scipy names a sparse format.
pub(super) struct ByteText<'a>(pub(super) &'a str);

impl WriteNpyExt for ByteText<'_> {
    fn write_npy<W: Write>(&self, mut writer: W) -> Result<(), WriteNpyError> {
        let descriptor = format!("|S{}", self.0.len());
        write_header(&mut writer, descriptor, Layout::Standard, Vec::new())?;
        writer.write_all(self.0.as_bytes())?;
        writer.flush().map_err(Into::into)
    }
}

/// A list of texts as an array of dtype `U`, each padded with zeros to the length of the longest.
pub(super) struct Texts<'a>(pub(super) &'a [&'a str]);

impl WriteNpyExt for Texts<'_> {
    fn write_npy<W: Write>(&self, mut writer: W) -> Result<(), WriteNpyError> {
        // numpy has no text of length 0.
        let width = self
            .0
            .iter()
            .map(|text| text.chars().count())
            .max()
            .unwrap_or(0)
            .max(1);
        let descriptor = format!("<U{width}");
        write_header(
            &mut writer,
            descriptor,
            Layout::Standard,
            vec![self.0.len()],
        )?;
        for text in self.0 {
            let padded = text
                .chars()
                .map(u32::from)
                .chain(std::iter::repeat(0))
                .take(width);
            for character in padded {
                writer.write_all(&character.to_le_bytes())?;
            }
        }
        writer.flush().map_err(Into::into)
    }
}

/// Writes the header of an array of this type, layout and shape.
pub(super) fn write_header(
    writer: impl Write,
    descriptor: String,
    layout: Layout,
    shape: Vec<usize>,
) -> Result<(), WriteHeaderError> {
    let type_descriptor = Literal::String(descriptor);
    Header {
        type_descriptor,
        layout,
        shape,
    }
    .write(writer)
}

/// The text in the bytes of one element, without its padding; `None` if the type is no text.
pub(super) fn decode_text(descriptor: &str, bytes: &[u8]) -> Option<String> {
    let text = match descriptor.get(..2)? {
        "|S" => String::from_utf8_lossy(bytes).into_owned(),
        "<U" => decode_utf32(bytes, u32::from_le_bytes),
        ">U" => decode_utf32(bytes, u32::from_be_bytes),
        _ => return None,
    };
    Some(text.trim_end_matches('\0').to_owned())
}

fn decode_utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> String {
    let (characters, _) = bytes.as_chunks::<4>();
    let decode = |&word: &[u8; 4]| char::from_u32(number(word)).unwrap_or('\u{fffd}');
    characters.iter().map(decode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(array: &impl WriteNpyExt) -> Vec<u8> {
        let mut bytes = Vec::new();
        array.write_npy(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn texts_are_padded_to_the_longest_in_utf32() {
        let bytes = bytes(&Texts(&["mV", "\u{3bc}", ""]));
        let (header, data) = bytes.split_at(128);
        let header = String::from_utf8_lossy(header);
        assert!(
            header.contains("'<U2'") && header.contains("(3,)"),
            "{header}"
        );
        let expected = ['m', 'V', '\u{3bc}', '\0', '\0', '\0'];
        let expected: Vec<u8> = expected
            .iter()
            .flat_map(|&c| u32::from(c).to_le_bytes())
            .collect();
        assert_eq!(data, expected);
        assert_eq!(decode_text("<U2", &data[..8]).unwrap(), "mV");
        assert_eq!(decode_text("<U2", &data[8..16]).unwrap(), "\u{3bc}");
    }

    #[test]
    fn byte_texts_have_no_dimensions() {
        let bytes = bytes(&ByteText("csr"));
        let (header, data) = bytes.split_at(128);
        let header = String::from_utf8_lossy(header);
        assert!(
            header.contains("'|S3'") && header.contains("()"),
            "{header}"
        );
        assert_eq!(decode_text("|S3", data).unwrap(), "csr");
    }

    #[test]
    fn numbers_are_no_texts() {
        for descriptor in ["<f8", "|b1", "", "\u{3bc}"] {
            assert_eq!(decode_text(descriptor, &[0; 8]), None, "{descriptor}");
        }
    }
}
