//! From a key to the bytes, line and column where it was written.
//!
//! The text is parsed again for that, with positions: an error is shown once, a description is
//! read often.

use super::key_path::{KeyPath, Segment};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// What to point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::config) enum Part {
    /// The key.
    Key,
    /// The value, of a table its header.
    Value,
}

/// The bytes of `text` at which the key of this path or its value stands.
pub(super) fn span(text: &str, path: &KeyPath, part: Part) -> Option<Range<usize>> {
    let document = DeTable::parse(text).ok()?;
    let (last, way) = path.segments().split_last()?;
    let container = way.iter().try_fold(None, |container, segment| {
        step(document.get_ref(), container, segment).map(|(_, value)| Some(value))
    })?;
    let (key, value) = step(document.get_ref(), container, last)?;
    match (part, key) {
        (Part::Key, Some(key)) => Some(key),
        _ => Some(value.1),
    }
}

/// A value and where it stands.
type Found<'a> = (&'a DeValue<'a>, Range<usize>);

/// The value of a segment within `container` (`None` is the whole document), with the place of its
/// key if it has one.
fn step<'a>(
    document: &'a DeTable<'a>,
    container: Option<Found<'a>>,
    segment: &Segment,
) -> Option<(Option<Range<usize>>, Found<'a>)> {
    let table = match &container {
        None => Some(document),
        Some((value, _)) => value.as_table(),
    };
    match segment {
        Segment::Key(key) => {
            let (key, value) = table?.get_key_value(key.as_str())?;
            Some((Some(key.span()), (value.get_ref(), value.span())))
        }
        Segment::Index(index) => {
            let item = container?.0.as_array()?.get(*index)?;
            Some((None, (item.get_ref(), item.span())))
        }
    }
}

/// Line and column of a byte, both counted from 1, columns in characters.
pub(in crate::config) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let column = before[start..]
        .trim_start_matches('\u{feff}')
        .chars()
        .count()
        + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "[simulation]\nseed = 7\n[[population]]\nname = \"é\" # a\nneuron = { b = 1 }\n";

    fn place(path: &KeyPath, part: Part) -> (&'static str, usize, usize) {
        let span = span(TEXT, path, part).unwrap();
        let (line, column) = line_and_column(TEXT, span.start);
        (&TEXT[span], line, column)
    }

    #[test]
    fn keys_values_and_headers_are_found() {
        assert_eq!(
            place(&KeyPath::of("simulation.seed"), Part::Key),
            ("seed", 2, 1)
        );
        assert_eq!(
            place(&KeyPath::of("simulation.seed"), Part::Value),
            ("7", 2, 8)
        );
        let population = KeyPath::of("population").at(0);
        assert_eq!(place(&population, Part::Value), ("[[population]]", 3, 1));
        assert_eq!(
            place(&population.then("name"), Part::Value),
            ("\"é\"", 4, 8)
        );
        assert_eq!(
            place(&population.then("neuron.b"), Part::Value),
            ("1", 5, 16)
        );
        assert_eq!(span(TEXT, &population.then("size"), Part::Value), None);
        assert_eq!(span(TEXT, &KeyPath::default(), Part::Value), None);
    }

    #[test]
    fn columns_count_characters() {
        let comment = TEXT.find("# a").unwrap();
        assert_eq!(line_and_column(TEXT, comment), (4, 12));
        assert_eq!(line_and_column(TEXT, TEXT.len()), (6, 1));
        assert_eq!(line_and_column("", 0), (1, 1));
    }
}
