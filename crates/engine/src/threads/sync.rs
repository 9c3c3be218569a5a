//! What the barrier is made of: the primitives of the standard library. The model of the barrier has a module of the
//! same names with those of `loom`.

pub(super) use std::hint::spin_loop;
pub(super) use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
pub(super) use std::sync::{Condvar, Mutex};

/// Turns of waiting before a thread sleeps: some 10 microseconds, about what waking it up costs.
pub(super) const SPINS: usize = 2_000;
