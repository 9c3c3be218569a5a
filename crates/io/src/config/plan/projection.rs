//! Projections.

use super::{Autapses, Planner};
use crate::config::document::{KeyPath, Part};
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{
    ConnectSpec, Measured, MeasuredIn, PlasticitySpec, ProfileSpec, ProjectionSpec, ReceptorSpec,
    ValuesIn,
};
use crate::files::Connectivity;
use adexnet_engine::{
    ConnectionRule, Edges, Neurons, Profile, Projection, ReceptorChoice, ShortTerm, Slice, Storage,
    Values,
};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Planner<'_> {
    pub(super) fn projection(
        &mut self,
        number: usize,
        spec: &ProjectionSpec,
    ) -> Result<Projection, ConfigError> {
        let path = KeyPath::of("projection").at(number);
        let source = self.slice(&path.then("source"), &spec.source)?;
        let target = self.slice(&path.then("target"), &spec.target)?;
        let receptor = if spec.receptor.as_str() == ReceptorSpec::BY_SIGN {
            ReceptorChoice::BySign
        } else {
            let key = (&path, "receptor");
            ReceptorChoice::One(self.receptor(key, &spec.receptor, &target)?)
        };
        let rule = self.rule(&path, &spec.connect)?;
        let name = projection_name(number, spec);
        let count = autapses(&rule, &source, &target);
        if count > 0 {
            let projection = name.clone();
            self.autapses.push(Autapses { projection, count });
        }
        let sources = source.neurons.len();
        let weight = match &spec.weight {
            Some(weight) => self.of_synapses(&path.then("weight"), weight, &rule, sources)?,
            None if has_weights(&rule) => Values::Constant(1.0),
            None => {
                let problem = ConfigProblem::MissingKey { key: "weight" };
                return Err(self.document.error(&path, Part::Value, problem));
            }
        };
        let delay = match &spec.delay {
            Some(delay) => {
                let key = path.then("delay");
                if has_delays(&rule) {
                    let message = "the edges have delays of their own; leave this key out, or the array \
                                   delay out of the file";
                    let problem = ConfigProblem::Value(message.to_owned());
                    return Err(self.refuse_at(&key, problem));
                }
                self.of_synapses(&key, delay, &rule, sources)?
            }
            None => Values::Constant(0.0),
        };
        Ok(Projection {
            name,
            source,
            target,
            receptor,
            rule,
            weight,
            delay,
            plasticity: spec.plasticity.as_ref().map(short_term),
            storage: spec.storage.map_or(Storage::Auto, Storage::from),
        })
    }

    /// Weights or delays, of which each synapse can be given one where each source has just one.
    fn of_synapses<U: MeasuredIn>(
        &mut self,
        path: &KeyPath,
        values: &ValuesIn<U>,
        rule: &ConnectionRule,
        sources: usize,
    ) -> Result<Values, ConfigError> {
        let is_known = matches!(rule, ConnectionRule::OneToOne);
        let needed = is_known.then_some((sources, "synapses"));
        self.values(path, values.spec(), needed)
    }

    fn rule(&mut self, path: &KeyPath, spec: &ConnectSpec) -> Result<ConnectionRule, ConfigError> {
        let or_not = |permitted: Option<bool>| permitted.unwrap_or(false);
        Ok(match *spec {
            ConnectSpec::PairwiseBernoulli { p, autapses } => ConnectionRule::PairwiseBernoulli {
                p,
                autapses: or_not(autapses),
            },
            ConnectSpec::FixedInDegree {
                degree,
                autapses,
                multapses,
            } => ConnectionRule::FixedInDegree {
                degree,
                autapses: or_not(autapses),
                multapses: or_not(multapses),
            },
            ConnectSpec::FixedOutDegree {
                degree,
                autapses,
                multapses,
            } => ConnectionRule::FixedOutDegree {
                degree,
                autapses: or_not(autapses),
                multapses: or_not(multapses),
            },
            ConnectSpec::FixedTotal {
                synapses,
                autapses,
                multapses,
            } => ConnectionRule::FixedTotal {
                synapses,
                autapses: or_not(autapses),
                multapses: or_not(multapses),
            },
            ConnectSpec::Distance {
                ref profile,
                p_max,
                autapses,
            } => ConnectionRule::Distance {
                profile: match profile {
                    ProfileSpec::Gaussian { sd } => Profile::Gaussian { sd: sd.value() },
                    ProfileSpec::Exponential { length } => Profile::Exponential {
                        length: length.value(),
                    },
                },
                p_max,
                autapses: or_not(autapses),
            },
            ConnectSpec::OneToOne => ConnectionRule::OneToOne,
            ConnectSpec::AllToAll { autapses } => ConnectionRule::AllToAll {
                autapses: or_not(autapses),
            },
            ConnectSpec::FromMatrix {
                path: ref file,
                ref sha256,
            } => {
                let key = path.then("connect.path");
                match self.files.connectivity(&key, file, sha256.as_deref())? {
                    Connectivity::Matrix(matrix) => ConnectionRule::FromMatrix(Arc::new(matrix)),
                    Connectivity::Edges(_) => {
                        let message = "this is a list of edges; accepted is a matrix, or rule = \
                                       \"from-edges\"";
                        let problem = ConfigProblem::Value(message.to_owned());
                        return Err(self.refuse_at(&key, problem));
                    }
                }
            }
            ConnectSpec::FromEdges {
                path: ref file,
                ref sha256,
            } => {
                let key = path.then("connect.path");
                match self.files.connectivity(&key, file, sha256.as_deref())? {
                    Connectivity::Edges(edges) => ConnectionRule::FromEdges(Arc::new(Edges {
                        sources: edges.sources,
                        targets: edges.targets,
                        weights: edges.weights,
                        delays: edges.delays,
                    })),
                    Connectivity::Matrix(_) => {
                        let message = "this is a matrix; accepted is a list of edges (an npz file of the \
                                       arrays i and j), or rule = \"from-matrix\"";
                        let problem = ConfigProblem::Value(message.to_owned());
                        return Err(self.refuse_at(&key, problem));
                    }
                }
            }
        })
    }
}

/// The name of a projection, given or by its number.
pub(super) fn projection_name(number: usize, spec: &ProjectionSpec) -> String {
    match &spec.name {
        Some(name) => name.to_string(),
        None => format!("projection-{number}"),
    }
}

/// Whether the rule brings weights of its own, which those of the projection multiply.
pub(super) fn has_weights(rule: &ConnectionRule) -> bool {
    matches!(rule, ConnectionRule::FromEdges(edges) if edges.weights.is_some())
}

/// Whether the rule brings delays of its own.
pub(super) fn has_delays(rule: &ConnectionRule) -> bool {
    matches!(rule, ConnectionRule::FromEdges(edges) if edges.delays.is_some())
}

fn short_term(spec: &PlasticitySpec) -> ShortTerm {
    let time = |time: &Option<_>| time.as_ref().map_or(0.0, Measured::value);
    ShortTerm {
        utilization: spec.u,
        tau_rec: time(&spec.tau_rec),
        tau_facil: time(&spec.tau_facil),
    }
}

/// Number of neurons that a file connects to themselves.
fn autapses(rule: &ConnectionRule, source: &Slice, target: &Slice) -> usize {
    if source.population != target.population {
        return 0;
    }
    let neuron = |neurons: &Neurons, index: u32| match neurons {
        Neurons::Range(range) => Some(range.start + index as usize),
        Neurons::List(list) => list.get(index as usize).map(|&neuron| neuron as usize),
    };
    let (sources, targets) = (&source.neurons, &target.neurons);
    let itself = |source, target| {
        neuron(sources, source).filter(|&own| neuron(targets, target) == Some(own))
    };
    let neurons: BTreeSet<usize> = match rule {
        ConnectionRule::FromMatrix(matrix) => matrix
            .iter()
            .filter(|(value, _)| **value != 0.0)
            .filter_map(|(_, (row, column))| itself(row, column))
            .collect(),
        ConnectionRule::FromEdges(edges) => {
            let ends = edges.sources.iter().zip(&edges.targets);
            ends.filter_map(|(&source, &target)| itself(source, target))
                .collect()
        }
        _ => BTreeSet::new(),
    };
    neurons.len()
}
