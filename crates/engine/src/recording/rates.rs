//! Rates of neurons in bins of time, counted while the run goes on, so that no spike needs to be kept.

use super::spikes::{ranges, within};
use crate::network::{Network, Slice};
use crate::snapshot::{RestoreError, Restorer, Saver};
use std::ops::Range;

/// Number of spikes of some neurons in bins of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRecording {
    /// Name, unique among the recordings of rates.
    pub name: String,
    /// Neurons, at least one; one that is named twice counts once.
    pub neurons: Vec<Slice>,
    /// Steps of a bin.
    pub bin: u64,
    /// Steps in which spikes are counted; the first bin begins with it.
    pub window: Range<u64>,
}

/// What a [`RateRecording`] has counted, in the bins that are complete.
#[derive(Debug, Clone, PartialEq)]
pub struct RateRecord {
    /// Name of the recording.
    pub name: String,
    /// Number of neurons.
    pub neurons: usize,
    /// First step of each bin.
    pub steps: Vec<u64>,
    /// Spikes in each bin.
    pub counts: Vec<u64>,
    /// Mean firing rate of a neuron in each bin, in Hz.
    pub rates: Vec<f64>,
}

/// Counts spikes.
#[derive(Debug)]
pub(super) struct RateCounter {
    recording: RateRecording,
    ranges: Vec<Range<u32>>,
    /// Spikes by bin, from the first that has not been taken.
    counts: Vec<u64>,
    /// Bins that have been taken.
    taken: usize,
}

impl RateCounter {
    pub(super) fn new(network: &Network, recording: &RateRecording) -> Self {
        Self {
            ranges: ranges(network, &recording.neurons),
            recording: recording.clone(),
            counts: Vec::new(),
            taken: 0,
        }
    }

    /// Counts the spikes of a step.
    pub(super) fn count(&mut self, step: u64, spikes: &[u32]) {
        if self.recording.window.contains(&step) {
            let bin = ((step - self.recording.window.start) / self.recording.bin) as usize;
            let bin = bin - self.taken;
            if self.counts.len() <= bin {
                self.counts.resize(bin + 1, 0);
            }
            let here = self
                .ranges
                .iter()
                .map(|range| within(spikes, range).len() as u64);
            self.counts[bin] += here.sum::<u64>();
        }
    }

    /// Number of bins that are complete when the steps before `end` have been simulated.
    fn complete(&self, end: u64) -> usize {
        let RateRecording { bin, window, .. } = &self.recording;
        (end.min(window.end).saturating_sub(window.start) / bin) as usize
    }

    /// Forgets the bins that are complete when the steps before `end` have been simulated.
    pub(super) fn forget(&mut self, end: u64) {
        let complete = self.complete(end);
        let counted = (complete - self.taken).min(self.counts.len());
        self.counts.drain(..counted);
        self.taken = complete;
    }

    /// Keeps the bin that is not complete.
    pub(super) fn save(&self, end: u64, saver: &mut Saver) {
        let open = self.complete(end) - self.taken;
        let count = self.counts.get(open).copied().unwrap_or(0);
        saver.add(&self.array(), vec![count]);
    }

    /// Checks that there is what was kept.
    pub(super) fn check(&self, restorer: &mut Restorer<'_>) -> Result<(), RestoreError> {
        restorer.array_of::<u64>(&self.array(), 1).map(drop)
    }

    /// Goes on from what was kept.
    pub(super) fn restore(
        &mut self,
        end: u64,
        restorer: &mut Restorer<'_>,
    ) -> Result<(), RestoreError> {
        self.counts = restorer.array_of::<u64>(&self.array(), 1)?.to_vec();
        self.taken = self.complete(end);
        Ok(())
    }

    fn array(&self) -> String {
        format!("rates.{}", self.recording.name)
    }

    /// What has been counted and not been taken when the steps before `end` have been simulated.
    pub(super) fn record(&self, network: &Network, end: u64) -> RateRecord {
        let RateRecording {
            bin, window, name, ..
        } = &self.recording;
        let complete = self.complete(end);
        // Bins after the last spike have not been counted yet.
        let counted = self.counts.iter().copied().chain(std::iter::repeat(0));
        let counts: Vec<u64> = counted.take(complete - self.taken).collect();
        let neurons: usize = self.ranges.iter().map(ExactSizeIterator::len).sum();
        let seconds = network.time_step().stamp(*bin);
        let rate = |&count: &u64| count as f64 / (neurons as f64 * seconds);
        RateRecord {
            name: name.clone(),
            neurons,
            steps: (self.taken as u64..complete as u64)
                .map(|k| window.start + k * bin)
                .collect(),
            rates: counts.iter().map(rate).collect(),
            counts,
        }
    }
}
