//! Phase 1: spikes arrive.

use super::History;
use crate::block::{Block, Workspace};
use crate::level::Level;
use adexnet_model::float::Float;
use std::ops::Range;

/// Counts, or sums, what arrives at a block in some steps.
///
/// A spike of step n with a delay of d steps arrives at the beginning of step n + d + 1.
pub(super) fn deliver<F: Float>(
    block: &mut Block<F>,
    steps: Range<u64>,
    history: &History,
    workspace: &mut Workspace<F>,
    level: Level,
) {
    let Workspace {
        spikes, arrivals, ..
    } = workspace;
    if arrivals.len() < block.inbound.len() {
        arrivals.resize_with(block.inbound.len(), Default::default);
    }
    for (inbound, arrivals) in block.inbound.iter().zip(arrivals) {
        // What has been delivered ahead is not delivered again.
        let when = (steps.clone(), block.settled_until);
        block.synaptic_events += inbound.receive(when, history, spikes, arrivals, level);
    }
}

/// Completes the conductances for a step before it begins, so that the state can be read.
pub(crate) fn settle<F: Float>(
    block: &mut Block<F>,
    step: u64,
    history: &History,
    workspace: &mut Workspace<F>,
    level: Level,
) {
    deliver(block, step..step + 1, history, workspace, level);
    for chunk in &mut block.chunks {
        let Workspace { arrivals, sums, .. } = &mut *workspace;
        if step >= block.settled_until {
            chunk.arrive((step, 0), &block.neurons, &block.inbound, arrivals, sums);
        }
    }
    block.settled_until = step + 1;
}
