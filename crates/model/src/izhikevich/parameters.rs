//! Parameters of a neuron type, with their names and units in one table.
//!
//! The one idea to know: Izhikevich's equations are those of numbers. Here V is in mV and time in ms, so that
//! his numbers stay as they are, u is in mV/ms, and C turns currents into mV/ms: his I = 10 is a current of 10 pA
//! for C = 1 pF, and one of 1000 pA for the 100 pF of the presets, a capacitance for which synapses of some nS do
//! what they do in other models.

use crate::neuron::{Parameter, parameter};
use crate::units::Unit;

/// Parameters of one neuron type of Izhikevich (2003).
#[derive(Debug, Clone, PartialEq)]
pub struct IzhikevichParameters {
    /// Membrane capacitance C, in pF; it scales currents alone.
    pub c_m: f64,
    /// Rate a at which u follows b V, in 1/ms.
    pub a: f64,
    /// Coupling b of u to V, in 1/ms.
    pub b: f64,
    /// Reset potential c, in mV.
    pub c: f64,
    /// What a spike adds to u: d, in mV/ms.
    pub d: f64,
    /// Spike detection level Vs, in mV: a spike is V > Vs.
    pub v_peak: f64,
    /// Excitatory reversal potential Ee, in mV.
    pub e_ex: f64,
    /// Inhibitory reversal potential Ei, in mV.
    pub e_in: f64,
    /// Excitatory synaptic time constant `tau_e`, in ms.
    pub tau_ex: f64,
    /// Inhibitory synaptic time constant `tau_i`, in ms.
    pub tau_in: f64,
    /// Strength of the white-noise current Iext, in pA·sqrt(s).
    pub i_noise: f64,
}

/// Every parameter, in the order in which descriptions list them.
pub(super) const PARAMETERS: [Parameter<IzhikevichParameters>; 11] = [
    parameter!("C", "C", "membrane capacitance", Unit::PF, c_m),
    parameter!("a", "a", "recovery rate", Unit::PER_MS, a),
    parameter!("b", "b", "coupling of recovery to V", Unit::PER_MS, b),
    parameter!("c", "c", "reset potential", Unit::MV, c),
    parameter!("d", "d", "spike-triggered recovery", Unit::MV_PER_MS, d),
    parameter!("Vs", "V_s", "spike detection level", Unit::MV, v_peak),
    parameter!("Ee", "E_e", "excitatory reversal potential", Unit::MV, e_ex),
    parameter!("Ei", "E_i", "inhibitory reversal potential", Unit::MV, e_in),
    parameter!(
        "tau_e",
        r"\tau_e",
        "excitatory synaptic time constant",
        Unit::MS,
        tau_ex
    ),
    parameter!(
        "tau_i",
        r"\tau_i",
        "inhibitory synaptic time constant",
        Unit::MS,
        tau_in
    ),
    parameter!(
        "Iext",
        r"I_\mathrm{ext}",
        "white-noise current",
        Unit::PA_SQRT_S,
        i_noise
    ),
];
