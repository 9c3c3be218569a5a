//! The files of a run.
//!
//! One idea: a run that has ended, whether complete or stopped early, is written by one function per
//! file from what the simulation recorded; what is left out, and why, is part of the summary.

mod connectivity;
mod drawings;
mod rates;
mod spikes;
mod states;
mod summary;

pub use summary::{FileNote, Host, Rates, Summary, WallTimes, density};

use crate::config::Plan;
use crate::figures::FigureError;
use crate::files::{FileError, RunDirectory};
use crate::records::{RECORDS, is_record_file};
use adexnet_engine::{Simulation, SpikeRecording};
use std::io::Write;

/// Largest network for which files grow with the square of its size, or hold one array a neuron.
pub const SMALL_NETWORK: usize = 2_000;

/// Most synapses that are written without being asked for.
pub const FEW_SYNAPSES: u64 = 10_000_000;

/// Whether a file name is one that a run writes: what a repeated run may replace. Those of the records
/// begin with `records/`.
#[must_use]
pub fn is_run_file(name: &str) -> bool {
    let fixed = [
        "network.toml",
        "connectivity_matrix.npy",
        "connectivity.npz",
        "spiketimes.npz",
        "spikes.npz",
        "state.npz",
        "voltage.svg",
        "voltage.png",
        "raster.svg",
        "raster.png",
        "summary.json",
    ];
    let one_of_several = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|rest| rest.strip_suffix(".npz").is_some())
    };
    let several = ["state-", "rate-", "connectivity-"];
    let recorded = || {
        let rest = name.strip_prefix(RECORDS)?;
        Some(rest.is_empty() || rest.strip_prefix('/').is_some_and(is_record_file))
    };
    fixed.contains(&name) || several.into_iter().any(one_of_several) || recorded().unwrap_or(false)
}

/// A file that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Writing failed.
    #[error(transparent)]
    File(#[from] FileError),
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
pub fn write_description(plan: &Plan, directory: &RunDirectory) -> Result<(), OutputError> {
    write_text(directory, "network.toml", &plan.to_toml())
}

/// Writes all files of a run but its description and summary, and returns a note for each file,
/// written or left out.
///
/// # Errors
/// The first file that cannot be made.
pub fn write_results(
    plan: &Plan,
    simulation: &Simulation,
    directory: &RunDirectory,
    options: OutputOptions,
) -> Result<Vec<FileNote>, OutputError> {
    let mut run = Run {
        plan,
        directory,
        options,
        notes: vec![FileNote::written("network.toml")],
    };
    connectivity::write(&mut run, simulation)?;
    let states = simulation.states();
    if plan.recording.spikes == SpikeRecording::None {
        run.left_out("spikes.npz", "spikes are not recorded");
        run.left_out("spiketimes.npz", "spikes are not recorded");
    } else {
        spikes::write(&mut run, simulation.spikes())?;
    }
    states::write(&mut run, &states)?;
    rates::write(&mut run, &simulation.rates())?;
    drawings::write(&mut run, simulation, &states)?;
    Ok(run.notes)
}

/// Writes the summary, the last file of a run.
///
/// # Errors
/// If the file cannot be written.
pub fn write_summary(summary: &Summary, directory: &RunDirectory) -> Result<(), OutputError> {
    write_text(directory, "summary.json", &summary.to_json())
}

fn write_text(directory: &RunDirectory, name: &str, text: &str) -> Result<(), OutputError> {
    directory.publish(name, |file| file.write_all(text.as_bytes()))?;
    Ok(())
}

/// What the writers of the files share.
struct Run<'a> {
    plan: &'a Plan,
    directory: &'a RunDirectory,
    options: OutputOptions,
    notes: Vec<FileNote>,
}

impl Run<'_> {
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
}

#[cfg(test)]
mod tests;
