//! Carrying out a run, whether it begins or goes on: what `adexnet run` and `adexnet resume` share.

use crate::cli::LongRunArguments;
use crate::console::{decimal, note, plural, say};
use crate::failure::{Failure, InRun, OUT_OF_TIME};
use crate::progress::Progress;
use crate::signals::Signals;
use adexnet::engine::{Generator, Precision, Simulation, SimulationError, SimulationOptions};
use adexnet::io::config::Plan;
use adexnet::io::names::SUMMARY;
use adexnet::io::output::{self, Summary};
use adexnet::io::platform;
use adexnet::io::run::{Ended, Run};
use std::path::Path;
use std::process::ExitCode;

/// The options of a simulation that must fit into the memory of this machine.
pub(super) fn within_memory(
    plan: &Plan,
    threads: usize,
) -> Result<SimulationOptions, SimulationError> {
    let mut options = plan.options();
    options.threads = threads;
    options.memory_limit = platform::available_memory();
    let estimate = Simulation::estimate_memory(&plan.network, &plan.recording, &options);
    match options.memory_limit {
        Some(limit) if estimate.total() > limit as f64 => {
            Err(SimulationError::Memory { estimate, limit })
        }
        _ => Ok(options),
    }
}

/// Simulates a run to its end, until a signal or until its time is over, and writes its files.
pub(super) fn carry_out(
    mut run: Run,
    plan: &Plan,
    arguments: &LongRunArguments,
    signals: &Signals,
) -> Result<ExitCode, Failure> {
    let path = run.directory().path().to_owned();
    let failed = InRun::during(&path);
    say(headline(plan, run.simulation()));
    let synapses = run.simulation().synapses();
    let density = output::density(plan.network.size(), synapses);
    say(format_args!(
        "{}, density {density:.4}",
        plural(synapses, "synapse")
    ));
    let dt = plan.network.time_step();
    let progress = Progress::start(run.control(), plan.steps, dt.seconds(), !arguments.verbose);
    let ended = run.simulate();
    progress.finish();
    let code = match ended.map_err(&failed)? {
        Ended::Completed => {
            // Nothing is left to be stopped at an interval: from here on the first signal ends the program.
            run.control().stop();
            report(&run.finish().map_err(&failed)?, &path);
            return Ok(ExitCode::SUCCESS);
        }
        Ended::Interrupted => signals.exit_code(),
        Ended::OutOfTime => ExitCode::from(OUT_OF_TIME),
    };
    say(format_args!(
        "stopped after {} of {} s, with a checkpoint; to go on, or to make files of what there is:",
        decimal(dt.stamp(run.simulation().step())),
        decimal(dt.stamp(plan.steps)),
    ));
    for command in ["resume", "finish"] {
        say(format_args!("  adexnet {command} {}", path.display()));
    }
    Ok(code)
}

fn headline(plan: &Plan, simulation: &Simulation) -> String {
    let description = plan.network.description();
    let generator = match description.generator {
        Generator::ChaCha8 => "chacha8",
        Generator::NumpyLegacy => "numpy-legacy",
    };
    let precision = match plan.precision {
        Precision::Single => "single",
        Precision::Double => "double",
    };
    let dt = plan.network.time_step();
    let from = match simulation.step() {
        0 => String::new(),
        step => format!("{} of ", decimal(dt.stamp(step))),
    };
    format!(
        "{}: {}, {from}{} s, seed {} ({generator}), {precision} precision, {} ({})",
        plan.title,
        plural(plan.network.size() as u64, "neuron"),
        decimal(dt.stamp(plan.steps)),
        description.seed,
        plural(simulation.threads() as u64, "thread"),
        simulation.level(),
    )
}

/// Tells what came out, and where it is.
pub(super) fn report(summary: &Summary, directory: &Path) {
    if let Some(spikes) = summary.spikes {
        let spikes = plural(spikes, "spike");
        match &summary.rates_hz {
            Some(rates) => say(format_args!("{spikes}, mean rate {:.2} Hz", rates.all)),
            None => say(format_args!("{spikes} recorded")),
        }
    }
    let wall = &summary.wall_s;
    let all = wall.build + wall.simulate + wall.write;
    let simulated = decimal(summary.simulated_s - summary.resumed_at_s.unwrap_or(0.0));
    if summary.real_time_factor.is_some() {
        say(format_args!(
            "simulated {simulated} s in {:.2} s ({all:.2} s with building and writing)",
            wall.simulate,
        ));
    }
    say(format_args!("files in {}:", directory.display()));
    let written = summary.files.iter().filter(|file| file.left_out.is_none());
    let names: Vec<&str> = written
        .map(|file| file.name.as_str())
        .chain([SUMMARY])
        .collect();
    say_names(&names);
    for files in summary
        .files
        .chunk_by(|one, next| one.left_out == next.left_out)
    {
        if let Some(reason) = &files[0].left_out {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            say(format_args!("  not {}: {reason}", names.join(", ")));
        }
    }
}

/// Prints file names, indented, in lines of up to 80 characters.
fn say_names(names: &[&str]) {
    let mut lines = vec![" ".to_owned()];
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() < 80 => line.extend([" ", name]),
            _ => lines.push(format!("  {name}")),
        }
    }
    lines.iter().for_each(say);
}

/// Tells what the user may want to know before a run.
pub(super) fn note_autapses(plan: &Plan) {
    plan.autapses
        .iter()
        .for_each(|kept| note(format_args!("Note: {kept}.")));
}
