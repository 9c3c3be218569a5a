//! What a run keeps.

use super::{Name, SelectionSpec, Time};
use serde::{Deserialize, Serialize};

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
    /// Variables of the neurons' model, such as V, or the synaptic current I.
    pub variables: Vec<String>,
    /// Neurons.
    pub neurons: SelectionSpec,
    /// Time between samples, rounded to the nearest step; one step by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Time>,
}
