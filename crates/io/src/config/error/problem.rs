//! What can be wrong with a description.

use crate::config::spec::{SliceError, example};
use crate::files::FileError;
use adexnet_engine::Problem;
use adexnet_model::units::ExpressionError;
use std::path::PathBuf;

/// What is wrong. Every message reads "what is wrong; what is accepted".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigProblem {
    /// The description or a file that it names cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
    /// The description is longer than any that somebody wrote.
    #[error("the file has {bytes} bytes; a network description has at most {limit}")]
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// Size that is accepted, in bytes.
        limit: u64,
    },
    /// The description is no text.
    #[error("line {line} is not UTF-8; a network description is a text file (TOML) in UTF-8")]
    NotText {
        /// The line with the first byte that is wrong, counted from 1.
        line: usize,
    },
    /// The text is not TOML.
    #[error("this is not TOML: {message}")]
    Syntax {
        /// What the parser objects to.
        message: String,
    },
    /// A number that TOML's numbers of 64 bits cannot hold.
    #[error("the number is too large; whole numbers reach up to 9223372036854775807")]
    NumberTooLarge,
    /// A key that means nothing.
    #[error("unknown key{}; known here: {}", did_you_mean(nearest.as_deref()), known.join(", "))]
    UnknownKey {
        /// The known key that is spelled most alike, if one is close.
        nearest: Option<String>,
        /// The keys that are known there.
        known: Vec<String>,
    },
    /// A key without which there is no network.
    #[error("the key {key:?} is missing; {}", example(key))]
    MissingKey {
        /// The key.
        key: &'static str,
    },
    /// A value of the wrong type.
    #[error("found {found}; expected {expected}")]
    WrongType {
        /// What it is.
        found: &'static str,
        /// What it should be.
        expected: String,
    },
    /// A name that is not one of those that are known.
    #[error("unknown name{}; known here: {}", did_you_mean(nearest.as_deref()), listed(known))]
    UnknownName {
        /// The known name that is spelled most alike, if one is close.
        nearest: Option<String>,
        /// The names that are known there.
        known: Vec<String>,
    },
    /// A slice of a population that is not there.
    #[error(
        "there is no population {name:?}{}; there is: {}",
        did_you_mean(nearest.as_deref()), listed(known)
    )]
    UnknownPopulation {
        /// The name.
        name: String,
        /// The existing name that is spelled most alike, if one is close.
        nearest: Option<String>,
        /// The names of all populations.
        known: Vec<String>,
    },
    /// An expression that cannot be read or has no value.
    #[error(transparent)]
    Expression(#[from] ExpressionError),
    /// A name in an expression, or an override, that is no parameter.
    #[error(
        "there is no parameter {name:?}{}; declared in [parameters]: {}",
        did_you_mean(nearest.as_deref()), listed(known)
    )]
    UnknownParameter {
        /// The name.
        name: String,
        /// The parameter that is spelled most alike, if one is close.
        nearest: Option<String>,
        /// The names of all parameters.
        known: Vec<String>,
    },
    /// Parameters that are defined by each other.
    #[error(
        "the value needs itself: {}; expected is one that does not lead in a circle",
        names.join(" -> ")
    )]
    Cycle {
        /// Their names, each needing the next; the first is repeated at the end.
        names: Vec<String>,
    },
    /// A parameter's name that expressions could not contain.
    #[error(
        "this cannot be the name of a parameter; such a name begins with a letter or _, goes on \
         with letters, digits and _, and has at most 64 characters"
    )]
    NoParameterName,
    /// A parameter's name that means something else already.
    #[error(
        "{name:?} is {meaning} in expressions, so it would be ambiguous; accepted is any other \
         name, such as {:?}", format!("{name}_0")
    )]
    AmbiguousName {
        /// The name.
        name: String,
        /// What it means: "a unit".
        meaning: &'static str,
    },
    /// A value that is not what it should be: a quantity in another unit, a slice that cannot be
    /// read.
    #[error("{0}")]
    Value(String),
    /// A number out of its range.
    #[error("out of range; accepted is {accepted}")]
    OutOfRange {
        /// The range in words.
        accepted: String,
    },
    /// A slice that does not lie in its population.
    #[error(transparent)]
    Slice(#[from] SliceError),
    /// A slice of another population than the one it belongs to.
    #[error("these are neurons of another population; expected are neurons of {expected:?}")]
    OtherPopulation {
        /// The population.
        expected: String,
    },
    /// A name was given twice.
    #[error("another one has this name; names differ, and not only in upper and lower case")]
    DuplicateName,
    /// An array without items.
    #[error("the array is empty; expected is at least one item")]
    Empty,
    /// An item that stands in an array twice.
    #[error("{0:?} is named twice; each variable is recorded once")]
    Repeated(&'static str),
    /// The network cannot be simulated.
    #[error(transparent)]
    Network(Box<Problem>),
    /// There are fewer recorded normals than the run needs.
    #[error("the recorded normals end after {available} steps; the run needs {needed}")]
    NoiseTooShort {
        /// Steps with normals.
        available: u64,
        /// Steps to be simulated.
        needed: u64,
    },
    /// A file is not the one that the description was written for.
    #[error("\"{path}\" has changed, its SHA-256 is now {found}; leave this key out to accept it")]
    Changed {
        /// The file.
        path: PathBuf,
        /// Its SHA-256.
        found: String,
    },
    /// A path that cannot be written down in TOML.
    #[error("the path \"{0}\" is not Unicode; a description can only name paths that are")]
    NotUnicode(PathBuf),
    /// An override without the form of one.
    #[error("this sets nothing; expected is KEY=VALUE, as in --set population.cells.size=200")]
    NoAssignment,
    /// An override of a key that is deeper than any.
    #[error("the key has too many parts; keys have at most {limit}")]
    KeyTooDeep {
        /// Largest number of parts.
        limit: usize,
    },
    /// An override of a key within something that has no keys.
    #[error("there is no {part:?} in {found}; expected is a key of a table")]
    NoTable {
        /// What is there.
        found: &'static str,
        /// The part of the key that does not exist.
        part: String,
    },
    /// An override of an item that is not in an array.
    #[error(
        "there is no {name:?}{}; {}",
        did_you_mean(nearest.as_deref()), items(*count, known)
    )]
    NoSuchItem {
        /// The name.
        name: String,
        /// The existing name that is spelled most alike, if one is close.
        nearest: Option<String>,
        /// The names of all items that have one.
        known: Vec<String>,
        /// Number of items.
        count: usize,
    },
}

impl From<Problem> for ConfigProblem {
    fn from(problem: Problem) -> Self {
        Self::Network(Box::new(problem))
    }
}

impl ConfigProblem {
    /// Whether the value itself is wrong, so that it helps to see what an expression amounts to.
    pub(in crate::config) const fn is_about_value(&self) -> bool {
        matches!(
            self,
            Self::WrongType { .. }
                | Self::Value(_)
                | Self::OutOfRange { .. }
                | Self::Slice(_)
                | Self::Network(_)
        )
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |known| format!(" (did you mean {known:?}?)"))
}

/// The items of an array and how they are addressed.
fn items(count: usize, names: &[String]) -> String {
    let numbers = match count {
        0 => return "the array is empty".to_owned(),
        1 => "its only item is 0".to_owned(),
        _ => format!("its items are 0 to {}", count - 1),
    };
    if names.is_empty() {
        numbers
    } else {
        format!("{numbers}, or by name: {}", names.join(", "))
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}
