//! Samples of the neurons of a chunk.
//!
//! One idea: each chunk records its own neurons into memory of its own, so recording needs no
//! exchange between threads; the pieces are put together when they are asked for.

use super::{State, overlap};
use crate::network::Network;
use crate::recording::{StateRecord, StateRecording, Variable};
use adexnet_model::adex::AdexKernel;
use adexnet_model::float::Float;
use std::ops::Range;

/// The part of a [`StateRecording`] that lies in a chunk.
#[derive(Debug)]
pub(crate) struct Recorder<F> {
    /// Number of the recording.
    pub(super) recording: usize,
    every: u64,
    /// Neurons, counted within the chunk; they belong to one population.
    neurons: Range<usize>,
    /// Samples of each variable, \[sample, neuron\].
    samples: Vec<(Variable, Vec<F>)>,
}

impl<F: Float> Recorder<F> {
    pub(super) fn build_all(
        network: &Network,
        recordings: &[StateRecording],
        chunk: &Range<u32>,
    ) -> Vec<Self> {
        let part = |(number, recording): (usize, &StateRecording)| {
            let neurons = overlap(chunk, &network.slice_range(&recording.neurons));
            (!neurons.is_empty()).then(|| Self {
                recording: number,
                every: recording.every,
                neurons,
                samples: recording
                    .variables
                    .iter()
                    .map(|&v| (v, Vec::new()))
                    .collect(),
            })
        };
        recordings.iter().enumerate().filter_map(part).collect()
    }

    #[inline]
    pub(crate) fn is_due(&self, step: u64) -> bool {
        self.every == 1 || step.is_multiple_of(self.every)
    }

    /// First of the neurons, counted within the chunk.
    pub(crate) fn first(&self) -> usize {
        self.neurons.start
    }

    /// Takes a sample; `kernel` is that of the neurons' population.
    pub(crate) fn sample(&mut self, state: &State<F>, kernel: &AdexKernel<F>) {
        let range = self.neurons.clone();
        for (variable, samples) in &mut self.samples {
            match variable {
                Variable::V => samples.extend_from_slice(&state.v[range.clone()]),
                Variable::W => samples.extend_from_slice(&state.w[range.clone()]),
                Variable::Ge => samples.extend_from_slice(&state.g[0][range.clone()]),
                Variable::Gi => samples.extend_from_slice(&state.g[1][range.clone()]),
                Variable::I => samples.extend(
                    range
                        .clone()
                        .map(|k| kernel.synaptic_current(state.v[k], state.g[0][k], state.g[1][k])),
                ),
            }
        }
    }

    /// Copies the samples into the record of the whole recording; `chunk` is the number of the first
    /// neuron of this chunk.
    pub(super) fn copy_into(&self, record: &mut StateRecord, chunk: u32) {
        let offset = chunk as usize + self.neurons.start - record.neurons[0] as usize;
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
