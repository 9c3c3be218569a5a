//! Threads: the barrier between intervals, the crew that runs the blocks, and the controls by which
//! other threads watch and stop a run. All atomics of the engine are in this folder.

mod barrier;
mod control;
mod crew;
mod share;
mod sync;

pub(crate) use barrier::{Aborted, Barrier};
pub use control::Control;
pub(crate) use crew::Crew;
pub(crate) use share::Share;
