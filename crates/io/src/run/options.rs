//! How a run is carried out: what no file of it depends on.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

/// How a run is carried out. What it computes and records does not depend on it.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions {
    /// Wall time from one checkpoint to the next; 10 minutes by default.
    pub checkpoint_every: Duration,
    /// Also a checkpoint at every multiple of so many steps.
    pub checkpoint_steps: Option<NonZeroU64>,
    /// When the work began of which the run is a part: the summary counts from here.
    pub begun: Instant,
    /// Wall time after `begun` within which the run is to have ended. Kept free for the last checkpoint are 1 % of
    /// it, or twice the time that the longest checkpoint took so far.
    pub max_wall: Option<Duration>,
    /// Before each checkpoint replaces the last, reads it and the parts of the records that have grown since, and
    /// compares them with what was to be written. The operating system may answer from memory.
    pub verify: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            checkpoint_every: Duration::from_secs(600),
            checkpoint_steps: None,
            begun: Instant::now(),
            max_wall: None,
            verify: false,
        }
    }
}

impl RunOptions {
    /// Whether it is time to end, if the longest checkpoint has taken so long.
    pub(super) fn is_over(&self, checkpoint: Duration) -> bool {
        let elapsed = self.begun.elapsed();
        self.max_wall
            .is_some_and(|most| elapsed >= time_to_simulate(most, checkpoint))
    }

    /// Steps from `step` to the next of the steps at which a checkpoint is made.
    pub(super) fn steps_to_checkpoint(&self, step: u64) -> u64 {
        let every = self.checkpoint_steps;
        every.map_or(u64::MAX, |every| every.get() - step % every.get())
    }
}

/// What remains of a wall time without that of the last checkpoint.
fn time_to_simulate(wall: Duration, checkpoint: Duration) -> Duration {
    let reserve = wall.div_f64(100.0).max(checkpoint.saturating_mul(2));
    wall.saturating_sub(reserve)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, a batch queue kills a run while it writes its last checkpoint.
    #[test]
    fn time_is_kept_free_for_the_last_checkpoint() {
        let [second, hour] = [1, 3600].map(Duration::from_secs);
        assert_eq!(time_to_simulate(hour, second), second * 3564, "1 %");
        assert_eq!(time_to_simulate(hour, second * 50), second * 3500);
        assert_eq!(time_to_simulate(hour, hour), Duration::ZERO);
    }

    #[test]
    fn a_run_is_over_when_its_time_is() {
        let with = |max_wall| RunOptions {
            max_wall,
            ..RunOptions::default()
        };
        assert!(with(Some(Duration::ZERO)).is_over(Duration::ZERO));
        assert!(!with(Some(Duration::MAX)).is_over(Duration::from_secs(1)));
        assert!(!with(None).is_over(Duration::MAX));
    }
}
