//! What can be wrong with a description: the place, the problem, and what would be accepted.

mod place;
mod problem;

pub use place::ConfigPlace;
pub use problem::ConfigProblem;

use std::fmt;

/// A description that was refused.
///
/// `Display` says everything on one line. To show the place in its text, use
/// [`place`](Self::place), [`message`](Self::message) and [`help`](Self::help).
#[derive(Debug)]
pub struct ConfigError {
    place: Box<ConfigPlace>,
    problem: Box<ConfigProblem>,
}

impl ConfigError {
    pub(super) fn new(place: ConfigPlace, problem: ConfigProblem) -> Self {
        Self {
            place: Box::new(place),
            problem: Box::new(problem),
        }
    }

    /// Where it was written.
    pub fn place(&self) -> &ConfigPlace {
        &self.place
    }

    /// What is wrong.
    pub fn problem(&self) -> &ConfigProblem {
        &self.problem
    }

    /// Key, value and what is wrong with them, without the file and without advice.
    pub fn message(&self) -> String {
        let (message, _) = split(&self.problem.to_string());
        match self.place.subject() {
            Some(subject) => format!("{subject}: {message}"),
            None => message,
        }
    }

    /// What would be accepted, where that is not part of the message.
    pub fn help(&self) -> Option<String> {
        split(&self.problem.to_string()).1
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&*self.problem)
    }
}

/// What is wrong, and what is accepted: a message at its first semicolon that is not within
/// quotation marks.
fn split(text: &str) -> (String, Option<String>) {
    let mut quoted = false;
    for (position, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ';' if !quoted => {
                let help = text[position + 1..].trim_start();
                return (text[..position].to_owned(), Some(help.to_owned()));
            }
            _ => {}
        }
    }
    (text.to_owned(), None)
}
