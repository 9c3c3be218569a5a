//! Inputs from outside the network: injected currents and given arrivals.

use super::{Receptor, Slice};

/// Something that comes from outside the network.
///
/// Injected currents add up in their order; arrivals are summed after the projections, in their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// An injected current.
    Current(CurrentInput),
    /// Arrivals of spikes at given steps.
    Arrivals(ArrivalInput),
}

impl From<CurrentInput> for Input {
    fn from(input: CurrentInput) -> Self {
        Self::Current(input)
    }
}

impl From<ArrivalInput> for Input {
    fn from(input: ArrivalInput) -> Self {
        Self::Arrivals(input)
    }
}

/// A current injected into neurons, piecewise constant in time.
///
/// It stands with a plus sign inside the bracket of the membrane equation. From the first step that
/// does not lie before `times[k]` the current is `values[k]` (right-continuous); before `times[0]`
/// it is 0.
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentInput {
    /// Neurons that receive it.
    pub target: Slice,
    /// Times of change, in ms, strictly ascending.
    pub times: Vec<f64>,
    /// Currents from these times on, in pA.
    pub values: Vec<f64>,
}

impl CurrentInput {
    /// The same current at all times, in pA.
    #[must_use]
    pub fn constant(target: Slice, current: f64) -> Self {
        Self {
            target,
            times: vec![0.0],
            values: vec![current],
        }
    }
}

/// Presynaptic spikes that arrive at given steps, whatever the network does.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrivalInput {
    /// Population that receives them.
    pub population: usize,
    /// Conductance on which they act.
    pub receptor: Receptor,
    /// Weight of one arrival, in nS.
    pub weight: f64,
    /// The arrivals, in any order; those of the same step and neuron add up.
    pub events: Vec<Arrival>,
}

/// Spikes that arrive together at one neuron.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// Step n in whose synapse slot they arrive: they first change the conductance of step n + 1,
    /// as a spike of step n with delay 0 does.
    pub step: u64,
    /// Neuron, counted within the population.
    pub neuron: u32,
    /// How many spikes.
    pub count: u32,
}
