//! The part of a pathway that ends in a block.

use super::overlap;
use super::tally::Tally;
use crate::connectivity::{Pathway, Rows, Weight};
use crate::network::Receptor;
use adexnet_model::float::Float;
use std::ops::Range;

/// Synapses of a pathway onto the neurons of a block, and what arrives along them in a step.
#[derive(Debug)]
pub(crate) struct Inbound<F> {
    /// Number of the projection.
    pub(crate) projection: usize,
    pub(crate) weight: Weight,
    pub(crate) receptor: Receptor,
    /// Delay in steps.
    pub(crate) delay: u64,
    /// Targets, counted within the block.
    pub(crate) targets: Range<usize>,
    pub(crate) rows: Rows<F>,
    /// Presynaptic neurons, numbered through the network.
    pub(crate) sources: Range<u32>,
    tally: Tally<F>,
    /// Whether anything has arrived since the tally was drained.
    pending: bool,
}

impl<F: Float> Inbound<F> {
    /// What ends in the block of the given neurons, in the order of the pathways.
    pub(super) fn build_all(pathways: &[Pathway], block: &Range<u32>) -> Vec<Self> {
        let part = |pathway: &Pathway| {
            let targets = overlap(block, &pathway.targets);
            if targets.is_empty() || pathway.sources.is_empty() {
                return None;
            }
            let first = block.start + targets.start as u32 - pathway.targets.start;
            let rows = Rows::build(pathway, first..first + targets.len() as u32);
            (rows.len() > 0).then(|| Self {
                projection: pathway.projection,
                weight: pathway.weight,
                receptor: pathway.receptor,
                delay: pathway.delay,
                tally: Tally::new(pathway.weight, targets.len(), &rows),
                sources: pathway.sources.clone(),
                targets,
                rows,
                pending: false,
            })
        };
        pathways.iter().filter_map(part).collect()
    }

    /// Tallies the synapses of those of the `spikes` (ascending) that are sources of this pathway and
    /// returns how many there were.
    #[inline]
    pub(crate) fn receive(&mut self, spikes: &[u32]) -> u64 {
        if spikes.is_empty() {
            return 0;
        }
        let first = spikes.partition_point(|&spike| spike < self.sources.start);
        let last = spikes.partition_point(|&spike| spike < self.sources.end);
        if first == last {
            return 0;
        }
        let start = self.sources.start;
        let sources = spikes[first..last]
            .iter()
            .map(|spike| (spike - start) as usize);
        let events = self.tally.add(&self.rows, sources);
        self.pending |= events > 0;
        events
    }

    #[inline]
    pub(crate) fn is_pending(&self) -> bool {
        self.pending
    }

    /// Adds what arrived to the block's array `sink`, in nS, and starts anew.
    pub(crate) fn drain_into(&mut self, sink: &mut [F]) {
        self.tally.drain_into(&mut sink[self.targets.clone()]);
        self.pending = false;
    }
}
