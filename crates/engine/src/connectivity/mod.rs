//! From projections to synapses.
//!
//! One idea: a [`Pathway`] is what a projection gives for one receptor: a source range, a target
//! range, one delay, and rows that can be had for any source and any range of targets. Blocks take from
//! a pathway what ends in them; how the neurons are cut into blocks cannot change a synapse.

mod bernoulli;
mod legacy;
mod rows;

pub(crate) use rows::Rows;

use crate::network::{ConnectionRule, Generator, Network, Receptor, ReceptorChoice};
use crate::random::{LegacyGenerator, Purpose, generator};
use bernoulli::BernoulliRows;
use sprs::CsMatI;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The synapses of a projection onto one receptor.
#[derive(Debug, Clone)]
pub(crate) struct Pathway {
    /// Number of the projection.
    pub(crate) projection: usize,
    pub(crate) receptor: Receptor,
    /// Presynaptic neurons, numbered through the network.
    pub(crate) sources: Range<u32>,
    /// Postsynaptic neurons, numbered through the network.
    pub(crate) targets: Range<u32>,
    /// Delay in steps.
    pub(crate) delay: u64,
    pub(crate) weight: Weight,
    pub(crate) synapses: Synapses,
}

/// Weights of a pathway.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Weight {
    /// All equal, in nS: arrivals are counted.
    Uniform(f64),
    /// Each its own: arrivals are summed.
    Individual,
}

/// Where the rows of a pathway come from.
#[derive(Debug, Clone)]
pub(crate) enum Synapses {
    /// Every pair.
    All { autapse: Option<i64> },
    /// Drawn by address whenever they are wanted.
    Bernoulli(Box<BernoulliRows>),
    /// Stored, with weights in nS.
    Matrix(Arc<CsMatI<f64, u32>>),
}

impl Synapses {
    /// Visits the synapses of a row with targets in a range, in ascending order: target and weight
    /// (0 where the pathway has a uniform weight). Sources and targets are counted from the
    /// beginning of the pathway's slices.
    pub(crate) fn visit(
        &mut self,
        source: u32,
        targets: Range<u32>,
        mut visit: impl FnMut(u32, f64),
    ) {
        match self {
            Self::All { autapse } => {
                let left_out = autapse.map(|shift| i64::from(source) + shift);
                targets
                    .filter(|&target| Some(i64::from(target)) != left_out)
                    .for_each(|target| visit(target, 0.0));
            }
            Self::Bernoulli(rows) => rows.visit(source, targets, |target| visit(target, 0.0)),
            Self::Matrix(matrix) => {
                let Some(row) = matrix.outer_view(source as usize) else {
                    return;
                };
                let columns = row.indices();
                let first = columns.partition_point(|&column| column < targets.start);
                let last = columns.partition_point(|&column| column < targets.end);
                let entries = columns[first..last].iter().zip(&row.data()[first..last]);
                entries.for_each(|(&column, &weight)| visit(column, weight));
            }
        }
    }
}

/// Compiles the projections of a network, in file order. The legacy generator, where there is
/// one, is drawn from in the order of Brian2 and left where the noise begins.
pub(crate) fn pathways(network: &Network, legacy: Option<&mut LegacyGenerator>) -> Vec<Pathway> {
    let mut legacy = legacy;
    let description = network.description();
    let mut pathways = Vec::new();
    for (number, projection) in description.projections.iter().enumerate() {
        let pathway = |receptor, weight, synapses| Pathway {
            projection: number,
            receptor,
            sources: network.slice_range(&projection.source),
            targets: network.slice_range(&projection.target),
            delay: network.delay_steps(projection),
            weight,
            synapses,
        };
        match (&projection.rule, projection.receptor) {
            (ConnectionRule::PairwiseBernoulli { p, autapses }, ReceptorChoice::One(receptor)) => {
                let shift =
                    (projection.source.population == projection.target.population).then(|| {
                        projection.source.neurons.start as i64
                            - projection.target.neurons.start as i64
                    });
                let left_out = if *autapses { None } else { shift };
                let synapses = if *p == 0.0 {
                    continue;
                } else if *p == 1.0 {
                    Synapses::All { autapse: left_out }
                } else if let Some(random) = legacy.as_deref_mut() {
                    let shape = (
                        projection.source.neurons.len(),
                        projection.target.neurons.len(),
                    );
                    Synapses::Matrix(Arc::new(legacy::draw(random, shape, *p, left_out)))
                } else {
                    debug_assert_eq!(description.generator, Generator::ChaCha8);
                    let random = generator(description.seed, Purpose::Connectivity, number);
                    Synapses::Bernoulli(Box::new(BernoulliRows::new(random, *p, left_out)))
                };
                pathways.push(pathway(
                    receptor,
                    Weight::Uniform(projection.weight),
                    synapses,
                ));
            }
            (ConnectionRule::FromMatrix(matrix), choice) => {
                for receptor in Receptor::ALL {
                    if let Some(weights) = matrix_part(matrix, choice, receptor, projection.weight)
                    {
                        let weight = common_weight(&weights);
                        pathways.push(pathway(
                            receptor,
                            weight,
                            Synapses::Matrix(Arc::new(weights)),
                        ));
                    }
                }
            }
            (ConnectionRule::PairwiseBernoulli { .. }, ReceptorChoice::BySign) => {
                unreachable!("refused by Network::new")
            }
        }
    }
    pathways
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
        (ReceptorChoice::BySign, Receptor::Inhibitory) => -1.0,
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
fn common_weight(weights: &CsMatI<f64, u32>) -> Weight {
    match weights.data() {
        [first, rest @ ..] if rest.iter().all(|weight| weight == first) => Weight::Uniform(*first),
        _ => Weight::Individual,
    }
}
