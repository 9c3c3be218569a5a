//! Phase 4: the spikes of the interval become known to all blocks.

use super::{History, Interval};
use crate::block::Emitted;
use crate::recording::SpikeLog;
use std::ops::Deref;

/// Enters the spikes of an interval into the history and the log, in ascending (step, neuron) order: `emitted` gives
/// those of each of so many blocks, in the order of the blocks, which is that of their neurons. Returns their number.
pub(crate) fn publish<E: Deref<Target = Emitted>>(
    interval: Interval,
    (blocks, emitted): (usize, impl Fn(usize) -> E),
    history: &mut History,
    log: &mut SpikeLog,
) -> u64 {
    let mut count = 0;
    for k in 0..interval.steps {
        let step = interval.first + k;
        let spikes = history.begin_step(step);
        for block in 0..blocks {
            spikes.extend_from_slice(emitted(block).of_step(k as usize));
        }
        count += spikes.len() as u64;
        debug_assert!(spikes.is_sorted_by(|a, b| a < b));
        log.add(step, history.end_step(step));
    }
    count
}
