//! Individual weights of synapses.
//!
//! One idea: the value of a synapse is a function of its pair, and of how many synapses of the same pair come
//! before it. So rows are stored first as if all synapses were alike, and values are added to them afterwards,
//! in whatever order the rule has drawn them; and the values of a row that is not stored are drawn again with it.

use super::rows::Places;
use super::{Pathway, Rows};
use crate::level::{LANES, Level, Machine, Task};
use crate::network::{Network, Values};
use crate::random::{DrawnValues, Purpose};
use crate::threads::Crew;
use adexnet_model::float::Float;
use std::ops::Range;
use std::sync::Arc;

/// What differs from synapse to synapse of a pathway, other than by the entries of a matrix.
#[derive(Debug, Clone, Default)]
pub(crate) struct Individual {
    /// Weights, in nS.
    pub(crate) weights: Option<PairValues>,
}

/// One value for each synapse.
#[derive(Debug, Clone)]
pub(crate) enum PairValues {
    /// Drawn at the address of the pair.
    Drawn(DrawnValues),
    /// Given for each source, which has one synapse at most.
    Given(Arc<[f64]>),
}

impl Individual {
    /// What differs from synapse to synapse of a projection.
    pub(super) fn of(network: &Network, projection: usize) -> Self {
        let description = network.description();
        let values = |values: &Values, purpose| match values.at_least(0.0) {
            values if values.common().is_some() => None,
            Values::Constant(_) => None,
            Values::Drawn(drawn) => {
                let seed = description.seed;
                let values = DrawnValues::new(seed, purpose, projection, &drawn);
                Some(PairValues::Drawn(values))
            }
            Values::Given(values) => Some(PairValues::Given(values)),
        };
        Self {
            weights: values(&description.projections[projection].weight, Purpose::Weight),
        }
    }
}

impl PairValues {
    /// Visits the values of the synapses of a source, whose targets ascend.
    #[inline(always)]
    pub(crate) fn visit_row<M: Machine>(
        &self,
        machine: M,
        source: u32,
        targets: &[u32],
        mut visit: impl FnMut(u32, f64),
    ) {
        let mut places = targets.iter();
        let addresses = numbered(targets.iter().copied());
        self.visit(machine, addresses.map(|target| (source, target)), |value| {
            if let Some(&target) = places.next() {
                visit(target, value);
            }
        });
    }

    /// Visits the values of synapses, by source and numbered target.
    #[inline(always)]
    fn visit<M: Machine>(
        &self,
        machine: M,
        mut addresses: impl Iterator<Item = (u32, u64)>,
        mut visit: impl FnMut(f64),
    ) {
        loop {
            let (mut sources, mut targets) = ([0; LANES], [0; LANES]);
            let mut count = 0;
            for (source, target) in addresses.by_ref().take(LANES) {
                sources[count] = u64::from(source);
                targets[count] = target;
                count += 1;
            }
            if count == 0 {
                return;
            }
            let values = match self {
                Self::Drawn(values) => values.draw(machine, sources, targets),
                Self::Given(values) => {
                    sources.map(|source| values.get(source as usize).copied().unwrap_or_default())
                }
            };
            values[..count].iter().for_each(|&value| visit(value));
        }
    }
}

/// Ascending targets with, from bit 32 on, how often each has come before.
#[inline(always)]
fn numbered(targets: impl Iterator<Item = u32>) -> impl Iterator<Item = u64> {
    let (mut last, mut repeated) = (None, 0);
    targets.map(move |target| {
        repeated = if last == Some(target) {
            repeated + 1
        } else {
            0
        };
        last = Some(target);
        repeated << 32 | u64::from(target)
    })
}

/// Adds what differs from synapse to synapse of a pathway to its rows in the blocks, for the parts of its targets
/// that lie there.
pub(super) fn assign<F: Float>(
    pathway: &Pathway,
    parts: &[Range<u32>],
    rows: &mut [Rows<F>],
    stretches: &[Range<u32>],
    (crew, level): (&Crew, Level),
) {
    let individual = &pathway.individual;
    if individual.weights.is_none() {
        return;
    }
    let mut jobs: Vec<Assign<'_, F>> = stretches
        .iter()
        .map(|sources| Assign {
            individual,
            sources: sources.clone(),
            pieces: Vec::with_capacity(parts.len()),
        })
        .collect();
    for (part, rows) in parts.iter().zip(rows) {
        rows.weights = Some(vec![F::ZERO; rows.len()]);
        let (mut targets, mut weights) = (
            &rows.targets[..],
            rows.weights.as_deref_mut().unwrap_or_default(),
        );
        for job in &mut jobs {
            let synapses = rows.places.of_stretch(&job.sources);
            job.pieces.push(Piece {
                first: part.start,
                places: &rows.places,
                targets: targets.split_off(..synapses).unwrap_or_default(),
                weights: weights.split_off_mut(..synapses).unwrap_or_default(),
            });
        }
    }
    crew.each(jobs, |job| level.run(job));
}

/// Assigns the values of the synapses of some sources in every part.
struct Assign<'a, F> {
    individual: &'a Individual,
    sources: Range<u32>,
    /// By part.
    pieces: Vec<Piece<'a, F>>,
}

/// The synapses of some sources in a part, one row after the other.
struct Piece<'a, F> {
    /// First target of the part.
    first: u32,
    places: &'a Places,
    targets: &'a [u16],
    weights: &'a mut [F],
}

impl<F: Float> Task for Assign<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        for piece in self.pieces {
            let (sources, first) = (self.sources.clone(), piece.first);
            let rows = piece.places.rows(sources.clone(), piece.targets);
            let addresses = sources.zip(rows).flat_map(|(source, row)| {
                let targets = row.iter().map(move |&target| first + u32::from(target));
                numbered(targets).map(move |target| (source, target))
            });
            if let Some(weights) = &self.individual.weights {
                let mut places = piece.weights.iter_mut();
                weights.visit(machine, addresses, |weight| {
                    if let Some(place) = places.next() {
                        *place = F::from_f64(weight);
                    }
                });
            }
        }
    }
}
