//! Phases 2 and 3: segment by segment, the arrivals of a step are added, samples are taken, and the neurons
//! advance: integrate, draw noise, find spikes, reset, in one pass over the state.

use super::Common;
use crate::block::{Block, Workspace};
use crate::cells::Passage;
use adexnet_model::float::Float;
use std::ops::Range;
use std::time::Duration;

/// Advances the neurons of a block through some steps of the interval, whose arrivals are in the
/// workspace, and returns the time that was spent on recording.
pub(super) fn update<F: Float>(
    block: &mut Block<F>,
    steps: Range<u64>,
    common: &Common,
    workspace: &mut Workspace<F>,
) -> Duration {
    let mut recording = Duration::ZERO;
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
            recording: &mut recording,
        };
        segment.cells.advance(&mut segment.surroundings, passage);
    }
    recording
}
