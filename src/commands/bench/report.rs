//! The measurements as a table and as JSON.

use super::measurement::{Measurement, Task, precision_name};
use super::ratio::Ratio;
use crate::console::{grouped, plural};
use adexnet::engine::MemoryEstimate;
use adexnet::io::platform;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// All that was measured, and what was not.
#[derive(Debug)]
pub(super) struct Report {
    /// By number of the task, in the order of turns.
    measured: BTreeMap<usize, Vec<Measurement>>,
    left_out: Vec<LeftOut>,
}

/// A network that does not fit into memory.
#[derive(Debug, Serialize)]
struct LeftOut {
    network: &'static str,
    precision: &'static str,
    threads: usize,
    needed_bytes: f64,
    available_bytes: u64,
}

/// The whole report as JSON.
#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    machine: Machine,
    /// The median (by time of a neuron-step) of the repetitions of each task, and their extremes.
    results: Vec<Result<'a>>,
    left_out: &'a [LeftOut],
}

#[derive(Serialize)]
struct Machine {
    cpu: Option<String>,
    cores: usize,
    available_memory_bytes: Option<u64>,
    system: String,
}

#[derive(Serialize)]
struct Result<'a> {
    repetitions: usize,
    ns_per_neuron_step_min: f64,
    ns_per_neuron_step_max: f64,
    /// Of each repetition, in the order of the turns.
    ns_per_neuron_step_by_turn: Vec<f64>,
    /// Time of one thread / time, of the same network and precision in the same turn; null for one thread itself and
    /// where it has not been measured.
    times_as_fast_as_one_thread: Option<Ratio>,
    /// Time of double precision / time of single, likewise; null in single precision.
    times_as_slow_as_single: Option<Ratio>,
    #[serde(flatten)]
    median: &'a Measurement,
}

impl Report {
    pub(super) fn new() -> Self {
        Self {
            measured: BTreeMap::new(),
            left_out: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, task: usize, measurement: Measurement) {
        self.measured.entry(task).or_default().push(measurement);
    }

    pub(super) fn leave_out(&mut self, task: &Task, (estimate, limit): (MemoryEstimate, u64)) {
        self.left_out.push(LeftOut {
            network: task.network.name,
            precision: precision_name(task.precision),
            threads: task.threads,
            needed_bytes: estimate.total(),
            available_bytes: limit,
        });
    }

    /// The median of each task.
    pub(super) fn medians(&self) -> Vec<&Measurement> {
        let sorted = self.results();
        sorted.into_iter().map(|result| result.median).collect()
    }

    fn results(&self) -> Vec<Result<'_>> {
        let results = self.measured.values().map(|repetitions| {
            let mut sorted: Vec<&Measurement> = repetitions.iter().collect();
            sorted.sort_by(|a, b| a.ns_per_neuron_step.total_cmp(&b.ns_per_neuron_step));
            let last = sorted.len() - 1;
            let median = sorted[last / 2];
            let one_thread = self.first(
                |other| other.precision == median.precision && other.threads == 1,
                median,
            );
            let single = self.first(
                |other| other.precision == "single" && other.threads == median.threads,
                median,
            );
            let is_other = |other: &&Vec<Measurement>| !std::ptr::eq(*other, repetitions);
            Result {
                repetitions: sorted.len(),
                ns_per_neuron_step_min: sorted[0].ns_per_neuron_step,
                ns_per_neuron_step_max: sorted[last].ns_per_neuron_step,
                ns_per_neuron_step_by_turn: repetitions
                    .iter()
                    .map(|repetition| repetition.ns_per_neuron_step)
                    .collect(),
                times_as_fast_as_one_thread: one_thread
                    .filter(is_other)
                    .and_then(|one| Ratio::of_times(one, repetitions)),
                times_as_slow_as_single: single
                    .filter(|_| median.precision != "single")
                    .and_then(|single| Ratio::of_times(repetitions, single)),
                median,
            }
        });
        results.collect()
    }

    /// The first task with the network of `like` of which the rest is true.
    fn first(
        &self,
        is_wanted: impl Fn(&Measurement) -> bool,
        like: &Measurement,
    ) -> Option<&Vec<Measurement>> {
        let mut all = self.measured.values();
        all.find(|others| {
            let other = &others[0];
            other.network == like.network && is_wanted(other)
        })
    }

    pub(super) fn to_json(&self) -> String {
        let document = Document {
            version: env!("CARGO_PKG_VERSION"),
            machine: Machine {
                cpu: platform::cpu_model(),
                cores: std::thread::available_parallelism().map_or(1, usize::from),
                available_memory_bytes: platform::available_memory(),
                system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            },
            results: self.results(),
            left_out: &self.left_out,
        };
        serde_json::to_string_pretty(&document).expect("a report is plain data")
    }

    pub(super) fn to_table(&self) -> String {
        let mut text = String::new();
        let results = self.results();
        if let Some(first) = results.first() {
            let cpu = platform::cpu_model().unwrap_or_default();
            let _ = writeln!(
                text,
                "{cpu} ({}), adexnet {}\n",
                first.median.instruction_set,
                env!("CARGO_PKG_VERSION")
            );
            let _ = writeln!(text, "{}\n{}", HEADER[0], HEADER[1]);
        }
        for result in &results {
            let _ = writeln!(text, "{}", row(result.median));
            if result.repetitions > 1 {
                let (low, high) = (result.ns_per_neuron_step_min, result.ns_per_neuron_step_max);
                let times = result.repetitions;
                let _ = writeln!(
                    text,
                    "{:>38} {low:>6.2} to {high:.2} in {times} repetitions",
                    ""
                );
            }
        }
        for left_out in &self.left_out {
            let _ = writeln!(
                text,
                "{:<9} {:<6} {:>3}  needs {:.1} GB of memory, {:.1} GB can be had",
                left_out.network,
                left_out.precision,
                left_out.threads,
                left_out.needed_bytes / 1e9,
                left_out.available_bytes as f64 / 1e9
            );
        }
        text.push_str(LEGEND);
        text.push_str(&ratios(&results));
        text
    }
}

const HEADER: [&str; 2] = [
    "network   prec- thr-   build  wall /  ns per  ns per  bytes/    peak   rate   time of threads in %",
    "          ision eads       s biolog. neu-step  event synapse      MB     Hz  deliver update other",
];

/// What is not said in the header.
const LEGEND: &str = "\
ns per neu-step: wall time of one step of one neuron; ns per event: delivery of one spike along one synapse,
summed over threads. other: exchange of spikes, waiting for other threads, recording.";

/// What the pairs of the same turn say, a line for each.
fn ratios(results: &[Result<'_>]) -> String {
    let mut text = String::new();
    for result in results {
        let found = [
            (
                result.times_as_fast_as_one_thread,
                "times as fast as 1 thread",
            ),
            (
                result.times_as_slow_as_single,
                "times the time of single precision",
            ),
        ];
        for (ratio, what) in found {
            let Some(Ratio { median, min, max }) = ratio else {
                continue;
            };
            if text.is_empty() {
                let _ = write!(text, "\n\n{RATIOS}");
            }
            let m = result.median;
            let threads = plural(m.threads as u64, "thread");
            let (network, precision) = (&m.network, &m.precision);
            let _ = write!(
                text,
                "\n  {network:<9} {precision:<6} {threads:>10} {median:>6.2} {what} ({min:.2} to {max:.2})"
            );
        }
    }
    text
}

/// What is said above the ratios.
const RATIOS: &str = "\
Ratios of measurements of the same turn: the median of the turns, and the extremes.";

fn row(m: &Measurement) -> String {
    let maybe = |value: Option<f64>, digits: usize| {
        value.map_or("-".to_owned(), |value| format!("{value:.digits$}"))
    };
    let all = m.phases_s.deliver + m.phases_s.update + m.phases_s.record + m.phases_s.other;
    let share = |seconds: f64| format!("{:.0}", 100.0 * seconds / all);
    let precision = &m.precision;
    format!(
        "{:<9} {precision:<6} {:>3} {:>7.2} {:>7.3} {:>8.2} {:>6} {:>7} {:>7} {:>6.2} {:>8} {:>6} {:>5}",
        m.network,
        m.threads,
        m.construction_s,
        m.real_time_factor,
        m.ns_per_neuron_step,
        maybe(m.ns_per_synaptic_event, 2),
        maybe(m.bytes_per_synapse, 2),
        m.peak_memory_bytes
            .map_or("-".to_owned(), |bytes| grouped(bytes / 1_000_000)),
        m.mean_rate_hz,
        share(m.phases_s.deliver),
        share(m.phases_s.update),
        share(m.phases_s.record + m.phases_s.other),
    )
}
