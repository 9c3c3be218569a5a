//! Projections: synapses from neurons to neurons.

use super::{Conductance, ConnectSpec, Name, SelectionSpec, Time};
use adexnet_engine::Storage;
use serde::{Deserialize, Serialize};

/// `[[projection]]`: synapses with a common rule and delay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
