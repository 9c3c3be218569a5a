//! How a network is arranged in memory for given options: decided once, before anything is allocated.

use super::{Precision, SimulationOptions};
use crate::block::Layout;
use crate::connectivity::{WINDOW, tile_width};
use crate::memory::{Arranged, MemoryEstimate};
use crate::network::{ConnectionRule, Network, Storage};
use crate::recording::Recording;

/// Threads, blocks and which projections are stored. None of it changes a result.
#[derive(Debug)]
pub(crate) struct Arrangement {
    pub(crate) threads: usize,
    pub(crate) layout: Layout,
    /// For each projection whether its synapses are drawn again for every spike instead of stored.
    pub(crate) procedural: Vec<bool>,
    pub(crate) estimate: MemoryEstimate,
}

impl Arrangement {
    /// Stores all synapses that may be stored if they fit into the memory limit, and otherwise draws those
    /// that may be drawn.
    pub(crate) fn new(
        network: &Network,
        recording: &Recording,
        options: &SimulationOptions,
    ) -> Self {
        let projections = &network.description().projections;
        let wanted = |storage| -> Vec<bool> {
            let matches = projections.iter().map(|projection| {
                projection.storage == Storage::Procedural
                    || (projection.storage == storage && network.may_be_procedural(projection))
            });
            matches.collect()
        };
        let stored = Self::with(network, recording, options, wanted(Storage::Procedural));
        match options.memory_limit {
            Some(limit) if stored.estimate.total() > limit as f64 => {
                Self::with(network, recording, options, wanted(Storage::Auto))
            }
            _ => stored,
        }
    }

    fn with(
        network: &Network,
        recording: &Recording,
        options: &SimulationOptions,
        procedural: Vec<bool>,
    ) -> Self {
        let threads = options.resolve_threads(network);
        let tile = if procedural.iter().all(|&is_procedural| is_procedural) {
            widest_tile(network)
        } else {
            None
        };
        let layout = Layout::new(network, threads, options.block_size, tile);
        let float = match options.precision {
            Precision::Single => size_of::<f32>(),
            Precision::Double => size_of::<f64>(),
        };
        let estimate = MemoryEstimate::new(&Arranged {
            network,
            layout: &layout,
            procedural: &procedural,
            recording,
            steps: options.expected_steps,
            threads,
            float,
        });
        Self {
            threads,
            layout,
            procedural,
            estimate,
        }
    }
}

/// Width of the widest tiles among the projections.
fn widest_tile(network: &Network) -> Option<u64> {
    let projections = network.description().projections.iter();
    let widths = projections.filter_map(|projection| match projection.rule {
        ConnectionRule::PairwiseBernoulli { p, .. } if p > 0.0 && p < 1.0 => Some(tile_width(p)),
        ConnectionRule::Distance { .. } => Some(WINDOW as u64),
        _ => None,
    });
    widths.max()
}
