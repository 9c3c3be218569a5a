//! The files of a run.
//!
//! One idea: the files of a run that has ended, whether complete or stopped early, are made by one
//! function per file from the records that were written while it went on; what is left out, and why, is
//! part of the summary.

mod connectivity;
mod drawings;
mod rates;
mod reached;
mod spikes;
mod states;
mod summary;

pub(crate) use reached::{Carried, Reached};
pub use summary::{FileNote, Host, Rates, Summary, WallTimes, density};

use crate::config::Plan;
use crate::figures::FigureError;
use crate::files::{FileError, RunDirectory};
use crate::names::{self, CHECKPOINT, DESCRIPTION, RECORDS, SUMMARY};
use crate::records::{RecordError, RecordReader, StreamReader};
use adexnet_engine::Simulation;
use serde::{Deserialize, Serialize};
use std::io::{ErrorKind, Write};

/// Largest network for which files grow with the square of its size, or hold one array a neuron.
pub const SMALL_NETWORK: usize = 2_000;

/// Most synapses that are written without being asked for.
pub const FEW_SYNAPSES: u64 = 10_000_000;

/// Most bytes of a file whose content is in another one anyway.
pub const LARGEST_FILE: u64 = 1_000_000_000;

/// A file that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Writing failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The records cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Drawing failed.
    #[error("cannot draw {figure}: {source}")]
    Figure {
        /// Name of the figure.
        figure: &'static str,
        /// Why.
        source: FigureError,
    },
}

/// What is to be written of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutputOptions {
    /// Also the files that are left out for large networks.
    pub all_files: bool,
}

/// Writes the description of a run, before it starts.
///
/// # Errors
/// If the file cannot be written.
pub(crate) fn write_description(plan: &Plan, directory: &RunDirectory) -> Result<(), OutputError> {
    write_text(directory, DESCRIPTION, &plan.to_toml())
}

/// What is known of a run before its first step, and cannot be known later without building its network again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beginning {
    /// Number of synapses; of those that are not stored, the number to be expected.
    pub synapses: u64,
    /// The files that were written, or left out.
    pub files: Vec<FileNote>,
}

/// Writes the synapses of a run, before it starts.
///
/// # Errors
/// The first file that cannot be made.
pub(crate) fn write_connectivity(
    plan: &Plan,
    simulation: &Simulation,
    directory: &RunDirectory,
    options: OutputOptions,
) -> Result<Beginning, OutputError> {
    let mut files = Files::new(plan, directory, options);
    files.written(DESCRIPTION);
    connectivity::write(&mut files, simulation)?;
    Ok(Beginning {
        synapses: simulation.synapses(),
        files: files.notes,
    })
}

/// Writes all files that are made of the records of a run, of which `end` steps were simulated, and
/// returns a note for each file, written or left out.
///
/// # Errors
/// The first file that cannot be made.
pub(crate) fn write_results(
    plan: &Plan,
    reader: &RecordReader,
    end: u64,
    directory: &RunDirectory,
    options: OutputOptions,
) -> Result<Vec<FileNote>, OutputError> {
    let mut files = Files::new(plan, directory, options);
    files.written(RECORDS);
    files.written(CHECKPOINT);
    spikes::write(&mut files, reader)?;
    states::write(&mut files, reader)?;
    rates::write(&mut files, reader)?;
    drawings::write(&mut files, reader, end)?;
    Ok(files.notes)
}

/// Removes all files that are made of the records, and the summary first, before the run goes on.
///
/// # Errors
/// If one cannot be removed.
pub(crate) fn remove_results(plan: &Plan, directory: &RunDirectory) -> Result<(), OutputError> {
    for name in names::results(&plan.recording) {
        let path = directory.file(&name);
        match directory.file_system().remove(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed.map_err(FileError::io("remove", &path))?,
        }
    }
    Ok(directory.sync()?)
}

/// Writes the summary, the last file of a run.
///
/// # Errors
/// If the file cannot be written.
pub(crate) fn write_summary(
    summary: &Summary,
    directory: &RunDirectory,
) -> Result<(), OutputError> {
    write_text(directory, SUMMARY, &summary.to_json())
}

fn write_text(directory: &RunDirectory, name: &str, text: &str) -> Result<(), OutputError> {
    directory.publish(name, |file| file.write_all(text.as_bytes()))?;
    Ok(())
}

/// What the writers of the files share.
struct Files<'a> {
    plan: &'a Plan,
    directory: &'a RunDirectory,
    options: OutputOptions,
    notes: Vec<FileNote>,
}

impl<'a> Files<'a> {
    fn new(plan: &'a Plan, directory: &'a RunDirectory, options: OutputOptions) -> Self {
        Self {
            plan,
            directory,
            options,
            notes: Vec::new(),
        }
    }

    /// Number of neurons.
    fn size(&self) -> usize {
        self.plan.network.size()
    }

    /// Whether files with one array a neuron, or a square matrix, are wanted.
    fn is_small(&self) -> bool {
        self.options.all_files || self.size() <= SMALL_NETWORK
    }

    fn written(&mut self, name: &str) {
        self.notes.push(FileNote::written(name));
    }

    fn left_out(&mut self, name: &str, reason: impl Into<String>) {
        self.notes.push(FileNote::left_out(name, reason));
    }

    /// Whether a file is left out because it would have so many bytes; `elsewhere` is where all of it is.
    fn is_too_large(&mut self, name: &str, bytes: u64, elsewhere: &str) -> bool {
        let is_too_large = bytes > LARGEST_FILE;
        if is_too_large {
            let size = bytes as f64 / 1e9;
            let reason = format!("it would have {size:.1} GB; all of it is in {elsewhere}");
            self.left_out(name, reason);
        }
        is_too_large
    }
}

/// The times of the records of a stream, in s.
fn times(
    files: &Files<'_>,
    stream: &StreamReader,
) -> impl Iterator<Item = Result<f64, RecordError>> + use<> {
    let dt = files.plan.network.time_step();
    stream.steps().map(move |step| Ok(dt.stamp(step)))
}

#[cfg(test)]
mod tests;
