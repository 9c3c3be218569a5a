//! `run.log`: when what happened in a run; with `--verbose` also on standard error.

use crate::console::note;
use adexnet::io::files::RunDirectory;
use adexnet::io::names::LOG;
use std::fs::{File, OpenOptions};
use std::io::{self, stderr};
use std::path::Path;
use std::sync::Arc;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to write the log of a run; one that goes on adds to what is there. A log that cannot be written is no
/// reason to end a run.
pub(crate) fn start(directory: &RunDirectory, verbose: bool) {
    let path = directory.file(LOG);
    let file = open(&path);
    if let Err(error) = &file {
        note(format_args!(
            "Note: there will be no log: cannot write \"{}\": {error}",
            path.display()
        ));
    }
    let in_file = file.ok().map(|file| {
        layer()
            .with_ansi(false)
            .with_target(false)
            .log_internal_errors(false)
            .with_writer(Arc::new(file))
    });
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
}

/// Opens the log, which is new or a regular file: a link would lead out of the directory.
fn open(path: &Path) -> io::Result<File> {
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::other("it is no regular file"));
    }
    OpenOptions::new().create(true).append(true).open(path)
}
