//! Individual weights and delays of synapses.
//!
//! One idea: the value of a synapse is a function of its pair, and of how many synapses of the same pair come
//! before it. So rows are stored first as if all synapses were alike, and values are added to them afterwards,
//! in whatever order the rule has drawn them; and the weights of a row that is not stored are drawn again with it.
//!
//! Rows with individual delays are sorted by (delay, target, copy), so that what arrives in some steps lies together.

use super::edges::EdgeRows;
use super::rows::Places;
use super::{Pathway, Rows};
use crate::level::{LANES, Level, Machine, Task};
use crate::network::{Network, Projection, TimeStep, Values};
use crate::pages::Zeroed;
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
    delays: Option<Delays>,
}

#[derive(Debug, Clone)]
struct Delays {
    /// In ms.
    values: PairValues,
    time_step: TimeStep,
    /// Smallest possible delay in steps.
    shortest: u64,
}

impl Delays {
    /// Steps of a delay beyond the smallest.
    #[inline(always)]
    fn steps(&self, delay: f64) -> u16 {
        let steps = self.time_step.nearest_step(delay);
        steps.saturating_sub(self.shortest).min(u64::from(u16::MAX)) as u16
    }
}

/// One value for each synapse.
#[derive(Debug, Clone)]
pub(crate) enum PairValues {
    /// Drawn at the address of the pair.
    Drawn(DrawnValues),
    /// The same, times the weights of listed synapses.
    Scaled(DrawnValues, Arc<EdgeRows>),
    /// Given for each source, which has one synapse at most.
    Given(Arc<[f64]>),
    /// Delays of listed synapses.
    Listed(Arc<EdgeRows>),
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
        let described = &description.projections[projection];
        let (shortest, longest) = network.delay_range(described);
        let delays = (shortest < longest).then(|| values(&described.delay, Purpose::Delay));
        Self {
            weights: values(&described.weight, Purpose::Weight),
            delays: delays.flatten().map(|values| Delays {
                values,
                time_step: network.time_step(),
                shortest,
            }),
        }
    }
}

impl Individual {
    /// Takes what listed synapses have of their own: weights, which are factors of those that are drawn, and delays,
    /// if they differ.
    pub(super) fn list(
        &mut self,
        network: &Network,
        projection: &Projection,
        edges: &Arc<EdgeRows>,
    ) {
        if edges.weights().is_some()
            && let Some(PairValues::Drawn(weights)) = self.weights.take()
        {
            self.weights = Some(PairValues::Scaled(weights, Arc::clone(edges)));
        }
        let (shortest, longest) = network.delay_range(projection);
        if edges.has_delays() {
            self.delays = (shortest < longest).then(|| Delays {
                values: PairValues::Listed(Arc::clone(edges)),
                time_step: network.time_step(),
                shortest,
            });
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
                Self::Scaled(values, edges) => {
                    let mut values = values.draw(machine, sources, targets);
                    for lane in 0..count {
                        values[lane] *= edges.weight(synapse(sources[lane], targets[lane]));
                    }
                    values
                }
                Self::Given(values) => {
                    sources.map(|source| values.get(source as usize).copied().unwrap_or_default())
                }
                Self::Listed(edges) => {
                    let mut delays = [0.0; LANES];
                    for lane in 0..count {
                        delays[lane] = edges.delay(synapse(sources[lane], targets[lane]));
                    }
                    delays
                }
            };
            values[..count].iter().for_each(|&value| visit(value));
        }
    }
}

/// Source, target and number of a synapse among those of its pair, from a source and a numbered target.
#[inline(always)]
fn synapse(source: u64, target: u64) -> (u32, u32, u32) {
    (source as u32, target as u32, (target >> 32) as u32)
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
    if individual.weights.is_none() && individual.delays.is_none() {
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
        if individual.weights.is_some() {
            rows.weights = Some(Zeroed::new(rows.len()));
        }
        if individual.delays.is_some() {
            rows.delays = Some(Zeroed::new(rows.len()));
        }
        let mut targets = &mut rows.targets[..];
        let mut weights = rows.weights.as_deref_mut().unwrap_or_default();
        let mut delays = rows.delays.as_deref_mut().unwrap_or_default();
        for job in &mut jobs {
            let synapses = rows.places.of_stretch(&job.sources);
            job.pieces.push(Piece {
                first: part.start,
                places: &rows.places,
                targets: take(&mut targets, synapses),
                weights: take(&mut weights, synapses),
                delays: take(&mut delays, synapses),
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

/// Takes elements from the beginning of an array; none of one that is not there.
#[allow(clippy::mut_mut, reason = "what is left is handed back in its place")]
fn take<'a, T>(array: &mut &'a mut [T], count: usize) -> &'a mut [T] {
    array.split_off_mut(..count).unwrap_or_default()
}

/// The synapses of some sources in a part, one row after the other.
struct Piece<'a, F> {
    /// First target of the part.
    first: u32,
    places: &'a Places,
    targets: &'a mut [u16],
    /// Empty where weights are equal, and likewise delays.
    weights: &'a mut [F],
    delays: &'a mut [u16],
}

impl<F: Float> Task for Assign<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let Individual { weights, delays } = self.individual;
        let mut sorter = Sorter::default();
        for piece in self.pieces {
            let of_piece = (piece.first, piece.places);
            if let Some(weights) = weights {
                let addresses = addresses(of_piece, piece.targets, &self.sources);
                let mut places = piece.weights.iter_mut();
                weights.visit(machine, addresses, |weight| {
                    if let Some(place) = places.next() {
                        *place = F::from_f64(weight);
                    }
                });
            }
            if let Some(delays) = delays {
                let addresses = addresses(of_piece, piece.targets, &self.sources);
                let mut places = piece.delays.iter_mut();
                delays.values.visit(machine, addresses, |delay| {
                    if let Some(place) = places.next() {
                        *place = delays.steps(delay);
                    }
                });
                sorter.sort(piece, &self.sources);
            }
        }
    }
}

/// Source and numbered target of the synapses of some sources in a part.
#[inline(always)]
fn addresses<'a>(
    (first, places): (u32, &'a Places),
    targets: &'a [u16],
    sources: &Range<u32>,
) -> impl Iterator<Item = (u32, u64)> + use<'a> {
    let (sources, rows) = (sources.clone(), places.rows(sources.clone(), targets));
    sources.zip(rows).flat_map(move |(source, row)| {
        let targets = row.iter().map(move |&target| first + u32::from(target));
        numbered(targets).map(move |target| (source, target))
    })
}

/// Memory in which rows are sorted.
#[derive(Debug)]
struct Sorter<F> {
    /// Delay and, in the lower half, place of each synapse of a row.
    order: Vec<u64>,
    words: Vec<u16>,
    weights: Vec<F>,
}

impl<F> Default for Sorter<F> {
    fn default() -> Self {
        Self {
            order: Vec::new(),
            words: Vec::new(),
            weights: Vec::new(),
        }
    }
}

impl<F: Float> Sorter<F> {
    /// Sorts rows by delay; synapses of equal delay stay in their order.
    fn sort(&mut self, piece: Piece<'_, F>, sources: &Range<u32>) {
        let (mut targets, mut weights, mut delays) = (piece.targets, piece.weights, piece.delays);
        for source in sources.clone() {
            let length = piece.places.of(source as usize).len();
            let delays = take(&mut delays, length);
            let (targets, weights) = (take(&mut targets, length), take(&mut weights, length));
            if delays.is_sorted() {
                continue;
            }
            let places = delays.iter().enumerate();
            self.order.clear();
            self.order
                .extend(places.map(|(place, &delay)| u64::from(delay) << 32 | place as u64));
            self.order.sort_unstable();
            rearrange(delays, &self.order, &mut self.words);
            rearrange(targets, &self.order, &mut self.words);
            rearrange(weights, &self.order, &mut self.weights);
        }
    }
}

/// Puts the elements that the lower halves of `order` number in this order.
fn rearrange<T: Copy>(elements: &mut [T], order: &[u64], before: &mut Vec<T>) {
    before.clear();
    before.extend_from_slice(elements);
    for (element, &place) in elements.iter_mut().zip(order) {
        *element = before[place as u32 as usize];
    }
}
