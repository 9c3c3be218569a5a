//! Named sets of parameters with their sources.

use crate::units::Unit;
use std::fmt;

/// A named neuron type.
///
/// `Display` writes everything a reader needs, on three lines: what it is, the current that shows
/// it, and the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset<M> {
    /// Name in configuration files: `"cortical-rs"`.
    pub name: &'static str,
    /// What the neuron does.
    pub description: &'static str,
    /// Where the numbers come from, and which of them do not.
    pub source: &'static str,
    /// Constant current from t = 0, in pA, under which the neuron at rest shows what
    /// `description` says.
    pub step_current: f64,
    /// The parameters.
    pub parameters: M,
}

impl<M> fmt::Display for Preset<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let current = Unit::PA.format(self.step_current);
        writeln!(f, "{}: {}", self.name, self.description)?;
        writeln!(f, "Step current: {current}")?;
        write!(f, "Source: {}", self.source)
    }
}
