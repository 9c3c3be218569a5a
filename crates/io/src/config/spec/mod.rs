//! What a description may say, as types.
//!
//! The one idea to know: these types hold what was typed, so a description can be written back as its
//! author knows it, with the values of expressions in their place; but whatever can be told wrong without looking elsewhere (units, names, the form
//! of a slice) cannot be held by them. Key names are those of NETWORK.toml.

mod connect;
mod current;
mod measured;
mod name;
mod neuron;
mod noise;
mod parameters;
mod slice;

pub use connect::ConnectSpec;
pub use current::CurrentSpec;
pub use measured::{
    Conductance, Current, Measured, MeasuredIn, Millisecond, Millivolt, NanoSiemens, PicoAmpere,
    Time, Voltage,
};
pub use name::Name;
pub use neuron::NeuronSpec;
pub use noise::NoiseSpec;
pub use parameters::{ParameterSpec, ParametersSpec};
pub use slice::{SliceError, SliceSpec};

pub(super) use measured::reason;

use adexnet_engine::{Generator, Precision, Receptor, ReceptorChoice, Storage, Variable};
use adexnet_model::adex::AdexParameters;
use adexnet_model::neuron::Parameter;
use serde::{Deserialize, Serialize};

/// A whole description: NETWORK.toml.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct NetworkSpec {
    /// `[parameters]`.
    #[serde(default, skip_serializing_if = "ParametersSpec::is_empty")]
    pub parameters: ParametersSpec,
    /// `[simulation]`.
    pub simulation: SimulationSpec,
    /// `[[population]]`: their neurons are numbered through in this order.
    pub population: Vec<PopulationSpec>,
    /// `[[projection]]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projection: Vec<ProjectionSpec>,
    /// `[[input]]`: injected currents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input: Vec<InputSpec>,
    /// `[record]`.
    #[serde(default)]
    pub record: RecordSpec,
}

/// `[simulation]`: what concerns the run as a whole. `None` is the default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [simulation]")]
pub struct SimulationSpec {
    /// Simulated time, rounded to the nearest step.
    pub duration: Time,
    /// Time step; 0.1 ms by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dt: Option<Time>,
    /// Seed of all random numbers; 1234 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Generator for connecting and for white noise; `chacha8` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rng: Option<GeneratorSpec>,
    /// Float type of the state; `double` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionSpec>,
    /// Number of threads; 0, the default, takes as many as pay off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threads: Option<usize>,
    /// Source of the noise; `white` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<NoiseSpec>,
}

/// A generator of random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// Whether the synapses of a projection are kept in memory. It changes no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StorageSpec {
    /// `auto`: stored while all fits into memory, else procedural where the rule permits it.
    Auto,
    /// `stored`.
    Stored,
    /// `procedural`: drawn again for every spike.
    Procedural,
}

impl From<StorageSpec> for Storage {
    fn from(spec: StorageSpec) -> Self {
        match spec {
            StorageSpec::Auto => Self::Auto,
            StorageSpec::Stored => Self::Stored,
            StorageSpec::Procedural => Self::Procedural,
        }
    }
}

/// `[[population]]`: neurons of one type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [[population]]")]
pub struct PopulationSpec {
    /// Name, unique among the populations.
    pub name: Name,
    /// Number of neurons.
    pub size: usize,
    /// Those of its neurons that figures and statistics take for inhibitory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inhibitory: Option<SliceSpec>,
    /// Type of its neurons.
    pub neuron: NeuronSpec,
    /// State at the beginning; V = EL, the rest 0 by default.
    #[serde(default)]
    pub initial: InitialSpec,
}

/// State of a neuron at step 0. `None` is the default: V = EL, the rest 0.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table such as { V = \"-65 mV\" }")]
pub struct InitialSpec {
    /// Membrane potential.
    #[serde(rename = "V", skip_serializing_if = "Option::is_none")]
    pub v: Option<Voltage>,
    /// Adaptation current.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub w: Option<Current>,
    /// Excitatory conductance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ge: Option<Conductance>,
    /// Inhibitory conductance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gi: Option<Conductance>,
}

/// `[[projection]]`: synapses with a common rule and delay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [[projection]]")]
pub struct ProjectionSpec {
    /// Name, unique among the projections; `projection-0` and so on by default, by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Presynaptic neurons.
    pub source: SliceSpec,
    /// Postsynaptic neurons.
    pub target: SliceSpec,
    /// Conductance on which the synapses act.
    pub receptor: ReceptorSpec,
    /// Weight of a synapse, or of a matrix entry of size 1.
    pub weight: Conductance,
    /// Delay, rounded to the nearest step; 0 ms by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Time>,
    /// Which pairs are connected.
    pub connect: ConnectSpec,
    /// Whether the synapses are kept in memory; `auto` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageSpec>,
}

/// The conductance on which synapses act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceptorSpec {
    /// `excitatory`: ge.
    Excitatory,
    /// `inhibitory`: gi.
    Inhibitory,
    /// `by-sign`: positive entries of a matrix excitatory, negative ones inhibitory.
    BySign,
}

impl From<ReceptorSpec> for ReceptorChoice {
    fn from(spec: ReceptorSpec) -> Self {
        match spec {
            ReceptorSpec::Excitatory => Self::One(Receptor::EXCITATORY),
            ReceptorSpec::Inhibitory => Self::One(Receptor::INHIBITORY),
            ReceptorSpec::BySign => Self::BySign,
        }
    }
}

/// `[[input]]`: a current injected into neurons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [[input]]")]
pub struct InputSpec {
    /// Neurons that receive it.
    pub target: SliceSpec,
    /// The current.
    pub current: CurrentSpec,
}

/// `[record]`: what a run keeps.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [record]")]
pub struct RecordSpec {
    /// Whether all spikes are recorded; they are by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spikes: Option<bool>,
    /// `[[record.state]]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<StateRecordSpec>,
}

/// `[[record.state]]`: state variables of some neurons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [[record.state]]")]
pub struct StateRecordSpec {
    /// Name, unique among the recordings: it becomes part of a file's name.
    pub name: Name,
    /// Variables: V, w, ge, gi or I.
    pub variables: Vec<VariableSpec>,
    /// Neurons.
    pub neurons: SliceSpec,
    /// Time between samples, rounded to the nearest step; one step by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Time>,
}

/// A variable of a neuron.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VariableSpec {
    /// Membrane potential.
    V,
    /// Adaptation current.
    #[serde(rename = "w")]
    W,
    /// Excitatory conductance.
    #[serde(rename = "ge")]
    Ge,
    /// Inhibitory conductance.
    #[serde(rename = "gi")]
    Gi,
    /// Synaptic current.
    I,
}

impl From<VariableSpec> for Variable {
    fn from(spec: VariableSpec) -> Self {
        match spec {
            VariableSpec::V => Self::V,
            VariableSpec::W => Self::W,
            VariableSpec::Ge => Self::GE,
            VariableSpec::Gi => Self::GI,
            VariableSpec::I => Self::I,
        }
    }
}

/// What to write for a key that is missing.
pub(super) fn example(key: &str) -> String {
    let line = match key {
        "simulation" => "[simulation] with duration = \"1 s\"",
        "population" => "[[population]] with name, size and neuron",
        "duration" => "duration = \"1 s\"",
        "name" => "name = \"cells\"",
        "size" => "size = 100",
        "neuron" => "neuron = \"cortical-rs\"",
        "source" | "target" | "neurons" => return format!("write {key} = \"cells[0:80]\""),
        "receptor" => "receptor = \"excitatory\"",
        "connect" => "connect = { rule = \"pairwise-bernoulli\", p = 0.05 }",
        "rule" => "rule = \"pairwise-bernoulli\"",
        "p" => "p = 0.05",
        "degree" => "degree = 100",
        "synapses" => "synapses = 1000",
        "path" => "path = \"connectivity_matrix.npy\"",
        "recorded" => "recorded = \"normals.npy\"",
        "weight" => "weight = \"2 nS\"",
        "current" => "current = \"200 pA\"",
        "times" => "times = [\"0 s\", \"1 s\"]",
        "values" => "values = [\"0 pA\", \"200 pA\"]",
        "variables" => "variables = [\"V\"]",
        _ => {
            return match Parameter::<AdexParameters>::find(key) {
                Ok(parameters) => format!(
                    "write {key} = \"{}\", or name a preset that has it: preset = \"cortical-rs\"",
                    parameters[0].unit.example()
                ),
                Err(_) => "it has no default".to_owned(),
            };
        }
    };
    format!("write {line}")
}
