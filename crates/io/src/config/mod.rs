//! What is to be simulated: NETWORK.toml, presets and options of the command line.
//!
//! The one idea to know: a description is read in two steps. [`Configuration::load`] turns text and
//! [`Overrides`] into a [`NetworkSpec`]: what was typed, with units and names that make sense.
//! [`Configuration::plan`] turns that into a [`Plan`]: slices resolved, files read, network and
//! recording validated. Nothing behind the plan checks again. Each refusal of either step is a
//! [`ConfigError`] that knows its place in the text.
//!
//! | module | what it does |
//! |---|---|
//! | `document` | text, its overrides, and where in them a key stands |
//! | `spec` | what a description may say, as types |
//! | `plan` | from what was said to what is simulated, and back to a complete description |
//! | `fingerprint` | whether two descriptions have the same future |

mod configuration;
mod document;
mod error;
mod fingerprint;
mod plan;
mod presets;
mod schema;
mod spec;
#[cfg(test)]
mod tests;

pub use configuration::Configuration;
pub use document::{Overrides, Source};
pub use error::{ConfigError, ConfigPlace, ConfigProblem};
pub use fingerprint::{Difference, Fingerprint};
pub use plan::{Autapses, FileRead, Plan};
pub use presets::preset_names;
pub use schema::schema;
pub use spec::{
    Amount, CellsSpec, Conductance, ConnectSpec, Current, CurrentSpec, DrawnSpec, FileSpec,
    FileUnit, FileValues, FluctuationsSpec, Frequency, GeneratorSpec, GridSpec, Hertz, InitialSpec,
    InputKindSpec, InputSpec, Length, ListedNeurons, Measured, MeasuredIn, Micrometre, Millisecond,
    Millivolt, Name, NanoSiemens, NetworkSpec, NeuronSpec, NeuronsSpec, NoiseSpec, ParameterSpec,
    ParametersSpec, PeriodSpec, PeriodicSpec, PicoAmpere, PlasticitySpec, PoissonInputSpec,
    PoissonSourceSpec, PopulationSpec, PositionsFile, PositionsSpec, PrecisionSpec, ProfileSpec,
    ProjectionSpec, RateRecordSpec, RateSpec, RateSteps, ReceptorSpec, RecordSpec, SampledSpec,
    SelectionSpec, SelectionsSpec, SimulationSpec, SineSpec, SliceError, SliceSpec, SpikePartSpec,
    SpikeRecordSpec, SpikesSpec, StateRecordSpec, StorageSpec, Time, ValuesIn, ValuesSpec, Voltage,
};
