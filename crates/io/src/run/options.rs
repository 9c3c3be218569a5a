//! How a run is carried out, as far as no file of it can tell.

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
    /// Wall time after `begun` within which the run is to have ended: it goes on for 99 % of that, and
    /// then leaves a checkpoint.
    pub max_wall: Option<Duration>,
    /// Reads all that was written again at each checkpoint, and compares it with its checksums.
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
    /// Whether it is time to end.
    pub(super) fn is_over(&self) -> bool {
        let elapsed = self.begun.elapsed();
        self.max_wall
            .is_some_and(|most| elapsed >= most.mul_f64(0.99))
    }

    /// Steps from `step` to the next of the steps at which a checkpoint is made.
    pub(super) fn steps_to_checkpoint(&self, step: u64) -> u64 {
        let every = self.checkpoint_steps;
        every.map_or(u64::MAX, |every| every.get() - step % every.get())
    }
}
