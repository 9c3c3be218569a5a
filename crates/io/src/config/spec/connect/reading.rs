//! Reading connection rules.

use super::ConnectSpec;
use serde::{Deserialize, Deserializer, de};

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
    FromEdges,
}

impl Rule {
    /// The keys that go with the rule.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::PairwiseBernoulli => &["rule", "p", "autapses"],
            Self::FixedInDegree | Self::FixedOutDegree => {
                &["rule", "degree", "autapses", "multapses"]
            }
            Self::FixedTotal => &["rule", "synapses", "autapses", "multapses"],
            Self::OneToOne => &["rule"],
            Self::AllToAll => &["rule", "autapses"],
            Self::FromMatrix | Self::FromEdges => &["rule", "path", "sha256"],
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
    multapses: Option<bool>,
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
            ("multapses", self.multapses.is_some()),
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
        let (autapses, multapses) = (table.autapses, table.multapses);
        let sha256 = table.sha256;
        Ok(match table.rule {
            Rule::PairwiseBernoulli => Self::PairwiseBernoulli {
                p: needed(table.p, "p")?,
                autapses,
            },
            Rule::FixedInDegree => Self::FixedInDegree {
                degree: needed(table.degree, "degree")?,
                autapses,
                multapses,
            },
            Rule::FixedOutDegree => Self::FixedOutDegree {
                degree: needed(table.degree, "degree")?,
                autapses,
                multapses,
            },
            Rule::FixedTotal => Self::FixedTotal {
                synapses: needed(table.synapses, "synapses")?,
                autapses,
                multapses,
            },
            Rule::OneToOne => Self::OneToOne,
            Rule::AllToAll => Self::AllToAll { autapses },
            Rule::FromMatrix => Self::FromMatrix {
                path: needed(table.path, "path")?,
                sha256,
            },
            Rule::FromEdges => Self::FromEdges {
                path: needed(table.path, "path")?,
                sha256,
            },
        })
    }
}
