//! What surrounds a simulation of adexnet: its description, the files it reads and writes, its
//! figures and reports.
//!
//! The engine computes, this crate talks to the file system: it reads with distrust, refuses with
//! reasons, and writes files that are complete or absent.

#![forbid(unsafe_code)]

pub mod config;
pub mod figures;
pub mod files;
pub mod output;
pub mod platform;
pub mod statistics;
