//! `adexnet run`.

use super::simulate::{carry_out, note_autapses, within_memory};
use crate::cli::RunArguments;
use crate::failure::{Failure, InRun};
use crate::log;
use crate::signals::Signals;
use adexnet::engine::{Control, Simulation};
use adexnet::io::config::Plan;
use adexnet::io::files::RunDirectory;
use adexnet::io::output::OutputOptions;
use adexnet::io::run::Run;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Where runs go that do not say otherwise.
const RUNS: &str = "runs";

/// Simulates a network and writes its files.
///
/// In this order: everything is checked, the directory is taken, the network is built and run, the
/// files are written. Nothing is simulated that could not be written, and an earlier run that is to
/// be replaced is kept until nothing is left that could be refused.
pub(super) fn execute(arguments: &RunArguments) -> Result<ExitCode, Failure> {
    let begun = Instant::now();
    let plan = arguments.network.load()?.plan()?;
    let run_options = arguments.long.options(begun, plan.network.time_step())?;
    let options = within_memory(&plan, plan.threads)?;
    let taken = if arguments.force {
        None
    } else {
        Some(take_directory(arguments, &plan)?)
    };
    note_autapses(&plan);
    let control = Control::default();
    let signals = Signals::stop(&control)?;
    let mut simulation = Simulation::new(&plan.network, plan.recording.clone(), options)?;
    simulation.set_control(control);
    let output = OutputOptions {
        all_files: arguments.all_files,
    };
    // In no directory yet.
    Run::check(&plan, &simulation, output).map_err(InRun::before(Path::new("")))?;
    let directory = match taken {
        Some(directory) => directory,
        None => take_directory(arguments, &plan)?,
    };
    log::start(&directory, arguments.long.verbose);
    let failed = InRun::before(directory.path());
    let run = Run::start(&plan, simulation, directory, output, run_options);
    carry_out(run.map_err(failed)?, &plan, &arguments.long, &signals)
}

fn take_directory(arguments: &RunArguments, plan: &Plan) -> Result<RunDirectory, Failure> {
    Ok(match &arguments.out {
        Some(path) if arguments.force => {
            let needed = plan.files.iter().map(|file| file.path.as_path());
            RunDirectory::replace(path, needed)?
        }
        Some(path) => RunDirectory::create(path)?,
        None => {
            let stem = format!("{}-{}", plan.title, plan.network.description().seed);
            RunDirectory::next_free(Path::new(RUNS), &stem)?
        }
    })
}
