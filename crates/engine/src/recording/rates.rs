//! Rates of neurons in bins of time, counted while the run goes on, so that no spike needs to be kept.

use super::spikes::{ranges, within};
use crate::network::{Network, Slice};
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
    counts: Vec<u64>,
}

impl RateCounter {
    pub(super) fn new(network: &Network, recording: &RateRecording) -> Self {
        Self {
            ranges: ranges(network, &recording.neurons),
            recording: recording.clone(),
            counts: Vec::new(),
        }
    }

    /// Counts the spikes of a step.
    pub(super) fn count(&mut self, step: u64, spikes: &[u32]) {
        if self.recording.window.contains(&step) {
            let bin = ((step - self.recording.window.start) / self.recording.bin) as usize;
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

    /// What has been counted when the steps before `end` have been simulated.
    pub(super) fn record(&self, network: &Network, end: u64) -> RateRecord {
        let RateRecording {
            bin, window, name, ..
        } = &self.recording;
        let passed = end.min(window.end).saturating_sub(window.start);
        let complete = (passed / bin) as usize;
        // Bins after the last spike have not been counted yet.
        let counted = self.counts.iter().copied().chain(std::iter::repeat(0));
        let counts: Vec<u64> = counted.take(complete).collect();
        let neurons: usize = self.ranges.iter().map(ExactSizeIterator::len).sum();
        let seconds = network.time_step().stamp(*bin);
        let rate = |&count: &u64| count as f64 / (neurons as f64 * seconds);
        RateRecord {
            name: name.clone(),
            neurons,
            steps: (0..complete as u64)
                .map(|k| window.start + k * bin)
                .collect(),
            rates: counts.iter().map(rate).collect(),
            counts,
        }
    }
}
