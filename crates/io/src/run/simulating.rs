//! A run that is simulated.

use super::error::RunFailure;
use super::finishing::finish;
use super::heartbeat::Heartbeat;
use super::options::RunOptions;
use super::pace::Pace;
use super::writer::{Message, Portion, WAITING, Writer};
use crate::config::Plan;
use crate::files::RunDirectory;
use crate::output::{self, Beginning, Carried, OutputOptions, Reached, Summary};
use crate::records::{Index, RecordWriter};
use adexnet_engine::{Control, Simulation};
use crossbeam::channel::{Sender, bounded};
use std::mem;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How the simulation of a run has ended. Whichever it is, there is a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All steps are simulated.
    Completed,
    /// It was stopped by its [`Control`].
    Interrupted,
    /// Its wall time was over.
    OutOfTime,
}

/// A run that goes on. Example: see [the module](super).
pub struct Run {
    plan: Plan,
    directory: RunDirectory,
    options: RunOptions,
    simulation: Simulation,
    stage: Stage,
    carried: Carried,
    /// The longest time that writing a checkpoint has taken, in nanoseconds; the writer sets it.
    longest: Arc<AtomicU64>,
}

/// How far a run is, and who writes its files.
enum Stage {
    /// Ready to be simulated.
    Begun(Writer),
    /// Simulated, to the end or not: there is a checkpoint of where the simulation is.
    Simulated(Writer),
    /// Something went wrong, or it is being simulated.
    Failed,
}

impl Run {
    /// Whether a run of a plan can begin, as far as that is known before anything is written.
    ///
    /// # Errors
    ///
    /// [`RunFailure`] if `simulation` cannot do all steps of the plan, or its records cannot be described.
    pub fn check(
        plan: &Plan,
        simulation: &Simulation,
        output: OutputOptions,
    ) -> Result<(), RunFailure> {
        simulation.check_end(plan.steps)?;
        Ok(Index::new(plan, output.all_files).check()?)
    }

    /// Begins a run of a plan in an empty directory: writes all that is known before the first step.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), and [`RunFailure`] if a file cannot be written.
    pub fn start(
        plan: &Plan,
        simulation: Simulation,
        directory: RunDirectory,
        output: OutputOptions,
        options: RunOptions,
    ) -> Result<Self, RunFailure> {
        Self::check(plan, &simulation, output)?;
        output::write_description(plan, &directory)?;
        let index = Index::new(plan, output.all_files);
        let records = RecordWriter::create(&directory, &index)?;
        let beginning = output::write_connectivity(plan, &simulation, &directory, output)?;
        let plan = plan.clone();
        let records = (index, records);
        Self::new(plan, simulation, directory, records, beginning, options)
    }

    /// A run that goes on from where the simulation and the records are.
    pub(super) fn new(
        plan: Plan,
        simulation: Simulation,
        directory: RunDirectory,
        (index, records): (Index, RecordWriter),
        beginning: Beginning,
        options: RunOptions,
    ) -> Result<Self, RunFailure> {
        let carried = Carried::begin(&simulation, options.begun);
        let step = simulation.step();
        let (synapses, threads) = (beginning.synapses, simulation.threads());
        tracing::info!(step, steps = plan.steps, synapses, threads, "begin");
        let longest = Arc::new(AtomicU64::new(0));
        let writer = Writer {
            heartbeat: Heartbeat::start(&directory, &plan, step)?,
            directory: directory.clone(),
            index,
            verified: options.verify.then(|| records.positions()),
            records,
            fingerprint: plan.fingerprint(),
            beginning,
            longest: Arc::clone(&longest),
        };
        Ok(Self {
            plan,
            directory,
            options,
            simulation,
            stage: Stage::Begun(writer),
            carried,
            longest,
        })
    }

    /// A handle by which the run can be watched and stopped.
    pub fn control(&self) -> Control {
        self.simulation.control()
    }

    /// What is simulated.
    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// Where the files are.
    pub fn directory(&self) -> &RunDirectory {
        &self.directory
    }

    /// Simulates until all steps are done, the run is stopped, or its time is over; then all that was
    /// recorded is on disk, with a checkpoint.
    ///
    /// # Errors
    ///
    /// [`RunFailure`] of the simulation or of the files; the last checkpoint remains.
    pub fn simulate(&mut self) -> Result<Ended, RunFailure> {
        let (Stage::Begun(writer) | Stage::Simulated(writer)) =
            mem::replace(&mut self.stage, Stage::Failed)
        else {
            return Err(RunFailure::Failed);
        };
        let begun = Instant::now();
        let (ended, written) = thread::scope(|scope| {
            let (messages, receiver) = bounded(WAITING);
            let writing = scope.spawn(move || writer.work(&receiver));
            let ended = self.go_on(&messages);
            drop(messages);
            (ended, writing.join())
        });
        self.carried.note(&self.simulation, begun.elapsed());
        let written = written.unwrap_or_else(|panic| resume_unwind(panic));
        // If the writer has failed, that is why the simulation did not go on.
        let ended = written.and_then(|writer| Ok((writer, ended?)));
        let step = self.simulation.step();
        let Ok((writer, ended)) = ended else {
            tracing::error!(step, "end");
            return ended.map(|(_, ended)| ended);
        };
        tracing::info!(step, ?ended, "end");
        self.stage = Stage::Simulated(writer);
        Ok(ended)
    }

    fn go_on(&mut self, messages: &Sender<Message>) -> Result<Ended, RunFailure> {
        let mut pace = Pace::new(self.simulation.interval());
        let (mut saved, mut saved_step) = (Instant::now(), None);
        loop {
            let step = self.simulation.step();
            let ended = self.has_ended();
            if ended.is_none() {
                let to_checkpoint = self.options.steps_to_checkpoint(step);
                let left = (self.plan.steps - step).min(to_checkpoint);
                let begun = Instant::now();
                self.simulation.run_for(pace.steps().min(left))?;
                let wall = begun.elapsed();
                let portion = Portion::take(&mut self.simulation);
                let steps = self.simulation.step() - step;
                pace.note(steps, wall, portion.bytes());
                send(messages, Message::Portion(portion))?;
                let is_time = saved.elapsed() >= self.options.checkpoint_every;
                if !is_time && steps < to_checkpoint {
                    continue;
                }
            }
            let step = self.simulation.step();
            // The last one may have been due just here.
            if saved_step != Some(step) {
                let snapshot = Box::new(self.simulation.snapshot());
                send(messages, Message::Checkpoint(snapshot))?;
                (saved, saved_step) = (Instant::now(), Some(step));
            }
            if let Some(ended) = ended {
                return Ok(ended);
            }
        }
    }

    fn has_ended(&self) -> Option<Ended> {
        if self.simulation.step() == self.plan.steps {
            Some(Ended::Completed)
        } else if self.simulation.control().is_stopped() {
            Some(Ended::Interrupted)
        } else {
            let longest = Duration::from_nanos(self.longest.load(Ordering::Relaxed));
            self.options.is_over(longest).then_some(Ended::OutOfTime)
        }
    }

    /// Gives the records their final names, makes all other files of them, and sums up. A run that was
    /// stopped becomes a complete run of a shorter time, and can still be resumed.
    ///
    /// # Errors
    ///
    /// [`RunFailure::NotSimulated`] before [`simulate`](Self::simulate), [`RunFailure::Failed`] after an error there;
    /// [`RunFailure`] if a file cannot be written: [`SavedRun::finish`](super::SavedRun::finish) can try it again.
    pub fn finish(self) -> Result<Summary, RunFailure> {
        let writer = match self.stage {
            Stage::Simulated(writer) => writer,
            Stage::Begun(_) => return Err(RunFailure::NotSimulated),
            Stage::Failed => return Err(RunFailure::Failed),
        };
        let reached = Reached {
            step: self.simulation.step(),
            synaptic_events: self.simulation.synaptic_events(),
            beginning: &writer.beginning,
        };
        let carried = Some(&self.carried);
        let parts = (writer.records, writer.heartbeat);
        finish(&self.plan, &self.directory, parts, &reached, carried)
    }
}

fn send(messages: &Sender<Message>, message: Message) -> Result<(), RunFailure> {
    messages.send(message).map_err(|_| RunFailure::Failed)
}
