//! Which parameter values are refused, and why.

use super::LifParameters;
use crate::neuron::{ParameterError, require_finite, require_positive, require_shorter};
use crate::units::Unit;

impl LifParameters {
    /// Checks that the equations have a meaning with these parameters, and that explicit Euler
    /// steps of `dt` ms can follow them.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, with its reason: finite values; C, `tau_e`, `tau_i` and dt positive;
    /// gL and Iext not negative (without gL, the neuron is a perfect integrator); Vr below VT; dt below
    /// `tau_e`, `tau_i` and C/gL.
    pub fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        require_finite(self, dt)?;
        require_positive(&[
            ("C", self.c_m, Unit::PF, "V changes by charging it"),
            ("tau_e", self.tau_ex, Unit::MS, "ge decays with it"),
            ("tau_i", self.tau_in, Unit::MS, "gi decays with it"),
            ("dt", dt, Unit::MS, "time advances by it"),
        ])?;
        if self.g_l < 0.0 {
            return Err(ParameterError::Other {
                symbol: "gL",
                value: self.g_l,
                unit: Unit::NS,
                reason: "must not be negative, because V would run away from EL; 0 is a perfect \
                    integrator"
                    .to_owned(),
            });
        }
        if self.i_noise < 0.0 {
            return Err(ParameterError::NegativeNoise {
                value: self.i_noise,
            });
        }
        if self.v_reset >= self.v_th {
            return Err(ParameterError::ResetAboveDetection {
                symbols: ("Vr", "VT"),
                v_reset: self.v_reset,
                v_peak: self.v_th,
            });
        }
        require_shorter(
            dt,
            &[
                ("tau_e", self.tau_ex, "ge"),
                ("tau_i", self.tau_in, "gi"),
                ("C/gL", self.c_m / self.g_l, "V - EL"),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::lif::LifParameters;
    use crate::neuron::{NeuronModel, ParameterError};

    fn with(symbol: &str, value: f64) -> Result<(), ParameterError> {
        let mut parameters = LifParameters::default();
        parameters.set(symbol, value).unwrap();
        parameters.validate(0.1)
    }

    /// If this fails, a run starts with parameters that mean nothing, or nobody learns why not.
    #[test]
    fn every_rule_refuses_with_its_reason() {
        for (symbol, value, message, reason, blamed) in [
            (
                "C",
                0.0,
                "C = 0 pF: must be greater than 0",
                "charging it",
                "C",
            ),
            (
                "gL",
                -1.0,
                "gL = -1 nS: must not be negative",
                "run away from EL",
                "gL",
            ),
            (
                "tau_e",
                0.0,
                "tau_e = 0 ms: must be greater than 0",
                "ge decays with it",
                "tau_e",
            ),
            (
                "tau_g",
                -1.0,
                "tau_e = -1 ms: must be greater than 0",
                "ge decays",
                "tau_e",
            ),
            (
                "Iext",
                -8.0,
                "Iext = -8 pA*sqrt(s): must not be negative",
                "no noise",
                "Iext",
            ),
            (
                "Vr",
                -50.0,
                "Vr = -50 mV: must be below VT = -50 mV",
                "at once",
                "Vr VT",
            ),
            (
                "VT",
                f64::NAN,
                "VT = NaN mV: must be",
                "a finite number",
                "VT",
            ),
            (
                "tau_i",
                0.1,
                "dt = 0.1 ms: must be shorter than tau_i = 0.1 ms",
                "gi",
                "dt tau_i",
            ),
            (
                "gL",
                4000.0,
                "dt = 0.1 ms: must be shorter than C/gL = 0.05 ms",
                "V",
                "dt C gL",
            ),
        ] {
            let error = with(symbol, value).unwrap_err();
            let found = error.to_string();
            assert!(
                found.starts_with(message) && found.contains(reason),
                "{found}"
            );
            assert_eq!(error.symbols().join(" "), blamed, "{found}");
        }
        let message = |dt| {
            let refused = LifParameters::default().validate(dt);
            refused.unwrap_err().to_string()
        };
        assert_eq!(
            message(0.0),
            "dt = 0 ms: must be greater than 0, because time advances by it"
        );
        assert_eq!(message(f64::NAN), "dt = NaN ms: must be a finite number");
    }

    #[test]
    fn unusual_parameters_that_have_a_meaning_are_accepted() {
        for (symbol, value) in [("gL", 0.0), ("EL", -49.0), ("Vr", -90.0), ("Ei", -50.0)] {
            assert_eq!(with(symbol, value), Ok(()), "{symbol} = {value}");
        }
        assert_eq!(LifParameters::default().validate(4.9), Ok(()));
    }
}
