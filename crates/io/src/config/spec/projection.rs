//! Projections: synapses from neurons to neurons.

use super::schema::Number;
use super::{ConnectSpec, Millisecond, Name, NanoSiemens, SelectionSpec, Time, ValuesIn};
use adexnet_engine::Storage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `[[projection]]`: synapses with a common rule and delay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [[projection]]")]
pub struct ProjectionSpec {
    /// Name, unique among the projections; `projection-0` and so on by default, by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Presynaptic neurons.
    pub source: SelectionSpec,
    /// Postsynaptic neurons.
    pub target: SelectionSpec,
    /// Receptor on which the synapses act.
    pub receptor: ReceptorSpec,
    /// Weights of the synapses, or of matrix entries and edges of size 1; 1 nS by default for edges
    /// that have weights, else required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<ValuesIn<NanoSiemens>>,
    /// Delays of the synapses, rounded to the nearest step; 0 ms by default, or those of the edges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<ValuesIn<Millisecond>>,
    /// Which pairs are connected.
    pub connect: ConnectSpec,
    /// Short-term plasticity; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plasticity: Option<PlasticitySpec>,
    /// Whether the synapses are kept in memory; `auto` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageSpec>,
}

/// Short-term depression and facilitation (Tsodyks, Pawelzik & Markram 1998).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { U = 0.5, tau_rec = \"800 ms\" }"
)]
pub struct PlasticitySpec {
    /// Utilization U: the part of the resources that a first spike releases, above 0 and up to 1.
    #[serde(rename = "U")]
    #[schemars(with = "Number")]
    pub u: f64,
    /// Time constant of recovery from depression; 0 ms by default: at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tau_rec: Option<Time>,
    /// Time constant of facilitation; 0 ms by default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tau_facil: Option<Time>,
}

/// The receptor on which synapses act, by its name in the postsynaptic model: `excitatory`,
/// `inhibitory`; or, of a matrix, `by-sign`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceptorSpec(String);

impl ReceptorSpec {
    /// Positive entries of a matrix excitatory, negative ones inhibitory.
    pub const BY_SIGN: &str = "by-sign";

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the synapses of a projection are kept in memory. It changes no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
