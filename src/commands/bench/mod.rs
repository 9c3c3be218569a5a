//! `adexnet bench`: how fast the standard networks run on this machine.
//!
//! Every measurement is made in a process of its own, so that its peak memory is its own and nothing is left over
//! from another; repetitions take turns, so that a machine that is busy for a while slows all of
//! them, and the median counts. Ratios are those of measurements of the same turn.

mod measurement;
mod options;
mod ratio;
mod report;

pub(crate) use options::{BenchArguments, MeasureArguments};

use crate::console::{note, say};
use crate::failure::Failure;
use adexnet::engine::{MemoryEstimate, Recording, Simulation};
use adexnet::io::figures::{ScalingFigure, ScalingLine};
use adexnet::io::platform;
use measurement::{Measurement, Task};
use report::Report;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

/// Measures and reports.
pub(super) fn execute(arguments: &BenchArguments) -> Result<ExitCode, Failure> {
    let tasks = arguments.tasks()?;
    let mut report = Report::new();
    let mut runnable = Vec::new();
    for task in tasks {
        match too_large(&task) {
            Some(refusal) => report.leave_out(&task, refusal),
            None => runnable.push(task),
        }
    }
    for turn in 0..arguments.repeat() {
        for (number, task) in runnable.iter().enumerate() {
            note(format_args!(
                "{} of {}: {}, {}, {}",
                turn * runnable.len() + number + 1,
                arguments.repeat() * runnable.len(),
                task.network.name,
                measurement::precision_name(task.precision),
                crate::console::plural(task.threads as u64, "thread"),
            ));
            report.add(number, measure_apart(task)?);
        }
    }
    if arguments.json_to_stdout() {
        say(report.to_json());
    } else {
        say(report.to_table());
    }
    if let Some(path) = arguments.json_file() {
        write(path, report.to_json().as_bytes())?;
    }
    if let Some(path) = &arguments.plot {
        plot(&report, path)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes one measurement in this process and prints it.
pub(super) fn measure(arguments: &MeasureArguments) -> Result<ExitCode, Failure> {
    let measurement = arguments.task()?.measure()?;
    say(serde_json::to_string(&measurement).expect("a measurement is plain data"));
    Ok(ExitCode::SUCCESS)
}

/// The estimate and the memory that can be had, where it is less.
fn too_large(task: &Task) -> Option<(MemoryEstimate, u64)> {
    let limit = platform::available_memory()?;
    let estimate =
        Simulation::estimate_memory(&task.network(), &Recording::default(), &task.options());
    (estimate.total() > limit as f64).then_some((estimate, limit))
}

/// Makes a measurement in another process.
fn measure_apart(task: &Task) -> Result<Measurement, Failure> {
    let failed = |reason: String| Failure::Measurement {
        network: task.network.name,
        reason,
    };
    let tool = std::env::current_exe().map_err(|error| failed(error.to_string()))?;
    let output = Command::new(tool)
        .args(options::measure_arguments(task))
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(format!("its process ended with {}", output.status)));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(error.to_string()))
}

/// Draws the time of a neuron-step against the number of neurons, a line for each precision and number of
/// threads.
fn plot(report: &Report, path: &Path) -> Result<(), Failure> {
    let mut lines: BTreeMap<(String, usize), Vec<(f64, f64)>> = BTreeMap::new();
    for measurement in report.medians() {
        let key = (measurement.precision.clone(), measurement.threads);
        let point = (measurement.neurons as f64, measurement.ns_per_neuron_step);
        lines.entry(key).or_default().push(point);
    }
    let lines: Vec<ScalingLine> = lines
        .into_iter()
        .map(|((precision, threads), points)| {
            let threads = crate::console::plural(threads as u64, "thread");
            let label = format!("{precision}, {threads}");
            ScalingLine { label, points }
        })
        .collect();
    let machine = platform::cpu_model().unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let drawn = |error| Failure::Plot {
        path: path.to_owned(),
        source: Box::new(error),
    };
    let figure = ScalingFigure {
        machine: &machine,
        lines: &lines,
    }
    .draw()
    .map_err(drawn)?;
    let is_png = path
        .extension()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("png"));
    let bytes = if is_png {
        figure.png(2.0).map_err(drawn)?
    } else {
        figure.svg().as_bytes().to_vec()
    };
    write(path, &bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|source| Failure::Write {
        path: path.to_owned(),
        source,
    })
}
