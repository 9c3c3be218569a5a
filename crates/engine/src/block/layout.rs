//! How the neurons of a network are cut into blocks.
//!
//! One idea: all cuts lie at multiples of 128 neurons of a population, because a group of 128 neurons
//! shares an address of random numbers. Beyond that the cuts are free: results do not depend on them.

use crate::network::Network;
use adexnet_model::math::GROUP;
use std::ops::Range;

/// Largest number of neurons in a block: targets within a block are 16-bit numbers. Blocks are as wide as that where
/// there are neurons enough, since each costs a spike two misses of the cache, however short its row is.
const LARGEST: usize = 1 << 16;

/// Most neurons of a segment: their state (32 KiB in single precision) stays in the first- or second-level cache
/// for the steps of an interval.
const SEGMENT: usize = 1 << 11;

/// Blocks per thread, where there are neurons enough: uneven work evens out.
const PER_THREAD: usize = 4;

/// Neurons below which another block for the same thread does not pay.
const SMALLEST: usize = 1 << 10;

/// The blocks of a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) blocks: Vec<BlockPlan>,
}

/// The neurons of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlockPlan {
    /// Numbers in the network.
    pub(crate) neurons: Range<u32>,
    pub(crate) segments: Vec<SegmentPlan>,
}

/// Neurons of a block that belong to one population and advance together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SegmentPlan {
    pub(crate) population: usize,
    /// Neurons, counted within the population; begins at a multiple of 128.
    pub(crate) neurons: Range<usize>,
}

impl SegmentPlan {
    /// Numbers of the neurons in the network.
    pub(crate) fn numbers(&self, network: &Network) -> Range<u32> {
        let first = network.population_range(self.population).start;
        first + self.neurons.start as u32..first + self.neurons.end as u32
    }
}

impl Layout {
    /// Cuts a network for a number of threads, or into blocks of `block_size` neurons (rounded up to
    /// groups of 128, at most 65,536).
    ///
    /// `tile` is the width of the widest tiles of synapses that are drawn again for each spike, where none are
    /// stored: then a block is a tile, however wide, since each block that touches a tile draws it.
    pub(crate) fn new(
        network: &Network,
        threads: usize,
        block_size: Option<usize>,
        tile: Option<u64>,
    ) -> Self {
        let populations = &network.description().populations;
        let sizes: Vec<usize> = populations
            .iter()
            .map(|population| population.size)
            .collect();
        let groups: usize = sizes.iter().map(|size| size.div_ceil(GROUP)).sum();
        let neurons = network.size();
        let count = if let Some(size) = block_size {
            groups.div_ceil(size.clamp(1, LARGEST).div_ceil(GROUP))
        } else if let Some(tile) = tile {
            // Drawing a tile twice costs less than a thread that idles.
            let tiles = (neurons as u64).div_ceil(tile) as usize;
            let parts = (neurons / SMALLEST).clamp(1, threads).div_ceil(tiles);
            let width = (tile as usize).div_ceil(parts).div_ceil(GROUP).min(groups);
            return Self::cut(&sizes, groups, groups.div_ceil(width), |block| {
                block * width
            });
        } else {
            let for_threads = match threads {
                1 => 1,
                _ => (neurons / SMALLEST).clamp(threads, PER_THREAD * threads),
            };
            // Small populations fill groups only in part, so it is groups that count.
            let count = for_threads.max(groups.div_ceil(LARGEST / GROUP));
            count.next_multiple_of(threads)
        };
        let count = count.min(groups);
        Self::cut(&sizes, groups, count, |block| block * groups / count)
    }

    /// Cuts into `count` blocks, of which each begins at a given group.
    fn cut(sizes: &[usize], groups: usize, count: usize, first: impl Fn(usize) -> usize) -> Self {
        let mut cutter = Cutter::new(sizes);
        let block = |block: usize| {
            let groups = first(block + 1).min(groups) - first(block);
            let start = cutter.neuron;
            let segments = cutter.take(groups);
            BlockPlan {
                neurons: start..cutter.neuron,
                segments,
            }
        };
        Self {
            blocks: (0..count).map(block).collect(),
        }
    }
}

/// Takes groups from the beginning of what is left of the populations.
struct Cutter<'a> {
    sizes: &'a [usize],
    /// Number of the next neuron in the network.
    neuron: u32,
    population: usize,
    /// The same, counted within the population.
    start: usize,
}

impl<'a> Cutter<'a> {
    fn new(sizes: &'a [usize]) -> Self {
        Self {
            sizes,
            neuron: 0,
            population: 0,
            start: 0,
        }
    }

    fn take(&mut self, groups: usize) -> Vec<SegmentPlan> {
        let mut left = groups;
        let mut segments = Vec::new();
        while left > 0 {
            let size = self.sizes[self.population];
            let end = size.min(self.start + (left * GROUP).min(SEGMENT));
            segments.push(SegmentPlan {
                population: self.population,
                neurons: self.start..end,
            });
            self.neuron += (end - self.start) as u32;
            left -= (end - self.start).div_ceil(GROUP);
            self.start = end;
            if end == size {
                (self.population, self.start) = (self.population + 1, 0);
            }
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{NetworkDescription, Population};
    use adexnet_model::adex::AdexParameters;

    /// Targets within a block are 16-bit numbers, also where many populations are smaller than a group.
    #[test]
    fn no_block_is_too_large() {
        let population = |k: usize| {
            let size = if k == 0 { 100_000 } else { 1 };
            Population::new(&format!("p{k}"), size, AdexParameters::default())
        };
        let network = Network::new(NetworkDescription {
            dt: 0.1,
            populations: (0..10_000).map(population).collect(),
            ..NetworkDescription::default()
        });
        let network = network.expect("a valid network");
        for threads in [1, 2, 8, 64] {
            for block_size in [None, Some(64), Some(1_000_000)] {
                let layout = Layout::new(&network, threads, block_size, None);
                let largest = layout.blocks.iter().map(|block| block.neurons.len()).max();
                assert!(
                    largest <= Some(LARGEST),
                    "{threads} threads: {largest:?} neurons"
                );
            }
        }
    }

    /// Every neuron lies in one block, and cuts are multiples of 128.
    #[test]
    fn blocks_cover_the_network_once() {
        for sizes in [
            vec![1_usize],
            vec![64],
            vec![100],
            vec![65, 1, 300],
            vec![70_000, 3, 64],
        ] {
            let groups: usize = sizes.iter().map(|size| size.div_ceil(GROUP)).sum();
            for count in 1..=groups.min(9) {
                let layout = Layout::cut(&sizes, groups, count, |block| block * groups / count);
                assert_eq!(layout.blocks.len(), count);
                let mut expected = (0, 0, 0);
                for block in &layout.blocks {
                    assert_eq!(block.neurons.start, expected.0);
                    for segment in &block.segments {
                        assert_eq!(
                            (segment.population, segment.neurons.start),
                            (expected.1, expected.2)
                        );
                        assert_eq!(segment.neurons.start % GROUP, 0);
                        expected.0 += segment.neurons.len() as u32;
                        expected.2 = segment.neurons.end;
                        if expected.2 == sizes[expected.1] {
                            expected = (expected.0, expected.1 + 1, 0);
                        }
                    }
                    assert_eq!(block.neurons.end, expected.0);
                }
                assert_eq!(expected.1, sizes.len(), "all populations are covered");
            }
        }
    }
}
