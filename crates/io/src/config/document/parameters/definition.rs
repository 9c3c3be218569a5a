//! What a text says, with the names of the parameters known but not yet their values.

use super::super::words::Kind;
use crate::config::error::ConfigProblem;
use crate::config::spec::reason;
use adexnet_model::nearest::nearest;
use adexnet_model::units::{Computed, Expression, Quantity, UnitError};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// Up to here every whole number is a 64-bit float, in which expressions are evaluated.
const EXACT_UP_TO: u64 = 1 << 53;

/// The names of the parameters.
pub(super) trait Names {
    fn has(&self, name: &str) -> bool;

    fn all(&self) -> Vec<&str>;
}

impl Names for Table {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn all(&self) -> Vec<&str> {
        self.keys().map(String::as_str).collect()
    }
}

impl Names for BTreeMap<String, Computed> {
    fn has(&self, name: &str) -> bool {
        self.contains_key(name)
    }

    fn all(&self) -> Vec<&str> {
        self.keys().map(String::as_str).collect()
    }
}

/// What was typed for a parameter.
pub(super) enum Definition {
    Number(f64),
    Plain(Quantity),
    Expression(Expression),
    Neither(UnitError),
}

impl Definition {
    /// Reads the value of a parameter in its table.
    pub(super) fn read(value: &Value, table: &Table) -> Result<Self, ConfigProblem> {
        match value {
            Value::Integer(number) if number.unsigned_abs() > EXACT_UP_TO => {
                let accepted = format!("-{EXACT_UP_TO} to {EXACT_UP_TO}");
                Err(ConfigProblem::OutOfRange { accepted })
            }
            Value::Integer(number) => Ok(Self::Number(*number as f64)),
            Value::Float(number) if number.is_finite() => Ok(Self::Number(*number)),
            Value::Float(_) => {
                let accepted = "a finite number".to_owned();
                Err(ConfigProblem::OutOfRange { accepted })
            }
            Value::String(text) => match Self::of_text(text, table)? {
                Self::Neither(error) => Err(ConfigProblem::Value(reason(&error, text))),
                definition => Ok(definition),
            },
            other => Err(ConfigProblem::WrongType {
                found: other.kind(),
                expected: "a number, a quantity such as \"2 nS\" or an expression such as \
                           \"10 nS/N\""
                    .to_owned(),
            }),
        }
    }

    /// Reads a text.
    pub(super) fn of_text(text: &str, names: &impl Names) -> Result<Self, ConfigProblem> {
        let no_quantity = match Quantity::parse(text) {
            Ok(quantity) => return Ok(Self::Plain(quantity)),
            Err(error) => error,
        };
        let expression = match Expression::parse(text) {
            Ok(expression) => expression,
            Err(error) if mentions(text, names) => return Err(error.into()),
            Err(_) => return Ok(Self::Neither(no_quantity)),
        };
        let is_unknown = |name: &&str| !names.has(name);
        if let Some(name) = expression.names().into_iter().find(is_unknown) {
            return Err(unknown(name, &names.all()));
        }
        Ok(Self::Expression(expression))
    }

    /// The names that must have a value before.
    pub(super) fn needs(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Self::Expression(expression) => Some(expression.names()),
            _ => None,
        };
        names.into_iter().flatten()
    }
}

/// Whether one of the words of a text is the name of a parameter.
fn mentions(text: &str, names: &impl Names) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| names.has(word))
}

/// The refusal of a name that is no parameter.
pub(in super::super) fn unknown(name: &str, known: &[&str]) -> ConfigProblem {
    ConfigProblem::UnknownParameter {
        name: name.to_owned(),
        nearest: nearest(name, known.iter().copied()).map(str::to_owned),
        known: known.iter().map(|&known| known.to_owned()).collect(),
    }
}
