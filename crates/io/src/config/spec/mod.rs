//! What a description may say, as types.
//!
//! The one idea to know: these types hold what was typed, so a description can be written back as its
//! author knows it, with the values of expressions in their place; but whatever can be told wrong without looking elsewhere (units, names, the form
//! of a slice) cannot be held by them. Key names are those of NETWORK.toml. In formats that nobody reads
//! (`is_human_readable` of serde), quantities are their values instead: fingerprints are made so.

mod connect;
mod current;
mod example;
mod file;
mod files;
mod fluctuations;
mod input;
mod measured;
mod name;
mod neuron;
mod noise;
mod parameters;
mod population;
mod positions;
mod projection;
mod rate;
mod record;
mod schema;
mod selection;
mod simulation;
mod slice;
mod values;

pub use connect::{ConnectSpec, ProfileSpec};
pub use current::{CurrentSpec, SampledSpec, SineSpec};
pub use file::{FileSpec, FileUnit};
pub use fluctuations::FluctuationsSpec;
pub use input::{InputKindSpec, InputSpec, PoissonInputSpec};
pub use measured::{
    Amount, Conductance, Current, Frequency, Hertz, Length, Measured, MeasuredIn, Micrometre,
    Millisecond, Millivolt, NanoSiemens, PicoAmpere, Time, Voltage,
};
pub use name::Name;
pub use neuron::NeuronSpec;
pub use noise::NoiseSpec;
pub use parameters::{ParameterSpec, ParametersSpec};
pub use population::{
    CellsSpec, InitialSpec, NeuronsSpec, PoissonSourceSpec, PopulationSpec, SpikesSpec,
};
pub use positions::{GridSpec, PeriodSpec, PeriodicSpec, PositionsFile, PositionsSpec};
pub use projection::{PlasticitySpec, ProjectionSpec, ReceptorSpec, StorageSpec};
pub use rate::{RateSpec, RateSteps};
pub use record::{RateRecordSpec, RecordSpec, SpikePartSpec, SpikeRecordSpec, StateRecordSpec};
pub use selection::{ListedNeurons, SelectionSpec, SelectionsSpec};
pub use simulation::{GeneratorSpec, PrecisionSpec, SimulationSpec};
pub use slice::{SliceError, SliceSpec};
pub use values::{DrawnSpec, FileValues, ValuesIn, ValuesSpec};

pub(super) use example::example;
pub(super) use measured::reason;

use file::UnitIn;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A whole description: NETWORK.toml.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct NetworkSpec {
    /// `[parameters]`: values with names, for expressions.
    #[serde(default, skip_serializing_if = "ParametersSpec::is_empty")]
    pub parameters: ParametersSpec,
    /// `[simulation]`: what concerns the run as a whole.
    pub simulation: SimulationSpec,
    /// `[[population]]`: their neurons are numbered through in this order.
    pub population: Vec<PopulationSpec>,
    /// `[[projection]]`: contributions to a conductance are summed in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projection: Vec<ProjectionSpec>,
    /// `[[input]]`: what comes from outside the network.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<InputSpec>,
    /// `[record]`: what the run keeps.
    #[serde(default)]
    pub record: RecordSpec,
}
