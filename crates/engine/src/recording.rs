//! What is recorded of a run, and what comes out.
//!
//! One idea: what is recorded is described apart from the network, because it cannot change a run.

use crate::network::{Item, Network, NetworkError, Place, Problem, Slice, slice_problem};
use ndarray::Array2;
use std::collections::BTreeSet;

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
