//! A description as text: the file, what the command line changes in it, and the way back from a
//! key to the place where it was written.

mod expressions;
mod key_path;
mod overrides;
mod parameters;
mod position;
mod reader;
mod refusal;
mod source;
mod words;

pub(super) use key_path::KeyPath;
pub use overrides::Overrides;
pub(super) use position::{Part, line_and_column};
pub(super) use reader::{NEURON, SLICE};
pub use source::Source;

use super::error::{ConfigError, ConfigPlace, ConfigProblem};
use key_path::Segment;
use overrides::Override;
use parameters::Parameters;
use reader::Reader;
use refusal::Refusal;
use serde::Deserialize;
use source::Text;
use std::ops::Range;
use std::path::Path;
use toml::Value;

/// Longest value that a message repeats, in characters.
const SHOWN_VALUE: usize = 80;

/// A parsed description with its overrides applied.
#[derive(Debug, Clone)]
pub(super) struct Document {
    text: Text,
    overrides: Vec<Override>,
    /// What was typed, with expressions as texts.
    root: Value,
    parameters: Parameters,
}

impl Document {
    pub(super) fn load(source: Source<'_>, overrides: &Overrides) -> Result<Self, ConfigError> {
        let text = source.read()?;
        let mut root = Value::Table(text.parse()?);
        let declared = parameter_names(&root);
        let overrides = overrides
            .changes()?
            .into_iter()
            .map(|change| change.apply(&mut root))
            .collect::<Result<_, _>>()?;
        let mut document = Self {
            text,
            overrides,
            root,
            parameters: Parameters::default(),
        };
        document.check_overrides(&declared)?;
        document.parameters =
            Parameters::resolve(&document.root).map_err(|refusal| document.refuse(refusal))?;
        Ok(document)
    }

    /// Reads the whole description as a type.
    pub(super) fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, ConfigError> {
        let reader = Reader {
            value: &self.root,
            parameters: &self.parameters,
        };
        T::deserialize(reader).map_err(|refusal| self.refuse(refusal))
    }

    /// The error of a value that could not be read.
    fn refuse(&self, refusal: Refusal) -> ConfigError {
        let part = match *refusal.problem {
            ConfigProblem::UnknownKey { .. }
            | ConfigProblem::NoParameterName
            | ConfigProblem::AmbiguousName { .. } => Part::Key,
            _ => Part::Value,
        };
        self.error(&refusal.path(), part, *refusal.problem)
    }

    /// Refuses to set parameters that the text does not have: nothing in it could use them.
    fn check_overrides(&self, declared: &[String]) -> Result<(), ConfigError> {
        for change in &self.overrides {
            if let [Segment::Key(table), Segment::Key(name)] = change.path.segments()
                && table == parameters::KEY
                && !declared.contains(name)
            {
                let known: Vec<_> = declared.iter().map(String::as_str).collect();
                let problem = parameters::unknown(name, &known);
                return Err(self.error(&change.path, Part::Key, problem));
            }
        }
        Ok(())
    }

    /// Whether a single value stands at a path, which messages then repeat.
    pub(super) fn is_single(&self, path: &KeyPath) -> bool {
        path.value(&self.root).and_then(shown).is_some()
    }

    /// What a run of this description is called.
    pub(super) fn title(&self) -> &str {
        &self.text.title
    }

    /// The directory to which the path at `key` is relative: that of the file, or the current one
    /// for a path that was typed as an option.
    pub(super) fn directory_of(&self, key: &KeyPath) -> &Path {
        match self.override_of(key) {
            Some(_) => Path::new(""),
            None => &self.text.directory,
        }
    }

    /// An error at a key or its value.
    pub(super) fn error(&self, path: &KeyPath, part: Part, problem: ConfigProblem) -> ConfigError {
        let mut place = self.place(path, part);
        place.key = Some(path.display(&self.root)).filter(|key| !key.is_empty());
        if part == Part::Value {
            let typed = path.value(&self.root);
            place.value = typed.and_then(shown);
            place.computed = typed
                .and_then(Value::as_str)
                .filter(|_| problem.is_about_value())
                .and_then(|text| self.parameters.value_text(text));
        }
        ConfigError::new(place, problem)
    }

    /// The last override that set the value at a path, or what contains it.
    fn override_of(&self, path: &KeyPath) -> Option<&Override> {
        let covers = |change: &&Override| path.is_within(&change.path);
        self.overrides.iter().rev().find(covers)
    }

    /// Where the value at a path was written, or else what would contain it.
    fn place(&self, path: &KeyPath, part: Part) -> ConfigPlace {
        if let Some(change) = self.override_of(path) {
            let is_key = part == Part::Key && *path == change.path;
            let span = if is_key {
                &change.key_span
            } else {
                &change.value_span
            };
            return ConfigPlace::in_option(&change.typed, span.clone());
        }
        if let Some(span) = position::span(&self.text.content, path, part) {
            return self.in_text(Some(span));
        }
        let within = |change: &&Override| change.path.is_within(path);
        if let Some(change) = self.overrides.iter().rev().find(within) {
            return ConfigPlace::in_option(&change.typed, change.key_span.clone());
        }
        match path.parent() {
            Some(parent) => self.place(&parent, Part::Value),
            None => self.in_text(None),
        }
    }

    fn in_text(&self, span: Option<Range<usize>>) -> ConfigPlace {
        ConfigPlace::in_text(&self.text.origin, &self.text.content, span)
    }
}

/// The names of the parameters in a description.
fn parameter_names(root: &Value) -> Vec<String> {
    match root.get(parameters::KEY) {
        Some(Value::Table(table)) => table.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// A single value as a message repeats it; `None` for tables and arrays.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => format!("{text:?}"),
        Value::Array(_) | Value::Table(_) => return None,
        other => other.to_string(),
    };
    if text.chars().count() <= SHOWN_VALUE {
        return Some(text);
    }
    let beginning: String = text.chars().take(SHOWN_VALUE).collect();
    Some(format!("{beginning}..."))
}
