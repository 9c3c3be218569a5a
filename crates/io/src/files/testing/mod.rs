//! File systems that fail, for tests: what a full disk, a crash or a power cut leaves behind.
//!
//! One idea: every operation has a number, so a test lets one after the other fail and looks at what
//! is there afterwards. Nothing is ever forced to
//! the disk beneath, since no test pulls the plug and it takes most of the time. Nothing here is of use to a
//! run.

mod faulty;
mod lying;
mod power;
mod quota;

pub(crate) use faulty::{Fault, FaultyDisk};
pub(crate) use lying::LyingDisk;
pub(crate) use power::{PowerCutDisk, try_power_cuts};
pub(crate) use quota::QuotaDisk;
