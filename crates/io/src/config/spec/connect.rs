//! Connection rules.

use serde::{Deserialize, Deserializer, Serialize, de};

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
    /// `fixed-in-degree`: each target from so many different sources.
    FixedInDegree {
        /// Synapses onto each target.
        degree: u32,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
    },
    /// `fixed-out-degree`: each source to so many different targets.
    FixedOutDegree {
        /// Synapses of each source.
        degree: u32,
        /// Whether a neuron may connect to itself; it may not by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        autapses: Option<bool>,
    },
    /// `fixed-total`: so many different pairs.
    FixedTotal {
        /// Synapses of the projection.
        synapses: u64,
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
    /// `from-matrix`: as a file says.
    FromMatrix {
        /// An npy array \[source, target\], or a CSR matrix that scipy saved as npz; relative to the
        /// description.
        path: String,
        /// The SHA-256 that the file must have, if given.
        #[serde(skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
    },
}

impl ConnectSpec {
    /// The key `autapses`, where the rule has it.
    pub(crate) fn autapses_mut(&mut self) -> Option<&mut Option<bool>> {
        match self {
            Self::PairwiseBernoulli { autapses, .. }
            | Self::FixedInDegree { autapses, .. }
            | Self::FixedOutDegree { autapses, .. }
            | Self::FixedTotal { autapses, .. }
            | Self::AllToAll { autapses } => Some(autapses),
            Self::OneToOne | Self::FromMatrix { .. } => None,
        }
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rule {
    PairwiseBernoulli,
    FixedInDegree,
    FixedOutDegree,
    FixedTotal,
    OneToOne,
    AllToAll,
    FromMatrix,
}

impl Rule {
    /// The keys that go with the rule.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::PairwiseBernoulli => &["rule", "p", "autapses"],
            Self::FixedInDegree | Self::FixedOutDegree => &["rule", "degree", "autapses"],
            Self::FixedTotal => &["rule", "synapses", "autapses"],
            Self::OneToOne => &["rule"],
            Self::AllToAll => &["rule", "autapses"],
            Self::FromMatrix => &["rule", "path", "sha256"],
        }
    }
}

/// The keys of all rules.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { rule = \"pairwise-bernoulli\", p = 0.05 }"
)]
struct Table {
    rule: Rule,
    p: Option<f64>,
    degree: Option<u32>,
    synapses: Option<u64>,
    autapses: Option<bool>,
    path: Option<String>,
    sha256: Option<String>,
}

impl Table {
    /// Refuses the keys of other rules.
    fn check<E: de::Error>(&self) -> Result<(), E> {
        let given = [
            ("p", self.p.is_some()),
            ("degree", self.degree.is_some()),
            ("synapses", self.synapses.is_some()),
            ("autapses", self.autapses.is_some()),
            ("path", self.path.is_some()),
            ("sha256", self.sha256.is_some()),
        ];
        let known = self.rule.keys();
        let mut others = given.iter().filter(|(key, _)| !known.contains(key));
        match others.find(|(_, is_given)| *is_given) {
            Some((key, _)) => Err(E::unknown_field(key, known)),
            None => Ok(()),
        }
    }
}

impl<'de> Deserialize<'de> for ConnectSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        fn needed<T, E: de::Error>(value: Option<T>, key: &'static str) -> Result<T, E> {
            value.ok_or_else(|| E::missing_field(key))
        }
        let table = Table::deserialize(deserializer)?;
        table.check()?;
        let autapses = table.autapses;
        Ok(match table.rule {
            Rule::PairwiseBernoulli => Self::PairwiseBernoulli {
                p: needed(table.p, "p")?,
                autapses,
            },
            Rule::FixedInDegree => Self::FixedInDegree {
                degree: needed(table.degree, "degree")?,
                autapses,
            },
            Rule::FixedOutDegree => Self::FixedOutDegree {
                degree: needed(table.degree, "degree")?,
                autapses,
            },
            Rule::FixedTotal => Self::FixedTotal {
                synapses: needed(table.synapses, "synapses")?,
                autapses,
            },
            Rule::OneToOne => Self::OneToOne,
            Rule::AllToAll => Self::AllToAll { autapses },
            Rule::FromMatrix => Self::FromMatrix {
                path: needed(table.path, "path")?,
                sha256: table.sha256,
            },
        })
    }
}
