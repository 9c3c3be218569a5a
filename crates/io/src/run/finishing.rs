//! The end of a run: from its records to all other files.

use super::error::RunFailure;
use super::heartbeat::HEARTBEAT;
use crate::config::Plan;
use crate::files::{FileError, RunDirectory};
use crate::output::{self, Beginning, OutputOptions, Summary};
use crate::records::{RecordReader, RecordWriter};
use adexnet_engine::{Level, PhaseTimes, Simulation};
use std::time::{Duration, Instant};

/// How a run was carried out in this process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carried {
    /// Steps that were simulated before.
    pub(crate) from: u64,
    /// Steps that are simulated now.
    pub(crate) to: u64,
    /// Wall time until the network was built.
    pub(crate) build: Duration,
    /// Wall time of the simulation, with waiting for the disk where it is slower.
    pub(crate) simulate: Duration,
    /// Wall time of its phases.
    pub(crate) phases: PhaseTimes,
    /// Number of threads.
    pub(crate) threads: usize,
    /// Instruction set.
    pub(crate) level: Level,
}

impl Carried {
    /// Before the first step in this process, whose work had begun at `begun`.
    pub(super) fn begin(simulation: &Simulation, begun: Instant) -> Self {
        Self {
            from: simulation.step(),
            to: simulation.step(),
            build: begun.elapsed(),
            simulate: Duration::ZERO,
            phases: simulation.phase_times(),
            threads: simulation.threads(),
            level: simulation.level(),
        }
    }

    /// Takes note of steps that took so long.
    pub(super) fn note(&mut self, simulation: &Simulation, wall: Duration) {
        self.to = simulation.step();
        self.simulate += wall;
        self.phases = simulation.phase_times();
    }
}

/// What a run has come to.
pub(crate) struct Reached<'a> {
    pub(crate) step: u64,
    pub(crate) synaptic_events: u64,
    pub(crate) beginning: &'a Beginning,
}

/// Completes the records of a run, and makes all other files of them.
pub(super) fn finish(
    plan: &Plan,
    directory: &RunDirectory,
    records: RecordWriter,
    reached: &Reached<'_>,
    carried: Option<&Carried>,
) -> Result<Summary, RunFailure> {
    let begun = Instant::now();
    records.finish()?;
    let reader = RecordReader::open(directory.path())?;
    let options = OutputOptions {
        all_files: reader.index().all_files,
    };
    let derived = output::write_results(plan, &reader, reached.step, directory, options)?;
    let files = [reached.beginning.files.clone(), derived].concat();
    let summary = Summary::new(plan, &reader, reached, carried, begun.elapsed(), files)?;
    // That of a process that was killed.
    let heartbeat = directory.file(HEARTBEAT);
    if heartbeat.exists() {
        let removed = directory.file_system().remove(&heartbeat);
        removed.map_err(FileError::io("remove", &heartbeat))?;
    }
    output::write_summary(&summary, directory)?;
    tracing::info!(seconds = begun.elapsed().as_secs_f64(), "files written");
    Ok(summary)
}
