//! A run that is simulated.

use super::error::RunFailure;
use super::finishing::{Carried, Reached, finish};
use super::heartbeat::Heartbeat;
use super::options::RunOptions;
use super::pace::Pace;
use super::writer::{Message, Portion, WAITING, Writer};
use crate::config::Plan;
use crate::files::RunDirectory;
use crate::output::{self, Beginning, OutputOptions, Summary};
use crate::records::{Index, RecordWriter};
use adexnet_engine::{Control, Simulation};
use crossbeam::channel::{Sender, bounded};
use std::panic::resume_unwind;
use std::thread;
use std::time::Instant;

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
    /// With another thread while it is simulated; gone after an error there.
    writer: Option<Writer>,
    carried: Carried,
}

impl Run {
    /// Begins a run of a plan in an empty directory: writes all that is known before the first step.
    ///
    /// # Errors
    ///
    /// [`RunFailure`] if `simulation` cannot do all steps of the plan, or a file cannot be written.
    pub fn start(
        plan: &Plan,
        simulation: Simulation,
        directory: RunDirectory,
        output: OutputOptions,
        options: RunOptions,
    ) -> Result<Self, RunFailure> {
        simulation.check_end(plan.steps)?;
        output::write_description(plan, &directory)?;
        let index = Index::new(plan, output);
        let records = RecordWriter::create(&directory, &index)?;
        let beginning = output::write_connectivity(plan, &simulation, &directory, output)?;
        let plan = plan.clone();
        Ok(Self::new(
            plan,
            simulation,
            directory,
            (index, records),
            beginning,
            options,
        ))
    }

    /// A run that goes on from where the simulation and the records are.
    pub(super) fn new(
        plan: Plan,
        simulation: Simulation,
        directory: RunDirectory,
        (index, records): (Index, RecordWriter),
        beginning: Beginning,
        options: RunOptions,
    ) -> Self {
        let carried = Carried::begin(&simulation, options.begun);
        let step = simulation.step();
        let (synapses, threads) = (beginning.synapses, simulation.threads());
        tracing::info!(step, steps = plan.steps, synapses, threads, "begin");
        let writer = Writer {
            heartbeat: Heartbeat::new(&directory, &plan),
            directory: directory.clone(),
            index,
            records,
            fingerprint: plan.fingerprint(),
            beginning,
            verify: options.verify,
        };
        Self {
            plan,
            directory,
            options,
            simulation,
            writer: Some(writer),
            carried,
        }
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
        let writer = self.writer.take().ok_or(RunFailure::Ended)?;
        let begun = Instant::now();
        let (ended, written) = thread::scope(|scope| {
            let (messages, receiver) = bounded(WAITING);
            let writing = scope.spawn(move || writer.work(&receiver));
            let ended = self.go_on(&messages);
            drop(messages);
            (ended, writing.join())
        });
        self.carried.note(&self.simulation, begun.elapsed());
        // If the writer has failed, that is why the simulation did not go on.
        self.writer = Some(written.unwrap_or_else(|panic| resume_unwind(panic))?);
        let step = self.simulation.step();
        match &ended {
            Ok(ended) => tracing::info!(step, ?ended, "end"),
            Err(failure) => tracing::error!(step, %failure, "end"),
        }
        ended
    }

    fn go_on(&mut self, messages: &Sender<Message>) -> Result<Ended, RunFailure> {
        let mut pace = Pace::new(self.simulation.interval());
        let mut saved = Instant::now();
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
            let snapshot = Box::new(self.simulation.snapshot());
            send(messages, Message::Checkpoint(snapshot))?;
            saved = Instant::now();
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
            self.options.is_over().then_some(Ended::OutOfTime)
        }
    }

    /// Gives the records their final names, makes all other files of them, and sums up. A run that was
    /// stopped becomes a complete run of a shorter time, and can still be resumed.
    ///
    /// # Errors
    ///
    /// [`RunFailure`] if a file cannot be written; [`SavedRun::finish`](super::SavedRun::finish) can try
    /// it again.
    pub fn finish(self) -> Result<Summary, RunFailure> {
        let writer = self.writer.ok_or(RunFailure::Ended)?;
        let reached = Reached {
            step: self.simulation.step(),
            synaptic_events: self.simulation.synaptic_events(),
            beginning: &writer.beginning,
        };
        let carried = Some(&self.carried);
        finish(
            &self.plan,
            &self.directory,
            writer.records,
            &reached,
            carried,
        )
    }
}

fn send(messages: &Sender<Message>, message: Message) -> Result<(), RunFailure> {
    messages.send(message).map_err(|_| RunFailure::Ended)
}
