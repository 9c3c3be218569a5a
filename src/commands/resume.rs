//! `adexnet resume` and `adexnet finish`.

use super::simulate::{carry_out, note_autapses, report, within_memory};
use crate::cli::{FinishArguments, ResumeArguments};
use crate::console::{decimal, say};
use crate::failure::{Failure, InRun};
use crate::log;
use crate::signals::Signals;
use adexnet::engine::{Control, Simulation};
use adexnet::io::run::SavedRun;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Goes on with a run from its last checkpoint.
pub(super) fn resume(arguments: &ResumeArguments) -> Result<ExitCode, Failure> {
    let begun = Instant::now();
    let directory = &arguments.directory;
    let failed = InRun::before(directory);
    let saved = SavedRun::open(directory, arguments.duration.as_deref()).map_err(&failed)?;
    let plan = saved.plan().clone();
    let run_options = arguments.long.options(begun, plan.network.time_step())?;
    if saved.is_complete() {
        let end = plan.network.time_step().stamp(plan.steps);
        say(format_args!(
            "the run is complete: all {} s are simulated; --duration makes it longer",
            decimal(end)
        ));
        return Ok(ExitCode::SUCCESS);
    }
    if saved.is_simulated() {
        return finish_saved(saved, directory, arguments.long.verbose);
    }
    let options = within_memory(&plan, arguments.threads.unwrap_or(plan.threads))?;
    note_autapses(&plan);
    let control = Control::default();
    let signals = Signals::stop(&control)?;
    log::start(saved.directory(), arguments.long.verbose);
    let mut simulation = Simulation::new(&plan.network, plan.recording.clone(), options)?;
    simulation.set_control(control);
    let run = saved.resume(simulation, run_options).map_err(&failed)?;
    carry_out(run, &plan, &arguments.long, &signals)
}

/// Makes a complete run of what a run has reached.
pub(super) fn finish(arguments: &FinishArguments) -> Result<ExitCode, Failure> {
    let directory = &arguments.directory;
    let saved = SavedRun::open(directory, None).map_err(InRun::before(directory))?;
    finish_saved(saved, directory, false)
}

fn finish_saved(saved: SavedRun, directory: &Path, verbose: bool) -> Result<ExitCode, Failure> {
    log::start(saved.directory(), verbose);
    let [reached, wanted] = [saved.step(), saved.plan().steps]
        .map(|step| decimal(saved.plan().network.time_step().stamp(step)));
    say(format_args!(
        "{}: {reached} of {wanted} s are simulated",
        saved.plan().title
    ));
    let summary = saved.finish().map_err(InRun::before(directory))?;
    report(&summary, directory);
    Ok(ExitCode::SUCCESS)
}
