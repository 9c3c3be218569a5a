//! One measurement: a standard network, built and run in a process of its own.

use adexnet::engine::{
    Network, PhaseTimes, Precision, Recording, Simulation, SimulationOptions, StandardNetwork,
};
use adexnet::io::platform;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Seed of the standard networks.
const SEED: u64 = 1234;

/// Synapses from which on the memory of the network says something about theirs.
const MANY_SYNAPSES: f64 = 1e6;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Task {
    pub(super) network: StandardNetwork,
    pub(super) precision: Precision,
    pub(super) threads: usize,
    /// Steps before those that are timed.
    pub(super) warm_up: u64,
    /// Steps that are timed.
    pub(super) steps: u64,
}

/// What was found. Times are wall times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Measurement {
    pub(super) network: String,
    pub(super) neurons: usize,
    /// Of synapses that are not stored, the number to be expected.
    pub(super) synapses: u64,
    pub(super) precision: String,
    pub(super) threads: usize,
    pub(super) instruction_set: String,
    pub(super) construction_s: f64,
    /// Simulated time that was timed, and before that what was not.
    pub(super) simulated_s: f64,
    pub(super) warm_up_s: f64,
    pub(super) wall_s: f64,
    /// `wall_s` / `simulated_s`: below 1 is faster than real time.
    pub(super) real_time_factor: f64,
    pub(super) ns_per_neuron_step: f64,
    pub(super) synaptic_events: u64,
    /// Time of delivery, summed over threads, / synaptic events; null without events.
    pub(super) ns_per_synaptic_event: Option<f64>,
    /// Memory that the network takes / synapses; null where it cannot be known, where nothing is stored, and below
    /// a million synapses.
    pub(super) bytes_per_synapse: Option<f64>,
    /// Most memory that the process has had; null where the system does not tell.
    pub(super) peak_memory_bytes: Option<u64>,
    pub(super) mean_rate_hz: f64,
    /// Summed over threads.
    pub(super) phases_s: Phases,
}

/// Time of each phase, summed over threads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Phases {
    pub(super) deliver: f64,
    pub(super) record: f64,
    pub(super) update: f64,
    /// Exchange of spikes, and waiting for other threads.
    pub(super) other: f64,
}

impl Task {
    pub(super) fn options(&self) -> SimulationOptions {
        SimulationOptions {
            precision: self.precision,
            threads: self.threads,
            expected_steps: self.warm_up + self.steps,
            ..SimulationOptions::default()
        }
    }

    /// The network.
    pub(super) fn network(&self) -> Network {
        Network::new(self.network.describe(SEED)).expect("the standard networks are valid")
    }

    /// Builds the network, runs it in, and measures.
    pub(super) fn measure(&self) -> Result<Measurement, crate::failure::Failure> {
        let network = self.network();
        let neurons = network.size();
        let dt = network.time_step().seconds();
        let before = platform::memory_in_use();
        let start = Instant::now();
        let mut simulation = Simulation::new(&network, Recording::default(), self.options())?;
        let construction = start.elapsed();
        let grown = platform::memory_in_use().zip(before);
        let grown = grown.map(|(after, before)| after.saturating_sub(before));
        let stored = simulation.synapses() as f64;
        let is_stored = simulation.stores_synapses();
        simulation.run_for(self.warm_up)?;
        let (spikes, events) = (simulation.spike_count(), simulation.synaptic_events());
        let phases = simulation.phase_times();
        let start = Instant::now();
        simulation.run_for(self.steps)?;
        let wall = start.elapsed();
        let spikes = simulation.spike_count() - spikes;
        let events = simulation.synaptic_events() - events;
        let phases = Phases::between(&phases, &simulation, wall);
        let simulated = self.steps as f64 * dt;
        Ok(Measurement {
            network: self.network.name.to_owned(),
            neurons,
            synapses: simulation.synapses(),
            precision: precision_name(self.precision).to_owned(),
            threads: simulation.threads(),
            instruction_set: simulation.level().name().to_owned(),
            construction_s: construction.as_secs_f64(),
            simulated_s: simulated,
            warm_up_s: self.warm_up as f64 * dt,
            wall_s: wall.as_secs_f64(),
            real_time_factor: wall.as_secs_f64() / simulated,
            ns_per_neuron_step: wall.as_secs_f64() * 1e9 / (neurons as f64 * self.steps as f64),
            synaptic_events: events,
            ns_per_synaptic_event: (events > 0).then(|| phases.deliver * 1e9 / events as f64),
            bytes_per_synapse: grown
                .filter(|_| is_stored && stored >= MANY_SYNAPSES)
                .map(|bytes| bytes as f64 / stored),
            peak_memory_bytes: platform::peak_memory(),
            mean_rate_hz: spikes as f64 / (neurons as f64 * simulated),
            phases_s: phases,
        })
    }
}

impl Phases {
    fn between(before: &PhaseTimes, simulation: &Simulation, wall: Duration) -> Self {
        let now = simulation.phase_times();
        let seconds = |now: Duration, before: Duration| now.saturating_sub(before).as_secs_f64();
        let (deliver, record, update) = (
            seconds(now.deliver, before.deliver),
            seconds(now.record, before.record),
            seconds(now.update, before.update),
        );
        let all = wall.as_secs_f64() * simulation.threads() as f64;
        Self {
            deliver,
            record,
            update,
            other: (all - deliver - record - update).max(0.0),
        }
    }
}

pub(super) fn precision_name(precision: Precision) -> &'static str {
    match precision {
        Precision::Single => "single",
        Precision::Double => "double",
    }
}
