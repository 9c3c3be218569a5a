//! Samples of the neurons of a segment.
//!
//! One idea: each segment records its own neurons into memory of its own, so recording needs no
//! exchange between threads; the pieces are put together when they are asked for.

use super::overlap;
use crate::cells::Observed;
use crate::network::Network;
use crate::recording::{StateRecord, StateRecording};
use adexnet_model::float::Float;
use std::ops::Range;

/// The part of a [`StateRecording`] that lies in a segment.
#[derive(Debug)]
pub(crate) struct Recorder<F> {
    /// Number of the recording.
    pub(super) recording: usize,
    every: u64,
    /// Neurons, counted within the segment.
    neurons: Range<usize>,
    /// Samples of each variable, \[sample, neuron\].
    samples: Vec<(Observed, Vec<F>)>,
}

impl<F: Float> Recorder<F> {
    pub(super) fn build_all(
        network: &Network,
        recordings: &[StateRecording],
        population: usize,
        segment: &Range<u32>,
    ) -> Vec<Self> {
        let model = network.description().populations[population].model();
        let part = |(number, recording): (usize, &StateRecording)| {
            let neurons = overlap(segment, &network.slice_range(&recording.neurons));
            let observed = recording.variables.iter();
            let observed = observed.filter_map(|&variable| Observed::of(model?, variable));
            (!neurons.is_empty()).then(|| Self {
                recording: number,
                every: recording.every,
                neurons,
                samples: observed.map(|observed| (observed, Vec::new())).collect(),
            })
        };
        recordings.iter().enumerate().filter_map(part).collect()
    }

    /// Takes a sample, if one is due, of what `observe` gives for each neuron of the segment.
    pub(crate) fn sample(&mut self, step: u64, observe: impl Fn(Observed, usize) -> F) {
        if self.every == 1 || step.is_multiple_of(self.every) {
            for (observed, samples) in &mut self.samples {
                samples.extend(
                    self.neurons
                        .clone()
                        .map(|neuron| observe(*observed, neuron)),
                );
            }
        }
    }

    /// Copies the samples into the record of the whole recording; `segment` is the number of the first
    /// neuron of this segment.
    pub(super) fn copy_into(&self, record: &mut StateRecord, segment: u32) {
        let offset = segment as usize + self.neurons.start - record.neurons[0] as usize;
        let count = self.neurons.len();
        for ((_, samples), (_, array)) in self.samples.iter().zip(&mut record.variables) {
            for (sample, values) in samples
                .chunks_exact(count)
                .take(record.steps.len())
                .enumerate()
            {
                for (neuron, value) in values.iter().enumerate() {
                    array[[offset + neuron, sample]] = value.to_f64();
                }
            }
        }
    }
}
