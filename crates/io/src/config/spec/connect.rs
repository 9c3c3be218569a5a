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

const BERNOULLI_KEYS: &[&str] = &["rule", "p", "autapses"];
const MATRIX_KEYS: &[&str] = &["rule", "path", "sha256"];

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rule {
    PairwiseBernoulli,
    FromMatrix,
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
    autapses: Option<bool>,
    path: Option<String>,
    sha256: Option<String>,
}

/// Refuses the keys of other rules.
fn refuse<E: de::Error>(keys: &[(&str, bool)], known: &'static [&'static str]) -> Result<(), E> {
    match keys.iter().find(|(_, is_given)| *is_given) {
        Some((key, _)) => Err(E::unknown_field(key, known)),
        None => Ok(()),
    }
}

impl<'de> Deserialize<'de> for ConnectSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::deserialize(deserializer)?;
        match table.rule {
            Rule::PairwiseBernoulli => {
                let others = [
                    ("path", table.path.is_some()),
                    ("sha256", table.sha256.is_some()),
                ];
                refuse(&others, BERNOULLI_KEYS)?;
                Ok(Self::PairwiseBernoulli {
                    p: table.p.ok_or_else(|| de::Error::missing_field("p"))?,
                    autapses: table.autapses,
                })
            }
            Rule::FromMatrix => {
                let others = [
                    ("p", table.p.is_some()),
                    ("autapses", table.autapses.is_some()),
                ];
                refuse(&others, MATRIX_KEYS)?;
                Ok(Self::FromMatrix {
                    path: table.path.ok_or_else(|| de::Error::missing_field("path"))?,
                    sha256: table.sha256,
                })
            }
        }
    }
}
