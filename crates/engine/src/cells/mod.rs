//! Cells: the state of neighbouring neurons of one population, and how it advances.
//!
//! One idea: a segment of a block holds its cells behind the trait [`Cells`] and hands them all steps of an
//! interval at once. What happens within is compiled for the model, the float type and the instruction set;
//! there is one dynamic call for each segment and interval. Sources of spikes are cells without state.

mod model;
mod refractory;
mod run;
mod sources;

pub(crate) use model::ModelCells;
pub(crate) use run::GroupInputs;
pub(crate) use sources::{GivenSpikes, PoissonSpikes};

use crate::block::{Arrivals, Emitted, Inbound, Surroundings};
use crate::network::{Model, Network, Population};
use crate::phases::Common;
use crate::snapshot::{Keeper, Kept};
use adexnet_model::float::Float;
use adexnet_model::neuron::Variable;
use std::fmt::Debug;
use std::ops::Range;
use std::time::Duration;

/// Neighbouring neurons of one population.
pub(crate) trait Cells<F>: Debug + Send {
    /// Advances them through some steps: for each, arrivals are added, samples taken, and the neurons integrated.
    fn advance(&mut self, surroundings: &mut Surroundings<F>, passage: Passage<'_, F>);

    /// Adds what arrives in the steps of a passage, and nothing else.
    fn settle(&mut self, surroundings: &mut Surroundings<F>, passage: Passage<'_, F>);

    /// Appends the values of a variable.
    fn append_values(&self, observed: Observed, values: &mut Vec<f64>);

    /// Replaces the values of a state variable.
    fn set_values(&mut self, variable: usize, values: &[f64]);

    /// Visits all that must be kept of them; `population` is the name of theirs.
    fn keep(&mut self, population: &str, keeper: &mut dyn Keeper<F>);

    /// Brings what follows from the kept state and the step to where a simulation has been restored.
    fn resume_at(&mut self, step: u64);

    /// The first of them whose membrane potential has left all bounds, and that potential in mV.
    fn runaway(&self) -> Option<(usize, f64)>;
}

/// Some steps of a segment: what its cells read on their way through them, and where they leave their spikes.
pub(crate) struct Passage<'a, F> {
    pub(crate) steps: Range<u64>,
    pub(crate) common: &'a Common,
    /// Neurons of the block.
    pub(crate) block: &'a Range<u32>,
    pub(crate) inbound: &'a [Inbound<F>],
    pub(crate) arrivals: &'a mut [Arrivals<F>],
    pub(crate) sums: &'a mut Vec<F>,
    pub(crate) inputs: &'a mut GroupInputs<F>,
    /// First step whose arrivals have not been added ahead of it.
    pub(crate) settled_until: u64,
    pub(crate) emitted: &'a mut Emitted,
    /// Time that was spent on recording.
    pub(crate) recording: &'a mut Duration,
}

/// Something that can be read from cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Observed {
    /// The state variable of this number.
    State(usize),
    /// The synaptic current.
    Current,
}

impl Observed {
    /// A variable as a model knows it; `None` if it does not.
    pub(crate) fn of(model: &Model, variable: Variable) -> Option<Self> {
        let mut variables = model.variables().iter();
        match variables.position(|own| own.symbol == variable.symbol) {
            Some(number) => Some(Self::State(number)),
            None => (variable.symbol == Variable::I.symbol).then_some(Self::Current),
        }
    }
}

/// Which neurons are to be built.
pub(crate) struct CellsPlan<'a> {
    pub(crate) network: &'a Network,
    /// Number of the population.
    pub(crate) population: usize,
    /// Neurons, counted within the population.
    pub(crate) neurons: Range<usize>,
}

impl CellsPlan<'_> {
    fn population(&self) -> &Population {
        &self.network.description().populations[self.population]
    }
}

/// The float types for which cells are built.
pub(crate) trait CellFloat: Float + Kept {
    /// Builds the cells of a population in this float type.
    fn build(model: &Model, plan: &CellsPlan<'_>) -> Box<dyn Cells<Self>>;
}

impl CellFloat for f32 {
    fn build(model: &Model, plan: &CellsPlan<'_>) -> Box<dyn Cells<Self>> {
        model.any().single(plan)
    }
}

impl CellFloat for f64 {
    fn build(model: &Model, plan: &CellsPlan<'_>) -> Box<dyn Cells<Self>> {
        model.any().double(plan)
    }
}
