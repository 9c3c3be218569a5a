//! Recorded spikes.

use crate::network::{Network, Slice};
use std::ops::Range;

/// Which spikes to record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum SpikeRecording {
    /// None.
    #[default]
    None,
    /// All.
    All,
    /// Those of some neurons in some steps.
    Part {
        /// The neurons.
        neurons: Vec<Slice>,
        /// The steps.
        window: Range<u64>,
    },
}

/// Recorded spikes in ascending order of (step, neuron).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpikeRecord {
    /// Step of each spike; its time stamp is step·dt.
    pub steps: Vec<u64>,
    /// Neuron of each spike, numbered through the network.
    pub neurons: Vec<u32>,
}

impl SpikeRecord {
    /// Number of spikes.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Adds the spikes of a step.
    pub(super) fn extend(&mut self, step: u64, spikes: &[u32]) {
        self.steps.resize(self.steps.len() + spikes.len(), step);
        self.neurons.extend_from_slice(spikes);
    }

    /// Whether there is no spike.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps of the spikes of each of the first `size` neurons.
    #[must_use]
    pub fn trains(&self, size: usize) -> Vec<Vec<u64>> {
        let mut trains = vec![Vec::new(); size];
        for (&step, &neuron) in self.steps.iter().zip(&self.neurons) {
            if let Some(train) = trains.get_mut(neuron as usize) {
                train.push(step);
            }
        }
        trains
    }
}

/// Numbers of the neurons of several slices, ascending and disjoint.
pub(super) fn ranges(network: &Network, slices: &[Slice]) -> Vec<Range<u32>> {
    let numbers = slices.iter().map(|slice| network.slice_numbers(slice));
    let mut ranges: Vec<Range<u32>> = numbers.flat_map(|numbers| numbers.ranges()).collect();
    ranges.sort_unstable_by_key(|range| range.start);
    let mut merged: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// The spikes of a step, which ascend, that lie in a range of neurons.
pub(super) fn within<'a>(spikes: &'a [u32], range: &Range<u32>) -> &'a [u32] {
    let first = spikes.partition_point(|&spike| spike < range.start);
    let last = spikes.partition_point(|&spike| spike < range.end);
    &spikes[first..last]
}
