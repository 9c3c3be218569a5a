//! Names that a description gives to its parts.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;

/// Longest name, in characters: names become parts of file names.
const MAX_LENGTH: usize = 64;

/// The name of a population, projection or recording.
///
/// It begins with a letter or `_` and goes on with letters, digits, `_` and `-`, so it can stand in
/// slices, in the dotted keys of `--set`, and in file names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// The name of this text; `None` if it cannot be one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let begins_well = characters
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_');
        let is_accepted = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let is_name =
            begins_well && characters.all(is_accepted) && text.chars().count() <= MAX_LENGTH;
        is_name.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "this cannot be a name; a name begins with a letter or _, goes on with letters, \
                 digits, _ or -, and has at most {MAX_LENGTH} characters"
            ))
        })
    }
}
