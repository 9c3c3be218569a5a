//! Inputs from outside the network: injected currents, given and random arrivals, and fluctuations.

use super::{Receptor, Slice};
use ndarray::Array2;
use std::sync::Arc;

/// Something that comes from outside the network.
///
/// Injected and fluctuating currents add up in their order; arrivals are summed after the projections, in their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// An injected current.
    Current(CurrentInput),
    /// Arrivals of spikes at given steps.
    Arrivals(ArrivalInput),
    /// Arrivals of spikes at random.
    Poisson(PoissonInput),
    /// A fluctuating current or conductance.
    Fluctuations(Fluctuations),
}

/// A current injected into neurons. It stands with a plus sign inside the bracket of the membrane equation.
///
/// ```
/// use adexnet_engine::{CurrentInput, Slice, Waveform};
/// let cells = Slice { population: 0, neurons: (0..10).into() };
/// let pulse = CurrentInput::steps(cells.clone(), &[(100.0, 200.0), (300.0, 0.0)]); // ms, pA
/// let wave = CurrentInput {
///     target: cells,
///     waveform: Waveform::Sinusoid { offset: 0.0, amplitude: 50.0, frequency: 8.0, phase: 0.0 },
/// };
/// # let _ = (pulse, wave);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentInput {
    /// Neurons that receive it.
    pub target: Slice,
    /// Its course in time.
    pub waveform: Waveform,
}

/// The course of a current in time. The current of step n is that of the time n dt.
#[derive(Debug, Clone, PartialEq)]
pub enum Waveform {
    /// Piecewise constant: from the first step on that does not lie before `times[k]` the current is `values[k]`
    /// (right-continuous); before `times[0]` it is 0.
    Steps {
        /// Times of change, in ms, strictly ascending.
        times: Vec<f64>,
        /// Currents from these times on, in pA.
        values: Vec<f64>,
    },
    /// offset + amplitude sin(2 π frequency t + phase).
    Sinusoid {
        /// Mean, in pA.
        offset: f64,
        /// Amplitude, in pA.
        amplitude: f64,
        /// Frequency, in Hz.
        frequency: f64,
        /// Phase at t = 0, in rad.
        phase: f64,
    },
    /// Given samples, each of which holds from the first step on that begins in its interval; the last one
    /// holds on.
    Sampled {
        /// Interval, in ms, at least dt; it need not be a multiple of it.
        every: f64,
        /// Currents in pA, \[sample, neuron\]: a column for each neuron of the target, or one for all.
        samples: Arc<Array2<f64>>,
    },
}

impl CurrentInput {
    /// The same current at all times, in pA.
    #[must_use]
    pub fn constant(target: Slice, current: f64) -> Self {
        Self::steps(target, &[(0.0, current)])
    }

    /// A current that changes in steps: times in ms with the currents from then on, in pA.
    #[must_use]
    pub fn steps(target: Slice, changes: &[(f64, f64)]) -> Self {
        let (times, values) = changes.iter().copied().unzip();
        let waveform = Waveform::Steps { times, values };
        Self { target, waveform }
    }
}

/// Presynaptic spikes that arrive at given steps, whatever the network does.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrivalInput {
    /// Population that receives them.
    pub population: usize,
    /// Receptor on which they act.
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

/// Spikes of independent Poisson sources, of which each neuron has a number of its own.
///
/// In every step of dt each source spikes with probability rate·dt, so a neuron receives a binomially distributed number
/// of spikes, which is drawn at once, as Brian2's `PoissonInput` does. Spikes of step n first change the conductance
/// of step n + 1.
#[derive(Debug, Clone, PartialEq)]
pub struct PoissonInput {
    /// Neurons that receive them, each from sources of its own.
    pub target: Slice,
    /// Receptor on which they act.
    pub receptor: Receptor,
    /// Number of sources of each neuron.
    pub sources: u32,
    /// Weight of one spike, in nS.
    pub weight: f64,
    /// Times of change of the rate, in ms, strictly ascending; before the first the sources are silent.
    pub times: Vec<f64>,
    /// Rates of one source from these times on, in Hz.
    pub rates: Vec<f64>,
}

/// A fluctuating current or conductance: an Ornstein-Uhlenbeck process for each neuron.
///
/// ```text
/// dη/dt = (mean - η)/tau + sd sqrt(2/tau) ξ
/// ```
///
/// It is advanced by the exact solution, η' = mean + (η - mean) e^(-dt/tau) + sd sqrt(1 - e^(-2 dt/tau)) z
/// (Gillespie 1996), so that mean, standard deviation and autocorrelation do not depend on dt, and it is stationary from the
/// beginning. Conductances below 0 count as 0 (Destexhe et al. 2001).
#[derive(Debug, Clone, PartialEq)]
pub struct Fluctuations {
    /// Neurons that receive them, each its own.
    pub target: Slice,
    /// What fluctuates.
    pub kind: Fluctuating,
    /// Mean, in pA or nS.
    pub mean: f64,
    /// Standard deviation, in pA or nS.
    pub sd: f64,
    /// Correlation time, in ms.
    pub tau: f64,
}

/// What an Ornstein-Uhlenbeck process is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fluctuating {
    /// A current, which stands with a plus sign inside the bracket of the membrane equation.
    Current,
    /// A conductance: the current is -η (V - reversal).
    Conductance {
        /// Reversal potential, in mV.
        reversal: f64,
    },
}

macro_rules! into_input {
    ($($type:ident => $variant:ident),*) => {
        $(impl From<$type> for Input {
            fn from(input: $type) -> Self {
                Self::$variant(input)
            }
        })*
    };
}

into_input!(
    CurrentInput => Current,
    ArrivalInput => Arrivals,
    PoissonInput => Poisson,
    Fluctuations => Fluctuations
);
