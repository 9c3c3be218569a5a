//! From projections to synapses.
//!
//! One idea: a [`Pathway`] is what a projection gives for one receptor: sources, targets, one delay, and rows that
//! can be had for any source and any range of targets. Blocks take from a pathway what ends in them; how
//! the neurons are cut into blocks cannot change a synapse.

mod bernoulli;
mod build;
mod distance;
mod edges;
mod individual;
mod legacy;
mod poisson;
mod rows;
mod subset;
mod synapses;
mod total;

pub(crate) use bernoulli::tile_width;
pub(crate) use build::build_rows;
pub(crate) use distance::{WINDOW, expected as expected_by_distance};
pub(crate) use individual::PairValues;
pub(crate) use rows::{DelayedRows, Rows};
pub(crate) use synapses::{Scratch, Synapses};

use crate::level::Level;
use crate::network::{
    ConnectionRule, Generator, Network, NeuronNumbers, Projection, Receptor, ReceptorChoice,
};
use crate::random::{LegacyGenerator, Purpose, Words};
use crate::threads::Crew;
use bernoulli::BernoulliRows;
use distance::DistanceRows;
use edges::EdgeRows;
use individual::Individual;
use sprs::CsMatI;
use std::borrow::Cow;
use std::sync::Arc;
use subset::Partners;
use synapses::{OutDegrees, Rule, Same};

/// The synapses of a projection onto one receptor.
#[derive(Debug, Clone)]
pub(crate) struct Pathway {
    /// Number of the projection.
    pub(crate) projection: usize,
    /// Whether its sources release what arrives.
    pub(crate) is_plastic: bool,
    pub(crate) receptor: Receptor,
    /// Presynaptic neurons.
    pub(crate) sources: NeuronNumbers,
    /// Postsynaptic neurons.
    pub(crate) targets: NeuronNumbers,
    /// Delay in steps; the smallest possible, where delays are individual.
    pub(crate) delay: u64,
    pub(crate) weight: Weight,
    /// What differs from synapse to synapse.
    pub(crate) individual: Individual,
    pub(crate) synapses: Synapses,
}

/// Weights of a pathway.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Weight {
    /// All equal, in nS: arrivals are counted.
    Uniform(f64),
    /// Each its own: arrivals are summed.
    Individual,
    /// All equal, in nS, but what arrives is what the source releases of it: arrivals are summed.
    Released(f64),
}

impl Weight {
    /// The weight in nS, where all are equal.
    pub(crate) fn common(self) -> Option<f64> {
        match self {
            Self::Uniform(weight) | Self::Released(weight) => Some(weight),
            Self::Individual => None,
        }
    }

    /// The same where arrivals are summed.
    fn released(self) -> Self {
        match self {
            Self::Uniform(weight) => Self::Released(weight),
            other => other,
        }
    }
}

/// Compiles the projections of a network, in file order. The legacy generator, where there is
/// one, is drawn from in the order of Brian2 and left where the noise begins.
pub(crate) fn pathways(
    network: &Network,
    legacy: Option<&mut LegacyGenerator>,
    crew: &Crew,
    level: Level,
) -> Vec<Pathway> {
    let mut legacy = legacy;
    let mut pathways = Vec::new();
    for (number, projection) in network.description().projections.iter().enumerate() {
        let individual = Individual::of(network, number);
        let common = projection.weight.common();
        let is_plastic = projection.plasticity.is_some();
        let pathway = |receptor, weight: Weight, synapses| Pathway {
            projection: number,
            is_plastic,
            receptor,
            sources: network.slice_numbers(&projection.source),
            targets: network.slice_numbers(&projection.target),
            delay: network.delay_range(projection).0,
            weight: if is_plastic {
                weight.released()
            } else {
                weight
            },
            individual: individual.clone(),
            synapses,
        };
        if let ConnectionRule::FromMatrix(matrix) = &projection.rule {
            for receptor in projection.receptor.receptors() {
                let choice = projection.receptor;
                if let Some(weights) = matrix_part(matrix, choice, receptor, common.unwrap_or(1.0))
                {
                    let weight = common_weight(weights.data());
                    let rule = Rule::Matrix(Arc::new(weights));
                    let synapses = synapses(network, projection, rule, true);
                    pathways.push(pathway(receptor, weight, synapses));
                }
            }
        } else if let ConnectionRule::FromEdges(edges) = &projection.rule {
            for receptor in projection.receptor.receptors() {
                let acting = (projection.receptor, receptor);
                let sources = projection.source.neurons.len();
                let weight = common.unwrap_or(1.0);
                let rows = Arc::new(EdgeRows::new(edges, acting, weight, sources));
                if rows.len() > 0 {
                    let weight = match rows.weights() {
                        _ if individual.weights.is_some() => Weight::Individual,
                        Some(weights) => common_weight(weights),
                        None => Weight::Uniform(weight),
                    };
                    let rule = Rule::Edges(Arc::clone(&rows));
                    let synapses = synapses(network, projection, rule, true);
                    let mut pathway = pathway(receptor, weight, synapses);
                    pathway.individual.list(network, projection, &rows);
                    pathways.push(pathway);
                }
            }
        } else if let ReceptorChoice::One(receptor) = projection.receptor
            && let Some(synapses) = drawn(network, number, legacy.as_deref_mut(), crew, level)
        {
            let weight = common.map_or(Weight::Individual, Weight::Uniform);
            pathways.push(pathway(receptor, weight, synapses));
        }
    }
    pathways
}

fn synapses(network: &Network, projection: &Projection, rule: Rule, autapses: bool) -> Synapses {
    let (source, target) = (&projection.source, &projection.target);
    Synapses {
        rule,
        same: Same::of(network, projection),
        no_autapses: !autapses,
        shape: (source.neurons.len() as u32, target.neurons.len() as u32),
    }
}

/// The synapses of a projection whose rule draws them; `None` if there are none.
fn drawn(
    network: &Network,
    number: usize,
    legacy: Option<&mut LegacyGenerator>,
    crew: &Crew,
    level: Level,
) -> Option<Synapses> {
    let seed = network.description().seed;
    let projection = &network.description().projections[number];
    let words = || Words::new(seed, Purpose::Connectivity, number);
    let partners = |multapses| Partners {
        words: words(),
        multapses,
    };
    let (rule, autapses) = match &projection.rule {
        ConnectionRule::PairwiseBernoulli { p, autapses } => {
            let rule = if *p == 0.0 {
                return None;
            } else if *p == 1.0 {
                Rule::All
            } else if let Some(random) = legacy {
                let pairs = synapses(network, projection, Rule::All, *autapses);
                Rule::Matrix(Arc::new(legacy::draw(random, &pairs, *p)))
            } else {
                debug_assert_eq!(network.description().generator, Generator::ChaCha8);
                Rule::Bernoulli(BernoulliRows::new(words(), *p))
            };
            (rule, *autapses)
        }
        ConnectionRule::FixedInDegree {
            degree,
            autapses,
            multapses,
        } => (Rule::InDegree(partners(*multapses), *degree), *autapses),
        ConnectionRule::FixedOutDegree {
            degree,
            autapses,
            multapses,
        } => {
            let degrees = OutDegrees::Equal(*degree);
            (Rule::OutDegree(partners(*multapses), degrees), *autapses)
        }
        ConnectionRule::FixedTotal {
            synapses: total,
            autapses,
            multapses,
        } => {
            let pairs = synapses(network, projection, Rule::All, *autapses);
            let possible: Vec<u32> = (0..pairs.shape.0).map(|k| pairs.partners(k)).collect();
            let wanted = (*total, *multapses);
            let degrees = total::out_degrees((seed, number), &possible, wanted, crew, level);
            let degrees = OutDegrees::Individual(Arc::new(degrees));
            (Rule::OutDegree(partners(*multapses), degrees), *autapses)
        }
        ConnectionRule::Distance { autapses, .. } => {
            let rows = DistanceRows::new(network, projection, words(), crew)?;
            (Rule::Distance(Arc::new(rows)), *autapses)
        }
        ConnectionRule::OneToOne => (Rule::OneToOne, true),
        ConnectionRule::AllToAll { autapses } => (Rule::All, *autapses),
        ConnectionRule::FromMatrix(_) | ConnectionRule::FromEdges(_) => return None,
    };
    Some(synapses(network, projection, rule, autapses))
}

/// The entries of a matrix that act on a receptor, as weights in nS; `None` if there are none.
fn matrix_part(
    matrix: &CsMatI<f64, u32>,
    choice: ReceptorChoice,
    receptor: Receptor,
    weight: f64,
) -> Option<CsMatI<f64, u32>> {
    let sign = match (choice, receptor) {
        (ReceptorChoice::One(one), _) if one != receptor => return None,
        (ReceptorChoice::BySign, Receptor::INHIBITORY) => -1.0,
        _ => 1.0,
    };
    let matrix = if matrix.is_csr() {
        Cow::Borrowed(matrix)
    } else {
        Cow::Owned(matrix.to_csr())
    };
    let mut ends = Vec::with_capacity(matrix.rows() + 1);
    let (mut columns, mut weights) = (Vec::new(), Vec::new());
    ends.push(0);
    for row in 0..matrix.rows() {
        let entries = matrix.outer_view(row);
        for (column, &value) in entries.iter().flat_map(|row| row.iter()) {
            if sign * value > 0.0 {
                columns.push(column as u32);
                weights.push(sign * value * weight);
            }
        }
        ends.push(columns.len() as u32);
    }
    (!columns.is_empty()).then(|| CsMatI::new(matrix.shape(), ends, columns, weights))
}

/// Equal weights make a uniform pathway however they were given: the values decide.
fn common_weight(weights: &[f64]) -> Weight {
    match weights {
        [first, rest @ ..] if rest.iter().all(|weight| weight == first) => Weight::Uniform(*first),
        _ => Weight::Individual,
    }
}

#[cfg(test)]
mod tests;
