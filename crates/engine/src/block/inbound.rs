//! The part of a pathway that ends in a block.

use super::ahead::fetch_ahead;
use super::procedural::{DrawnRow, Procedural};
use super::{Arrivals, Delayed, Part};
use crate::connectivity::{Pathway, Rows, Weight, build_rows};
use crate::level::Level;
use crate::network::{NeuronNumbers, Receptor};
use crate::phases::History;
use crate::threads::Crew;
use adexnet_model::float::Float;
use std::ops::Range;

/// Listed targets whose arrivals are put together before they go to their places.
const PIECE: usize = 64;

/// Synapses of a pathway onto the neurons of a block.
#[derive(Debug)]
pub(crate) struct Inbound<F> {
    /// Number of the projection.
    pub(crate) projection: usize,
    pub(crate) weight: Weight,
    pub(crate) receptor: Receptor,
    /// Delay in steps; the smallest, where delays are individual.
    pub(crate) delay: u64,
    /// Targets.
    pub(super) targets: Part,
    /// Presynaptic neurons.
    pub(crate) sources: NeuronNumbers,
    /// The projection, if its sources release what arrives.
    plastic: Option<usize>,
    pub(crate) synapses: Inward<F>,
    /// What individual delays take.
    delayed: Option<Box<Delayed<F>>>,
}

/// The synapses themselves.
#[derive(Debug)]
pub(crate) enum Inward<F> {
    Stored(Rows<F>),
    Procedural(Procedural),
}

/// The spikes of some steps that travel along a pathway, and what it takes to draw their synapses: memory of
/// a thread.
#[derive(Debug, Default)]
pub(crate) struct Spikes {
    /// Sources, counted within the pathway, one step after the other.
    pub(super) sources: Vec<u32>,
    /// Where the spikes of each step end.
    pub(super) ends: Vec<usize>,
    /// What each of them releases, at plastic synapses.
    pub(super) released: Vec<f64>,
    /// Whether rows are not fetched ahead, to see what that is worth.
    pub(crate) without_fetching: bool,
    pub(super) row: DrawnRow,
}

impl Spikes {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.sources.clear();
        self.ends.clear();
        self.released.clear();
    }

    /// Appends what the spikes of a step release, if synapses of the projection are plastic.
    #[inline]
    pub(super) fn append_released(&mut self, history: &History, step: u64, plastic: Option<usize>) {
        if let Some(releases) = plastic.and_then(|projection| history.releases_of(projection)) {
            self.released.extend_from_slice(releases.of_step(step));
        }
    }

    /// Appends a step with those of its spikes that are emitted by the given sources.
    #[inline]
    pub(super) fn append(&mut self, emitted: &[u32], sources: &NeuronNumbers) {
        if !emitted.is_empty() {
            sources.append_indices(emitted, &mut self.sources);
        }
        self.ends.push(self.sources.len());
    }
}

impl<F: Float> Inbound<F> {
    /// What ends in each of the blocks, in the order of the pathways. Synapses of the projections
    /// that are marked as `procedural` are not stored. Intervals have at most `interval` steps.
    pub(crate) fn build_all(
        pathways: &[Pathway],
        (procedural, interval): (&[bool], u64),
        blocks: &[Range<u32>],
        crew: &Crew,
        level: Level,
    ) -> Vec<Vec<Self>> {
        let mut inbound: Vec<Vec<Self>> = blocks.iter().map(|_| Vec::new()).collect();
        for pathway in pathways
            .iter()
            .filter(|pathway| !pathway.sources.is_empty())
        {
            let parts = blocks.iter().map(|block| pathway.targets.within(block));
            let parts: Vec<Range<u32>> = parts.collect();
            let mut rows = if procedural[pathway.projection] {
                Vec::new()
            } else {
                build_rows(pathway, &parts, crew, level)
            }
            .into_iter();
            for ((block, part), inbound) in blocks.iter().zip(&parts).zip(&mut inbound) {
                let synapses = match rows.next() {
                    Some(rows) if rows.len() == 0 => continue,
                    Some(rows) => Inward::Stored(rows),
                    None if part.is_empty() => continue,
                    None => Inward::Procedural(Procedural::new(pathway, part.clone())),
                };
                let targets = Part::of(&pathway.targets, block);
                let delayed = match &synapses {
                    Inward::Stored(rows) => rows.delayed(),
                    Inward::Procedural(_) => None,
                };
                let delayed =
                    delayed.map(|rows| Delayed::new(rows, pathway.weight, targets.len(), interval));
                inbound.push(Self {
                    projection: pathway.projection,
                    weight: pathway.weight,
                    receptor: pathway.receptor,
                    delay: pathway.delay,
                    targets,
                    sources: pathway.sources.clone(),
                    plastic: pathway.is_plastic.then_some(pathway.projection),
                    synapses,
                    delayed: delayed.map(Box::new),
                });
            }
        }
        inbound
    }

    /// Counts or sums what arrives in consecutive steps, and returns the number of synaptic events.
    /// A spike of step n arrives at the beginning of step n + delay + 1; what arrives before
    /// `settled_until` has been delivered already.
    pub(crate) fn receive(
        &mut self,
        (steps, settled_until): (Range<u64>, u64),
        history: &History,
        spikes: &mut Spikes,
        arrivals: &mut Arrivals<F>,
        level: Level,
    ) -> u64 {
        if let (Some(delayed), Inward::Stored(rows)) = (&mut self.delayed, &self.synapses)
            && let Some(rows) = rows.delayed()
        {
            let events = {
                let origin = (self.delay, &self.sources, self.plastic);
                delayed.receive(rows, origin, steps, history, spikes)
            };
            delayed.exchange(arrivals);
            return events;
        }
        let count = (steps.end - steps.start) as usize;
        arrivals.begin(self.weight, count, self.targets.len());
        self.gather(steps, settled_until, history, spikes);
        if spikes.sources.is_empty() {
            return 0;
        }
        let events = match &self.synapses {
            Inward::Stored(rows) => read(rows, self.weight, spikes, arrivals),
            Inward::Procedural(procedural) => procedural.draw(self.weight, spikes, arrivals, level),
        };
        arrivals.end();
        events
    }

    /// Takes back what arrives later than in the steps that were received, for which `arrivals` were lent.
    pub(crate) fn take_back(&mut self, arrivals: &mut Arrivals<F>) {
        if let Some(delayed) = &mut self.delayed {
            delayed.exchange(arrivals);
        }
    }

    /// Forgets what has been delivered ahead, where a simulation has been restored; what arrives at the beginning of `step`
    /// has been added.
    pub(super) fn resume_at(&mut self, step: u64) {
        if let Some(delayed) = &mut self.delayed {
            delayed.resume_at(step, self.delay);
        }
    }

    /// Longest delay of a synapse in steps.
    pub(crate) fn longest_delay(&self) -> u64 {
        self.delay + self.delayed.as_ref().map_or(0, |delayed| delayed.longest())
    }

    /// Collects those of the spikes that are emitted by sources of this pathway.
    fn gather(
        &self,
        steps: Range<u64>,
        settled_until: u64,
        history: &History,
        spikes: &mut Spikes,
    ) {
        spikes.clear();
        for step in steps {
            match step.checked_sub(1 + self.delay) {
                Some(emission) if step >= settled_until => {
                    spikes.append(history.of_step(emission), &self.sources);
                    spikes.append_released(history, emission, self.plastic);
                }
                _ => spikes.append(&[], &self.sources),
            }
        }
    }

    /// Whether any of the targets lie in a part of the block.
    #[inline(always)]
    pub(super) fn reaches(&self, here: &Range<usize>) -> bool {
        !self.targets.within(here).is_empty()
    }

    /// Adds what arrives in the k-th of the steps that `arrivals` hold at the neurons of a part of the block to
    /// `sink`, in nS, and forgets it.
    #[inline(always)]
    pub(super) fn drain(
        &self,
        arrivals: &mut Arrivals<F>,
        k: usize,
        here: &Range<usize>,
        sink: &mut [F],
    ) {
        let targets = self.targets.within(here);
        match &self.targets {
            Part::Range(range) => {
                let first = range.start + targets.start - here.start;
                let sink = &mut sink[first..first + targets.len()];
                arrivals.drain(k, targets, self.weight, sink);
            }
            Part::List(list) => {
                for places in list[targets.clone()].chunks(PIECE).enumerate() {
                    let (number, places) = places;
                    let first = targets.start + number * PIECE;
                    let mut piece = [F::ZERO; PIECE];
                    let piece = &mut piece[..places.len()];
                    arrivals.drain(k, first..first + places.len(), self.weight, piece);
                    for (&place, &sum) in places.iter().zip(&*piece) {
                        sink[place as usize - here.start] += sum;
                    }
                }
            }
        }
    }

    /// Whether the synapses are stored.
    pub(crate) fn is_stored(&self) -> bool {
        matches!(self.synapses, Inward::Stored(_))
    }

    /// Number of synapses; where they are not stored, the number to be expected.
    pub(crate) fn len(&self) -> u64 {
        match &self.synapses {
            Inward::Stored(rows) => rows.len() as u64,
            Inward::Procedural(procedural) => procedural.expected(),
        }
    }
}

/// Reads the rows of the spikes.
fn read<F: Float>(
    rows: &Rows<F>,
    weight: Weight,
    spikes: &Spikes,
    arrivals: &mut Arrivals<F>,
) -> u64 {
    let mut events = 0;
    let mut first = 0;
    for (step, &end) in spikes.ends.iter().enumerate() {
        for k in first..end {
            if !spikes.without_fetching {
                let place = |source| rows.prefetch_place(source);
                let row = |source| rows.prefetch_row(source);
                fetch_ahead(&spikes.sources, k, place, row);
            }
            let source = spikes.sources[k] as usize;
            let targets = rows.targets(source);
            events += targets.len() as u64;
            if let Some(&released) = spikes.released.get(k) {
                let weights = (rows.weights(source), weight.common().unwrap_or_default());
                arrivals.add_released(step, targets, weights, released);
            } else if let Some(weights) = rows.weights(source) {
                arrivals.add(step, targets, weights);
            } else {
                let mut counter = arrivals.counter(step);
                for &target in targets {
                    counter.count(usize::from(target));
                }
            }
        }
        first = end;
    }
    events
}
