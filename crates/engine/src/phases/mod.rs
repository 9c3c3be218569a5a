//! The phases of an interval, in the order in which they run.
//!
//! ```text
//! for every block, by any thread:                for each step n of the interval
//!   deliver   spikes of step n-1-d arrive        g[n] is complete
//!   record    samples of V[n], w[n], ge[n], gi[n]
//!   update    integrate, threshold, reset        state n+1, but for arrivals; spikes of step n
//! barrier; the last thread to come:
//!   publish   spikes of the interval, in ascending (step, neuron) order, enter the history
//! ```
//!
//! Why the result does not depend on threads or blocks: within an interval of at most d + 1
//! steps (d the smallest delay) a block reads spikes that were published before it began, its own
//! state, and random numbers that have addresses. It writes only to itself. Publishing
//! orders the spikes by number, whoever found them first, and sums over arrivals are taken in
//! the order of published spikes.

mod deliver;
mod history;
mod publish;
mod record;
mod update;

use deliver::deliver;
pub(crate) use deliver::settle;
pub(crate) use history::History;
pub(crate) use publish::publish;
use record::record;
use update::update;

use crate::block::Block;
use crate::level::Level;
use crate::random::NormalsWindow;
use adexnet_model::float::Float;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// Consecutive steps without an exchange of spikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) first: u64,
    pub(crate) steps: u64,
}

impl Interval {
    pub(crate) fn end(self) -> u64 {
        self.first + self.steps
    }
}

/// What all blocks read during an interval and nobody writes.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) interval: Interval,
    /// Published spikes.
    pub(crate) history: History,
    /// Normals that have no address: recorded, or drawn in serial order.
    pub(crate) normals: NormalsWindow,
    pub(crate) level: Level,
    /// Whether the phases of this interval are timed.
    pub(crate) timed: bool,
}

/// Wall time of each phase within a block.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Timing {
    pub(crate) deliver: Duration,
    pub(crate) record: Duration,
    pub(crate) update: Duration,
}

impl AddAssign for Timing {
    fn add_assign(&mut self, other: Self) {
        self.deliver += other.deliver;
        self.record += other.record;
        self.update += other.update;
    }
}

/// Advances a block through an interval.
pub(crate) fn advance<F: Float>(block: &mut Block<F>, common: &Common) -> Timing {
    block.emitted.clear();
    let mut timing = Timing::default();
    for step in common.interval.first..common.interval.end() {
        if common.timed {
            timing.deliver += timed(|| deliver(block, step, &common.history));
            timing.record += timed(|| record(block, step));
            timing.update += timed(|| update(block, step, common));
        } else {
            deliver(block, step, &common.history);
            record(block, step);
            update(block, step, common);
        }
    }
    timing
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
