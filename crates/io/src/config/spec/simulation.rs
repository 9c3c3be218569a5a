//! What concerns a run as a whole.

use super::schema::Whole;
use super::{NoiseSpec, Time};
use adexnet_engine::{Generator, Precision};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[simulation]`: what concerns the run as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [simulation]")]
pub struct SimulationSpec {
    /// Simulated time, rounded to the nearest step.
    pub duration: Time,
    /// Time step; 0.1 ms by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dt: Option<Time>,
    /// Seed of all random numbers; 1234 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Whole>")]
    pub seed: Option<u64>,
    /// Generator for connecting and for white noise; `chacha8` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rng: Option<GeneratorSpec>,
    /// Float type of the state; `double` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionSpec>,
    /// Number of threads; 0, the default, takes as many as pay off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Whole>")]
    pub threads: Option<usize>,
    /// Source of the noise; `white` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<NoiseSpec>,
}

/// A generator of random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GeneratorSpec {
    /// `chacha8`.
    Chacha8,
    /// `numpy-legacy`.
    NumpyLegacy,
}

impl From<GeneratorSpec> for Generator {
    fn from(spec: GeneratorSpec) -> Self {
        match spec {
            GeneratorSpec::Chacha8 => Self::ChaCha8,
            GeneratorSpec::NumpyLegacy => Self::NumpyLegacy,
        }
    }
}

/// A float type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PrecisionSpec {
    /// `double`: 64 bits.
    Double,
    /// `single`: 32 bits.
    Single,
}

impl From<PrecisionSpec> for Precision {
    fn from(spec: PrecisionSpec) -> Self {
        match spec {
            PrecisionSpec::Double => Self::Double,
            PrecisionSpec::Single => Self::Single,
        }
    }
}

impl From<Precision> for PrecisionSpec {
    fn from(precision: Precision) -> Self {
        match precision {
            Precision::Double => Self::Double,
            Precision::Single => Self::Single,
        }
    }
}
