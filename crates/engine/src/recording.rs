//! What is recorded of a run, and what comes out.
//!
//! One idea: each block records its own neurons into memory of its own, so recording needs no
//! exchange between threads; the pieces are put together when they are asked for.

use crate::block::{State, overlap};
use crate::network::{Item, Network, NetworkError, Place, Problem, Slice, slice_problem};
use adexnet_model::adex::AdexKernel;
use adexnet_model::float::Float;
use ndarray::Array2;
use std::collections::BTreeSet;
use std::ops::Range;

/// What to record.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    /// All spikes.
    pub spikes: bool,
    /// State variables of chosen neurons.
    pub states: Vec<StateRecording>,
}

/// State variables of neighbouring neurons, sampled at an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRecording {
    /// Name, unique among the recordings.
    pub name: String,
    /// Variables, at least one, each once.
    pub variables: Vec<Variable>,
    /// Neurons, at least one.
    pub neurons: Slice,
    /// Steps from one sample to the next; samples are taken at the beginning of steps 0, every, ...
    pub every: u64,
}

/// A variable of a neuron that can be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variable {
    /// Membrane potential V, in mV.
    V,
    /// Adaptation current w, in pA.
    W,
    /// Excitatory conductance ge, in nS.
    Ge,
    /// Inhibitory conductance gi, in nS.
    Gi,
    /// Synaptic current I = ge (V - Ee) + gi (V - Ei), in pA.
    I,
}

impl Variable {
    /// All variables.
    pub const ALL: [Self; 5] = [Self::V, Self::W, Self::Ge, Self::Gi, Self::I];

    /// The symbol: V, w, ge, gi or I.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::V => "V",
            Self::W => "w",
            Self::Ge => "ge",
            Self::Gi => "gi",
            Self::I => "I",
        }
    }

    /// The unit: mV, pA or nS.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::V => "mV",
            Self::W | Self::I => "pA",
            Self::Ge | Self::Gi => "nS",
        }
    }

    /// The variable of a symbol.
    #[must_use]
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|variable| variable.symbol() == symbol)
    }
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

/// The samples of a [`StateRecording`].
#[derive(Debug, Clone, PartialEq)]
pub struct StateRecord {
    /// Name of the recording.
    pub name: String,
    /// Neurons, numbered through the network.
    pub neurons: Vec<u32>,
    /// Steps at whose beginning the samples were taken.
    pub steps: Vec<u64>,
    /// One array \[neuron, sample\] for each variable, in its unit.
    pub variables: Vec<(Variable, Array2<f64>)>,
}

impl Recording {
    /// Checks that all that is to be recorded exists.
    pub(crate) fn validate(&self, network: &Network) -> Result<(), NetworkError> {
        let mut names = BTreeSet::new();
        for (number, recording) in self.states.iter().enumerate() {
            let refuse = |key, problem| NetworkError {
                place: Place {
                    item: Item::Recording(number, recording.name.clone()),
                    key,
                },
                problem: Box::new(problem),
            };
            if !names.insert(&recording.name) {
                return Err(refuse("name", Problem::DuplicateName));
            }
            slice_problem(&network.description().populations, &recording.neurons)
                .map_err(|problem| refuse("neurons", problem))?;
            if recording.neurons.neurons.is_empty() {
                return Err(refuse("neurons", Problem::NothingRecorded("neuron")));
            }
            if recording.variables.is_empty() {
                return Err(refuse("variables", Problem::NothingRecorded("variable")));
            }
            let distinct: BTreeSet<_> = recording.variables.iter().collect();
            if distinct.len() < recording.variables.len() {
                return Err(refuse("variables", Problem::DuplicateName));
            }
            if recording.every == 0 {
                let accepted = "an interval of at least one time step";
                return Err(refuse(
                    "every",
                    Problem::OutOfRange {
                        value: 0.0,
                        accepted,
                    },
                ));
            }
        }
        Ok(())
    }
}

/// The part of a [`StateRecording`] that lies in a block.
#[derive(Debug)]
pub(crate) struct Recorder<F> {
    /// Number of the recording.
    pub(crate) recording: usize,
    every: u64,
    /// Neurons, counted within the block; they belong to one population.
    neurons: Range<usize>,
    /// Samples of each variable, \[sample, neuron\].
    samples: Vec<(Variable, Vec<F>)>,
}

impl<F: Float> Recorder<F> {
    pub(crate) fn build_all(
        network: &Network,
        recordings: &[StateRecording],
        block: &Range<u32>,
    ) -> Vec<Self> {
        let part = |(number, recording): (usize, &StateRecording)| {
            let neurons = overlap(block, &network.slice_range(&recording.neurons));
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

    /// First of the neurons, counted within the block.
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

    /// Copies the samples into the record of the whole recording, whose first neuron has number
    /// `first`; the first neuron of the block has number `block_first`.
    pub(crate) fn copy_into(&self, record: &mut StateRecord, first: u32, block_first: u32) {
        let offset = block_first as usize + self.neurons.start - first as usize;
        let count = self.neurons.len();
        for ((_, samples), (_, array)) in self.samples.iter().zip(&mut record.variables) {
            for (sample, values) in samples.chunks_exact(count).enumerate() {
                for (neuron, value) in values.iter().enumerate() {
                    array[[offset + neuron, sample]] = value.to_f64();
                }
            }
        }
    }
}
