//! Which parameter values are refused, and why.
//!
//! The one idea to know: a rule stands here if and only if breaking it makes the equations
//! meaningless or lets explicit Euler steps leave them altogether. Unusual physiology passes.

use super::{AdexParameters, PARAMETERS};
use crate::units::Unit;

/// A parameter value with which the equations or their integration make no sense.
///
/// Every message names the symbol, the value with its unit, what would be accepted, and why.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// A value is infinite or NaN.
    #[error("{symbol} = {value} {}: must be a finite number", unit.symbol())]
    NotFinite {
        /// Symbol of the parameter, or `dt`.
        symbol: &'static str,
        /// The value, in `unit`.
        value: f64,
        /// The unit of the value.
        unit: Unit,
    },

    /// A value is zero or negative where only a positive one has a meaning.
    #[error("{symbol} = {}: must be greater than 0, because {reason}", unit.format(*value))]
    NotPositive {
        /// Symbol of the parameter, or `dt`.
        symbol: &'static str,
        /// The value, in `unit`.
        value: f64,
        /// The unit of the value.
        unit: Unit,
        /// Why it must be positive.
        reason: &'static str,
    },

    /// The strength of the white-noise current is negative.
    #[error(
        "Iext = {}: must not be negative, because it is the strength of a symmetric noise; \
         0 means no noise",
        Unit::PA_SQRT_S.format(*value)
    )]
    NegativeNoise {
        /// The strength, in pA·sqrt(s).
        value: f64,
    },

    /// The reset potential does not lie below the spike detection level.
    #[error(
        "Vr = {}: must be below Vs = {}, because a neuron that is reset to its spike detection \
         level or above spikes again at once",
        Unit::MV.format(*v_reset),
        Unit::MV.format(*v_peak)
    )]
    ResetAboveDetection {
        /// Reset potential Vr, in mV.
        v_reset: f64,
        /// Spike detection level Vs, in mV.
        v_peak: f64,
    },

    /// The time step is too long for a decay.
    #[error(
        "dt = {}: must be shorter than {symbol} = {}, because explicit Euler multiplies {variable} \
         by 1 - dt/({symbol}) at every step, which would not be positive",
        Unit::MS.format(*dt),
        Unit::MS.format(*time_constant)
    )]
    StepTooLong {
        /// Time step dt, in ms.
        dt: f64,
        /// Symbol of the time constant.
        symbol: &'static str,
        /// The time constant, in ms.
        time_constant: f64,
        /// What decays with it.
        variable: &'static str,
    },
}

impl AdexParameters {
    /// Checks that the equations have a meaning with these parameters, and that explicit Euler
    /// steps of `dt` ms can follow them.
    ///
    /// # Errors
    ///
    /// The first rule that is broken, with its reason: finite values; C, gL, DT, `tau_w`, `tau_g`
    /// and dt positive; Iext not negative; Vr below Vs; dt below `tau_w`, `tau_g` and C/gL.
    pub fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        for parameter in &PARAMETERS {
            require_finite(parameter.symbol, (parameter.get)(self), parameter.unit)?;
        }
        require_finite("dt", dt, Unit::MS)?;

        let positive = [
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
            ("tau_g", self.tau_syn, Unit::MS, "ge and gi decay with it"),
            ("dt", dt, Unit::MS, "time advances by it"),
        ];
        for (symbol, value, unit, reason) in positive {
            if value <= 0.0 {
                return Err(ParameterError::NotPositive {
                    symbol,
                    value,
                    unit,
                    reason,
                });
            }
        }
        if self.i_noise < 0.0 {
            return Err(ParameterError::NegativeNoise {
                value: self.i_noise,
            });
        }
        if self.v_reset >= self.v_peak {
            let (v_reset, v_peak) = (self.v_reset, self.v_peak);
            return Err(ParameterError::ResetAboveDetection { v_reset, v_peak });
        }

        let decays = [
            ("tau_w", self.tau_w, "w"),
            ("tau_g", self.tau_syn, "ge and gi"),
            ("C/gL", self.c_m / self.g_l, "V - EL"),
        ];
        for (symbol, time_constant, variable) in decays {
            if dt >= time_constant {
                return Err(ParameterError::StepTooLong {
                    dt,
                    symbol,
                    time_constant,
                    variable,
                });
            }
        }
        Ok(())
    }
}

fn require_finite(symbol: &'static str, value: f64, unit: Unit) -> Result<(), ParameterError> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(ParameterError::NotFinite {
            symbol,
            value,
            unit,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::adex::{AdexParameters, preset};

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
                "tau_g",
                0.0,
                "tau_g = 0 ms: must be greater than 0",
                "ge and gi decay with it",
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
                "tau_g",
                0.1,
                "dt = 0.1 ms: must be shorter than tau_g = 0.1 ms",
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
