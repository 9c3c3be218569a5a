//! The synapses of a pathway that end in one block: rows by source, two bytes a synapse.

use super::{Pathway, Weight};
use adexnet_model::float::Float;
use std::ops::Range;

/// Compressed rows: row = source of the pathway, entries = targets within the block.
#[derive(Debug, Clone)]
pub(crate) struct Rows<F> {
    /// Row k lies at `ends[k]..ends[k + 1]`.
    ends: Vec<usize>,
    /// Targets, counted from the first neuron of the pathway in the block.
    targets: Vec<u16>,
    /// Weights in nS, where they are not all equal.
    weights: Option<Vec<F>>,
    /// Largest number of synapses onto one neuron.
    largest_in_degree: u32,
}

impl<F: Float> Rows<F> {
    /// Takes from a pathway the synapses onto `targets` (counted within the pathway, at most 65,536).
    pub(crate) fn build(pathway: &Pathway, targets: Range<u32>) -> Self {
        debug_assert!(targets.len() <= 1 << 16);
        let sources = pathway.sources.len() as u32;
        let mut synapses = pathway.synapses.clone();
        let mut rows = Self {
            ends: Vec::with_capacity(sources as usize + 1),
            targets: Vec::new(),
            weights: (pathway.weight == Weight::Individual).then(Vec::new),
            largest_in_degree: 0,
        };
        let mut in_degrees = vec![0_u32; targets.len()];
        rows.ends.push(0);
        for source in 0..sources {
            synapses.visit(source, targets.clone(), |target, weight| {
                let local = target - targets.start;
                rows.targets.push(local as u16);
                in_degrees[local as usize] += 1;
                if let Some(weights) = &mut rows.weights {
                    weights.push(F::from_f64(weight));
                }
            });
            rows.ends.push(rows.targets.len());
        }
        rows.targets.shrink_to_fit();
        rows.largest_in_degree = in_degrees.into_iter().max().unwrap_or(0);
        rows
    }

    pub(crate) fn largest_in_degree(&self) -> u32 {
        self.largest_in_degree
    }

    pub(crate) fn len(&self) -> usize {
        self.targets.len()
    }

    /// Targets of a source.
    #[inline]
    pub(crate) fn targets(&self, source: usize) -> &[u16] {
        &self.targets[self.ends[source]..self.ends[source + 1]]
    }

    /// Weights of a source's synapses, where they are individual.
    #[inline]
    pub(crate) fn weights(&self, source: usize) -> Option<&[F]> {
        let weights = self.weights.as_ref()?;
        Some(&weights[self.ends[source]..self.ends[source + 1]])
    }
}
