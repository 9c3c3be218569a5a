//! Reading connection rules.

use super::super::Length;
use super::{ConnectSpec, ProfileSpec};
use serde::{Deserialize, Deserializer, Serialize, de};

/// The name of a rule.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::config::spec) enum Rule {
    PairwiseBernoulli,
    FixedInDegree,
    FixedOutDegree,
    FixedTotal,
    Distance,
    OneToOne,
    AllToAll,
    FromMatrix,
    FromEdges,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Profile {
    Gaussian,
    Exponential,
}

impl Rule {
    /// All rules, with what they mean.
    pub(in crate::config::spec) const ALL: [(Self, &str); 9] = [
        (Self::PairwiseBernoulli, "Every pair independently."),
        (Self::FixedInDegree, "Each target from so many sources."),
        (Self::FixedOutDegree, "Each source to so many targets."),
        (Self::FixedTotal, "So many pairs."),
        (
            Self::Distance,
            "Every pair independently, with a probability that falls with the distance.",
        ),
        (
            Self::OneToOne,
            "The first source to the first target, and so on.",
        ),
        (Self::AllToAll, "Every pair."),
        (Self::FromMatrix, "As the matrix in a file says."),
        (Self::FromEdges, "Synapse by synapse, as a file lists them."),
    ];

    /// The keys that go with the rule.
    pub(in crate::config::spec) const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::PairwiseBernoulli => &["rule", "p", "autapses"],
            Self::FixedInDegree | Self::FixedOutDegree => {
                &["rule", "degree", "autapses", "multapses"]
            }
            Self::FixedTotal => &["rule", "synapses", "autapses", "multapses"],
            Self::Distance => &["rule", "profile", "sd", "length", "p_max", "autapses"],
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
    profile: Option<Profile>,
    sd: Option<Length>,
    length: Option<Length>,
    p_max: Option<f64>,
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
            ("profile", self.profile.is_some()),
            ("sd", self.sd.is_some()),
            ("length", self.length.is_some()),
            ("p_max", self.p_max.is_some()),
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

    /// How the probability falls, which only one of two keys can tell.
    fn profile<E: de::Error>(&self) -> Result<ProfileSpec, E> {
        let profile = needed(self.profile, "profile")?;
        match (profile, &self.sd, &self.length) {
            (Profile::Gaussian, Some(sd), None) => Ok(ProfileSpec::Gaussian { sd: sd.clone() }),
            (Profile::Exponential, None, Some(length)) => Ok(ProfileSpec::Exponential {
                length: length.clone(),
            }),
            _ => Err(E::custom(
                "these keys do not make a profile; expected is profile = \"gaussian\" with sd = \
                 \"100 um\", or profile = \"exponential\" with length = \"100 um\"",
            )),
        }
    }
}

fn needed<T, E: de::Error>(value: Option<T>, key: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(key))
}

impl<'de> Deserialize<'de> for ConnectSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::deserialize(deserializer)?;
        table.check()?;
        let (autapses, multapses) = (table.autapses, table.multapses);
        let sha256 = table.sha256.clone();
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
            Rule::Distance => Self::Distance {
                profile: table.profile()?,
                p_max: needed(table.p_max, "p_max")?,
                autapses,
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
