//! `summary.json`: what was run, how fast, and what came out.

use super::reached::{Carried, Reached};
use crate::config::Plan;
use crate::platform;
use crate::records::{RecordError, RecordReader, SPIKES};
use adexnet_engine::{Precision, SpikeRecording};
use serde::{Deserialize, Serialize};
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
    /// Time in s from which the process that finished the run went on; null if it began at 0.
    pub resumed_at_s: Option<f64>,
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
    pub spikes: Option<u64>,
    /// Mean firing rates in the time in which spikes were recorded; null if they were not recorded of all
    /// neurons, or nothing was simulated.
    pub rates_hz: Option<Rates>,
    /// Synapses passed by a spike.
    pub synaptic_events: u64,
    /// Wall times in s.
    pub wall_s: WallTimes,
    /// Wall time of the simulation / the time simulated in it: below 1 is faster than real time.
    pub real_time_factor: Option<f64>,
    /// Threads used; null if nothing was simulated in this process.
    pub threads: Option<usize>,
    /// Instruction set used; likewise.
    pub instruction_set: Option<&'static str>,
    /// The machine.
    pub host: Host,
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

/// Wall times in s, of the process that finished the run.
///
/// The phases are summed over threads and extrapolated from a sample of the intervals; they do not
/// add up to `simulate`.
#[derive(Debug, Clone, Serialize)]
pub struct WallTimes {
    /// Until the network was built: reading, connecting, allocating.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileNote {
    /// Its name.
    pub name: String,
    /// Why it was left out; null if it was written.
    pub left_out: Option<String>,
}

impl FileNote {
    pub(crate) fn written(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            left_out: None,
        }
    }

    pub(crate) fn left_out(name: &str, reason: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            left_out: Some(reason.into()),
        }
    }
}

impl Summary {
    /// Sums up a run that has `reached` its end, some of its steps of them as `carried` tells.
    ///
    /// # Errors
    /// If the records cannot be read.
    pub(crate) fn new(
        plan: &Plan,
        reader: &RecordReader,
        reached: &Reached<'_>,
        carried: Option<&Carried>,
        write: Duration,
        files: Vec<FileNote>,
    ) -> Result<Self, RecordError> {
        let (end, synapses) = (reached.step, reached.beginning.synapses);
        let neurons = plan.network.size();
        let dt = plan.network.time_step();
        let rates = match recorded_seconds(plan, end) {
            Some(seconds) => Some(Rates::new(plan, reader, seconds)?),
            None => None,
        };
        Ok(Self {
            network: plan.title.clone(),
            version: env!("CARGO_PKG_VERSION"),
            status: if end == plan.steps {
                "completed"
            } else {
                "interrupted"
            },
            simulated_s: dt.stamp(end),
            resumed_at_s: carried
                .filter(|carried| carried.from > 0)
                .map(|carried| dt.stamp(carried.from)),
            dt_s: dt.seconds(),
            steps: end,
            seed: plan.network.description().seed,
            precision: match plan.precision {
                Precision::Single => "single",
                Precision::Double => "double",
            },
            neurons,
            synapses,
            density: density(neurons, synapses),
            spikes: reader.spike_count(),
            rates_hz: rates,
            synaptic_events: reached.synaptic_events,
            wall_s: WallTimes::new(carried, write),
            real_time_factor: carried
                .filter(|carried| carried.to > carried.from)
                .map(|carried| {
                    carried.simulate.as_secs_f64() / dt.stamp(carried.to - carried.from)
                }),
            threads: carried.map(|carried| carried.threads),
            instruction_set: carried.map(|carried| carried.level.name()),
            host: Host {
                name: platform::host_name(),
                cpu: platform::cpu_model(),
                system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            },
            files,
        })
    }

    /// The summary as JSON, one value a line.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        json.unwrap_or_else(|error| format!("{{\"error\": \"{error}\"}}")) + "\n"
    }
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
    fn new(plan: &Plan, reader: &RecordReader, seconds: f64) -> Result<Self, RecordError> {
        let size = plan.network.size();
        let inhibitory: usize = plan.inhibitory.iter().map(ExactSizeIterator::len).sum();
        let is_inhibitory =
            |neuron: u32| plan.inhibitory.iter().any(|range| range.contains(&neuron));
        let spikes = reader.spike_count().unwrap_or_default();
        let mut by_inhibitory = 0;
        if inhibitory > 0 {
            for neuron in reader.stream(SPIKES)?.numbers::<u32>("neuron")? {
                by_inhibitory += u64::from(is_inhibitory(neuron?));
            }
        }
        let rate = |spikes: u64, neurons: usize| {
            (neurons > 0).then(|| spikes as f64 / (neurons as f64 * seconds))
        };
        Ok(Self {
            all: rate(spikes, size).unwrap_or_default(),
            excitatory: rate(spikes - by_inhibitory, size - inhibitory),
            inhibitory: rate(by_inhibitory, inhibitory),
        })
    }
}

impl WallTimes {
    fn new(carried: Option<&Carried>, write: Duration) -> Self {
        let seconds =
            |wall: fn(&Carried) -> Duration| carried.map_or(0.0, |c| wall(c).as_secs_f64());
        Self {
            build: seconds(|carried| carried.build),
            simulate: seconds(|carried| carried.simulate),
            write: write.as_secs_f64(),
            phase_deliver: seconds(|carried| carried.phases.deliver),
            phase_record: seconds(|carried| carried.phases.record),
            phase_update: seconds(|carried| carried.phases.update),
        }
    }
}
