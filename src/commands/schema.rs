//! `adexnet schema`.

use crate::console::say;
use adexnet::io::config::schema;
use std::process::ExitCode;

/// Prints the JSON schema of NETWORK.toml.
pub(super) fn execute() -> ExitCode {
    say(format_args!("{:#}", schema()));
    ExitCode::SUCCESS
}
