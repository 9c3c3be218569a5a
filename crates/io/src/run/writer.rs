//! What writes records and checkpoints while the simulation goes on in another thread.
//!
//! A checkpoint comes through the same channel as the records before it, so these are on disk before
//! it is written.

use super::error::RunFailure;
use super::heartbeat::Heartbeat;
use crate::checkpoint::Checkpoint;
use crate::config::Fingerprint;
use crate::files::RunDirectory;
use crate::names::CHECKPOINT;
use crate::output::Beginning;
use crate::records::{Index, RecordWriter, StreamPosition, verify};
use adexnet_engine::{RateRecord, Simulation, Snapshot, SpikeRecord, StateRecord};
use crossbeam::channel::Receiver;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Messages that may wait for the disk.
pub(super) const WAITING: usize = 4;

/// What the thread that simulates sends.
pub(super) enum Message {
    /// What was recorded since the last portion.
    Portion(Portion),
    /// The state after all that was recorded before.
    Checkpoint(Box<Snapshot>),
}

/// What was recorded in a portion of a run.
#[derive(Debug)]
pub(super) struct Portion {
    /// Steps simulated at its end.
    step: u64,
    spikes: SpikeRecord,
    states: Vec<StateRecord>,
    rates: Vec<RateRecord>,
}

impl Portion {
    /// Takes what a simulation has recorded since the last.
    pub(super) fn take(simulation: &mut Simulation) -> Self {
        Self {
            step: simulation.step(),
            spikes: simulation.take_spikes(),
            states: simulation.take_states(),
            rates: simulation.take_rates(),
        }
    }

    /// The memory it takes.
    pub(super) fn bytes(&self) -> u64 {
        let samples = self.states.iter().flat_map(|record| &record.variables);
        let samples: usize = samples.map(|(_, samples)| samples.len()).sum();
        let bins: usize = self.rates.iter().map(|rate| rate.counts.len()).sum();
        (12 * self.spikes.len() + 8 * samples + 24 * bins) as u64
    }
}

/// The files of a run that grow or change while it goes on. Nobody else touches them.
pub(super) struct Writer {
    pub(super) directory: RunDirectory,
    pub(super) index: Index,
    pub(super) records: RecordWriter,
    pub(super) heartbeat: Heartbeat,
    pub(super) fingerprint: Fingerprint,
    pub(super) beginning: Beginning,
    /// Up to where what was written has been read again, if it is to be.
    pub(super) verified: Option<Vec<StreamPosition>>,
    /// The longest time that writing a checkpoint has taken, in nanoseconds.
    pub(super) longest: Arc<AtomicU64>,
}

impl Writer {
    /// Writes what comes until nothing comes any more.
    pub(super) fn work(mut self, messages: &Receiver<Message>) -> Result<Self, RunFailure> {
        for message in messages {
            match message {
                Message::Portion(portion) => self.record(&portion)?,
                Message::Checkpoint(snapshot) => self.save(*snapshot)?,
            }
        }
        Ok(self)
    }

    fn record(&mut self, portion: &Portion) -> Result<(), RunFailure> {
        self.records.append_spikes(&portion.spikes)?;
        self.records.append_states(&portion.states)?;
        self.records.append_rates(&portion.rates)?;
        self.heartbeat.note(portion.step)
    }

    fn save(&mut self, snapshot: Snapshot) -> Result<(), RunFailure> {
        let begun = Instant::now();
        let step = snapshot.step;
        let checkpoint = Checkpoint {
            fingerprint: self.fingerprint.clone(),
            beginning: self.beginning.clone(),
            streams: self.records.sync()?,
            snapshot,
        };
        // Whatever is wrong is found before it replaces the last one, from which the run can go on.
        self.read_records_again(&checkpoint.streams)?;
        let npz = self.directory.npz(CHECKPOINT)?;
        if self.verified.is_some() {
            checkpoint.write_checked(npz, &self.directory.file(CHECKPOINT))?;
        } else {
            checkpoint.write_into(npz)?;
        }
        let wall = begun.elapsed();
        self.longest
            .fetch_max(wall.as_nanos() as u64, Ordering::Relaxed);
        self.heartbeat.note_checkpoint(step);
        tracing::info!(step, seconds = wall.as_secs_f64(), "checkpoint");
        Ok(())
    }

    /// Compares what was recorded since the last checkpoint with what is on disk, if that is wanted.
    fn read_records_again(&mut self, now: &[StreamPosition]) -> Result<(), RunFailure> {
        if let Some(verified) = &mut self.verified {
            verify(&self.directory, &self.index, verified, now)?;
            *verified = now.to_vec();
        }
        Ok(())
    }
}
