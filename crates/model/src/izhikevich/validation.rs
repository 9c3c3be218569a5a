//! Which parameter values are refused, and why.

use super::IzhikevichParameters;
use super::model::QUADRATIC;
use crate::neuron::{ParameterError, require_finite, require_positive, require_shorter};
use crate::units::Unit;

impl IzhikevichParameters {
    /// Checks that the equations have a meaning with these parameters, and that explicit Euler
    /// steps of `dt` ms can follow them.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, with its reason: finite values; C, `tau_e`, `tau_i` and dt positive; Iext not
    /// negative; c below Vs; dt below `tau_e`, `tau_i`, 1/a and the time constant with which V relaxes at c. Published
    /// types have negative a, b or d as well.
    pub fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        require_finite(self, dt)?;
        require_positive(&[
            ("C", self.c_m, Unit::PF, "currents change V by charging it"),
            ("tau_e", self.tau_ex, Unit::MS, "ge decays with it"),
            ("tau_i", self.tau_in, Unit::MS, "gi decays with it"),
            ("dt", dt, Unit::MS, "time advances by it"),
        ])?;
        if self.i_noise < 0.0 {
            return Err(ParameterError::NegativeNoise {
                value: self.i_noise,
            });
        }
        if self.c >= self.v_peak {
            return Err(ParameterError::ResetAboveDetection {
                symbols: ("c", "Vs"),
                v_reset: self.c,
                v_peak: self.v_peak,
            });
        }
        let [square, linear, _] = QUADRATIC;
        require_shorter(
            dt,
            &[
                ("tau_e", self.tau_ex, "ge"),
                ("tau_i", self.tau_in, "gi"),
                ("1/a", time_constant(self.a), "u - b V"),
                (
                    "1/(-5 - 0.08 c)",
                    time_constant(-linear - 2.0 * square * self.c),
                    "a small change of V at c",
                ),
            ],
        )
    }
}

/// The time constant in ms of what decays with a rate in 1/ms; of what does not decay, infinite.
fn time_constant(rate: f64) -> f64 {
    if rate > 0.0 {
        1.0 / rate
    } else {
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use crate::izhikevich::IzhikevichParameters;
    use crate::neuron::{NeuronModel, ParameterError};

    fn with(symbol: &str, value: f64) -> Result<(), ParameterError> {
        let mut parameters = IzhikevichParameters::default();
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
                "tau_e",
                0.0,
                "tau_e = 0 ms: must be greater than 0",
                "ge decays with it",
                "tau_e",
            ),
            (
                "tau_i",
                -1.0,
                "tau_i = -1 ms: must be greater than 0",
                "gi decays",
                "tau_i",
            ),
            (
                "Iext",
                -8.0,
                "Iext = -8 pA*sqrt(s): must not be negative",
                "no noise",
                "Iext",
            ),
            (
                "c",
                30.0,
                "c = 30 mV: must be below Vs = 30 mV",
                "at once",
                "c Vs",
            ),
            (
                "d",
                f64::INFINITY,
                "d = inf mV/ms: must be",
                "a finite number",
                "d",
            ),
            (
                "tau_i",
                0.1,
                "dt = 0.1 ms: must be shorter than tau_i = 0.1 ms",
                "gi",
                "dt tau_i",
            ),
            (
                "a",
                20.0,
                "dt = 0.1 ms: must be shorter than 1/a = 0.05 ms",
                "u - b V",
                "dt a",
            ),
            (
                "c",
                -250.0,
                "dt = 0.1 ms: must be shorter than 1/(-5 - 0.08 c) = 0.0666",
                "change of V at c",
                "dt c",
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
        let refused = IzhikevichParameters::default().validate(0.0).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "dt = 0 ms: must be greater than 0, because time advances by it"
        );
    }

    #[test]
    fn unusual_parameters_that_have_a_meaning_are_accepted() {
        // Inhibition-induced spiking (Izhikevich 2004) has a = -0.02 and b = -1.
        for (symbol, value) in [
            ("a", -0.02),
            ("a", 0.0),
            ("b", -1.0),
            ("d", -21.0),
            ("C", 1.0),
        ] {
            assert_eq!(with(symbol, value), Ok(()), "{symbol} = {value}");
        }
        assert_eq!(IzhikevichParameters::default().validate(1.0), Ok(()));
    }
}
