//! What is recorded of a run, and what comes out.
//!
//! One idea: what is recorded is described apart from the network, because it cannot change a run.

use crate::network::{Item, Model, Network, NetworkError, Place, Problem, Slice, slice_problem};
use adexnet_model::neuron::Variable;
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

/// State variables of some neurons, sampled at an interval.
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
            let population = &network.description().populations[recording.neurons.population];
            for variable in &recording.variables {
                let model = population.model();
                if model
                    .and_then(|model| model.variable(variable.symbol))
                    .is_none()
                {
                    let problem = Problem::UnknownVariable {
                        symbol: variable.symbol.to_owned(),
                        model: model.map_or("of spike sources", Model::name),
                        known: model.map_or(Vec::new(), |model| {
                            let known = model.variables().iter().map(|known| known.symbol);
                            known.chain([Variable::I.symbol]).collect()
                        }),
                    };
                    return Err(refuse("variables", problem));
                }
            }
            let symbols = recording.variables.iter().map(|variable| variable.symbol);
            let distinct: BTreeSet<_> = symbols.collect();
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
