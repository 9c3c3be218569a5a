//! Samples of the neurons of a segment.
//!
//! One idea: each segment records its own neurons into memory of its own, so recording needs no
//! exchange between threads; the pieces are put together when they are asked for.

use super::Part;
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
    window: Range<u64>,
    /// Index of the first neuron in the recording.
    first: usize,
    neurons: Part,
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
            let numbers = network.slice_numbers(&recording.neurons);
            let neurons = Part::of(&numbers, segment);
            let observed = recording.variables.iter();
            let observed = observed.filter_map(|&variable| Observed::of(model?, variable));
            (neurons.len() > 0).then(|| Self {
                recording: number,
                every: recording.every,
                window: recording.window.clone(),
                first: numbers.within(segment).start as usize,
                neurons,
                samples: observed.map(|observed| (observed, Vec::new())).collect(),
            })
        };
        recordings.iter().enumerate().filter_map(part).collect()
    }

    /// Takes a sample, if one is due, of what `observe` gives for each neuron of the segment.
    pub(crate) fn sample(&mut self, step: u64, observe: impl Fn(Observed, usize) -> F) {
        let window = &self.window;
        if window.contains(&step) && (step - window.start).is_multiple_of(self.every) {
            for (observed, samples) in &mut self.samples {
                let neurons = (0..self.neurons.len()).map(|k| self.neurons.place(k));
                samples.extend(neurons.map(|neuron| observe(*observed, neuron)));
            }
        }
    }

    /// Forgets all samples.
    pub(super) fn clear(&mut self) {
        self.samples
            .iter_mut()
            .for_each(|(_, samples)| samples.clear());
    }

    /// Copies the samples into the record of the whole recording.
    pub(super) fn copy_into(&self, record: &mut StateRecord) {
        let count = self.neurons.len();
        for ((_, samples), (_, array)) in self.samples.iter().zip(&mut record.variables) {
            for (sample, values) in samples
                .chunks_exact(count)
                .take(record.steps.len())
                .enumerate()
            {
                for (neuron, value) in values.iter().enumerate() {
                    array[[self.first + neuron, sample]] = value.to_f64();
                }
            }
        }
    }
}
