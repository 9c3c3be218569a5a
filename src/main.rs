//! The command-line tool.
#![forbid(unsafe_code)]

mod cli;
mod commands;
mod console;
mod failure;
mod log;
mod progress;
mod signals;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::execute(cli::Arguments::parse().command) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
