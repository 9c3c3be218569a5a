//! Parts of populations: `cells`, `cells[3]`, `cells[0:80]`.

use crate::config::document::SLICE;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Neurons of a population, as typed: `name`, `name[i]` or `name[a:b]`.
///
/// As in Python, `a:b` is half-open, ends may be left out, and negative numbers count from the end.
/// Unlike in Python, what lies beyond the end is an error, and so is a slice without neurons.
///
/// ```
/// use adexnet_io::config::SliceSpec;
///
/// let slice: SliceSpec = "cells[-20:]".parse()?;
/// assert_eq!(slice.population(), "cells");
/// assert_eq!(slice.resolve(100)?, 80..100);
/// assert!(slice.resolve(10).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceSpec {
    text: String,
    population: String,
    selection: Selection,
}

/// What stands in the brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Selection {
    All,
    One(i64),
    Range(Option<i64>, Option<i64>),
}

/// A slice that cannot be read, or that does not lie in its population.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SliceError {
    /// The text has not the form of a slice.
    #[error(
        "this is no slice; expected is a population, one of its neurons or a range of them: \
         \"cells\", \"cells[3]\" or \"cells[0:80]\""
    )]
    Form,
    /// A slice with a step.
    #[error("slices have no step; expected is a range such as \"cells[0:80]\"")]
    Step,
    /// A number beyond the population.
    #[error(
        "{index} lies outside the population, which has {}; accepted is {}",
        neurons(*size),
        accepted(*size, *is_end)
    )]
    Outside {
        /// The number as typed.
        index: i64,
        /// Size of the population.
        size: usize,
        /// Whether the number is an end of a range, which is not part of it.
        is_end: bool,
    },
    /// A range without neurons.
    #[error(
        "this slice is empty: it goes from {} to before {} of {}; expected is at least one \
         neuron",
        range.start, range.end, neurons(*size)
    )]
    Empty {
        /// The range.
        range: Range<usize>,
        /// Size of the population.
        size: usize,
    },
}

fn neurons(count: usize) -> String {
    match count {
        1 => "1 neuron".to_owned(),
        _ => format!("{count} neurons"),
    }
}

/// The numbers that a population of this size accepts.
fn accepted(size: usize, is_end: bool) -> String {
    match (size, is_end) {
        (0, false) => "none".to_owned(),
        (_, false) => format!("0 to {}, or -1 to -{size} from the end", size - 1),
        (_, true) => format!("0 to {size}, or -1 to -{size} from the end"),
    }
}

impl SliceSpec {
    /// Name of the population.
    pub fn population(&self) -> &str {
        &self.population
    }

    /// The slice as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The neurons in a population of `size` neurons.
    ///
    /// # Errors
    /// [`SliceError::Outside`] and [`SliceError::Empty`].
    pub fn resolve(&self, size: usize) -> Result<Range<usize>, SliceError> {
        let range = match self.selection {
            Selection::All => 0..size,
            Selection::One(index) => {
                let first = position(index, size, false)?;
                first..first + 1
            }
            Selection::Range(start, end) => {
                let bound = |typed: Option<i64>, open| match typed {
                    Some(index) => position(index, size, true),
                    None => Ok(open),
                };
                bound(start, 0)?..bound(end, size)?
            }
        };
        if range.is_empty() {
            return Err(SliceError::Empty { range, size });
        }
        Ok(range)
    }
}

/// The position that a typed number means.
fn position(index: i64, size: usize, is_end: bool) -> Result<usize, SliceError> {
    let from_start = if index < 0 {
        i128::from(index) + size as i128
    } else {
        i128::from(index)
    };
    let limit = if is_end { size } else { size.saturating_sub(1) };
    usize::try_from(from_start)
        .ok()
        .filter(|&position| position <= limit && size > 0)
        .ok_or(SliceError::Outside {
            index,
            size,
            is_end,
        })
}

impl FromStr for SliceSpec {
    type Err = SliceError;

    fn from_str(text: &str) -> Result<Self, SliceError> {
        let trimmed = text.trim();
        let (population, selection) = match trimmed.split_once('[') {
            None => (trimmed, Selection::All),
            Some((population, rest)) => {
                let inside = rest.strip_suffix(']').ok_or(SliceError::Form)?;
                (population.trim_end(), Selection::from_str(inside)?)
            }
        };
        if population.is_empty() || population.contains(']') {
            return Err(SliceError::Form);
        }
        Ok(Self {
            text: trimmed.to_owned(),
            population: population.to_owned(),
            selection,
        })
    }
}

impl FromStr for Selection {
    type Err = SliceError;

    fn from_str(inside: &str) -> Result<Self, SliceError> {
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| SliceError::Form);
        let bound = |text: &str| match text.trim() {
            "" => Ok(None),
            text => number(text).map(Some),
        };
        match inside.split(':').collect::<Vec<_>>()[..] {
            [index] => number(index).map(Self::One),
            [start, end] => Ok(Self::Range(bound(start)?, bound(end)?)),
            [_, _, _] => Err(SliceError::Step),
            _ => Err(SliceError::Form),
        }
    }
}

impl fmt::Display for SliceSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for SliceSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for SliceSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_newtype_struct(SLICE, TextVisitor)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Reads the text of a slice, whose expressions have been evaluated.
struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text such as \"cells[0:80]\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<String, D::Error> {
        inner.deserialize_str(self)
    }
}
