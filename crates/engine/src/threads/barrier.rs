//! A barrier whose last thread does the exchange before it lets the others go.
//!
//! One idea: an interval of a small network takes microseconds, so a thread that waits spins for about
//! as long before it sleeps. A thread that panics aborts the barrier, which releases all.
//!
//! `tests/barrier_model` compiles this file with the primitives of `loom` in the place of those in
//! [`sync`](super::sync), and tries all orders in which two and three threads can meet.

use super::sync::{AtomicBool, AtomicUsize, Condvar, Mutex, Ordering, SPINS, spin_loop};
use std::sync::PoisonError;

/// A reusable meeting point of a fixed number of threads.
#[derive(Debug)]
pub(crate) struct Barrier {
    parties: usize,
    arrived: AtomicUsize,
    generation: AtomicUsize,
    aborted: AtomicBool,
    /// Threads that sleep.
    sleepers: Mutex<usize>,
    wake: Condvar,
}

/// Another thread panicked; there will be no more meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aborted;

impl Barrier {
    pub(crate) fn new(parties: usize) -> Self {
        Self {
            parties,
            arrived: AtomicUsize::new(0),
            generation: AtomicUsize::new(0),
            aborted: AtomicBool::new(false),
            sleepers: Mutex::new(0),
            wake: Condvar::new(),
        }
    }

    /// Whether there is nobody to wait for.
    pub(crate) fn is_of_one(&self) -> bool {
        self.parties == 1
    }

    /// Waits for all threads; the last one runs `last` while the others wait. What any thread did before
    /// is visible to `last`, and what `last` did is visible to all afterwards.
    pub(crate) fn wait_then(&self, last: impl FnOnce()) -> Result<(), Aborted> {
        if self.is_of_one() {
            // The intervals of the smallest networks are no longer than some atomic operations.
            last();
            return self.unless_aborted();
        }
        let generation = self.generation.load(Ordering::Acquire);
        if self.arrived.fetch_add(1, Ordering::AcqRel) + 1 == self.parties {
            last();
            self.arrived.store(0, Ordering::Relaxed);
            self.generation
                .store(generation.wrapping_add(1), Ordering::Release);
            self.wake_sleepers();
        } else {
            self.wait_while(|| self.generation.load(Ordering::Acquire) == generation);
        }
        self.unless_aborted()
    }

    fn unless_aborted(&self) -> Result<(), Aborted> {
        if self.aborted.load(Ordering::Acquire) {
            return Err(Aborted);
        }
        Ok(())
    }

    /// Releases all threads with [`Aborted`], now and at every later meeting.
    pub(crate) fn abort(&self) {
        self.aborted.store(true, Ordering::Release);
        self.wake_sleepers();
    }

    fn wake_sleepers(&self) {
        // A sleeper checks again after it has taken the lock, so either it sees the change or it
        // is counted here.
        let sleepers = self.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
        if *sleepers > 0 {
            self.wake.notify_all();
        }
    }

    fn wait_while(&self, closed: impl Fn() -> bool) {
        let waiting = || closed() && !self.aborted.load(Ordering::Acquire);
        for _ in 0..SPINS {
            if !waiting() {
                return;
            }
            spin_loop();
        }
        let mut sleepers = self.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
        *sleepers += 1;
        while waiting() {
            sleepers = self
                .wake
                .wait(sleepers)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *sleepers -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;
    use std::thread;

    #[test]
    fn the_last_thread_acts_once_while_the_others_wait() {
        for parties in [1, 2, 3, 8] {
            let barrier = Barrier::new(parties);
            let (work, turns) = (AtomicU64::new(0), AtomicU64::new(0));
            thread::scope(|scope| {
                for _ in 0..parties {
                    scope.spawn(|| {
                        for turn in 1..=500 {
                            work.fetch_add(1, Ordering::Relaxed);
                            barrier
                                .wait_then(|| {
                                    let done = work.load(Ordering::Relaxed);
                                    assert_eq!(done, turn * parties as u64);
                                    turns.fetch_add(1, Ordering::Relaxed);
                                })
                                .expect("nobody aborts");
                            assert_eq!(turns.load(Ordering::Relaxed), turn);
                            // Nobody may begin the next turn before all have seen this one.
                            barrier.wait_then(|| {}).expect("nobody aborts");
                        }
                    });
                }
            });
        }
    }

    #[test]
    fn aborting_releases_sleepers() {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            let waiter = scope.spawn(|| barrier.wait_then(|| {}));
            thread::sleep(std::time::Duration::from_millis(20));
            barrier.abort();
            assert_eq!(waiter.join().expect("no panic"), Err(Aborted));
        });
        assert_eq!(barrier.wait_then(|| {}), Err(Aborted));
    }
}
