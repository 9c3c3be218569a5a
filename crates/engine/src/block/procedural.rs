//! Synapses that are not stored but drawn again for every spike.

use super::{Arrivals, Spikes};
use crate::connectivity::{PairValues, Pathway, Scratch, Synapses, Weight};
use crate::level::{Level, Machine, Task};
use adexnet_model::float::Float;
use std::ops::Range;

/// Synapses that are drawn again for every spike.
#[derive(Debug)]
pub(crate) struct Procedural {
    synapses: Synapses,
    /// Targets in the block, counted within the pathway.
    targets: Range<u32>,
    /// Weights, where they differ.
    weights: Option<PairValues>,
}

/// Memory in which a row is drawn.
#[derive(Debug, Default)]
pub(super) struct DrawnRow {
    scratch: Scratch,
    targets: Vec<u32>,
}

impl Procedural {
    /// The synapses of a pathway with some of its targets.
    pub(super) fn new(pathway: &Pathway, targets: Range<u32>) -> Self {
        Self {
            synapses: pathway.synapses.clone(),
            targets,
            weights: pathway.individual.weights.clone(),
        }
    }

    /// Number of synapses to be expected.
    pub(super) fn expected(&self) -> u64 {
        self.synapses.expected_onto(self.targets.len() as u64)
    }

    /// Draws the synapses of the spikes, and returns their number.
    pub(super) fn draw<F: Float>(
        &self,
        weight: Weight,
        spikes: &mut Spikes,
        arrivals: &mut Arrivals<F>,
        level: Level,
    ) -> u64 {
        let mut events = 0;
        level.run(Draw {
            procedural: self,
            weight,
            spikes,
            arrivals,
            events: &mut events,
        });
        events
    }

    /// Visits the targets of a source, counted from the first of the pathway in the block; for synapses that all have
    /// the same weight.
    #[inline(always)]
    fn visit_targets<M: Machine>(
        &self,
        machine: M,
        row: &mut DrawnRow,
        source: u32,
        mut visit: impl FnMut(usize),
    ) {
        let targets = self.targets.clone();
        self.synapses
            .visit_row(machine, &mut row.scratch, source, targets, |target, _| {
                visit((target - self.targets.start) as usize);
            });
    }

    /// Visits the synapses of a source: target, counted from the first of the pathway in the block, and weight in nS,
    /// `common` where all have the same.
    #[inline(always)]
    pub(super) fn visit_synapses<M: Machine>(
        &self,
        machine: M,
        row: &mut DrawnRow,
        source: u32,
        common: f64,
        mut visit: impl FnMut(usize, f64),
    ) {
        let DrawnRow { scratch, targets } = row;
        targets.clear();
        let range = self.targets.clone();
        self.synapses
            .visit_row(machine, scratch, source, range, |target, _| {
                targets.push(target);
            });
        let first = self.targets.start;
        match &self.weights {
            Some(weights) => weights.visit_row(machine, source, targets, |target, weight| {
                visit((target - first) as usize, weight);
            }),
            None => targets
                .iter()
                .for_each(|&target| visit((target - first) as usize, common)),
        }
    }
}

/// Draws the synapses of the spikes.
struct Draw<'a, F> {
    procedural: &'a Procedural,
    weight: Weight,
    spikes: &'a mut Spikes,
    arrivals: &'a mut Arrivals<F>,
    events: &'a mut u64,
}

impl<F: Float> Task for Draw<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let Self {
            procedural,
            weight,
            spikes:
                Spikes {
                    sources,
                    ends,
                    released,
                    row,
                    ..
                },
            arrivals,
            events,
        } = self;
        let mut first = 0;
        for (step, &end) in ends.iter().enumerate() {
            let released = released.get(first..end);
            let sources = &sources[first..end];
            first = end;
            if sources.is_empty() {
                continue;
            }
            if let Some(released) = released {
                let sums = arrivals.sums(step);
                let common = weight.common().unwrap_or_default();
                for (&source, &released) in sources.iter().zip(released) {
                    let released = F::from_f64(released);
                    procedural.visit_synapses(machine, row, source, common, |target, weight| {
                        *events += 1;
                        sums[target] += F::from_f64(weight) * released;
                    });
                }
            } else if procedural.weights.is_some() {
                let sums = arrivals.sums(step);
                for &source in sources {
                    procedural.visit_synapses(machine, row, source, 0.0, |target, weight| {
                        *events += 1;
                        sums[target] += F::from_f64(weight);
                    });
                }
            } else {
                let mut counter = arrivals.counter(step);
                for &source in sources {
                    let mut count = 0;
                    procedural.visit_targets(machine, row, source, |target| {
                        count += 1;
                        counter.count(target);
                    });
                    *events += count;
                }
            }
        }
    }
}
