//! Errors, as the user sees them, and the exit codes.
//!
//! A terminal gets lines of its width and colours where it has them (and `NO_COLOR` is not set). A
//! file or a pipe gets sentences unbroken, so that a search for a path or a message finds it.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | the run is complete |
//! | 1 | something failed while running |
//! | 2 | refused before any work: bad input, or files that are not what was written |
//! | 3 | the wall time was over; there is a checkpoint |
//! | 4 | files of a run cannot be written or read: disk full, quota, a directory that has vanished |
//! | 130, 143 | stopped by SIGINT (Ctrl-C) or SIGTERM; there is a checkpoint |

mod in_run;

pub(crate) use in_run::InRun;

use crate::console::{grouped, note};
use adexnet::engine::{ReadError, RunError, SimulationError};
use adexnet::io::config::ConfigError;
use adexnet::io::figures::FigureError;
use adexnet::io::files::RunDirectoryError;
use adexnet::io::statistics::ConnectivityError;
use adexnet::io::synapses::SynapseWriteError;
use in_run::code_of_refusal;
use miette::{Diagnostic, LabeledSpan, MietteHandlerOpts, NamedSource, Report, SourceCode};
use std::error::Error;
use std::fmt;
use std::io::{self, IsTerminal, stderr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Exit code of a run whose wall time was over.
pub(crate) const OUT_OF_TIME: u8 = 3;

/// How to make a network fit into memory.
const SMALLER: &str = "fewer neurons or connections, --precision single and, for pairwise-bernoulli, \
                       storage = \"procedural\" take less";

/// What ended a command early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Directory(#[from] RunDirectoryError),
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    InRun(#[from] InRun),
    #[error("{option} {value}: accepted are {accepted}")]
    Option {
        option: &'static str,
        value: String,
        accepted: String,
    },
    #[error("--projection {name}: unknown name{}; known here: {}", did_you_mean(nearest.as_deref()), listed(known))]
    UnknownProjection {
        name: String,
        nearest: Option<String>,
        known: Vec<String>,
    },
    /// Something that cannot be written as it was asked for, known before it was begun.
    #[error("cannot write \"{}\": {reason}", path.display())]
    Unwritable { path: PathBuf, reason: String },
    #[error(
        "reading {} synapses takes up to {needed} bytes of memory, of which {available} are available on \
         this machine", grouped(*synapses)
    )]
    TooManySynapses {
        synapses: u64,
        needed: u64,
        available: u64,
    },
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the synapses cannot be summed up; this is a bug, please report it")]
    Connectivity(#[from] ConnectivityError),
    #[error(transparent)]
    Synapses(#[from] SynapseWriteError),
    #[error("the measurement of {network} failed: {reason}")]
    Measurement {
        network: &'static str,
        reason: String,
    },
    #[error("cannot write \"{}\"", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot draw \"{}\"", path.display())]
    Plot {
        path: PathBuf,
        source: Box<FigureError>,
    },
    #[error("cannot watch for signals such as Ctrl-C")]
    Signal(#[source] io::Error),
}

impl Failure {
    /// Tells the user and returns the exit code.
    pub(crate) fn report(self) -> ExitCode {
        if let Self::InRun(failure) = &self {
            failure.log();
        }
        let code = match &self {
            Self::InRun(failure) => failure.exit_code(),
            Self::Synapses(SynapseWriteError::File(_))
            | Self::Run(_)
            | Self::Connectivity(_)
            | Self::Measurement { .. }
            | Self::Write { .. }
            | Self::Plot { .. }
            | Self::Signal(_) => 1,
            Self::Directory(error) => code_of_refusal(error),
            Self::Config(_)
            | Self::Simulation(_)
            | Self::Option { .. }
            | Self::UnknownProjection { .. }
            | Self::Unwritable { .. }
            | Self::TooManySynapses { .. }
            | Self::Read(_)
            | Self::Synapses(_) => 2,
        };
        // Fails only if there is a hook already, which then does.
        let _ = miette::set_hook(Box::new(|_| {
            let options = MietteHandlerOpts::new().break_words(false);
            Box::new(options.wrap_lines(stderr().is_terminal()).build())
        }));
        let report = match self {
            Self::Config(error) => Report::new(InText::new(&error)),
            other => Report::new(Plain(other)),
        };
        note(format_args!("{report:?}"));
        ExitCode::from(code)
    }
}

/// The nearest known name, where there is one.
fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |known| format!(" (did you mean {known:?}?)"))
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

/// An error with the place in the text it is about.
#[derive(Debug)]
struct InText {
    message: String,
    help: Option<String>,
    text: Option<Excerpt>,
    span: Option<(usize, usize)>,
    causes: Option<Box<Plainly>>,
}

/// The text that is shown.
#[derive(Debug)]
enum Excerpt {
    File(NamedSource<Arc<str>>),
    /// An option of the command line, which says itself what it is.
    Option(String),
}

/// An error and its causes, without a place.
#[derive(Debug)]
struct Plain(Failure);

/// The message of a cause.
#[derive(Debug)]
struct Plainly {
    message: String,
    cause: Option<Box<Plainly>>,
}

impl Plainly {
    fn chain(error: Option<&(dyn Error + 'static)>) -> Option<Box<Self>> {
        let error = error?;
        let cause = Self::chain(error.source());
        let message = error.to_string();
        Some(Box::new(Self { message, cause }))
    }
}

impl fmt::Display for Plainly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Plainly {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

impl InText {
    fn new(error: &ConfigError) -> Self {
        let place = error.place();
        let shown = place.text.as_ref().zip(place.span.as_ref());
        let message = error.message();
        let message = match shown {
            // The place is shown with the text.
            Some(_) => message,
            None if message.contains(&format!("\"{}\"", place.origin)) => message,
            None => format!("{}: {message}", place.origin),
        };
        let shown = shown.map(|(text, span)| {
            let text = match place.line_and_column {
                Some(_) => Excerpt::File(NamedSource::new(&place.origin, Arc::clone(text))),
                None => Excerpt::Option(text.to_string()),
            };
            (text, (span.start, span.len()))
        });
        let (text, span) = shown.unzip();
        Self {
            message,
            help: error.help(),
            text,
            span,
            causes: Plainly::chain(error.source()),
        }
    }
}

impl fmt::Display for InText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for InText {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.causes.as_deref().map(|cause| cause as _)
    }
}

impl Diagnostic for InText {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|text| match text {
            Excerpt::File(text) => text as _,
            Excerpt::Option(text) => text as _,
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, length) = self.span?;
        let label = LabeledSpan::new(Some("here".to_owned()), start, length);
        Some(Box::new(std::iter::once(label)))
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Plain {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

impl Diagnostic for Plain {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        match &self.0 {
            Failure::Simulation(SimulationError::Memory { .. }) => Some(Box::new(SMALLER)),
            Failure::InRun(failure) => failure.help().map(|help| Box::new(help) as _),
            _ => None,
        }
    }
}
