//! What a neuron model is.
//!
//! The one idea to know: a [`NeuronModel`] is written for a single neuron, as equations in its state
//! and its constants, without loops and branches. The loop over neurons is in [`group`], generic over
//! model, float type and instruction set, so that the compiler makes vector code of any model, also of one
//! that another crate defines.

mod array;
pub mod describe;
pub mod group;
#[cfg(test)]
mod group_tests;
mod parameter;
mod preset;

pub use crate::parameter;
pub use array::FloatArray;
pub use parameter::{
    Parameter, ParameterError, UnknownParameter, require_finite, require_positive, require_shorter,
};
pub use preset::Preset;

use crate::arithmetic::Arithmetic;
use crate::float::Float;
use crate::units::Unit;
use std::fmt::Debug;

/// A model of a neuron: its parameters are the value of the type.
///
/// The engine advances a neuron by one step of the time grid with [`step`](Self::step), asks
/// [`is_spike`](Self::is_spike), and applies [`reset`](Self::reset) to those that spiked. Between two steps it adds
/// the weights of arriving spikes to the state variables that [`RECEPTORS`](Self::RECEPTORS) name.
///
/// All methods that take `F` are called in the innermost loop and should be `#[inline(always)]`. They must be
/// free of branches that depend on the state (`if` on two values that are both at hand is a selection, no branch),
/// and use nothing but the operations of [`Float`], so that every instruction set gives the same bits.
pub trait NeuronModel: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Name of the model: "adex".
    const NAME: &'static str;
    /// The state variables, in the order of [`State`](Self::State). The first is the membrane potential, which a
    /// refractory period holds.
    const VARIABLES: &'static [Variable];
    /// The receptors: what synapses can act on. The first is excitatory, the second inhibitory.
    const RECEPTORS: &'static [ReceptorInfo];
    /// The parameters, in the order in which descriptions list them.
    const PARAMETERS: &'static [Parameter<Self>];
    /// Symbols that stand for several parameters at once, as `tau_g` for `tau_e` and `tau_i`.
    const SHARED: &'static [(&'static str, &'static [&'static str])] = &[];

    /// The state of a neuron: an array of as many numbers as there are variables.
    type State<F: Float>: FloatArray<F>;
    /// What the parameters and the time step are folded into: an array of numbers.
    type Constants<F: Float>: FloatArray<F>;

    /// Checks that the equations make sense with these parameters and steps of `dt` ms.
    ///
    /// # Errors
    /// The first rule that is broken, with its reason.
    fn validate(&self, dt: f64) -> Result<(), ParameterError>;

    /// State of a neuron at rest, with which a simulation begins unless it is told otherwise.
    fn rest(&self) -> Self::State<f64>;

    /// Strength of the white-noise current, in pA·sqrt(s); 0 is a neuron without noise.
    fn noise(&self) -> f64;

    /// Constants for steps of `dt` ms; `noise` tells whether the white-noise current takes part.
    fn constants<F: Float>(&self, dt: f64, noise: bool) -> Self::Constants<F>;

    /// One step of one neuron, without threshold and reset: the new state from the old one, a standard normal z
    /// and the injected current in pA.
    fn step<F: Float, A: Arithmetic>(
        constants: &Self::Constants<F>,
        state: Self::State<F>,
        z: F,
        current: F,
    ) -> Self::State<F>;

    /// Whether a neuron spikes that has come to this state.
    fn is_spike<F: Float>(constants: &Self::Constants<F>, state: &Self::State<F>) -> bool;

    /// The state after a spike.
    fn reset<F: Float>(constants: &Self::Constants<F>, state: Self::State<F>) -> Self::State<F>;

    /// Total synaptic current I of a neuron, in pA, positive outwards; 0 for a model without synapses.
    fn synaptic_current<F: Float>(constants: &Self::Constants<F>, state: &Self::State<F>) -> F;

    /// The value of the parameter with this symbol, in the unit that [`PARAMETERS`](Self::PARAMETERS) gives; of a symbol
    /// that several share, that of the first.
    ///
    /// # Errors
    /// If no parameter has this symbol.
    fn get(&self, symbol: &str) -> Result<f64, UnknownParameter> {
        Parameter::<Self>::find(symbol).map(|parameters| (parameters[0].get)(self))
    }

    /// Replaces the value of the parameters with this symbol, in their unit. Whether it makes sense is for
    /// [`validate`](Self::validate) to say.
    ///
    /// # Errors
    /// If no parameter has this symbol.
    fn set(&mut self, symbol: &str, value: f64) -> Result<(), UnknownParameter> {
        for parameter in Parameter::<Self>::find(symbol)? {
            (parameter.set)(self, value);
        }
        Ok(())
    }

    /// The equations with the values of the parameters, for people, as plain text; see [`describe::text`]. Of a model
    /// that does not write it, the parameters alone.
    fn describe(&self) -> String {
        describe::text(self, &[], &[])
    }

    /// The same as LaTeX; `None` where a model does not offer it.
    fn describe_latex(&self) -> Option<String> {
        None
    }
}

/// What a white-noise current adds to V within a step of `dt` ms for a standard normal of 1, in mV: (Iext/C) sqrt(dt),
/// with Iext in pA·sqrt(s) and C in pF.
pub fn noise_increment(i_noise: f64, c_m: f64, dt: f64) -> f64 {
    // With dt in ms: sqrt(dt/1000) sqrt(s), times 1000 ms/s.
    1000.0 * i_noise * (dt / 1000.0).sqrt() / c_m
}

/// A variable of a neuron that can be recorded and set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// The symbol in equations, configuration files and recordings: `"V"`.
    pub symbol: &'static str,
    /// The field's standard term.
    pub name: &'static str,
    /// The unit in which it is computed and recorded.
    pub unit: Unit,
}

impl Variable {
    /// Membrane potential V, in mV.
    pub const V: Self = Self::new("V", "membrane potential", Unit::MV);
    /// Recovery variable u of Izhikevich's neuron, in mV/ms.
    pub const U: Self = Self::new("u", "recovery variable", Unit::MV_PER_MS);
    /// Adaptation current w, in pA.
    pub const W: Self = Self::new("w", "adaptation current", Unit::PA);
    /// Excitatory conductance ge, in nS.
    pub const GE: Self = Self::new("ge", "excitatory conductance", Unit::NS);
    /// Inhibitory conductance gi, in nS.
    pub const GI: Self = Self::new("gi", "inhibitory conductance", Unit::NS);
    /// Total synaptic current I, in pA: no state variable, but computed from the state of any model.
    pub const I: Self = Self::new("I", "synaptic current", Unit::PA);

    /// A variable of a model.
    #[must_use]
    pub const fn new(symbol: &'static str, name: &'static str, unit: Unit) -> Self {
        Self { symbol, name, unit }
    }
}

/// What synapses can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReceptorInfo {
    /// Name in configuration files: `"excitatory"`.
    pub name: &'static str,
    /// Number of the state variable to which the weights of arriving spikes are added.
    pub variable: usize,
    /// Whether weights are written as negative numbers in matrices.
    pub is_inhibitory: bool,
}

impl ReceptorInfo {
    /// A receptor whose arriving spikes add to the state variable of this number.
    #[must_use]
    pub const fn excitatory(variable: usize) -> Self {
        Self {
            name: "excitatory",
            variable,
            is_inhibitory: false,
        }
    }

    /// The same for inhibition.
    #[must_use]
    pub const fn inhibitory(variable: usize) -> Self {
        Self {
            name: "inhibitory",
            variable,
            is_inhibitory: true,
        }
    }
}
