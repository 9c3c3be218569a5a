//! The end of a run: from its records to all other files.

use super::error::RunFailure;
use super::heartbeat::Heartbeat;
use crate::config::Plan;
use crate::files::RunDirectory;
use crate::output::{self, Carried, OutputError, OutputOptions, Reached, Summary};
use crate::records::{RecordReader, RecordWriter};
use std::time::Instant;

/// Completes the records of a run, and makes all other files of them.
pub(super) fn finish(
    plan: &Plan,
    directory: &RunDirectory,
    (records, heartbeat): (RecordWriter, Heartbeat),
    reached: &Reached<'_>,
    carried: Option<&Carried>,
) -> Result<Summary, RunFailure> {
    let begun = Instant::now();
    records.finish()?;
    let reader = RecordReader::open(directory.path()).map_err(OutputError::from)?;
    let options = OutputOptions {
        all_files: reader.index().all_files,
    };
    let derived = output::write_results(plan, &reader, reached.step, directory, options)?;
    let files = [reached.beginning.files.clone(), derived].concat();
    let summary = Summary::new(plan, &reader, reached, carried, begun.elapsed(), files);
    let summary = summary.map_err(OutputError::from)?;
    heartbeat.end()?;
    output::write_summary(&summary, directory)?;
    tracing::info!(seconds = begun.elapsed().as_secs_f64(), "files written");
    Ok(summary)
}
