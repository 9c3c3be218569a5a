//! What is simulated: the description of a network, and its validated form.
//!
//! One idea: [`NetworkDescription`] is filled in by anyone, [`Network::new`] checks it once, and no
//! code after that checks again.

mod builder;
mod distribution;
mod edges;
mod error;
mod input;
mod model;
mod neurons;
mod plasticity;
mod population;
mod positions;
mod profile;
mod projection;
mod slice;
mod time;
mod validate;
mod values;

pub(crate) use validate::slice as slice_problem;

pub(crate) use distribution::of_logarithm;

pub use builder::{Members, NetworkBuilder};
pub use distribution::{Distribution, Shape};
pub use edges::Edges;
pub use error::{Item, NetworkError, Place, Problem};
pub use input::{
    Arrival, ArrivalInput, CurrentInput, Fluctuating, Fluctuations, Input, PoissonInput, Waveform,
};
pub use model::{Model, ParameterValue};
pub use plasticity::ShortTerm;
pub use population::{NeuronGroup, Population, PopulationKind, SpikeTimes};
pub(crate) use positions::Point;
pub use positions::{Coordinates, Positions};
pub use profile::Profile;
pub use projection::{ConnectionRule, Projection, Receptor, ReceptorChoice, Storage};
pub use slice::{NeuronNumbers, Neurons, Slice};
pub use time::TimeStep;
pub use values::Values;

use ndarray::Array2;
use std::ops::Range;
use std::sync::Arc;

/// The generator of random numbers for connecting and for white noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Generator {
    /// `ChaCha8`, addressed: every number is a function of the seed and of where it belongs.
    #[default]
    ChaCha8,
    /// `NumPy`'s legacy `RandomState` (MT19937 and polar normals) in the order in which Brian2
    /// draws. Serial by nature, for reproducing published runs; seeds up to 2^32 - 1.
    NumpyLegacy,
}

/// Where the standard normals of the white-noise current come from.
#[derive(Debug, Clone, Default)]
pub enum Noise {
    /// Drawn by the network's [`Generator`].
    #[default]
    White,
    /// No noise: the normals are 0.
    None,
    /// Given normals, \[step, neuron\], a column for every neuron of the network.
    Recorded(Arc<Array2<f64>>),
}

/// A network as it is described; all fields may be filled in freely.
#[derive(Debug, Clone, Default)]
pub struct NetworkDescription {
    /// Time step dt, in ms.
    pub dt: f64,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Generator for connecting and white noise.
    pub generator: Generator,
    /// Source of the noise.
    pub noise: Noise,
    /// Populations; their neurons are numbered through in this order.
    pub populations: Vec<Population>,
    /// Projections; contributions to a conductance are summed in this order.
    pub projections: Vec<Projection>,
    /// What comes from outside the network.
    pub inputs: Vec<Input>,
}

impl NetworkDescription {
    /// The injected currents among the inputs, with their numbers.
    pub fn currents(&self) -> impl Iterator<Item = (usize, &CurrentInput)> {
        self.inputs_of(|input| match input {
            Input::Current(input) => Some(input),
            _ => None,
        })
    }

    /// The given arrivals among the inputs, with their numbers.
    pub fn arrivals(&self) -> impl Iterator<Item = (usize, &ArrivalInput)> {
        self.inputs_of(|input| match input {
            Input::Arrivals(input) => Some(input),
            _ => None,
        })
    }

    /// The Poisson inputs among the inputs, with their numbers.
    pub fn poisson_inputs(&self) -> impl Iterator<Item = (usize, &PoissonInput)> {
        self.inputs_of(|input| match input {
            Input::Poisson(input) => Some(input),
            _ => None,
        })
    }

    /// The fluctuating currents and conductances among the inputs, with their numbers.
    pub fn fluctuations(&self) -> impl Iterator<Item = (usize, &Fluctuations)> {
        self.inputs_of(|input| match input {
            Input::Fluctuations(input) => Some(input),
            _ => None,
        })
    }

    fn inputs_of<'a, T: 'a>(
        &'a self,
        of: impl Fn(&'a Input) -> Option<&'a T> + 'a,
    ) -> impl Iterator<Item = (usize, &'a T)> {
        let inputs = self.inputs.iter().enumerate();
        inputs.filter_map(move |(number, input)| Some((number, of(input)?)))
    }

    fn may_be_procedural(&self, projection: &Projection) -> bool {
        match projection.rule {
            _ if projection.delay.common().is_none() => false,
            ConnectionRule::PairwiseBernoulli { .. } | ConnectionRule::Distance { .. } => {
                self.generator == Generator::ChaCha8
            }
            ConnectionRule::OneToOne | ConnectionRule::AllToAll { .. } => true,
            _ => false,
        }
    }
}

/// A validated network: whatever holds one may rely on it.
///
/// ```
/// use adexnet_engine::{Network, NetworkDescription, Population};
/// use adexnet_model::adex::AdexParameters;
/// # fn main() -> Result<(), adexnet_engine::NetworkError> {
/// let network = Network::new(NetworkDescription {
///     dt: 0.1,
///     populations: vec![Population::new("cells", 100, AdexParameters::default())],
///     ..NetworkDescription::default()
/// })?;
/// assert_eq!(network.size(), 100);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Network {
    description: NetworkDescription,
    time_step: TimeStep,
    /// Number of the first neuron of each population, and the size of the network at the end.
    first: Vec<u32>,
    /// For each population whether its neurons have noise, if the network has any.
    noisy: Vec<bool>,
}

impl Network {
    /// Checks a description.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place, its value and what is accepted.
    pub fn new(description: NetworkDescription) -> Result<Self, NetworkError> {
        validate::network(description)
    }

    /// The description this network was made from.
    pub fn description(&self) -> &NetworkDescription {
        &self.description
    }

    /// The time step.
    pub fn time_step(&self) -> TimeStep {
        self.time_step
    }

    /// Number of neurons of all populations.
    pub fn size(&self) -> usize {
        self.first[self.first.len() - 1] as usize
    }

    /// Numbers of the neurons of a population.
    ///
    /// # Panics
    /// If the network has no population of this number.
    pub fn population_range(&self, population: usize) -> Range<u32> {
        self.first[population]..self.first[population + 1]
    }

    /// Numbers of the neurons of a slice.
    ///
    /// # Panics
    /// If the network has no population of the slice's number.
    pub fn slice_numbers(&self, slice: &Slice) -> NeuronNumbers {
        NeuronNumbers::new(slice, self.first[slice.population])
    }

    /// Smallest and largest possible delay of a projection in steps, rounded to the nearest.
    pub fn delay_range(&self, projection: &Projection) -> (u64, u64) {
        let listed = match &projection.rule {
            ConnectionRule::FromEdges(edges) => edges.delays.as_deref(),
            _ => None,
        };
        let (shortest, longest) = match listed {
            Some(delays) => values::bounds(delays),
            None => projection.delay.at_least(0.0).bounds(),
        };
        let steps = |delay| self.time_step.nearest_step(delay);
        (steps(shortest), steps(longest))
    }

    /// Smallest and largest possible delay of all projections in steps; `None` without projections.
    pub fn delay_bounds(&self) -> Option<(u64, u64)> {
        let delays = self
            .description
            .projections
            .iter()
            .map(|projection| self.delay_range(projection));
        delays.reduce(|(low, high), (shortest, longest)| (low.min(shortest), high.max(longest)))
    }

    /// Whether the synapses of a projection can be drawn again at any time, source by source.
    pub fn may_be_procedural(&self, projection: &Projection) -> bool {
        self.description.may_be_procedural(projection)
    }

    /// Number of synapses of a projection; where its rule draws that too, about the number to be expected.
    pub fn expected_synapses(&self, projection: &Projection) -> f64 {
        crate::memory::expected_synapses(self, projection)
    }

    /// Whether the neurons of a population receive noise in a run of this network.
    ///
    /// # Panics
    /// If the network has no population of this number.
    pub fn is_noisy(&self, population: usize) -> bool {
        !matches!(self.description.noise, Noise::None) && self.noisy[population]
    }
}
