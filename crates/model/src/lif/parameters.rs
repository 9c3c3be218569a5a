//! Parameters of a neuron type, with their names and units in one table.

use crate::neuron::{Parameter, parameter};
use crate::units::Unit;

/// Parameters of one leaky integrate-and-fire neuron type.
#[derive(Debug, Clone, PartialEq)]
pub struct LifParameters {
    /// Membrane capacitance C, in pF.
    pub c_m: f64,
    /// Leak conductance gL, in nS.
    pub g_l: f64,
    /// Leak reversal potential EL, in mV.
    pub e_l: f64,
    /// Threshold VT, in mV: a spike is V > VT.
    pub v_th: f64,
    /// Reset potential Vr, in mV.
    pub v_reset: f64,
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
pub(super) const PARAMETERS: [Parameter<LifParameters>; 10] = [
    parameter!("C", "C", "membrane capacitance", Unit::PF, c_m),
    parameter!("gL", "g_L", "leak conductance", Unit::NS, g_l),
    parameter!("EL", "E_L", "leak reversal potential", Unit::MV, e_l),
    parameter!("VT", "V_T", "threshold", Unit::MV, v_th),
    parameter!("Vr", "V_r", "reset potential", Unit::MV, v_reset),
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
