//! Parameters of a neuron type, with their names and units in one table.
//!
//! The one idea to know: [`PARAMETERS`] is the only list of the parameters. Configuration files,
//! descriptions and equations walk through it, so that none of them can forget or rename one.

use crate::neuron::Parameter;
use crate::units::Unit;

/// Parameters of one AdEx neuron type.
#[derive(Debug, Clone, PartialEq)]
pub struct AdexParameters {
    /// Membrane capacitance C, in pF.
    pub c_m: f64,
    /// Leak conductance gL, in nS.
    pub g_l: f64,
    /// Leak reversal potential EL, in mV.
    pub e_l: f64,
    /// Exponential threshold VT, in mV.
    pub v_th: f64,
    /// Slope factor DT, in mV.
    pub delta_t: f64,
    /// Spike detection level Vs, in mV: a spike is V > Vs.
    pub v_peak: f64,
    /// Reset potential Vr, in mV.
    pub v_reset: f64,
    /// Subthreshold adaptation a, in nS.
    pub a: f64,
    /// Spike-triggered adaptation b, in pA.
    pub b: f64,
    /// Adaptation time constant `tau_w`, in ms.
    pub tau_w: f64,
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

/// One row of [`PARAMETERS`]: symbol, LaTeX, name, unit and field.
macro_rules! parameter {
    ($symbol:literal, $latex:literal, $name:literal, $unit:ident, $field:ident) => {
        Parameter {
            symbol: $symbol,
            latex: $latex,
            name: $name,
            unit: Unit::$unit,
            get: |parameters: &AdexParameters| parameters.$field,
            set: |parameters: &mut AdexParameters, value| parameters.$field = value,
        }
    };
}

/// Every parameter, in the order in which descriptions list them.
pub const PARAMETERS: [Parameter<AdexParameters>; 15] = [
    parameter!("C", "C", "membrane capacitance", PF, c_m),
    parameter!("gL", "g_L", "leak conductance", NS, g_l),
    parameter!("EL", "E_L", "leak reversal potential", MV, e_l),
    parameter!("VT", "V_T", "exponential threshold", MV, v_th),
    parameter!("DT", r"\Delta_T", "slope factor", MV, delta_t),
    parameter!("Vs", "V_s", "spike detection level", MV, v_peak),
    parameter!("Vr", "V_r", "reset potential", MV, v_reset),
    parameter!("a", "a", "subthreshold adaptation", NS, a),
    parameter!("b", "b", "spike-triggered adaptation", PA, b),
    parameter!("tau_w", r"\tau_w", "adaptation time constant", MS, tau_w),
    parameter!("Ee", "E_e", "excitatory reversal potential", MV, e_ex),
    parameter!("Ei", "E_i", "inhibitory reversal potential", MV, e_in),
    parameter!(
        "tau_e",
        r"\tau_e",
        "excitatory synaptic time constant",
        MS,
        tau_ex
    ),
    parameter!(
        "tau_i",
        r"\tau_i",
        "inhibitory synaptic time constant",
        MS,
        tau_in
    ),
    parameter!(
        "Iext",
        r"I_\mathrm{ext}",
        "white-noise current",
        PA_SQRT_S,
        i_noise
    ),
];

#[cfg(test)]
mod tests {
    use super::{AdexParameters, PARAMETERS};
    use crate::adex::preset;
    use crate::neuron::{NeuronModel, Parameter};

    fn cortical() -> AdexParameters {
        preset("cortical-rs").unwrap().parameters.clone()
    }

    /// If this fails, two symbols of the configuration reach the same field, or one reaches none.
    #[test]
    fn every_symbol_reaches_a_field_of_its_own() {
        let mut parameters = cortical();
        for (index, parameter) in PARAMETERS.iter().enumerate() {
            parameters
                .set(parameter.symbol, 1000.0 + index as f64)
                .unwrap();
        }
        for (index, parameter) in PARAMETERS.iter().enumerate() {
            assert_eq!(parameters.get(parameter.symbol), Ok(1000.0 + index as f64));
        }
    }

    #[test]
    fn unknown_symbols_come_with_the_nearest_known_one() {
        let message = cortical().get("tauw").unwrap_err().to_string();
        assert_eq!(
            message,
            "unknown parameter \"tauw\", did you mean \"tau_w\"?; known are \
             C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_e, tau_i, Iext, tau_g"
        );
        assert_eq!(
            Parameter::<AdexParameters>::find("EX").unwrap_err().nearest,
            Some("EL")
        );
        assert_eq!(
            Parameter::<AdexParameters>::find("conductance")
                .unwrap_err()
                .nearest,
            None
        );
    }
}
