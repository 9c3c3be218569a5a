//! Where in a description something was written.

use crate::config::document::line_and_column;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Where in a description something was written.
///
/// `Display`: `network.toml, line 12, column 10: projection.E.weight = "2 pF"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigPlace {
    /// What was read: the file as it was named, `preset "notebook"`, or the option as typed:
    /// `--set population.cells.size=0`.
    pub origin: String,
    /// The text in which `span` counts: that of the file, or the option.
    pub text: Option<Arc<str>>,
    /// Bytes of the text.
    pub span: Option<Range<usize>>,
    /// Line and column of the span, counted from 1, columns in characters; `None` in options.
    pub line_and_column: Option<(usize, usize)>,
    /// The dotted path of the key, items of arrays by name: `projection.E.weight`.
    pub key: Option<String>,
    /// The value found there, if it is a single one.
    pub value: Option<String>,
    /// What that amounts to, if it is an expression: `-2 nS`.
    pub computed: Option<String>,
}

impl ConfigPlace {
    /// A source of descriptions as a whole.
    pub(in crate::config) fn whole(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            text: None,
            span: None,
            line_and_column: None,
            key: None,
            value: None,
            computed: None,
        }
    }

    /// Some bytes of a file's text.
    pub(in crate::config) fn in_text(
        origin: &str,
        text: &Arc<str>,
        span: Option<Range<usize>>,
    ) -> Self {
        let line_and_column = span.as_ref().map(|span| line_and_column(text, span.start));
        Self {
            text: Some(Arc::clone(text)),
            span,
            line_and_column,
            ..Self::whole(origin)
        }
    }

    /// Some bytes of an option of the command line.
    pub(in crate::config) fn in_option(typed: &str, span: Range<usize>) -> Self {
        Self {
            text: Some(typed.into()),
            span: Some(span),
            ..Self::whole(typed)
        }
    }

    /// Key and value.
    pub(super) fn subject(&self) -> Option<String> {
        let key = self.key.as_ref()?;
        Some(match (&self.value, &self.computed) {
            (Some(value), Some(computed)) => format!("{key} = {value} ({computed})"),
            (Some(value), None) => format!("{key} = {value}"),
            (None, _) => key.clone(),
        })
    }
}

impl fmt::Display for ConfigPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)?;
        if let Some((line, column)) = self.line_and_column {
            write!(f, ", line {line}, column {column}")?;
        }
        match self.subject() {
            Some(subject) => write!(f, ": {subject}"),
            None => Ok(()),
        }
    }
}
