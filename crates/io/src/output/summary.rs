//! `summary.json`: what was run, how fast, and what came out.

use crate::config::Plan;
use crate::platform;
use adexnet_engine::{Outcome, Precision, Simulation, SpikeRecording, Variable};
use serde::Serialize;
use std::time::Duration;

/// The content of summary.json.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Name of the network.
    pub network: String,
    /// Version of adexnet.
    pub version: &'static str,
    /// "completed" or "interrupted".
    pub status: &'static str,
    /// Simulated time in s.
    pub simulated_s: f64,
    /// Time step in s.
    pub dt_s: f64,
    /// Steps simulated.
    pub steps: u64,
    /// Seed.
    pub seed: u64,
    /// "single" or "double".
    pub precision: &'static str,
    /// Number of neurons.
    pub neurons: usize,
    /// Number of synapses.
    pub synapses: u64,
    /// Synapses / neurons².
    pub density: f64,
    /// Recorded spikes; null if spikes were not recorded.
    pub spikes: Option<usize>,
    /// Mean firing rates in the time in which spikes were recorded; null if they were not recorded of all
    /// neurons, or nothing was simulated.
    pub rates_hz: Option<Rates>,
    /// Synapses passed by a spike.
    pub synaptic_events: u64,
    /// Wall times in s.
    pub wall_s: WallTimes,
    /// Wall time of the simulation / simulated time: below 1 is faster than real time.
    pub real_time_factor: Option<f64>,
    /// Threads used.
    pub threads: usize,
    /// Instruction set used.
    pub instruction_set: &'static str,
    /// The machine.
    pub host: Host,
    /// What makes the results doubtful; usually nothing.
    pub warnings: Vec<String>,
    /// Files of the run.
    pub files: Vec<FileNote>,
}

/// Mean firing rates in Hz.
#[derive(Debug, Clone, Serialize)]
pub struct Rates {
    /// Of all neurons.
    pub all: f64,
    /// Of the neurons that are not inhibitory; null if there are none.
    pub excitatory: Option<f64>,
    /// Of the inhibitory neurons; null if there are none.
    pub inhibitory: Option<f64>,
}

/// Wall times in s.
///
/// The phases are summed over threads and extrapolated from a sample of the intervals; they do not
/// add up to `simulate`.
#[derive(Debug, Clone, Serialize)]
pub struct WallTimes {
    /// Connecting and allocating.
    pub build: f64,
    /// The simulation loop.
    pub simulate: f64,
    /// Files and figures.
    pub write: f64,
    /// Arrival of spikes.
    pub phase_deliver: f64,
    /// Sampling of states.
    pub phase_record: f64,
    /// Integration, noise, threshold and reset.
    pub phase_update: f64,
}

/// The machine.
#[derive(Debug, Clone, Serialize)]
pub struct Host {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Its processor.
    pub cpu: Option<String>,
    /// Operating system and architecture.
    pub system: String,
}

/// A file that was written or left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileNote {
    /// Its name.
    pub name: String,
    /// Why it was left out; null if it was written.
    pub left_out: Option<String>,
}

impl FileNote {
    pub(super) fn written(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            left_out: None,
        }
    }

    pub(super) fn left_out(name: &str, reason: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            left_out: Some(reason.into()),
        }
    }
}

impl Summary {
    /// Sums up a run that ended; `wall` holds the durations of building, simulating and writing.
    #[must_use]
    pub fn new(
        plan: &Plan,
        simulation: &Simulation,
        outcome: Outcome,
        wall: [Duration; 3],
        files: Vec<FileNote>,
    ) -> Self {
        let neurons = plan.network.size();
        let synapses = simulation.synapses();
        let simulated = plan.network.time_step().stamp(simulation.step());
        let [build, simulate, write] = wall.map(|duration| duration.as_secs_f64());
        let phases = simulation.phase_times();
        let recorded = plan.recording.spikes != SpikeRecording::None;
        let recorded = recorded.then(|| simulation.spikes());
        let seconds = recorded_seconds(plan, simulation.step());
        Self {
            network: plan.title.clone(),
            version: env!("CARGO_PKG_VERSION"),
            status: match outcome {
                Outcome::Completed => "completed",
                Outcome::Interrupted => "interrupted",
            },
            simulated_s: simulated,
            dt_s: plan.network.time_step().seconds(),
            steps: simulation.step(),
            seed: plan.network.description().seed,
            precision: match plan.precision {
                Precision::Single => "single",
                Precision::Double => "double",
            },
            neurons,
            synapses,
            density: density(neurons, synapses),
            spikes: recorded.map(adexnet_engine::SpikeRecord::len),
            rates_hz: recorded
                .zip(seconds)
                .map(|(spikes, seconds)| Rates::new(plan, &spikes.neurons, seconds)),
            synaptic_events: simulation.synaptic_events(),
            wall_s: WallTimes {
                build,
                simulate,
                write,
                phase_deliver: phases.deliver.as_secs_f64(),
                phase_record: phases.record.as_secs_f64(),
                phase_update: phases.update.as_secs_f64(),
            },
            real_time_factor: (simulated > 0.0).then(|| simulate / simulated),
            threads: simulation.threads(),
            instruction_set: simulation.level().name(),
            host: Host {
                name: platform::host_name(),
                cpu: platform::cpu_model(),
                system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            },
            warnings: divergence(simulation).into_iter().collect(),
            files,
        }
    }

    /// The summary as JSON, one value a line.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        json.unwrap_or_else(|error| format!("{{\"error\": \"{error}\"}}")) + "\n"
    }
}

/// Membrane potential in mV beyond which a neuron has left all physiology.
const ABSURD: f64 = 1e6;

/// Whether the state has run away, and where.
fn divergence(simulation: &Simulation) -> Option<String> {
    let populations = simulation.network().description().populations.len();
    let potentials: Vec<f64> = (0..populations)
        .flat_map(|number| simulation.values(number, Variable::V).unwrap_or_default())
        .collect();
    let runaway = |v: f64| !v.is_finite() || v.abs() > ABSURD;
    let neuron = potentials.iter().position(|&v| runaway(v))?;
    let count = potentials.iter().filter(|&&v| runaway(v)).count();
    Some(format!(
        "the simulation has diverged: the membrane potential of neuron {neuron} is {:.3e} mV at the end \
         ({count} of {} neurons are beyond 1e6 mV); check the parameters (gL + a below 0 has no stable \
         state) or take a smaller dt",
        potentials[neuron],
        potentials.len()
    ))
}

/// Time in s, of the steps before `end`, in which the spikes of all neurons were recorded; none if it is 0.
fn recorded_seconds(plan: &Plan, end: u64) -> Option<f64> {
    let steps = match &plan.recording.spikes {
        SpikeRecording::None => 0,
        SpikeRecording::All => end,
        SpikeRecording::Part { neurons, window } => {
            let populations = &plan.network.description().populations;
            let mut populations = populations.iter().enumerate();
            let is_all = populations.all(|(number, cells)| neurons.contains(&cells.all(number)));
            let last = window.end.min(end);
            if is_all {
                last.saturating_sub(window.start)
            } else {
                0
            }
        }
    };
    (steps > 0).then(|| plan.network.time_step().stamp(steps))
}

/// Fraction of all pairs, a neuron with itself included, that are connected.
#[must_use]
pub fn density(neurons: usize, synapses: u64) -> f64 {
    synapses as f64 / (neurons as f64 * neurons as f64)
}

impl Rates {
    fn new(plan: &Plan, spiking: &[u32], seconds: f64) -> Self {
        let size = plan.network.size();
        let inhibitory: usize = plan.inhibitory.iter().map(ExactSizeIterator::len).sum();
        let is_inhibitory =
            |neuron: u32| plan.inhibitory.iter().any(|range| range.contains(&neuron));
        let by_inhibitory = spiking
            .iter()
            .filter(|&&neuron| is_inhibitory(neuron))
            .count();
        let rate = |spikes: usize, neurons: usize| {
            (neurons > 0).then(|| spikes as f64 / (neurons as f64 * seconds))
        };
        Self {
            all: rate(spiking.len(), size).unwrap_or_default(),
            excitatory: rate(spiking.len() - by_inhibitory, size - inhibitory),
            inhibitory: rate(by_inhibitory, inhibitory),
        }
    }
}
