//! Parts of populations: `cells`, `cells[3]`, `cells[0:80]`, `cells[1, 5, 9]`.

use serde::{Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// Neurons of a population, as typed: `name`, `name[i]`, `name[a:b]`, or several of these in ascending
/// order, `name[i, a:b]`.
///
/// As in Python, `a:b` is half-open, ends may be left out, and negative numbers count from the end.
/// Unlike in Python, what lies beyond the end is an error, and so is a slice without neurons.
///
/// ```
/// use adexnet_io::config::SliceSpec;
///
/// let slice: SliceSpec = "cells[-20:]".parse()?;
/// assert_eq!(slice.population(), "cells");
/// assert_eq!(slice.resolve(100)?, [80..100]);
/// assert!(slice.resolve(10).is_err());
/// let list: SliceSpec = "cells[0, 5, 7:9]".parse()?;
/// assert_eq!(list.resolve(100)?, [0..1, 5..6, 7..9]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceSpec {
    text: String,
    population: String,
    /// What stands in the brackets; nothing is all neurons.
    parts: Vec<Part>,
}

/// What stands between two commas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
enum Part {
    One(i64),
    Range(Option<i64>, Option<i64>),
}

/// A slice that cannot be read, or that does not lie in its population.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SliceError {
    /// The text has not the form of a slice.
    #[error(
        "this is no slice; expected is a population, one of its neurons, a range or a list of them: \
         \"cells\", \"cells[3]\", \"cells[0:80]\" or \"cells[1, 5, 9]\""
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
    /// A list out of order, or with a neuron that is named twice.
    #[error("neuron {after} follows {before}; listed neurons must ascend, each named once")]
    NotAscending {
        /// The earlier neuron.
        before: usize,
        /// The later one.
        after: usize,
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

    /// The neurons in a population of `size` neurons: ranges in ascending order.
    ///
    /// # Errors
    /// [`SliceError::Outside`], [`SliceError::Empty`] and [`SliceError::NotAscending`].
    pub fn resolve(&self, size: usize) -> Result<Vec<Range<usize>>, SliceError> {
        if self.parts.is_empty() {
            let all = 0..size;
            return not_empty(all, size).map(|all| vec![all]);
        }
        let ranges = self.parts.iter().map(|part| part.resolve(size));
        let ranges: Vec<Range<usize>> = ranges.collect::<Result<_, _>>()?;
        match ranges.windows(2).find(|pair| pair[0].end > pair[1].start) {
            Some(pair) => Err(SliceError::NotAscending {
                before: pair[0].end - 1,
                after: pair[1].start,
            }),
            None => Ok(ranges),
        }
    }
}

impl Part {
    fn resolve(self, size: usize) -> Result<Range<usize>, SliceError> {
        let range = match self {
            Self::One(index) => {
                let first = position(index, size, false)?;
                first..first + 1
            }
            Self::Range(start, end) => {
                let bound = |typed: Option<i64>, open| match typed {
                    Some(index) => position(index, size, true),
                    None => Ok(open),
                };
                bound(start, 0)?..bound(end, size)?
            }
        };
        not_empty(range, size)
    }
}

fn not_empty(range: Range<usize>, size: usize) -> Result<Range<usize>, SliceError> {
    if range.is_empty() {
        return Err(SliceError::Empty { range, size });
    }
    Ok(range)
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
        let (population, parts) = match trimmed.split_once('[') {
            None => (trimmed, Vec::new()),
            Some((population, rest)) => {
                let inside = rest.strip_suffix(']').ok_or(SliceError::Form)?;
                let parts = inside.split(',').map(Part::from_str);
                (population.trim_end(), parts.collect::<Result<_, _>>()?)
            }
        };
        if population.is_empty() || population.contains(']') {
            return Err(SliceError::Form);
        }
        Ok(Self {
            text: trimmed.to_owned(),
            population: population.to_owned(),
            parts,
        })
    }
}

impl FromStr for Part {
    type Err = SliceError;

    fn from_str(text: &str) -> Result<Self, SliceError> {
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| SliceError::Form);
        let bound = |text: &str| match text.trim() {
            "" => Ok(None),
            text => number(text).map(Some),
        };
        match text.split(':').collect::<Vec<_>>()[..] {
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

/// As typed for human readers, else what it says, however it is spaced.
impl Serialize for SliceSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.text)
        } else {
            (&self.population, &self.parts).serialize(serializer)
        }
    }
}
