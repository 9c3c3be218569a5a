//! Where a value stands in a description: keys and positions in arrays.

use crate::config::spec::Name;
use std::fmt::Write;
use toml::Value;

/// One step into a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::config) enum Segment {
    /// Into a table.
    Key(String),
    /// Into an array, counted from 0.
    Index(usize),
}

/// The way from the whole description to a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::config) struct KeyPath(Vec<Segment>);

impl KeyPath {
    /// The path of these dotted keys: `simulation.seed`.
    pub(in crate::config) fn of(dotted: &str) -> Self {
        Self::default().then(dotted)
    }

    /// This path, followed by dotted keys.
    pub(in crate::config) fn then(&self, dotted: &str) -> Self {
        let keys = dotted.split('.').map(|key| Segment::Key(key.to_owned()));
        Self(self.0.iter().cloned().chain(keys).collect())
    }

    /// This path, followed by a position in an array.
    pub(in crate::config) fn at(&self, index: usize) -> Self {
        let mut path = self.clone();
        path.push(Segment::Index(index));
        path
    }

    pub(super) fn push(&mut self, segment: Segment) {
        self.0.push(segment);
    }

    /// Whether this is `ancestor` or lies within it.
    pub(super) fn is_within(&self, ancestor: &Self) -> bool {
        self.0.starts_with(&ancestor.0)
    }

    /// The path of what contains this; `None` for the whole description.
    pub(in crate::config) fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.to_vec()))
    }

    /// The first position in an array on this path.
    pub(in crate::config) fn first_index(&self) -> Option<usize> {
        self.0.iter().find_map(|segment| match segment {
            Segment::Index(index) => Some(*index),
            Segment::Key(_) => None,
        })
    }

    pub(super) fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The value that stands there.
    pub(super) fn value<'a>(&self, root: &'a Value) -> Option<&'a Value> {
        self.0
            .iter()
            .try_fold(root, |value, segment| match segment {
                Segment::Key(key) => value.get(key),
                Segment::Index(index) => value.get(index),
            })
    }

    /// The path as `--set` takes it: items of arrays by their names where they have one.
    pub(super) fn display(&self, root: &Value) -> String {
        let mut text = String::new();
        let mut value = Some(root);
        for segment in &self.0 {
            if !text.is_empty() {
                text.push('.');
            }
            match segment {
                Segment::Key(key) => {
                    text.push_str(&key.escape_debug().to_string());
                    value = value.and_then(|value| value.get(key));
                }
                Segment::Index(index) => {
                    value = value.and_then(|value| value.get(index));
                    match value.and_then(item_name).and_then(Name::new) {
                        Some(name) => text.push_str(name.as_str()),
                        None => write!(text, "{index}").expect("a String takes any text"),
                    }
                }
            }
        }
        text
    }
}

impl FromIterator<Segment> for KeyPath {
    fn from_iter<I: IntoIterator<Item = Segment>>(segments: I) -> Self {
        Self(segments.into_iter().collect())
    }
}

/// The name by which a table in an array is addressed.
pub(super) fn item_name(item: &Value) -> Option<&str> {
    item.get("name")?.as_str()
}
