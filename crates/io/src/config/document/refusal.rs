//! Errors of reading, which keep their parts.
//!
//! The one idea to know: code that serde derives reports an unknown key, a missing key or a wrong type
//! through constructors of the error type. The error type of `toml` makes a sentence of the parts,
//! from which neither the nearest known key nor the path could be won back; [`Refusal`] keeps them.

use super::key_path::{KeyPath, Segment};
use super::words::{in_words, kind};
use crate::config::error::ConfigProblem;
use adexnet_model::nearest::nearest;
use adexnet_model::units::ExpressionError;
use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// What could not be read, and why.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The way to the value, the last segment first.
    backwards: Vec<Segment>,
    pub(super) problem: Box<ConfigProblem>,
}

impl Refusal {
    pub(super) fn new(problem: ConfigProblem) -> Self {
        Self {
            backwards: Vec::new(),
            problem: Box::new(problem),
        }
    }

    pub(super) fn within(mut self, segment: Segment) -> Self {
        self.backwards.push(segment);
        self
    }

    /// The value that was refused.
    pub(super) fn path(&self) -> KeyPath {
        self.backwards.iter().rev().cloned().collect()
    }
}

impl From<ConfigProblem> for Refusal {
    fn from(problem: ConfigProblem) -> Self {
        Self::new(problem)
    }
}

impl From<ExpressionError> for Refusal {
    fn from(error: ExpressionError) -> Self {
        Self::new(error.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ConfigProblem::Value(message.to_string()))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(ConfigProblem::WrongType {
            found: kind(&unexpected),
            expected: in_words(&expected.to_string()),
        })
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ConfigProblem::UnknownName {
            nearest: nearest(variant, expected.iter().copied()).map(str::to_owned),
            known: expected.iter().map(|&known| known.to_owned()).collect(),
        })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let problem = ConfigProblem::UnknownKey {
            nearest: nearest(field, expected.iter().copied()).map(str::to_owned),
            known: expected.iter().map(|&known| known.to_owned()).collect(),
        };
        Self::new(problem).within(Segment::Key(field.to_owned()))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(ConfigProblem::MissingKey { key: field })
    }
}
