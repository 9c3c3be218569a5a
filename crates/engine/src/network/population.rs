//! Populations: neurons of one model.

use super::{Model, Positions, Slice, Values};
use std::sync::Arc;

/// Cells of one kind, numbered from 0.
///
/// ```
/// use adexnet_engine::{Population, Values};
/// use adexnet_model::adex::AdexParameters;
///
/// let cells = Population::new("cells", 1000, AdexParameters::default())
///     .with_parameter("b", Values::normal(65.0, 10.0)) // pA
///     .with_initial("V", Values::uniform(-65.0, -55.0)) // mV
///     .with_refractory(2.0); // ms
/// assert_eq!(cells.size, 1000);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// Name, unique in the network.
    pub name: String,
    /// Number of cells.
    pub size: usize,
    /// What they are.
    pub kind: PopulationKind,
    /// Where they lie; needed by rules that go by distance.
    pub positions: Option<Positions>,
}

/// What the cells of a population are.
#[derive(Debug, Clone, PartialEq)]
pub enum PopulationKind {
    /// Neurons of a model.
    Neurons(NeuronGroup),
    /// Cells without state that spike at given times.
    SpikeSource(SpikeTimes),
    /// Cells without state that spike at random, as Poisson processes: in each step of dt with probability rate·dt.
    PoissonSource {
        /// Rates in Hz, one for each cell.
        rates: Values,
    },
}

/// Spikes at given times.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpikeTimes(Arc<[(f64, u32)]>);

impl SpikeTimes {
    /// Spikes in any order: time in ms, which belongs to the step in which it lies, and cell, counted within the
    /// population. A cell spikes once a step.
    pub fn new(spikes: impl IntoIterator<Item = (f64, u32)>) -> Self {
        Self(spikes.into_iter().collect())
    }

    /// Time in ms and cell of each spike.
    pub fn spikes(&self) -> &[(f64, u32)] {
        &self.0
    }
}

/// Neurons of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct NeuronGroup {
    /// The model, with the parameters that all neurons share.
    pub model: Model,
    /// Parameters that replace those of the model, by symbol; one value for each neuron.
    pub parameters: Vec<(String, Values)>,
    /// State at the beginning, by the symbol of the variable; one value for each neuron. What is not named is at
    /// rest, as the model and the parameters of each neuron say.
    pub initial: Vec<(String, Values)>,
    /// Absolute refractory period in ms, to the nearest step: one value for each neuron.
    ///
    /// A neuron that spikes in step n with a period of r steps keeps its membrane potential in the steps n + 1 to
    /// n + r - 1 and does not spike in them; its other variables go on.
    pub refractory: Values,
}

impl Population {
    /// Neurons of a model that start at rest and have no refractory period.
    #[must_use]
    pub fn new(name: &str, size: usize, model: impl Into<Model>) -> Self {
        Self {
            name: name.to_owned(),
            size,
            kind: PopulationKind::Neurons(NeuronGroup {
                model: model.into(),
                parameters: Vec::new(),
                initial: Vec::new(),
                refractory: Values::Constant(0.0),
            }),
            positions: None,
        }
    }

    /// Cells that spike at given times and do nothing else; synapses may begin but not end at them.
    #[must_use]
    pub fn spike_source(name: &str, size: usize, times: SpikeTimes) -> Self {
        Self {
            name: name.to_owned(),
            size,
            kind: PopulationKind::SpikeSource(times),
            positions: None,
        }
    }

    /// Cells that spike at random with given rates, in Hz; synapses may begin but not end at them.
    #[must_use]
    pub fn poisson_source(name: &str, size: usize, rates: impl Into<Values>) -> Self {
        Self {
            name: name.to_owned(),
            size,
            kind: PopulationKind::PoissonSource {
                rates: rates.into(),
            },
            positions: None,
        }
    }

    /// The same with other values of a parameter, in its unit. Of populations without neurons it changes nothing.
    #[must_use]
    pub fn with_parameter(mut self, symbol: &str, values: impl Into<Values>) -> Self {
        if let Some(group) = self.neurons_mut() {
            group.parameters.push((symbol.to_owned(), values.into()));
        }
        self
    }

    /// The same with other values of a state variable at the beginning, in its unit.
    #[must_use]
    pub fn with_initial(mut self, symbol: &str, values: impl Into<Values>) -> Self {
        if let Some(group) = self.neurons_mut() {
            group.initial.push((symbol.to_owned(), values.into()));
        }
        self
    }

    /// The same at positions in space.
    #[must_use]
    pub fn with_positions(mut self, positions: Positions) -> Self {
        self.positions = Some(positions);
        self
    }

    /// The same with a refractory period, in ms.
    #[must_use]
    pub fn with_refractory(mut self, period: impl Into<Values>) -> Self {
        if let Some(group) = self.neurons_mut() {
            group.refractory = period.into();
        }
        self
    }

    /// Its neurons, if it has any.
    pub fn neurons(&self) -> Option<&NeuronGroup> {
        match &self.kind {
            PopulationKind::Neurons(group) => Some(group),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn neurons_mut(&mut self) -> Option<&mut NeuronGroup> {
        match &mut self.kind {
            PopulationKind::Neurons(group) => Some(group),
            _ => None,
        }
    }

    /// The model of its neurons, if it has any.
    pub fn model(&self) -> Option<&Model> {
        self.neurons().map(|group| &group.model)
    }

    /// The value of a parameter that all its neurons share, in its unit.
    pub fn parameter(&self, symbol: &str) -> Option<f64> {
        let group = self.neurons()?;
        let mut given = group.parameters.iter().rev();
        match given.find(|(own, _)| own == symbol) {
            Some((_, values)) => values.common(),
            None => group.model.get(symbol).ok(),
        }
    }

    /// The whole population as a [`Slice`], `population` being its number in the network.
    #[must_use]
    pub fn all(&self, population: usize) -> Slice {
        Slice::range(population, 0..self.size)
    }
}
