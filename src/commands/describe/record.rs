//! What is said of recordings.

use super::slice;
use crate::console::{decimal, heading, plural, row};
use adexnet::engine::{Precision, RateRecording, Slice, SpikeRecording, StateRecording};
use adexnet::io::config::Plan;
use indicatif::DecimalBytes;
use std::ops::Range;

pub(super) fn describe(plan: &Plan) {
    heading("record");
    row(
        "spikes",
        match &plan.recording.spikes {
            SpikeRecording::All => "all".to_owned(),
            SpikeRecording::None => "none".to_owned(),
            SpikeRecording::Part { neurons, window } => {
                format!("{}{}", slices(plan, neurons), times(plan, window))
            }
        },
    );
    for recording in &plan.recording.states {
        row(&recording.name, state(plan, recording));
    }
    for recording in &plan.recording.rates {
        row(&recording.name, rate(plan, recording));
    }
}

/// "V, w of cells[0] every 0.5 ms from 1 s on: 1,000 samples, 16.00 kB on disk".
fn state(plan: &Plan, recording: &StateRecording) -> String {
    let variables: Vec<&str> = recording.variables.iter().map(|v| v.symbol).collect();
    let every = interval(plan, recording.every);
    let samples = steps(plan, &recording.window).div_ceil(recording.every);
    let number = match plan.precision {
        Precision::Single => 4,
        Precision::Double => 8,
    };
    let neurons = plan.network.slice_numbers(&recording.neurons).len();
    let numbers = samples.saturating_mul((neurons * variables.len()) as u64);
    format!(
        "{} of {} every {every}{}: {}, {} on disk",
        variables.join(", "),
        slice(&plan.network, &recording.neurons),
        times(plan, &recording.window),
        plural(samples, "sample"),
        DecimalBytes(numbers.saturating_mul(number))
    )
}

/// "rate of cells in bins of 10 ms: 100 bins".
fn rate(plan: &Plan, recording: &RateRecording) -> String {
    let bins = steps(plan, &recording.window) / recording.bin;
    format!(
        "rate of {} in bins of {}{}: {}",
        slices(plan, &recording.neurons),
        interval(plan, recording.bin),
        times(plan, &recording.window),
        plural(bins, "bin")
    )
}

fn slices(plan: &Plan, all: &[Slice]) -> String {
    let names: Vec<String> = all.iter().map(|part| slice(&plan.network, part)).collect();
    names.join(", ")
}

/// Some steps as a time: "0.5 ms".
fn interval(plan: &Plan, steps: u64) -> String {
    format!(
        "{} ms",
        decimal(steps as f64 * plan.network.time_step().ms())
    )
}

/// Number of steps of the run that lie in a window.
fn steps(plan: &Plan, window: &Range<u64>) -> u64 {
    window.end.min(plan.steps).saturating_sub(window.start)
}

/// " from 1 s to 2 s"; empty for the whole run.
fn times(plan: &Plan, window: &Range<u64>) -> String {
    let seconds = |step: u64| decimal(plan.network.time_step().stamp(step));
    match (window.start, window.end) {
        (0, u64::MAX) => String::new(),
        (start, u64::MAX) => format!(" from {} s on", seconds(start)),
        (start, end) => format!(" from {} s to {} s", seconds(start), seconds(end)),
    }
}
