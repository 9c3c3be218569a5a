//! One file per command.

mod bench;
mod connect;
mod describe;
mod resume;
mod run;
mod schema;
mod simulate;

pub(crate) use bench::{BenchArguments, MeasureArguments};

use crate::cli::Command;
use crate::failure::Failure;
use std::process::ExitCode;

/// Carries out a command and returns the exit code.
pub(crate) fn execute(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Run(arguments) => run::execute(&arguments),
        Command::Resume(arguments) => resume::resume(&arguments),
        Command::Finish(arguments) => resume::finish(&arguments),
        Command::Describe(arguments) => describe::execute(&arguments),
        Command::Connect(arguments) => connect::execute(&arguments),
        Command::Schema => Ok(schema::execute()),
        Command::Bench(arguments) => bench::execute(&arguments),
        Command::Measure(arguments) => bench::measure(&arguments),
    }
}
