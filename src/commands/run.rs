//! `adexnet run`.

use crate::cli::RunArguments;
use crate::console::{decimal, note, plural, say};
use crate::failure::{Failure, INTERRUPTED};
use crate::progress::Progress;
use adexnet::engine::{Control, Generator, Outcome, Precision, Simulation, SimulationError};
use adexnet::io::config::Plan;
use adexnet::io::files::RunDirectory;
use adexnet::io::output::{self, OutputError, OutputOptions, Summary};
use adexnet::io::platform;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Where runs go that do not say otherwise.
const RUNS: &str = "runs";

/// Simulates a network and writes its files.
///
/// In this order: everything is checked, the directory is taken, the network is built and run, the
/// files are written. Nothing is simulated that could not be written, and an earlier run that is to
/// be replaced is kept until nothing is left that could be refused.
pub(super) fn execute(arguments: &RunArguments) -> Result<ExitCode, Failure> {
    let plan = arguments.network.load()?.plan()?;
    let mut options = plan.options();
    options.memory_limit = platform::available_memory();
    let estimate = Simulation::estimate_memory(&plan.network, &plan.recording, &options);
    if let Some(limit) = options.memory_limit
        && estimate.total() > limit as f64
    {
        return Err(SimulationError::Memory { estimate, limit }.into());
    }
    let taken = if arguments.force {
        None
    } else {
        Some(take_directory(arguments, &plan)?)
    };
    plan.autapses
        .iter()
        .for_each(|kept| note(format_args!("Note: {kept}.")));

    let control = Control::default();
    stop_on_interrupt(control.clone())?;
    let (simulation, build) =
        timed(|| Simulation::new(&plan.network, plan.recording.clone(), options));
    let mut simulation = simulation?;
    simulation.set_control(control);
    let directory = match taken {
        Some(directory) => directory,
        None => take_directory(arguments, &plan)?,
    };
    let incomplete = |error| Failure::Output {
        directory: directory.path().to_owned(),
        source: Box::new(error),
    };
    output::write_description(&plan, &directory).map_err(incomplete)?;
    say(headline(&plan, &simulation));
    let synapses = simulation.synapses();
    let density = output::density(plan.network.size(), synapses);
    say(format_args!(
        "{}, density {density:.4}",
        plural(synapses, "synapse")
    ));

    let dt = plan.network.time_step().seconds();
    let progress = Progress::start(simulation.control(), plan.steps, dt);
    let (outcome, simulate) = timed(|| simulation.run_for(plan.steps));
    progress.finish();
    let outcome = outcome?;

    let wall = [build, simulate];
    let options = OutputOptions {
        all_files: arguments.all_files,
    };
    let summary =
        write(&plan, &simulation, outcome, wall, &directory, options).map_err(incomplete)?;
    report(&summary, directory.path());
    Ok(match outcome {
        Outcome::Completed => ExitCode::SUCCESS,
        Outcome::Interrupted => ExitCode::from(INTERRUPTED),
    })
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn take_directory(arguments: &RunArguments, plan: &Plan) -> Result<RunDirectory, Failure> {
    Ok(match &arguments.out {
        Some(path) if arguments.force => RunDirectory::replace(path, output::is_run_file)?,
        Some(path) => RunDirectory::create(path)?,
        None => {
            let stem = format!("{}-{}", plan.title, plan.network.description().seed);
            RunDirectory::next_free(Path::new(RUNS), &stem)?
        }
    })
}

/// The first Ctrl-C ends the run at the next interval; the second ends the program at once, and what
/// was being written has no final name yet.
fn stop_on_interrupt(control: Control) -> Result<(), Failure> {
    ctrlc::set_handler(move || {
        if control.is_stopped() {
            std::process::exit(i32::from(INTERRUPTED));
        }
        control.stop();
    })?;
    Ok(())
}

fn write(
    plan: &Plan,
    simulation: &Simulation,
    outcome: Outcome,
    [build, simulate]: [Duration; 2],
    directory: &RunDirectory,
    options: OutputOptions,
) -> Result<Summary, OutputError> {
    let (notes, write) = timed(|| output::write_results(plan, simulation, directory, options));
    let wall = [build, simulate, write];
    let summary = Summary::new(plan, simulation, outcome, wall, notes?);
    output::write_summary(&summary, directory)?;
    Ok(summary)
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
    format!(
        "{}: {}, {} s, seed {} ({generator}), {precision} precision, {} ({})",
        plan.title,
        plural(plan.network.size() as u64, "neuron"),
        decimal(plan.network.time_step().stamp(plan.steps)),
        description.seed,
        plural(simulation.threads() as u64, "thread"),
        simulation.level(),
    )
}

fn report(summary: &Summary, directory: &Path) {
    if let Some(spikes) = summary.spikes {
        let spikes = plural(spikes as u64, "spike");
        match &summary.rates_hz {
            Some(rates) => say(format_args!("{spikes}, mean rate {:.2} Hz", rates.all)),
            None => say(format_args!("{spikes} recorded")),
        }
    }
    let interrupted = summary.status == "interrupted";
    let wall = summary.wall_s.build + summary.wall_s.simulate + summary.wall_s.write;
    say(format_args!(
        "{}simulated {} s in {:.2} s ({wall:.2} s with building and writing)",
        if interrupted { "interrupted: " } else { "" },
        decimal(summary.simulated_s),
        summary.wall_s.simulate,
    ));
    for warning in &summary.warnings {
        note(format_args!("Warning: {warning}."));
    }
    say(format_args!("files in {}:", directory.display()));
    let written = summary.files.iter().filter(|file| file.left_out.is_none());
    let names: Vec<&str> = written
        .map(|file| file.name.as_str())
        .chain(["summary.json"])
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
