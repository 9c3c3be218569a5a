//! Parameters of a model by their symbols, and what can be wrong with their values.
//!
//! The one idea to know: a rule is broken if and only if the equations become meaningless or explicit Euler steps
//! leave them altogether. Unusual physiology passes.

use super::NeuronModel;
use crate::nearest::{did_you_mean, nearest};
use crate::units::Unit;

/// One parameter of a model: what it is called, its unit, and where it is kept.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<M> {
    /// The key in configuration files, which is the symbol in the equations: `"gL"`.
    pub symbol: &'static str,
    /// The symbol for LaTeX's math mode.
    pub latex: &'static str,
    /// The field's standard term: `"leak conductance"`.
    pub name: &'static str,
    /// The unit in which the model keeps it.
    pub unit: Unit,
    /// Reads it, in `unit`.
    pub get: fn(&M) -> f64,
    /// Replaces it, in `unit`.
    pub set: fn(&mut M, f64),
}

/// A symbol that names no parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown parameter {symbol:?}{}; known are {}", did_you_mean(*nearest), known.join(", "))]
pub struct UnknownParameter {
    /// The symbol that was asked for.
    pub symbol: String,
    /// The known symbol that is spelled most alike, if one is close.
    pub nearest: Option<&'static str>,
    /// All known symbols.
    pub known: Vec<&'static str>,
}

impl<M: NeuronModel> Parameter<M> {
    /// The parameters for which a symbol stands: one, or several that share it.
    ///
    /// # Errors
    /// If there is none; the error names the nearest one and all that exist.
    pub fn find(symbol: &str) -> Result<Vec<&'static Self>, UnknownParameter> {
        let shared = M::SHARED.iter().find(|(shared, _)| *shared == symbol);
        let is_meant = |parameter: &&Self| match shared {
            Some((_, symbols)) => symbols.contains(&parameter.symbol),
            None => parameter.symbol == symbol,
        };
        let found: Vec<_> = M::PARAMETERS.iter().filter(is_meant).collect();
        if found.is_empty() {
            let symbols = M::PARAMETERS.iter().map(|parameter| parameter.symbol);
            let known: Vec<_> = symbols
                .chain(M::SHARED.iter().map(|(shared, _)| *shared))
                .collect();
            return Err(UnknownParameter {
                symbol: symbol.to_owned(),
                nearest: nearest(symbol, known.iter().copied()),
                known,
            });
        }
        Ok(found)
    }
}

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
        "{} = {}: must be below {} = {}, because a neuron that is reset to its spike detection \
         level or above spikes again at once",
        symbols.0,
        Unit::MV.format(*v_reset),
        symbols.1,
        Unit::MV.format(*v_peak)
    )]
    ResetAboveDetection {
        /// Symbols of the two.
        symbols: (&'static str, &'static str),
        /// Reset potential, in mV.
        v_reset: f64,
        /// Spike detection level, in mV.
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

    /// Anything else, for models of other crates.
    #[error("{symbol} = {}: {reason}", unit.format(*value))]
    Other {
        /// Symbol of the parameter.
        symbol: &'static str,
        /// The value, in `unit`.
        value: f64,
        /// The unit of the value.
        unit: Unit,
        /// What would be accepted, and why.
        reason: String,
    },
}

impl ParameterError {
    /// Symbols of the parameters it speaks of (`dt` is the time step), the first one first to blame.
    #[must_use]
    pub fn symbols(&self) -> Vec<&'static str> {
        match self {
            Self::NotFinite { symbol, .. }
            | Self::NotPositive { symbol, .. }
            | Self::Other { symbol, .. } => vec![symbol],
            Self::NegativeNoise { .. } => vec!["Iext"],
            Self::ResetAboveDetection { symbols, .. } => vec![symbols.0, symbols.1],
            Self::StepTooLong { symbol, .. } if *symbol == "C/gL" => vec!["dt", "C", "gL"],
            Self::StepTooLong { symbol, .. } => vec!["dt", symbol],
        }
    }
}

/// Checks that every parameter of a model, and the time step in ms, is a finite number.
///
/// # Errors
/// The first that is not.
pub fn require_finite<M: NeuronModel>(parameters: &M, dt: f64) -> Result<(), ParameterError> {
    let values = M::PARAMETERS.iter().map(|parameter| {
        let value = (parameter.get)(parameters);
        (parameter.symbol, value, parameter.unit)
    });
    for (symbol, value, unit) in values.chain([("dt", dt, Unit::MS)]) {
        if !value.is_finite() {
            return Err(ParameterError::NotFinite {
                symbol,
                value,
                unit,
            });
        }
    }
    Ok(())
}

/// Checks that values are greater than 0: symbol, value, unit and why.
///
/// # Errors
/// The first that is not.
pub fn require_positive(
    values: &[(&'static str, f64, Unit, &'static str)],
) -> Result<(), ParameterError> {
    match values.iter().find(|(_, value, ..)| *value <= 0.0) {
        Some(&(symbol, value, unit, reason)) => Err(ParameterError::NotPositive {
            symbol,
            value,
            unit,
            reason,
        }),
        None => Ok(()),
    }
}

/// Checks that a time step is shorter than time constants: symbol, time constant in ms, and what decays with it.
///
/// # Errors
/// The first for which it is not.
pub fn require_shorter(
    dt: f64,
    decays: &[(&'static str, f64, &'static str)],
) -> Result<(), ParameterError> {
    match decays
        .iter()
        .find(|(_, time_constant, _)| dt >= *time_constant)
    {
        Some(&(symbol, time_constant, variable)) => Err(ParameterError::StepTooLong {
            dt,
            symbol,
            time_constant,
            variable,
        }),
        None => Ok(()),
    }
}
