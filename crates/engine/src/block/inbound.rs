//! The part of a pathway that ends in a block.

use super::{Arrivals, Part};
use crate::connectivity::{Pathway, Rows, Scratch, Synapses, Weight, build_rows};
use crate::level::{Level, Machine, Task};
use crate::network::{NeuronNumbers, Receptor};
use crate::phases::History;
use crate::threads::Crew;
use adexnet_model::float::Float;
use std::ops::Range;

/// Spikes ahead of the one being delivered whose rows are fetched, and before that their places: about
/// the time that memory takes.
const ROW_AHEAD: usize = 8;
const PLACE_AHEAD: usize = 16;

/// Listed targets whose arrivals are put together before they go to their places.
const PIECE: usize = 64;

/// Synapses of a pathway onto the neurons of a block.
#[derive(Debug)]
pub(crate) struct Inbound<F> {
    /// Number of the projection.
    pub(crate) projection: usize,
    pub(crate) weight: Weight,
    pub(crate) receptor: Receptor,
    /// Delay in steps.
    pub(crate) delay: u64,
    /// Targets.
    pub(super) targets: Part,
    /// Presynaptic neurons.
    pub(crate) sources: NeuronNumbers,
    pub(crate) synapses: Inward<F>,
}

/// The synapses themselves.
#[derive(Debug)]
pub(crate) enum Inward<F> {
    Stored(Rows<F>),
    /// Drawn again for every spike; the first target of the block, counted within the pathway.
    Procedural(Synapses, u32),
}

/// The spikes of some steps that travel along a pathway, and what it takes to draw their synapses: memory of
/// a thread.
#[derive(Debug, Default)]
pub(crate) struct Spikes {
    /// Sources, counted within the pathway, one step after the other.
    sources: Vec<u32>,
    /// Where the spikes of each step end.
    ends: Vec<usize>,
    /// Whether rows are not fetched ahead, to see what that is worth.
    pub(crate) without_fetching: bool,
    scratch: Scratch,
}

impl<F: Float> Inbound<F> {
    /// What ends in each of the blocks, in the order of the pathways. Synapses of the projections
    /// that are marked as `procedural` are not stored.
    pub(crate) fn build_all(
        pathways: &[Pathway],
        procedural: &[bool],
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
                    None => Inward::Procedural(pathway.synapses.clone(), part.start),
                };
                inbound.push(Self {
                    projection: pathway.projection,
                    weight: pathway.weight,
                    receptor: pathway.receptor,
                    delay: pathway.delay,
                    targets: Part::of(&pathway.targets, block),
                    sources: pathway.sources.clone(),
                    synapses,
                });
            }
        }
        inbound
    }

    /// Counts or sums what arrives in consecutive steps, and returns the number of synaptic events.
    /// A spike of step n arrives at the beginning of step n + delay + 1; what arrives before
    /// `settled_until` has been delivered already.
    pub(crate) fn receive(
        &self,
        (steps, settled_until): (Range<u64>, u64),
        history: &History,
        spikes: &mut Spikes,
        arrivals: &mut Arrivals<F>,
        level: Level,
    ) -> u64 {
        let count = (steps.end - steps.start) as usize;
        arrivals.begin(self.weight, count, self.targets.len());
        self.gather(steps, settled_until, history, spikes);
        if spikes.sources.is_empty() {
            return 0;
        }
        let events = match &self.synapses {
            Inward::Stored(rows) => read(rows, spikes, arrivals),
            Inward::Procedural(synapses, first) => {
                let mut events = 0;
                level.run(Draw {
                    synapses,
                    targets: *first..*first + self.targets.len() as u32,
                    spikes,
                    arrivals,
                    events: &mut events,
                });
                events
            }
        };
        arrivals.end();
        events
    }

    /// Collects those of the spikes that are emitted by sources of this pathway.
    fn gather(
        &self,
        steps: Range<u64>,
        settled_until: u64,
        history: &History,
        spikes: &mut Spikes,
    ) {
        spikes.sources.clear();
        spikes.ends.clear();
        for step in steps {
            if step >= settled_until
                && let Some(emission) = step.checked_sub(1 + self.delay)
            {
                let emitted = history.of_step(emission);
                if !emitted.is_empty() {
                    self.sources.append_indices(emitted, &mut spikes.sources);
                }
            }
            spikes.ends.push(spikes.sources.len());
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
            Inward::Procedural(synapses, _) => synapses.expected_onto(self.targets.len() as u64),
        }
    }
}

/// Reads the rows of the spikes.
fn read<F: Float>(rows: &Rows<F>, spikes: &Spikes, arrivals: &mut Arrivals<F>) -> u64 {
    let mut events = 0;
    let mut first = 0;
    for (step, &end) in spikes.ends.iter().enumerate() {
        for k in first..end {
            if !spikes.without_fetching {
                if let Some(&source) = spikes.sources.get(k + PLACE_AHEAD) {
                    rows.prefetch_place(source as usize);
                }
                if let Some(&source) = spikes.sources.get(k + ROW_AHEAD) {
                    rows.prefetch_row(source as usize);
                }
            }
            let source = spikes.sources[k] as usize;
            let targets = rows.targets(source);
            events += targets.len() as u64;
            if let Some(weights) = rows.weights(source) {
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

/// Draws the synapses of the spikes.
struct Draw<'a, F> {
    synapses: &'a Synapses,
    /// Targets in the block, counted within the pathway.
    targets: Range<u32>,
    spikes: &'a mut Spikes,
    arrivals: &'a mut Arrivals<F>,
    events: &'a mut u64,
}

impl<F: Float> Task for Draw<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let Spikes {
            sources,
            ends,
            scratch,
            ..
        } = self.spikes;
        let mut first = 0;
        for (step, &end) in ends.iter().enumerate() {
            if first == end {
                continue;
            }
            let mut counter = self.arrivals.counter(step);
            for &source in &sources[first..end] {
                let targets = self.targets.clone();
                let mut events = 0;
                self.synapses
                    .visit_row(machine, scratch, source, targets, |target, _| {
                        events += 1;
                        counter.count((target - self.targets.start) as usize);
                    });
                *self.events += events;
            }
            first = end;
        }
    }
}
