//! Refusals of expressions.

use crate::nearest::did_you_mean;
use crate::units::Dimension;
use crate::units::symbols::ACCEPTED;
use std::fmt;

/// Longest part of an expression that a message repeats, in characters.
const SHOWN: usize = 60;

/// Why a text is no expression, or has no value.
///
/// Every message says which part of the expression is meant, what is wrong with it, and, behind a
/// semicolon, what would be accepted. The whole text is left to the caller to repeat.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExpressionError {
    /// A text longer than any expression that somebody writes.
    #[error("the expression is too long; at most {limit} characters are accepted")]
    TooLong {
        /// The greatest length, in characters.
        limit: usize,
    },
    /// Parentheses, signs or powers within each other, too deep.
    #[error(
        "parentheses, signs and powers are nested too deep; at most {limit} levels are accepted"
    )]
    TooDeep {
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// Something that has no place in an expression, or not this one.
    #[error("cannot read {rest:?}; expected is {expected}")]
    Unreadable {
        /// The text from there on.
        rest: String,
        /// What could stand there.
        expected: &'static str,
    },
    /// The text ends in the middle.
    #[error("the expression ends too early; expected is {expected}")]
    Incomplete {
        /// What is missing.
        expected: &'static str,
    },
    /// Units without any number.
    #[error("there is no number; a quantity is a number and a unit, such as \"104 pF\"")]
    NothingButUnits,
    /// A word behind a number that is no unit.
    #[error(
        "unknown unit {unit:?}{}; known are {ACCEPTED}, and parameters are multiplied by *",
        did_you_mean(nearest.as_deref())
    )]
    UnknownUnit {
        /// The word.
        unit: String,
        /// The known unit that is spelled most alike, if one is close.
        nearest: Option<String>,
    },
    /// A word before an opening parenthesis that is no function.
    #[error(
        "unknown function {name:?}{}; known are sqrt, exp, log, min, max, round, floor, ceil and \
         abs, and factors are multiplied by *",
        did_you_mean(*nearest)
    )]
    UnknownFunction {
        /// The word.
        name: String,
        /// The function that is spelled most alike, if one is close.
        nearest: Option<&'static str>,
    },
    /// A function with too few or too many arguments.
    #[error("wrong number of arguments of {function}, {found}; accepted is {accepted}")]
    Arguments {
        /// The function.
        function: &'static str,
        /// How many it takes.
        accepted: &'static str,
        /// How many there are.
        found: usize,
    },
    /// A name without a value.
    #[error("{name:?} has no value; expected are numbers, quantities and known names")]
    UnknownName {
        /// The name.
        name: String,
    },
    /// Quantities that cannot be added, compared or divided with a remainder.
    #[error(
        "{part:?} puts together {} and {}; both must have the same dimension",
        left.phrase(), right.phrase()
    )]
    DifferentDimensions {
        /// The part of the expression that does.
        part: String,
        /// The dimension of its first operand.
        left: Dimension,
        /// The dimension of the other.
        right: Dimension,
    },
    /// A quantity with a unit where only a plain number has a meaning.
    #[error("{part:?} is {}; {user} takes a plain number", found.phrase())]
    NotPlain {
        /// The part of the expression that is to be a plain number.
        part: String,
        /// Its dimension.
        found: Dimension,
        /// What it is for: "exp", "a power".
        user: &'static str,
    },
    /// A division by zero, with or without remainder.
    #[error("{part:?} divides by zero; expected is a divisor that is not 0")]
    DivisionByZero {
        /// The part of the expression that does.
        part: String,
    },
    /// A part without value, or with one too large.
    #[error("{part:?} is not a finite number; expected is 0 or a size from 1e-323 to 1e308")]
    NotFinite {
        /// The part.
        part: String,
    },
    /// A power or root of units that is no product of whole and half powers.
    #[error(
        "{part:?} has an unusual unit; accepted are whole and half powers of units, from -12 to 12"
    )]
    UnsupportedPower {
        /// The part.
        part: String,
    },
    /// A fraction where a whole number is needed.
    #[error("{value} is not whole; expected is a whole number, to within 1e-9")]
    NotWhole {
        /// The value.
        value: f64,
    },
    /// A whole number that 64-bit floats do not hold exactly.
    #[error("{value} is too large for an expression; whole numbers reach up to 2**53")]
    TooLarge {
        /// The value.
        value: f64,
    },
}

/// The beginning of a text, as messages repeat it.
pub(super) fn excerpt(text: &(impl fmt::Display + ?Sized)) -> String {
    let text = text.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    let beginning: String = text.chars().take(SHOWN).collect();
    format!("{beginning}...")
}
