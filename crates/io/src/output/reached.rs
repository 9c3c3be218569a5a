//! What a run has come to, and how: what its summary tells besides its records.

use super::Beginning;
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
    pub(crate) fn begin(simulation: &Simulation, begun: Instant) -> Self {
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
    pub(crate) fn note(&mut self, simulation: &Simulation, wall: Duration) {
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
