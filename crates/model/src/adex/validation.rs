//! Which parameter values are refused, and why.

use super::AdexParameters;
use crate::neuron::{ParameterError, require_finite, require_positive, require_shorter};
use crate::units::Unit;

impl AdexParameters {
    /// Checks that the equations have a meaning with these parameters, and that explicit Euler
    /// steps of `dt` ms can follow them.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, with its reason: finite values; C, gL, DT, `tau_w`, `tau_e`, `tau_i`
    /// and dt positive; Iext not negative; Vr below Vs; dt below `tau_w`, `tau_e`, `tau_i` and C/gL.
    pub fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        require_finite(self, dt)?;
        require_positive(&[
            ("C", self.c_m, Unit::PF, "V changes by charging it"),
            (
                "gL",
                self.g_l,
                Unit::NS,
                "it scales the upswing as well: without it no spike begins",
            ),
            (
                "DT",
                self.delta_t,
                Unit::MV,
                "the exponential upswing is divided by it",
            ),
            ("tau_w", self.tau_w, Unit::MS, "w decays with it"),
            ("tau_e", self.tau_ex, Unit::MS, "ge decays with it"),
            ("tau_i", self.tau_in, Unit::MS, "gi decays with it"),
            ("dt", dt, Unit::MS, "time advances by it"),
        ])?;
        if self.i_noise < 0.0 {
            return Err(ParameterError::NegativeNoise {
                value: self.i_noise,
            });
        }
        if self.v_reset >= self.v_peak {
            return Err(ParameterError::ResetAboveDetection {
                symbols: ("Vr", "Vs"),
                v_reset: self.v_reset,
                v_peak: self.v_peak,
            });
        }
        require_shorter(
            dt,
            &[
                ("tau_w", self.tau_w, "w"),
                ("tau_e", self.tau_ex, "ge"),
                ("tau_i", self.tau_in, "gi"),
                ("C/gL", self.c_m / self.g_l, "V - EL"),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::adex::{AdexParameters, preset};
    use crate::neuron::NeuronModel;

    fn cortical() -> AdexParameters {
        preset("cortical-rs").unwrap().parameters.clone()
    }

    /// If this fails, a run starts with parameters that mean nothing, or nobody learns why not.
    #[test]
    fn every_rule_refuses_with_its_reason() {
        for (symbol, value, message, reason) in [
            (
                "C",
                0.0,
                "C = 0 pF: must be greater than 0",
                "V changes by charging it",
            ),
            (
                "gL",
                -1.0,
                "gL = -1 nS: must be greater than 0",
                "without it no spike begins",
            ),
            (
                "DT",
                0.0,
                "DT = 0 mV: must be greater than 0",
                "is divided by it",
            ),
            (
                "tau_w",
                -8.0,
                "tau_w = -8 ms: must be greater than 0",
                "w decays with it",
            ),
            (
                "tau_e",
                0.0,
                "tau_e = 0 ms: must be greater than 0",
                "ge decays with it",
            ),
            (
                "Iext",
                -8.0,
                "Iext = -8 pA*sqrt(s): must not be negative",
                "0 means no noise",
            ),
            (
                "Vr",
                40.0,
                "Vr = 40 mV: must be below Vs = 40 mV",
                "spikes again at once",
            ),
            ("VT", f64::NAN, "VT = NaN mV: must be", "a finite number"),
            ("b", f64::INFINITY, "b = inf pA: must be", "a finite number"),
            (
                "tau_i",
                0.1,
                "dt = 0.1 ms: must be shorter than tau_i = 0.1 ms",
                "not be positive",
            ),
            (
                "tau_w",
                0.05,
                "dt = 0.1 ms: must be shorter than tau_w = 0.05 ms",
                "w by 1 - dt/",
            ),
            (
                "gL",
                2080.0,
                "dt = 0.1 ms: must be shorter than C/gL = 0.05 ms",
                "V - EL by 1 -",
            ),
        ] {
            let mut parameters = cortical();
            parameters.set(symbol, value).unwrap();
            let found = parameters.validate(0.1).unwrap_err().to_string();
            assert!(
                found.starts_with(message) && found.contains(reason),
                "{found}"
            );
        }
        let message = |dt| cortical().validate(dt).unwrap_err().to_string();
        assert_eq!(
            message(0.0),
            "dt = 0 ms: must be greater than 0, because time advances by it"
        );
        assert_eq!(message(f64::NAN), "dt = NaN ms: must be a finite number");
    }

    #[test]
    fn unusual_parameters_that_have_a_meaning_are_accepted() {
        for (symbol, value) in [("a", -20.0), ("b", -5.0), ("Iext", 0.0), ("Vr", -40.0)] {
            let mut parameters = cortical();
            parameters.set(symbol, value).unwrap();
            assert_eq!(parameters.validate(0.1), Ok(()), "{symbol} = {value}");
        }
        assert_eq!(cortical().validate(6.9), Ok(()));
    }
}
