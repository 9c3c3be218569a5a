//! Phase 2: samples are taken.

use crate::block::Block;
use adexnet_model::float::Float;

/// Records the state at the beginning of a step.
#[inline]
pub(super) fn record<F: Float>(block: &mut Block<F>, step: u64) {
    for recorder in &mut block.recorders {
        if recorder.is_due(step) {
            let first = recorder.first();
            let segment = block
                .segments
                .iter()
                .find(|segment| segment.range.contains(&first));
            if let Some(segment) = segment {
                recorder.sample(&block.state, &segment.kernel);
            }
        }
    }
}
