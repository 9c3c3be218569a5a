//! `[parameters]`, and what texts that use them amount to.
//!
//! The one idea to know: expressions are evaluated between the parsed text and the types that are
//! read from it, as overrides are applied before. [`Reader`](super::reader::Reader) hands out the
//! value of an expression as if it had been typed: `"10 nS/(N*p)"` as the text `"2 nS"`, `"4*N//5"`
//! as the number 80. So no type of a description knows of expressions, each accepts them, and what
//! they bring is checked like anything else. The document keeps what was typed, from which
//! [`with_expressions`](super::Document::with_expressions) writes it back.
//!
//! A text that is a quantity as it stands is never touched: it means its decimal digits.

mod definition;
mod resolution;

pub(super) use definition::unknown;

use super::key_path::Segment;
use super::refusal::Refusal;
use super::words::Kind;
use crate::config::error::ConfigProblem;
use crate::config::spec::reason;
use adexnet_model::units::{Computed, Expression, Quantity, Unit, UnitError};
use definition::Definition;
use std::collections::BTreeMap;
use toml::Value;

/// The key of the table.
pub(super) const KEY: &str = "parameters";

/// The values of all parameters, by name.
#[derive(Debug, Clone, Default)]
pub(in crate::config) struct Parameters(BTreeMap<String, Computed>);

/// What a text is, where a number or a quantity may stand.
pub(super) enum Reading {
    /// A number and a unit.
    Plain(Quantity),
    /// An expression.
    Computed(Computed),
    /// Neither, and it names no parameter. What was expected is known best by whoever wanted it.
    Neither,
}

impl Parameters {
    /// Evaluates the parameters of a description; they may use each other in any order.
    pub(super) fn resolve(root: &Value) -> Result<Self, Refusal> {
        let table = match root.get(KEY) {
            None => return Ok(Self::default()),
            Some(Value::Table(table)) => table,
            Some(other) => {
                let found = other.kind();
                let expected = "a table, [parameters]".to_owned();
                let problem = ConfigProblem::WrongType { found, expected };
                return Err(Refusal::from(problem).within(Segment::Key(KEY.to_owned())));
            }
        };
        let mut definitions = Vec::with_capacity(table.len());
        for (name, value) in table {
            let definition = check_name(name)
                .and_then(|()| Definition::read(value, table))
                .map_err(|problem| at(name, problem))?;
            definitions.push((name.as_str(), definition));
        }
        resolution::evaluate(&definitions).map(Self)
    }

    /// Reads a text that may be a quantity or an expression.
    pub(super) fn read(&self, text: &str) -> Result<Reading, ConfigProblem> {
        Ok(match Definition::of_text(text, &self.0)? {
            Definition::Plain(quantity) => Reading::Plain(quantity),
            Definition::Neither(_) => Reading::Neither,
            Definition::Number(number) => Reading::Computed(Computed::plain(number)),
            Definition::Expression(expression) => {
                Reading::Computed(expression.evaluate(&|name| self.0.get(name).copied())?)
            }
        })
    }

    /// Reads a text that is to be a plain number; `None` if it is no text of that kind.
    pub(super) fn number(&self, text: &str) -> Result<Option<f64>, ConfigProblem> {
        let plain = |typed: &str, value: Result<f64, UnitError>| match value {
            Ok(number) => Ok(Some(number)),
            Err(error) => Err(ConfigProblem::Value(reason(&error, typed))),
        };
        match self.read(text)? {
            Reading::Plain(quantity) => plain(text, quantity.value_in(&Unit::ONE)),
            Reading::Computed(value) => plain(&value.to_string(), value.value_in(&Unit::ONE)),
            Reading::Neither => Ok(None),
        }
    }

    /// Evaluates what stands in the brackets of a slice; `None` if there is nothing to evaluate.
    pub(super) fn slice(&self, text: &str) -> Result<Option<String>, ConfigProblem> {
        let Some((population, rest)) = text.trim().split_once('[') else {
            return Ok(None);
        };
        let Some(inside) = rest.strip_suffix(']') else {
            return Ok(None);
        };
        let mut evaluated = format!("{population}[");
        let mut is_changed = false;
        for (part, separator) in parts(inside) {
            let is_typed = part.trim().is_empty() || part.trim().parse::<i64>().is_ok();
            match (is_typed, self.number(part)) {
                (false, Ok(Some(number))) => {
                    evaluated.push_str(&Computed::plain(number).whole()?.to_string());
                    is_changed = true;
                }
                (false, Err(problem)) => return Err(problem),
                _ => evaluated.push_str(part),
            }
            evaluated.push_str(separator);
        }
        evaluated.push(']');
        Ok(is_changed.then_some(evaluated))
    }

    /// The value of a text that is an expression, or a slice with one, as a text.
    pub(super) fn value_text(&self, text: &str) -> Option<String> {
        match self.read(text) {
            Ok(Reading::Computed(value)) => Some(value.to_string()),
            _ => self.slice(text).ok().flatten(),
        }
    }
}

/// A problem with the parameter of this name.
fn at(name: &str, problem: ConfigProblem) -> Refusal {
    Refusal::from(problem)
        .within(Segment::Key(name.to_owned()))
        .within(Segment::Key(KEY.to_owned()))
}

fn check_name(name: &str) -> Result<(), ConfigProblem> {
    if !Expression::is_name(name) {
        return Err(ConfigProblem::NoParameterName);
    }
    match Expression::reserved(name) {
        Some(meaning) => Err(ConfigProblem::AmbiguousName {
            name: name.to_owned(),
            meaning,
        }),
        None => Ok(()),
    }
}

/// The parts of a text between `:` and `,`, each with the separator behind it. What stands in
/// parentheses is not divided: `:min(N, 50)`.
fn parts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let whole = rest?;
        let mut depth = 0_usize;
        let end = whole.find(|c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && (c == ':' || c == ',')
        });
        let Some(end) = end else {
            rest = None;
            return Some((whole, ""));
        };
        rest = Some(&whole[end + 1..]);
        Some((&whole[..end], &whole[end..=end]))
    })
}
