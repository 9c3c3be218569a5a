//! Populations and parts of them.

use adexnet_model::adex::AdexParameters;
use std::ops::Range;

/// Neurons of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Name, unique in the network.
    pub name: String,
    /// Number of neurons.
    pub size: usize,
    /// Parameters of all its neurons.
    pub neuron: AdexParameters,
    /// State at the beginning.
    pub initial: InitialState,
}

impl Population {
    /// A population that starts at rest: V = EL, all else 0.
    #[must_use]
    pub fn new(name: &str, size: usize, neuron: AdexParameters) -> Self {
        Self {
            name: name.to_owned(),
            size,
            neuron,
            initial: InitialState::default(),
        }
    }

    /// The whole population as a [`Slice`], `population` being its number in the network.
    #[must_use]
    pub fn all(&self, population: usize) -> Slice {
        Slice {
            population,
            neurons: 0..self.size,
        }
    }
}

/// State of a neuron at step 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct InitialState {
    /// Membrane potential V, in mV; `None` is the leak reversal potential EL.
    pub v: Option<f64>,
    /// Adaptation current w, in pA.
    pub w: f64,
    /// Excitatory conductance ge, in nS.
    pub g_ex: f64,
    /// Inhibitory conductance gi, in nS.
    pub g_in: f64,
}

/// Consecutive neurons of one population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// Number of the population in the network.
    pub population: usize,
    /// Neurons, counted within the population.
    pub neurons: Range<usize>,
}
