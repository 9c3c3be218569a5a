//! Describing networks in Rust, with the words of NETWORK.toml.

use super::{
    ConnectionRule, Generator, Input, Network, NetworkDescription, NetworkError, Noise, Population,
    Projection, Receptor, ReceptorChoice, ShortTerm, Slice, Storage, Values,
};
use std::ops::{Bound, RangeBounds};

/// A network that is being described.
///
/// ```
/// use adexnet_engine::{ConnectionRule, CurrentInput, NetworkBuilder, Population, Projection, Values};
/// use adexnet_model::adex::AdexParameters;
///
/// let mut network = NetworkBuilder::new(0.1).seed(7); // steps of 0.1 ms
/// let cells = network.add(Population::new("cells", 100, AdexParameters::default()));
/// let pairwise = ConnectionRule::pairwise_bernoulli(0.05);
/// network.connect(
///     Projection::new("E", cells.part(..80), cells.all(), pairwise.clone())
///         .with_weight(2.0) // nS
///         .with_delay(Values::uniform(0.5, 2.0)), // ms
/// );
/// network.connect(
///     Projection::new("I", cells.part(80..), cells.all(), pairwise)
///         .inhibitory()
///         .with_weight(8.0),
/// );
/// network.input(CurrentInput::constant(cells.part(..10), 100.0)); // pA
/// let network = network.build()?;
/// assert_eq!(network.size(), 100);
/// # Ok::<(), adexnet_engine::NetworkError>(())
/// ```
#[derive(Debug, Clone)]
pub struct NetworkBuilder {
    description: NetworkDescription,
}

/// A population of a network that is being described: by it parts of the population are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Members {
    population: usize,
    size: usize,
}

impl NetworkBuilder {
    /// A network without populations, for time steps of `dt` ms.
    #[must_use]
    pub fn new(dt: f64) -> Self {
        Self {
            description: NetworkDescription {
                dt,
                ..NetworkDescription::default()
            },
        }
    }

    /// The same with another seed of all random numbers; it is 0 otherwise.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.description.seed = seed;
        self
    }

    /// The same with another source of noise; it is white otherwise.
    #[must_use]
    pub fn noise(mut self, noise: Noise) -> Self {
        self.description.noise = noise;
        self
    }

    /// The same with another generator; it is `ChaCha8` otherwise.
    #[must_use]
    pub fn generator(mut self, generator: Generator) -> Self {
        self.description.generator = generator;
        self
    }

    /// Adds a population, whose neurons are numbered after those of the populations before.
    pub fn add(&mut self, population: Population) -> Members {
        let members = Members {
            population: self.description.populations.len(),
            size: population.size,
        };
        self.description.populations.push(population);
        members
    }

    /// Adds a projection. Contributions to a conductance are summed in the order of the projections.
    pub fn connect(&mut self, projection: Projection) -> &mut Self {
        self.description.projections.push(projection);
        self
    }

    /// Adds an input.
    pub fn input(&mut self, input: impl Into<Input>) -> &mut Self {
        self.description.inputs.push(input.into());
        self
    }

    /// What has been described so far.
    pub fn description(&self) -> &NetworkDescription {
        &self.description
    }

    /// Checks the description.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place, its value and what is accepted.
    pub fn build(self) -> Result<Network, NetworkError> {
        Network::new(self.description)
    }
}

impl Members {
    /// Number of the population in the network.
    pub fn population(self) -> usize {
        self.population
    }

    /// All neurons.
    #[must_use]
    pub fn all(self) -> Slice {
        self.part(..)
    }

    /// Consecutive neurons. That they exist is checked with the network.
    #[must_use]
    pub fn part(self, neurons: impl RangeBounds<usize>) -> Slice {
        let start = match neurons.start_bound() {
            Bound::Included(&first) => first,
            Bound::Excluded(&before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match neurons.end_bound() {
            Bound::Included(&last) => last.saturating_add(1),
            Bound::Excluded(&end) => end,
            Bound::Unbounded => self.size,
        };
        Slice::range(self.population, start..end)
    }

    /// Listed neurons, strictly ascending (which is checked with the network).
    #[must_use]
    pub fn list(self, neurons: &[u32]) -> Slice {
        Slice::list(self.population, neurons)
    }
}

impl Projection {
    /// Excitatory synapses of 1 nS without delay, from some neurons to others.
    #[must_use]
    pub fn new(name: &str, source: Slice, target: Slice, rule: ConnectionRule) -> Self {
        Self {
            name: name.to_owned(),
            source,
            target,
            receptor: ReceptorChoice::One(Receptor::EXCITATORY),
            rule,
            weight: Values::Constant(1.0),
            delay: Values::Constant(0.0),
            plasticity: None,
            storage: Storage::Auto,
        }
    }

    /// The same onto the inhibitory receptor.
    #[must_use]
    pub fn inhibitory(self) -> Self {
        self.with_receptor(ReceptorChoice::One(Receptor::INHIBITORY))
    }

    /// The same onto another receptor, or by the signs of a matrix.
    #[must_use]
    pub fn with_receptor(mut self, receptor: ReceptorChoice) -> Self {
        self.receptor = receptor;
        self
    }

    /// The same with other weights, in nS.
    #[must_use]
    pub fn with_weight(mut self, weight: impl Into<Values>) -> Self {
        self.weight = weight.into();
        self
    }

    /// The same with other delays, in ms.
    #[must_use]
    pub fn with_delay(mut self, delay: impl Into<Values>) -> Self {
        self.delay = delay.into();
        self
    }

    /// The same with short-term plasticity.
    #[must_use]
    pub fn with_plasticity(mut self, plasticity: ShortTerm) -> Self {
        self.plasticity = Some(plasticity);
        self
    }

    /// The same with its synapses stored, or drawn again for every spike.
    #[must_use]
    pub fn with_storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }
}

impl ConnectionRule {
    /// Every pair independently with probability p, without autapses.
    #[must_use]
    pub const fn pairwise_bernoulli(p: f64) -> Self {
        let autapses = false;
        Self::PairwiseBernoulli { p, autapses }
    }

    /// So many synapses onto each target, without autapses and multapses.
    #[must_use]
    pub const fn fixed_in_degree(degree: u32) -> Self {
        Self::FixedInDegree {
            degree,
            autapses: false,
            multapses: false,
        }
    }

    /// So many synapses of each source, without autapses and multapses.
    #[must_use]
    pub const fn fixed_out_degree(degree: u32) -> Self {
        Self::FixedOutDegree {
            degree,
            autapses: false,
            multapses: false,
        }
    }

    /// So many synapses, without autapses and multapses.
    #[must_use]
    pub const fn fixed_total(synapses: u64) -> Self {
        Self::FixedTotal {
            synapses,
            autapses: false,
            multapses: false,
        }
    }

    /// Every pair but a neuron with itself.
    #[must_use]
    pub const fn all_to_all() -> Self {
        let autapses = false;
        Self::AllToAll { autapses }
    }
}
