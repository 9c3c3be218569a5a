//! What is kept of the spikes while they are published.

use super::rates::{RateCounter, RateRecord};
use super::spikes::{ranges, within};
use super::{ALWAYS, Recording, SpikeRecord, SpikeRecording};
use crate::network::Network;
use crate::snapshot::{RestoreError, Restorer, Saver};
use std::ops::Range;

/// The records of spikes and rates of a simulation.
#[derive(Debug, Default)]
pub(crate) struct SpikeLog {
    /// Which spikes are recorded: of which neurons, in which steps.
    selection: Option<(Vec<Range<u32>>, Range<u64>)>,
    record: SpikeRecord,
    rates: Vec<RateCounter>,
    /// All spikes since they were last taken, for whoever watches.
    recent: Option<SpikeRecord>,
}

impl SpikeLog {
    pub(crate) fn new(network: &Network, recording: &Recording) -> Self {
        let selection = match &recording.spikes {
            SpikeRecording::None => None,
            SpikeRecording::All => {
                let all = 0..u32::MAX;
                Some((Vec::from([all]), ALWAYS))
            }
            SpikeRecording::Part { neurons, window } => {
                Some((ranges(network, neurons), window.clone()))
            }
        };
        let rates = recording.rates.iter();
        Self {
            selection,
            record: SpikeRecord::default(),
            rates: rates.map(|rate| RateCounter::new(network, rate)).collect(),
            recent: None,
        }
    }

    /// Takes note of the spikes of a step, in ascending order of neurons.
    pub(crate) fn add(&mut self, step: u64, spikes: &[u32]) {
        if let Some((ranges, window)) = &self.selection
            && window.contains(&step)
        {
            for range in ranges {
                self.record.extend(step, within(spikes, range));
            }
        }
        self.rates
            .iter_mut()
            .for_each(|rate| rate.count(step, spikes));
        if let Some(recent) = &mut self.recent {
            recent.extend(step, spikes);
        }
    }

    /// The recorded spikes.
    pub(crate) fn record(&self) -> &SpikeRecord {
        &self.record
    }

    /// The rates when the steps before `end` have been simulated.
    pub(crate) fn rates(&self, network: &Network, end: u64) -> Vec<RateRecord> {
        let rates = self.rates.iter();
        rates.map(|rate| rate.record(network, end)).collect()
    }

    /// Takes the recorded spikes, so that they take no more memory here.
    pub(crate) fn take_record(&mut self) -> SpikeRecord {
        std::mem::take(&mut self.record)
    }

    /// Forgets the rates in the bins that are complete when the steps before `end` have been simulated.
    pub(crate) fn forget_rates(&mut self, end: u64) {
        self.rates.iter_mut().for_each(|rate| rate.forget(end));
    }

    /// Keeps what is not complete when the steps before `end` have been simulated.
    pub(crate) fn save(&self, end: u64, saver: &mut Saver) {
        self.rates.iter().for_each(|rate| rate.save(end, saver));
    }

    /// Checks that a snapshot has what is not complete.
    pub(crate) fn check(&self, restorer: &mut Restorer<'_>) -> Result<(), RestoreError> {
        self.rates.iter().try_for_each(|rate| rate.check(restorer))
    }

    /// Goes on from what was kept; nothing is recorded yet.
    pub(crate) fn restore(
        &mut self,
        end: u64,
        restorer: &mut Restorer<'_>,
    ) -> Result<(), RestoreError> {
        self.record = SpikeRecord::default();
        let mut rates = self.rates.iter_mut();
        rates.try_for_each(|rate| rate.restore(end, restorer))
    }

    /// Begins or ends to keep all spikes for [`take_recent`](Self::take_recent).
    pub(crate) fn watch(&mut self, watch: bool) {
        self.recent = watch.then(SpikeRecord::default);
    }

    /// The spikes since this was called last.
    pub(crate) fn take_recent(&mut self) -> SpikeRecord {
        self.recent.as_mut().map(std::mem::take).unwrap_or_default()
    }
}
