//! A block: consecutive neurons with all that they need, handed from thread to thread as one piece.
//!
//! One idea: a block owns its state outright. During an interval it reads the published spikes
//! and the shared normals, writes only to itself, and leaves its own spikes to be published. So
//! any thread may advance any block, in any order, with the same result.
//!
//! A block is wide, so that the synapses of a spike lie together, and is cut into segments, which are narrow,
//! so that the state of one stays in the cache while it advances through all steps of an interval. A segment
//! belongs to one population, so all its neurons are of one model.

mod ahead;
mod arrivals;
mod currents;
mod delayed;
mod fluctuations;
mod given;
mod inbound;
mod kept;
mod layout;
mod part;
mod poisson;
mod procedural;
mod readout;
mod recorder;
mod segment;
mod spikes;

pub(crate) use arrivals::Arrivals;
pub(crate) use currents::InjectedCurrent;
pub(crate) use delayed::{Delayed, ring_steps};
pub(crate) use inbound::{Inbound, Inward, Spikes};
pub(crate) use layout::{BlockPlan, Layout, SegmentPlan};
use part::{Hull, Part};
pub(crate) use segment::{Segment, SegmentNoise, Surroundings};
pub(crate) use spikes::Emitted;

use crate::cells::{CellFloat, GroupInputs};
use crate::network::Network;
use crate::recording::StateRecording;
use fluctuations::OrnsteinUhlenbeck;
use given::GivenArrivals;
use poisson::PoissonArrivals;
use recorder::Recorder;
use std::ops::Range;

/// Consecutive neurons and everything that ends in them.
#[derive(Debug)]
pub(crate) struct Block<F> {
    /// Numbers of its neurons in the network.
    pub(crate) neurons: Range<u32>,
    /// Pathways that end here, in the order of summation.
    pub(crate) inbound: Vec<Inbound<F>>,
    pub(crate) segments: Vec<Segment<F>>,
    /// Spikes of the current interval.
    pub(crate) emitted: Emitted,
    /// First step whose arrivals have not been delivered ahead of it.
    pub(crate) settled_until: u64,
    /// Synapses that have been passed by a spike since the beginning.
    pub(crate) synaptic_events: u64,
}

/// Memory of a thread, in which it advances one block after the other.
#[derive(Debug)]
pub(crate) struct Workspace<F> {
    pub(crate) spikes: Spikes,
    /// Arrivals along each pathway of the block.
    pub(crate) arrivals: Vec<Arrivals<F>>,
    /// Sums of the arrivals of one step and receptor, where several pathways contribute.
    pub(crate) sums: Vec<F>,
    /// What a group of neurons needs in a step.
    pub(crate) inputs: GroupInputs<F>,
}

impl<F: CellFloat> Default for Workspace<F> {
    fn default() -> Self {
        Self {
            spikes: Spikes::default(),
            arrivals: Vec::new(),
            sums: Vec::new(),
            inputs: GroupInputs::default(),
        }
    }
}

impl<F: CellFloat> Block<F> {
    /// Builds a block of a network from its synapses: state and inputs.
    pub(crate) fn build(
        network: &Network,
        plan: &BlockPlan,
        inbound: Vec<Inbound<F>>,
        recordings: &[StateRecording],
    ) -> Self {
        let segments = plan.segments.iter();
        Self {
            neurons: plan.neurons.clone(),
            inbound,
            segments: segments
                .map(|segment| Segment::build(network, segment, recordings))
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
