//! Arithmetic with quantities: `10 nS/(N*p)`, `4*N//5`, `2*tau_w + 5 ms`.
//!
//! The one idea to know: a value that is computed keeps the unit in which it was typed. `10 nS/5` is
//! the number 10/5 of nS, not 1e-8/5 siemens, so round numbers in the units that people use give
//! round results, bit by bit. Units are powers of ten and are never rounded ([`Computed`]).
//!
//! The language is Python's arithmetic, with its precedence and its meaning of `//` and `%`:
//!
//! | what | how |
//! |---|---|
//! | numbers and quantities | `0.05`, `1e3`, `10 nS`, `8 pA*sqrt(s)` |
//! | names | whatever the caller gives a value to; a name that is a unit is the unit |
//! | operators | `+` `-` `*` `/` `//` `%` `**` and signs, and parentheses; `^` is `**`, `·` and `×` are `*` |
//! | functions | `sqrt` `exp` `log` `min` `max` `round` `floor` `ceil` `abs` |
//!
//! A unit directly behind a number belongs to it: `1/2 ms` is 1/(2 ms), and `2 ms**2` is 2 (ms**2).
//! `//` and `%` divide quantities of one dimension; `round`, `floor` and `ceil`, whose results would
//! depend on the unit, take plain numbers only, and so do `exp`, `log` and powers.
//!
//! ```
//! use adexnet_model::units::{Computed, Expression, Unit};
//!
//! let parameters = |name: &str| match name {
//!     "N" => Some(Computed::plain(100.0)),
//!     "p" => Some(Computed::plain(0.05)),
//!     _ => None,
//! };
//! let weight = Expression::parse("10 nS/(N*p)")?.evaluate(&parameters)?;
//! assert_eq!(weight.value_in(&Unit::NS)?, 2.0);
//! assert_eq!(weight.to_string(), "2 nS");
//!
//! let refusal = Expression::parse("10 ms + N*mV")?.evaluate(&parameters).unwrap_err();
//! assert_eq!(
//!     refusal.to_string(),
//!     "\"10 ms + N*mV\" puts together a time and a voltage; both must have the same dimension"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod computed;
mod error;
mod evaluation;
mod parser;
#[cfg(test)]
mod tests;
mod tree;

pub use computed::Computed;
pub use error::ExpressionError;

use super::symbols;
use std::collections::BTreeSet;
use std::fmt;
use tree::{Function, Node};

/// Longest expression, in characters. It bounds the depth of the tree, and with it the stack.
const MAX_LENGTH: usize = 1000;

/// Deepest nesting of parentheses, signs and powers: each costs stack while reading.
const MAX_DEPTH: usize = 32;

/// Longest name, in characters.
const MAX_NAME: usize = 64;

/// An expression that was read. `Display` writes it so that it reads back as the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    root: Node,
}

impl Expression {
    /// Reads an expression. Which names have a value is asked only when it is evaluated.
    ///
    /// # Errors
    ///
    /// If the text is no expression, or is nothing but units.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let root = parser::parse(text)?;
        if root.has_value() {
            Ok(Self { root })
        } else {
            Err(ExpressionError::NothingButUnits)
        }
    }

    /// The names that need a value, in alphabetical order, each once.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.root.visit(&mut |node| {
            if let Node::Name(name) = node {
                names.insert(name.as_str());
            }
        });
        names
    }

    /// The value, with `parameters` giving that of each name.
    ///
    /// # Errors
    ///
    /// If a name has no value, dimensions do not fit, or a result is not a finite number.
    pub fn evaluate(
        &self,
        parameters: &dyn Fn(&str) -> Option<Computed>,
    ) -> Result<Computed, ExpressionError> {
        let value = evaluation::evaluate(&self.root, parameters)?;
        if value.is_representable() {
            Ok(value)
        } else {
            let part = error::excerpt(&self.root);
            Err(ExpressionError::NotFinite { part })
        }
    }

    /// Whether a text can be a name in expressions: a letter or `_`, then letters, digits and `_`, 64
    /// characters at most. Units and functions are names as well ([`reserved`](Self::reserved)).
    pub fn is_name(text: &str) -> bool {
        parser::name_length(text) == text.len()
            && !text.is_empty()
            && text.chars().count() <= MAX_NAME
    }

    /// What a name always means in expressions, "a unit" or "a function", so that it can be given
    /// no other value.
    pub fn reserved(name: &str) -> Option<&'static str> {
        if Function::find(name).is_some() {
            Some("a function")
        } else if symbols::lookup(name).is_some() {
            Some("a unit")
        } else {
            None
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)
    }
}
