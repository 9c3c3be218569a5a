//! Phase 1: spikes arrive.

use super::{Common, History};
use crate::block::{Block, Workspace};
use crate::cells::Passage;
use crate::level::Level;
use adexnet_model::float::Float;
use std::ops::Range;
use std::time::Duration;

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
    for (inbound, arrivals) in block.inbound.iter_mut().zip(arrivals) {
        // What has been delivered ahead is not delivered again.
        let when = (steps.clone(), block.settled_until);
        block.synaptic_events += inbound.receive(when, history, spikes, arrivals, level);
    }
}

/// Ends what [`deliver`] has begun, when all that arrives has been added.
pub(super) fn delivered<F: Float>(block: &mut Block<F>, workspace: &mut Workspace<F>) {
    for (inbound, arrivals) in block.inbound.iter_mut().zip(&mut workspace.arrivals) {
        inbound.take_back(arrivals);
    }
}

/// Adds to the state what arrives in some steps and nothing else: in one step, so that the state can be read before it
/// begins.
pub(crate) fn settle<F: Float>(
    block: &mut Block<F>,
    steps: Range<u64>,
    common: &Common,
    workspace: &mut Workspace<F>,
) {
    deliver(
        block,
        steps.clone(),
        &common.history,
        workspace,
        common.level,
    );
    if steps.start >= block.settled_until {
        for segment in &mut block.segments {
            let passage = Passage {
                steps: steps.clone(),
                common,
                block: &block.neurons,
                inbound: &block.inbound,
                arrivals: &mut workspace.arrivals,
                sums: &mut workspace.sums,
                inputs: &mut workspace.inputs,
                settled_until: block.settled_until,
                emitted: &mut block.emitted,
                recording: &mut Duration::default(),
            };
            segment.cells.settle(&mut segment.surroundings, passage);
        }
    }
    delivered(block, workspace);
    block.settled_until = steps.end;
}
