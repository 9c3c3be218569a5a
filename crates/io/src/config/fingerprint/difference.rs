//! In what two descriptions differ.

use super::{Fingerprint, Section};
use std::collections::HashMap;
use std::fmt;

/// A section in which a description differs from an earlier one.
///
/// `Display` is a clause such as "population.cells differs".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It says something else.
    Changed(String),
    /// It was not there before.
    Added(String),
    /// It is no longer there.
    Removed(String),
    /// It stands elsewhere in the order of its kind, by which neurons are numbered and sums taken.
    Moved(String),
}

impl Fingerprint {
    /// In what `now` differs from this one; nothing if they are equal.
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let (before, after) = (by_key(self), by_key(now));
        let mut found = Vec::new();
        for Section { key, sha256 } in &now.sections {
            match before.get(key.as_str()) {
                None => found.push(Difference::Added(key.clone())),
                Some(earlier) if *earlier != sha256 => found.push(Difference::Changed(key.clone())),
                Some(_) => {}
            }
        }
        let removed = self.sections.iter().map(|section| &section.key);
        let removed = removed.filter(|key| !after.contains_key(key.as_str()));
        found.extend(removed.cloned().map(Difference::Removed));
        if found.is_empty() {
            let mut pairs = self.sections.iter().zip(&now.sections);
            let moved = pairs.find(|(earlier, section)| earlier.key != section.key);
            found.extend(moved.map(|(_, section)| Difference::Moved(section.key.clone())));
        }
        found
    }
}

fn by_key(fingerprint: &Fingerprint) -> HashMap<&str, &String> {
    let sections = fingerprint.sections.iter();
    let pairs = sections.map(|section| (section.key.as_str(), &section.sha256));
    pairs.collect()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(key) => write!(f, "{key} differs"),
            Self::Added(key) => write!(f, "{key} is new"),
            Self::Removed(key) => write!(f, "{key} is missing"),
            Self::Moved(key) => write!(f, "{key} stands elsewhere in the order"),
        }
    }
}
