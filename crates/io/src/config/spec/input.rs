//! What comes from outside the network.

use super::{CurrentSpec, SliceSpec};
use serde::{Deserialize, Serialize};

/// `[[input]]`: a current injected into neurons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table, [[input]]")]
pub struct InputSpec {
    /// Neurons that receive it.
    pub target: SliceSpec,
    /// The current.
    pub current: CurrentSpec,
}
