//! `run.log`: when what happened in a run; with `--verbose` also on standard error.

use crate::failure::Failure;
use adexnet::io::files::RunDirectory;
use adexnet::io::run::LOG;
use std::fs::OpenOptions;
use std::io::stderr;
use std::sync::Arc;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to write the log of a run; one that goes on adds to what is there.
pub(crate) fn start(directory: &RunDirectory, verbose: bool) -> Result<(), Failure> {
    let path = directory.file(LOG);
    let file = OpenOptions::new().create(true).append(true).open(&path);
    let file = file.map_err(|source| Failure::Write { path, source })?;
    // A log that cannot be written is no reason to end a run, nor to disturb the terminal.
    let in_file = layer()
        .with_ansi(false)
        .with_target(false)
        .log_internal_errors(false)
        .with_writer(Arc::new(file));
    let on_terminal = verbose.then(|| {
        layer()
            .with_ansi(false)
            .with_target(false)
            .log_internal_errors(false)
            .with_writer(stderr)
    });
    let subscriber = tracing_subscriber::registry()
        .with(LevelFilter::INFO)
        .with(in_file)
        .with(on_terminal);
    // There is one command in a process, so nothing is installed yet.
    let _ = subscriber.try_init();
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        process = std::process::id(),
        "adexnet"
    );
    Ok(())
}
