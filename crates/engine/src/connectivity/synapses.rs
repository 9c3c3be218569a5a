//! Where the synapses of a pathway come from: the rules, each as rows that can be had at any time.

use super::bernoulli::BernoulliRows;
use super::distance::DistanceRows;
use super::edges::EdgeRows;
use super::subset::{Partners, Subsets};
use crate::level::Machine;
use crate::network::{Network, NeuronNumbers, Projection};
use sprs::CsMatI;
use std::ops::Range;
use std::sync::Arc;

/// The synapses of a pathway: a rule and what it needs to draw any part of them.
#[derive(Debug, Clone)]
pub(crate) struct Synapses {
    pub(super) rule: Rule,
    /// Which source and target are the same neuron.
    pub(super) same: Same,
    /// Whether that synapse is left out.
    pub(super) no_autapses: bool,
    /// Numbers of sources and targets of the pathway.
    pub(super) shape: (u32, u32),
}

/// Which source and target are the same neuron.
#[derive(Debug, Clone)]
pub(super) enum Same {
    /// None.
    None,
    /// Target = source + shift.
    Shift(i64),
    /// Those of the same number in the network: the sources and the targets.
    Listed(NeuronNumbers, NeuronNumbers),
}

impl Same {
    pub(super) fn of(network: &Network, projection: &Projection) -> Self {
        let (source, target) = (&projection.source, &projection.target);
        if source.population != target.population {
            return Self::None;
        }
        let [sources, targets] = [source, target].map(|slice| network.slice_numbers(slice));
        match (sources.as_range(), targets.as_range()) {
            (Some(source), Some(target)) => {
                Self::Shift(i64::from(source.start) - i64::from(target.start))
            }
            _ => Self::Listed(sources, targets),
        }
    }
}

/// How the synapses are found.
#[derive(Debug, Clone)]
pub(super) enum Rule {
    /// Every pair.
    All,
    /// Source k to target k.
    OneToOne,
    /// Every pair with probability p.
    Bernoulli(BernoulliRows),
    /// So many sources for each target.
    InDegree(Partners, u32),
    /// So many targets for each source.
    OutDegree(Partners, OutDegrees),
    /// Near pairs more often than far ones.
    Distance(Arc<DistanceRows>),
    /// Given, with weights in nS.
    Matrix(Arc<CsMatI<f64, u32>>),
    /// Listed.
    Edges(Arc<EdgeRows>),
}

/// How many targets each source has.
#[derive(Debug, Clone)]
pub(super) enum OutDegrees {
    Equal(u32),
    Individual(Arc<Vec<u32>>),
}

impl OutDegrees {
    fn of(&self, source: u32) -> u32 {
        match self {
            Self::Equal(degree) => *degree,
            Self::Individual(degrees) => degrees[source as usize],
        }
    }

    fn mean(&self) -> f64 {
        match self {
            Self::Equal(degree) => f64::from(*degree),
            Self::Individual(degrees) => {
                degrees.iter().map(|&degree| f64::from(degree)).sum::<f64>() / degrees.len() as f64
            }
        }
    }
}

/// Memory in which rows and columns are drawn.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    subsets: Subsets,
    found: Vec<u32>,
}

impl Synapses {
    /// Whether synapses are drawn target by target; otherwise they are source by source.
    pub(super) fn is_by_target(&self) -> bool {
        matches!(self.rule, Rule::InDegree(..))
    }

    /// The target that a source has left out.
    pub(super) fn target_left_out(&self, source: u32) -> Option<u32> {
        match &self.same {
            Same::Shift(shift) if self.no_autapses => {
                let target = u32::try_from(i64::from(source) + shift).ok();
                target.filter(|&target| target < self.shape.1)
            }
            Same::Listed(sources, targets) if self.no_autapses => {
                targets.index_of(sources.get(source as usize))
            }
            _ => None,
        }
    }

    /// The source that a target has left out.
    fn source_left_out(&self, target: u32) -> Option<u32> {
        match &self.same {
            Same::Shift(shift) if self.no_autapses => {
                let source = u32::try_from(i64::from(target) - shift).ok();
                source.filter(|&source| source < self.shape.0)
            }
            Same::Listed(sources, targets) if self.no_autapses => {
                sources.index_of(targets.get(target as usize))
            }
            _ => None,
        }
    }

    /// Targets that a source may have.
    pub(super) fn partners(&self, source: u32) -> u32 {
        self.shape.1 - u32::from(self.target_left_out(source).is_some())
    }

    /// Number of synapses to be expected onto some of the targets.
    pub(crate) fn expected_onto(&self, targets: u64) -> u64 {
        let per_target = match &self.rule {
            Rule::All => f64::from(self.shape.0),
            Rule::OneToOne => 1.0,
            Rule::Bernoulli(rows) => rows.p() * f64::from(self.shape.0),
            Rule::InDegree(_, degree) => f64::from(*degree),
            Rule::OutDegree(_, degrees) => {
                degrees.mean() * f64::from(self.shape.0) / f64::from(self.shape.1)
            }
            Rule::Distance(rows) => rows.expected() / f64::from(self.shape.1),
            Rule::Matrix(matrix) => matrix.nnz() as f64 / f64::from(self.shape.1),
            Rule::Edges(rows) => rows.len() as f64 / f64::from(self.shape.1),
        };
        (per_target * targets as f64).round() as u64
    }

    /// Visits the synapses of a source with targets in a range, in ascending order (those of a pair one
    /// after the other): target and weight (0 where the pathway has a uniform weight). Sources and targets are counted from the
    /// beginning of the pathway's slices. Only for rules that draw source by source.
    #[inline(always)]
    pub(crate) fn visit_row<M: Machine>(
        &self,
        machine: M,
        scratch: &mut Scratch,
        source: u32,
        targets: Range<u32>,
        mut visit: impl FnMut(u32, f64),
    ) {
        let left_out = self.target_left_out(source);
        match &self.rule {
            Rule::All => {
                for target in targets.filter(|&target| Some(target) != left_out) {
                    visit(target, 0.0);
                }
            }
            Rule::OneToOne => {
                if targets.contains(&source) {
                    visit(source, 0.0);
                }
            }
            Rule::Bernoulli(rows) => rows.visit(machine, source, targets, |target| {
                if Some(target) != left_out {
                    visit(target, 0.0);
                }
            }),
            Rule::Distance(rows) => {
                rows.visit(machine, &mut scratch.found, source, targets, |target| {
                    if Some(target) != left_out {
                        visit(target, 0.0);
                    }
                });
            }
            Rule::OutDegree(partners, degrees) => {
                let of = (degrees.of(source), self.partners(source));
                let stream = u64::from(source);
                for &target in partners.draw_sorted(machine, &mut scratch.subsets, stream, of) {
                    let target = skip(target, left_out);
                    if targets.contains(&target) {
                        visit(target, 0.0);
                    }
                }
            }
            Rule::Matrix(matrix) => {
                let Some(row) = matrix.outer_view(source as usize) else {
                    return;
                };
                let columns = row.indices();
                let first = columns.partition_point(|&column| column < targets.start);
                let last = columns.partition_point(|&column| column < targets.end);
                let entries = columns[first..last].iter().zip(&row.data()[first..last]);
                entries.for_each(|(&column, &weight)| visit(column, weight));
            }
            Rule::Edges(rows) => rows.visit(source, &targets, visit),
            Rule::InDegree(..) => debug_assert!(false, "these synapses are drawn by target"),
        }
    }

    /// Visits the source of each synapse of a target, in no particular order. Only for rules that draw target by target.
    #[inline(always)]
    pub(super) fn visit_column<M: Machine>(
        &self,
        machine: M,
        scratch: &mut Scratch,
        target: u32,
        mut visit: impl FnMut(u32),
    ) {
        debug_assert!(self.is_by_target(), "these synapses are drawn by source");
        if let Rule::InDegree(partners, degree) = &self.rule {
            let left_out = self.source_left_out(target);
            let of = (*degree, self.shape.0 - u32::from(left_out.is_some()));
            let stream = u64::from(target);
            for &source in partners.draw(machine, &mut scratch.subsets, stream, of) {
                visit(skip(source, left_out));
            }
        }
    }
}

/// The k-th of all numbers but one.
#[inline(always)]
fn skip(k: u32, left_out: Option<u32>) -> u32 {
    k + u32::from(left_out.is_some_and(|left_out| k >= left_out))
}
