//! The phases of an interval, in the order in which they run.
//!
//! ```text
//! for every block, by any thread:
//!   deliver   the spikes that arrive in the steps of the interval are counted
//!   for each segment of its neurons, for each step n of the interval:
//!     update  g[n] is completed by what arrives: spikes of step n-1-d
//!     record  samples of V[n], w[n], ge[n], gi[n]
//!     update  integrate, threshold, reset: state n+1, but for arrivals; spikes of step n
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
mod releases;
mod update;

pub(crate) use deliver::settle;
use deliver::{deliver, delivered};
pub(crate) use history::History;
pub(crate) use publish::publish;
use releases::Releases;
use update::update;

use crate::block::{Block, Workspace};
use crate::level::Level;
use crate::network::Network;
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
    /// Whether membrane potentials that have left all bounds are looked for at the end of this interval.
    pub(crate) is_watched: bool,
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

/// Arrivals that a thread counts at a time, in bytes or so: they stay in the caches until they are used.
const BATCH: usize = 4 << 20;

/// Steps whose arrivals a thread counts at a time.
pub(crate) fn batch_steps(neurons: usize) -> u64 {
    (BATCH / neurons.max(1)).max(1) as u64
}

/// Longest interval, where no delay bounds it: so long that its barrier costs nothing and so short
/// that a run stops promptly.
const LONGEST_INTERVAL: u64 = 64;

/// Most steps of a network between two exchanges of spikes.
pub(crate) fn interval_steps(network: &Network) -> u64 {
    let shortest = network.delay_bounds().map(|(shortest, _)| shortest);
    shortest.map_or(LONGEST_INTERVAL, |d| (d + 1).min(LONGEST_INTERVAL))
}

/// Advances a block through an interval.
pub(crate) fn advance<F: Float>(
    block: &mut Block<F>,
    common: &Common,
    workspace: &mut Workspace<F>,
) -> Timing {
    let Interval { first, steps } = common.interval;
    block.emitted.begin(steps as usize);
    let mut timing = Timing::default();
    let batch = batch_steps(block.neurons.len());
    let mut step = first;
    while step < common.interval.end() {
        let steps = step..common.interval.end().min(step + batch);
        step = steps.end;
        let start = common.timed.then(Instant::now);
        deliver(
            block,
            steps.clone(),
            &common.history,
            workspace,
            common.level,
        );
        let middle = common.timed.then(Instant::now);
        timing.record += update(block, steps, common, workspace);
        if let (Some(start), Some(middle)) = (start, middle) {
            timing.deliver += middle - start;
            timing.update += middle.elapsed();
        }
        delivered(block, workspace);
    }
    timing.update -= timing.record;
    timing
}
