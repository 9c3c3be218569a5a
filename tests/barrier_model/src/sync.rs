//! The primitives of `loom`, by the names of `crates/engine/src/threads/sync.rs`.

pub(crate) use loom::hint::spin_loop;
pub(crate) use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
pub(crate) use loom::sync::{Condvar, Mutex};

/// One turn of waiting is as good as thousands: what matters is that another thread may run in between.
pub(crate) const SPINS: usize = 1;
