//! Refusals of quantities.

use super::Dimension;
use super::scale::MAX_POWER;
use super::symbols::ACCEPTED;
use crate::nearest::did_you_mean;

/// Why a text is not the quantity that was asked for.
///
/// Every variant carries the `text` as typed; every message says what is wrong with it and what
/// would be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnitError {
    /// The text does not begin with a number.
    #[error(
        "{text:?} does not begin with a number: a quantity is a number and a unit, \
         such as \"104 pF\""
    )]
    MissingNumber {
        /// The text as typed.
        text: String,
    },

    /// A bare number where a unit is needed.
    #[error("{text:?} has no unit: expected {}, such as {example:?}", expected.phrase())]
    MissingUnit {
        /// The text as typed.
        text: String,
        /// The dimension that was asked for.
        expected: Dimension,
        /// A text that would be accepted.
        example: &'static str,
    },

    /// A unit name that is not known.
    #[error(
        "{text:?}: unknown unit {unit:?}{}; known are {ACCEPTED}",
        did_you_mean(nearest.as_deref())
    )]
    UnknownUnit {
        /// The text as typed.
        text: String,
        /// The name that is not known.
        unit: String,
        /// The known unit that is spelled most alike, if one is close.
        nearest: Option<String>,
    },

    /// A quantity of another kind than the one asked for.
    #[error(
        "{text:?}: expected {} such as {example:?}, found {} ({unit})",
        expected.phrase(),
        found.phrase()
    )]
    WrongDimension {
        /// The text as typed.
        text: String,
        /// The dimension that was asked for.
        expected: Dimension,
        /// A text that would be accepted.
        example: &'static str,
        /// The dimension that was found.
        found: Dimension,
        /// The unit as typed.
        unit: String,
    },

    /// The text behind the number is no unit expression.
    #[error(
        "{text:?}: cannot read {rest:?} as part of a unit; write units as in \"pA*sqrt(s)\" or \
         \"nA/mV\""
    )]
    Unreadable {
        /// The text as typed.
        text: String,
        /// The part that could not be read.
        rest: String,
    },

    /// The text ends where a unit, a power or a parenthesis was expected.
    #[error("{text:?} ends too early: expected {expected}")]
    Incomplete {
        /// The text as typed.
        text: String,
        /// What is missing.
        expected: &'static str,
    },

    /// A power that units do not have here.
    #[error(
        "{text:?}: units are raised to whole and half powers between -{MAX_POWER} and \
         {MAX_POWER}, and products to nothing finer than halves"
    )]
    UnsupportedPower {
        /// The text as typed.
        text: String,
    },

    /// Parentheses within parentheses, too deep.
    #[error("{text:?}: parentheses are nested more than {limit} deep")]
    TooDeep {
        /// The text as typed.
        text: String,
        /// The deepest nesting that is read.
        limit: usize,
    },

    /// Not a number, infinite, or too large or too small for a 64-bit float.
    #[error(
        "{text:?} is not a finite number of a size that 64-bit floats hold (0, or about 1e-323 to \
         1e308 in {unit})"
    )]
    NotFinite {
        /// The text as typed.
        text: String,
        /// The unit in which the number would be held.
        unit: String,
    },
}
