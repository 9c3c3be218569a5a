//! Watching and stopping a run from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A handle on a simulation, to be cloned and sent to other threads.
#[derive(Debug, Clone, Default)]
pub struct Control {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    stop: Arc<AtomicBool>,
    step: AtomicU64,
}

impl Control {
    /// Asks the simulation to stop at the end of the current interval, for good: only another handle
    /// ([`crate::Simulation::set_control`]) lets it go on.
    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }

    /// Whether [`stop`](Self::stop) has been called.
    pub fn is_stopped(&self) -> bool {
        self.shared.stop.load(Ordering::Relaxed)
    }

    /// The flag that [`stop`](Self::stop) sets: for those who can set nothing else, such as the handler of a
    /// signal.
    pub fn stop_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.shared.stop)
    }

    /// Steps simulated so far.
    pub fn step(&self) -> u64 {
        self.shared.step.load(Ordering::Relaxed)
    }

    pub(crate) fn set_step(&self, step: u64) {
        self.shared.step.store(step, Ordering::Relaxed);
    }
}
