//! Changes that the command line makes to a description.
//!
//! The one idea to know: a change is made in the parsed text, before anything is checked. So whatever
//! it brings is checked as if it stood in the file, and only the place of an error differs.

use super::key_path::{KeyPath, Segment, item_name};
use super::words::Kind;
use crate::config::error::{ConfigError, ConfigPlace, ConfigProblem};
use adexnet_model::nearest::nearest;
use std::ops::Range;
use toml::{Table, Value};

/// Deepest key that can be set; a description has no deeper ones.
const MAX_DEPTH: usize = 8;

/// What the command line changes in a description.
///
/// `set` is applied first, in order; the other fields are short forms for keys of `[simulation]`
/// and win over it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Each `KEY=VALUE`. KEY is a dotted path; tables in arrays are addressed by their `name` or
    /// their number, counted from 0. VALUE is TOML, or else a text without quotation marks.
    pub set: Vec<String>,
    /// `simulation.seed`.
    pub seed: Option<u64>,
    /// `simulation.threads`.
    pub threads: Option<usize>,
    /// `simulation.precision`.
    pub precision: Option<String>,
    /// `simulation.duration`.
    pub duration: Option<String>,
}

impl Overrides {
    /// All changes in the order in which they are made.
    pub(super) fn changes(&self) -> Result<Vec<Change>, ConfigError> {
        let mut changes = self
            .set
            .iter()
            .map(|assignment| Change::from_assignment(assignment))
            .collect::<Result<Vec<_>, _>>()?;
        let number = |value: u64| (value.to_string(), i64::try_from(value).map(Value::Integer));
        let text = |text: &String| (text.clone(), Ok(Value::String(text.clone())));
        let flags = [
            ("seed", self.seed.map(number)),
            ("threads", self.threads.map(|count| number(count as u64))),
            ("precision", self.precision.as_ref().map(text)),
            ("duration", self.duration.as_ref().map(text)),
        ];
        for (flag, setting) in flags {
            let Some((typed, value)) = setting else {
                continue;
            };
            let prefix = format!("--{flag} ");
            let shown = format!("{prefix}{typed}");
            let value = value.map_err(|_| {
                let place = ConfigPlace::in_option(&shown, prefix.len()..shown.len());
                ConfigError::new(place, ConfigProblem::NumberTooLarge)
            })?;
            changes.push(Change {
                key: format!("simulation.{flag}"),
                key_span: 0..prefix.len() - 1,
                value_span: prefix.len()..shown.len(),
                typed: shown,
                value,
            });
        }
        Ok(changes)
    }
}

/// A change that is to be made.
#[derive(Debug, Clone)]
pub(super) struct Change {
    typed: String,
    key: String,
    key_span: Range<usize>,
    value: Value,
    value_span: Range<usize>,
}

/// A change that was made.
#[derive(Debug, Clone)]
pub(super) struct Override {
    /// The option as typed.
    pub(super) typed: String,
    /// Where its value went.
    pub(super) path: KeyPath,
    pub(super) key_span: Range<usize>,
    pub(super) value_span: Range<usize>,
}

impl Change {
    fn from_assignment(assignment: &str) -> Result<Self, ConfigError> {
        const PREFIX: &str = "--set ";
        let typed = format!("{PREFIX}{assignment}");
        let refuse = |problem| {
            let place = ConfigPlace::in_option(&typed, PREFIX.len()..typed.len());
            Err(ConfigError::new(place, problem))
        };
        let Some((key, value)) = assignment.split_once('=') else {
            return refuse(ConfigProblem::NoAssignment);
        };
        let key_end = PREFIX.len() + key.len();
        let key = key.trim();
        if key.split('.').any(|part| part.trim().is_empty()) {
            return refuse(ConfigProblem::NoAssignment);
        }
        if key.split('.').count() > MAX_DEPTH {
            return refuse(ConfigProblem::KeyTooDeep { limit: MAX_DEPTH });
        }
        Ok(Self {
            key: key.to_owned(),
            key_span: PREFIX.len()..key_end,
            value_span: key_end + 1..typed.len(),
            value: value_of(value.trim()),
            typed,
        })
    }

    /// Makes the change in a description.
    pub(super) fn apply(self, root: &mut Value) -> Result<Override, ConfigError> {
        let mut path = KeyPath::default();
        let mut slot = root;
        for part in self.key.split('.').map(str::trim) {
            let segment = match enter(slot, path.segments().last(), part) {
                Ok(segment) => segment,
                Err(problem) => {
                    let mut place = ConfigPlace::in_option(&self.typed, self.key_span.clone());
                    place.key = Some(self.key.clone());
                    return Err(ConfigError::new(place, problem));
                }
            };
            slot = match (slot, &segment) {
                (Value::Table(table), Segment::Key(key)) => table
                    .entry(key.clone())
                    .or_insert_with(|| Value::Table(Table::new())),
                (Value::Array(items), Segment::Index(index)) => &mut items[*index],
                _ => unreachable!("enter found this segment in this value"),
            };
            path.push(segment);
        }
        *slot = self.value;
        Ok(Override {
            typed: self.typed,
            path,
            key_span: self.key_span,
            value_span: self.value_span,
        })
    }
}

/// TOML if it is that, else the text itself: `20 pA` needs no quotation marks within those of the
/// shell.
fn value_of(text: &str) -> Value {
    toml::de::ValueDeserializer::parse(text)
        .and_then(serde::Deserialize::deserialize)
        .unwrap_or_else(|_| Value::String(text.to_owned()))
}

/// The segment that a part of a dotted key means within `value`, the value of the key `parent`. A
/// neuron that is only the name of a preset becomes a table with that preset.
fn enter(
    value: &mut Value,
    parent: Option<&Segment>,
    part: &str,
) -> Result<Segment, ConfigProblem> {
    let is_neuron = matches!(parent, Some(Segment::Key(key)) if key == "neuron");
    if let (Value::String(preset), true) = (&*value, is_neuron) {
        *value = Value::Table(Table::from_iter([(
            "preset".to_owned(),
            Value::String(preset.clone()),
        )]));
    }
    match value {
        Value::Table(_) => Ok(Segment::Key(part.to_owned())),
        Value::Array(items) => item(items, part)
            .map(Segment::Index)
            .ok_or_else(|| no_such_item(items, part)),
        _ => Err(ConfigProblem::NoTable {
            found: value.kind(),
            part: part.to_owned(),
        }),
    }
}

/// The number of the item with this name, or else of this number.
fn item(items: &[Value], part: &str) -> Option<usize> {
    let named = items.iter().position(|item| item_name(item) == Some(part));
    let numbered = || {
        part.parse()
            .ok()
            .filter(|&index: &usize| index < items.len())
    };
    named.or_else(numbered)
}

fn no_such_item(items: &[Value], part: &str) -> ConfigProblem {
    let names: Vec<&str> = items.iter().filter_map(item_name).collect();
    ConfigProblem::NoSuchItem {
        name: part.to_owned(),
        nearest: nearest(part, names.iter().copied()).map(str::to_owned),
        known: names.into_iter().map(str::to_owned).collect(),
        count: items.len(),
    }
}
