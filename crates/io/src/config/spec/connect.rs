//! Connection rules.

mod reading;

pub(super) use reading::Rule;

use super::Length;
use serde::Serialize;

/// Which pairs of neurons are connected: a table whose key `rule` says what the others mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum ConnectSpec {
    /// `pairwise-bernoulli`: every pair independently.
    PairwiseBernoulli {
        /// Connection probability, 0 to 1.
        p: f64,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
    },
    /// `fixed-in-degree`: each target from so many sources.
    FixedInDegree {
        /// Synapses onto each target.
        degree: u32,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
        /// Whether a pair may be connected more than once; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        multapses: Option<bool>,
    },
    /// `fixed-out-degree`: each source to so many targets.
    FixedOutDegree {
        /// Synapses of each source.
        degree: u32,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
        /// Whether a pair may be connected more than once; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        multapses: Option<bool>,
    },
    /// `fixed-total`: so many pairs.
    FixedTotal {
        /// Synapses of the projection.
        synapses: u64,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
        /// Whether a pair may be connected more than once; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        multapses: Option<bool>,
    },
    /// `distance`: every pair independently, with a probability that falls with the distance.
    Distance {
        /// How it falls.
        #[serde(flatten)]
        profile: ProfileSpec,
        /// Connection probability at the distance 0, 0 to 1.
        p_max: f64,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
    },
    /// `one-to-one`: the first source to the first target, and so on.
    OneToOne,
    /// `all-to-all`: every pair.
    AllToAll {
        /// Whether a neuron connects to itself; it does not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
    },
    /// `from-matrix`: as the entries of a matrix say.
    FromMatrix {
        /// A matrix \[source, target\]: an npy array, one that scipy saved as npz, or a Matrix Market
        /// file; relative to the description.
        path: String,
        /// The SHA-256 that the file must have, if given.
        #[serde(skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
    /// `from-edges`: synapse by synapse.
    FromEdges {
        /// A list of synapses: the arrays `i` and `j`, and where they are given `weight` (nS) and
        /// `delay` (ms), of an npz file; relative to the description.
        path: String,
        /// The SHA-256 that the file must have, if given.
        #[serde(skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
}

/// How the probability of a connection falls with the distance d.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "profile", rename_all = "kebab-case")]
pub enum ProfileSpec {
    /// exp(-d²/(2 sd²)).
    Gaussian {
        /// Standard deviation.
        sd: Length,
    },
    /// exp(-d/length).
    Exponential {
        /// Distance at which it has fallen to 1/e.
        length: Length,
    },
}

impl ConnectSpec {
    /// The keys `autapses` and `multapses`, where the rule has them.
    pub(crate) fn permissions_mut(&mut self) -> impl Iterator<Item = &mut Option<bool>> {
        let (autapses, multapses) = match self {
            Self::FixedInDegree {
                autapses,
                multapses,
                ..
            }
            | Self::FixedOutDegree {
                autapses,
                multapses,
                ..
            }
            | Self::FixedTotal {
                autapses,
                multapses,
                ..
            } => (Some(autapses), Some(multapses)),
            Self::PairwiseBernoulli { autapses, .. }
            | Self::Distance { autapses, .. }
            | Self::AllToAll { autapses } => (Some(autapses), None),
            Self::OneToOne | Self::FromMatrix { .. } | Self::FromEdges { .. } => (None, None),
        };
        autapses.into_iter().chain(multapses)
    }

    /// Path and SHA-256 of the file, where the rule has one.
    pub(crate) fn file_mut(&mut self) -> Option<(&mut String, &mut Option<String>)> {
        match self {
            Self::FromMatrix { path, sha256 } | Self::FromEdges { path, sha256 } => {
                Some((path, sha256))
            }
            _ => None,
        }
    }
}
