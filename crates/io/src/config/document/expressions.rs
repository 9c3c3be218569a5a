//! Writing expressions back into a description that was completed with their values.
//!
//! The one idea to know: an expression is put where the typed description has it, and only if the
//! value there is just what it gives; its value follows as a comment. So whatever was filled in or
//! changed on the way stays as it is, and what is written means the same, bit by bit.

use super::Document;
use super::parameters::{Parameters, Reading};
use adexnet_model::units::{Computed, Unit};
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Value};

/// An expression to be written.
struct Edit {
    /// Where its value stands.
    span: Range<usize>,
    expression: String,
    value: String,
}

impl Document {
    /// `written`, a TOML text made from this description, with the expressions that were typed in
    /// the place of their values.
    pub(in crate::config) fn with_expressions(&self, written: &str) -> String {
        let Ok(tables) = DeTable::parse(written) else {
            return written.to_owned();
        };
        let mut search = Search {
            written,
            parameters: &self.parameters,
            edits: Vec::new(),
        };
        if let Value::Table(typed) = &self.root {
            for (key, value) in typed {
                search.compare(value, tables.get_ref().get(key.as_str()));
            }
        }
        let mut edits = search.edits;
        edits.sort_by_key(|edit| edit.span.start);
        apply(written, &edits)
    }
}

/// A walk through what was typed and what is written, side by side.
struct Search<'a> {
    written: &'a str,
    parameters: &'a Parameters,
    edits: Vec<Edit>,
}

impl Search<'_> {
    fn compare(&mut self, typed: &Value, written: Option<&Spanned<DeValue<'_>>>) {
        let Some(written) = written else {
            return;
        };
        match (typed, written.get_ref()) {
            (Value::Table(typed), DeValue::Table(table)) => {
                for (key, value) in typed {
                    self.compare(value, table.get(key.as_str()));
                }
            }
            (Value::Array(typed), DeValue::Array(items)) => {
                for (index, value) in typed.iter().enumerate() {
                    self.compare(value, items.get(index));
                }
            }
            (Value::String(typed), found) => {
                if let Some(value) = self.value(typed, found, &self.written[written.span()]) {
                    self.edits.push(Edit {
                        span: written.span(),
                        expression: Value::from(typed.as_str()).to_string(),
                        value,
                    });
                }
            }
            _ => {}
        }
    }

    /// The value of `typed` as a text, if it is an expression and gives `found`, written as `text`.
    fn value(&self, typed: &str, found: &DeValue<'_>, text: &str) -> Option<String> {
        match found {
            DeValue::String(found) if found != typed => {
                let value = self.parameters.value_text(typed)?;
                (value == *found).then_some(value)
            }
            DeValue::Integer(_) | DeValue::Float(_) => match self.parameters.read(typed) {
                Ok(Reading::Computed(value)) if is_number(&value, text) => Some(value.to_string()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether a value is the number that is written so.
fn is_number(value: &Computed, text: &str) -> bool {
    let Ok(number) = value.value_in(&Unit::ONE) else {
        return false;
    };
    match text.parse::<i64>() {
        Ok(whole) => value.whole() == Ok(whole),
        Err(_) => text.parse() == Ok(number),
    }
}

/// `text` with all edits made, and the values behind their lines.
fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    let mut values: Vec<&str> = Vec::new();
    for (number, edit) in edits.iter().enumerate() {
        edited.push_str(&text[done..edit.span.start]);
        edited.push_str(&edit.expression);
        values.push(&edit.value);
        done = edit.span.end;
        let line_end = text[done..].find('\n').map_or(text.len(), |end| done + end);
        let is_last = edits
            .get(number + 1)
            .is_none_or(|next| next.span.start > line_end);
        if is_last {
            edited.push_str(&text[done..line_end]);
            edited.push_str("  # = ");
            edited.push_str(&values.join(", "));
            values.clear();
            done = line_end;
        }
    }
    edited.push_str(&text[done..]);
    edited
}
