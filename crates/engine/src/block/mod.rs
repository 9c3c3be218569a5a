//! A block: consecutive neurons with all that they need, handed from thread to thread as one piece.
//!
//! One idea: a block owns its state outright. During an interval it reads the published spikes
//! and the shared normals, writes only to itself, and leaves its own spikes to be published. So
//! any thread may advance any block, in any order, with the same result.
//!
//! A block is wide, so that the synapses of a spike lie together, and is cut into chunks, which are narrow,
//! so that the state of one stays in the cache while it advances through all steps of an interval.

mod arrivals;
mod chunk;
mod currents;
mod given;
mod inbound;
mod layout;
mod readout;
mod recorder;
mod spikes;

pub(crate) use arrivals::Arrivals;
pub(crate) use chunk::Chunk;
pub(crate) use currents::InjectedCurrent;
pub(crate) use inbound::{Inbound, Inward, Spikes};
pub(crate) use layout::{BlockPlan, Layout, SegmentPlan};
pub(crate) use spikes::Emitted;

use crate::network::Network;
use crate::random::WhiteNoise;
use crate::recording::StateRecording;
use adexnet_model::adex::{AdexKernel, AdexState};
use adexnet_model::float::Float;
use given::GivenArrivals;
use recorder::Recorder;
use std::ops::Range;

/// Consecutive neurons and everything that ends in them.
#[derive(Debug)]
pub(crate) struct Block<F> {
    /// Numbers of its neurons in the network.
    pub(crate) neurons: Range<u32>,
    /// Pathways that end here, in the order of summation.
    pub(crate) inbound: Vec<Inbound<F>>,
    pub(crate) chunks: Vec<Chunk<F>>,
    /// Spikes of the current interval.
    pub(crate) emitted: Emitted,
    /// First step whose arrivals have not been delivered ahead of it.
    pub(crate) settled_until: u64,
    /// Synapses that have been passed by a spike since the beginning.
    pub(crate) synaptic_events: u64,
}

/// State of the neurons of a chunk: one array a variable.
#[derive(Debug, Clone)]
pub(crate) struct State<F> {
    pub(crate) v: Vec<F>,
    pub(crate) w: Vec<F>,
    /// Conductances, by receptor.
    pub(crate) g: [Vec<F>; 2],
}

impl<F: Float> State<F> {
    fn with_capacity(neurons: usize) -> Self {
        let array = || Vec::with_capacity(neurons);
        Self {
            v: array(),
            w: array(),
            g: [array(), array()],
        }
    }

    /// The state of some of the neurons, for the kernel.
    #[inline(always)]
    pub(crate) fn slice(&mut self, range: Range<usize>) -> AdexState<'_, F> {
        let [g_ex, g_in] = &mut self.g;
        AdexState {
            v: &mut self.v[range.clone()],
            w: &mut self.w[range.clone()],
            g_ex: &mut g_ex[range.clone()],
            g_in: &mut g_in[range],
        }
    }
}

/// Neurons of a chunk that belong to one population.
#[derive(Debug)]
pub(crate) struct Segment<F> {
    /// Place in the chunk's arrays.
    pub(crate) range: Range<usize>,
    /// Number of the first group of 128 neurons, counted within the population.
    pub(crate) first_group: u64,
    pub(crate) kernel: AdexKernel<F>,
    pub(crate) noise: SegmentNoise,
}

/// Where the normals of a segment come from.
#[derive(Debug)]
pub(crate) enum SegmentNoise {
    /// There are none.
    Silent,
    /// Drawn by address.
    White(WhiteNoise),
    /// The columns of the shared normals that begin here.
    Shared(usize),
}

/// Memory of a thread, in which it advances one block after the other.
#[derive(Debug, Default)]
pub(crate) struct Workspace<F> {
    pub(crate) spikes: Spikes,
    /// Arrivals along each pathway of the block.
    pub(crate) arrivals: Vec<Arrivals<F>>,
    /// Sums of the arrivals of one step and receptor, where several pathways contribute.
    pub(crate) sums: Vec<F>,
}

impl<F: Float> Block<F> {
    /// Builds a block of a network from its synapses: state and inputs.
    pub(crate) fn build(
        network: &Network,
        plan: &BlockPlan,
        inbound: Vec<Inbound<F>>,
        recordings: &[StateRecording],
    ) -> Self {
        let chunks = plan.chunks.iter();
        Self {
            neurons: plan.neurons.clone(),
            inbound,
            chunks: chunks
                .map(|chunk| Chunk::build(network, chunk, recordings))
                .collect(),
            emitted: Emitted::default(),
            settled_until: 0,
            synaptic_events: 0,
        }
    }
}

/// The part of `range` that lies in `block`, counted from the first neuron of the block.
pub(crate) fn overlap(block: &Range<u32>, range: &Range<u32>) -> Range<usize> {
    let start = range.start.clamp(block.start, block.end);
    let end = range.end.clamp(start, block.end);
    (start - block.start) as usize..(end - block.start) as usize
}
