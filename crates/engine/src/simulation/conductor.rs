//! What happens between two intervals: the decision what comes next, and the records.

use super::PhaseTimes;
use crate::network::Network;
use crate::phases::{Common, Interval, Timing, interval_steps};
use crate::random::LegacyFeed;
use crate::recording::SpikeLog;

/// Of short intervals, one in so many is timed: a prime, so that no period of the network is in step with it.
const TIMED_INTERVALS: u64 = 61;

/// Where a step whose number is a multiple of this lies in an interval, or the end of the run, membrane potentials are
/// looked at.
const WATCHED_STEPS: u64 = 64;

/// Neuron-steps of a long interval, besides which the time of looking at the clock does not count.
const LONG_INTERVAL: u64 = 1 << 16;

/// What only the last thread at the barrier touches.
pub(super) struct Conductor {
    /// Step at which the run ends.
    pub(super) until: u64,
    /// Longest interval that the delays allow.
    longest: u64,
    /// One interval in so many is timed.
    timed_every: u64,
    /// Lent by the engine while it runs.
    pub(super) log: SpikeLog,
    pub(super) feed: Option<LegacyFeed>,
    /// Spikes so far.
    pub(super) spikes: u64,
    /// Synaptic events before the simulation was restored.
    pub(super) events_before: u64,
    /// A neuron whose membrane potential has left all bounds, and that potential in mV: the run ends.
    pub(super) runaway: Option<(u32, f64)>,
    intervals: u64,
    timed_intervals: u64,
    pub(super) timing: Timing,
}

impl Conductor {
    pub(super) fn new(network: &Network, feed: Option<LegacyFeed>) -> Self {
        let longest = interval_steps(network);
        Self {
            until: 0,
            longest,
            timed_every: match longest.saturating_mul(network.size() as u64) {
                LONG_INTERVAL.. => 1,
                _ => TIMED_INTERVALS,
            },
            log: SpikeLog::default(),
            feed,
            spikes: 0,
            events_before: 0,
            runaway: None,
            intervals: 0,
            timed_intervals: 0,
            timing: Timing::default(),
        }
    }

    /// Times of the phases, extrapolated to all intervals.
    pub(super) fn phase_times(&self) -> PhaseTimes {
        let all = self.intervals as f64 / self.timed_intervals.max(1) as f64;
        PhaseTimes {
            deliver: self.timing.deliver.mul_f64(all),
            record: self.timing.record.mul_f64(all),
            update: self.timing.update.mul_f64(all),
        }
    }

    /// Takes note of a neuron that has run away; of several, the first counts, whoever finds it.
    pub(super) fn note_runaway(&mut self, neuron: u32, potential: f64) {
        if self.runaway.is_none_or(|(first, _)| neuron < first) {
            self.runaway = Some((neuron, potential));
        }
    }

    /// Sets the next interval: as long as the delays, the end of the run and the normals allow,
    /// empty at the end. Where an interval is cut changes no bit of the result.
    pub(super) fn begin_interval(&mut self, common: &mut Common, first: u64, stop: bool) {
        let mut steps = self.longest.min(self.until - first);
        if stop || self.runaway.is_some() {
            steps = 0;
        }
        if steps > 0 {
            if common.normals.end() == first
                && let Some(feed) = &mut self.feed
            {
                feed.refill(&mut common.normals, first);
            }
            steps = steps.min(common.normals.end() - first);
            common.timed = self.intervals.is_multiple_of(self.timed_every);
            self.intervals += 1;
            self.timed_intervals += u64::from(common.timed);
        }
        common.interval = Interval { first, steps };
        let end = first + steps;
        common.is_watched = end == self.until || end / WATCHED_STEPS > first / WATCHED_STEPS;
    }
}
