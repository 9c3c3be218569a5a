//! What surrounds a simulation of adexnet: its description, the files it reads and writes, its
//! figures and reports.
//!
//! The engine computes, this crate talks to the file system: it reads with distrust, refuses with
//! reasons, and writes files that are complete or absent.
//!
//! | module | what it holds |
//! |---|---|
//! | [`config`] | NETWORK.toml, presets and overrides: from text to a validated plan |
//! | [`checkpoint`] | the state of a run in a file, from which it goes on |
//! | [`output`] | the files of a run, one function each, and its summary |
//! | [`run`] | runs that cannot be lost: simulated, recorded, continued, finished |
//! | [`records`] | what is recorded, on disk while the run goes on: streams that can be continued |
//! | [`files`] | `.npy`, `.npz`, matrices and edge lists; run directories |
//! | [`names`] | what the files of a run are called |
//! | [`synapses`] | the synapses of a simulation: as a matrix or a list, in files and summed up |
//! | [`figures`] | membrane potential and raster, as SVG and PNG |
//! | [`statistics`] | rates, intervals, Fano factors and correlations of spike trains; degrees and weights |
//! | [`platform`] | what only the operating system knows |
//!
//! A run from its description to its files: see [`run`].

#![forbid(unsafe_code)]

pub mod checkpoint;
pub mod config;
pub mod figures;
pub mod files;
pub mod names;
pub mod output;
pub mod platform;
pub mod records;
pub mod run;
pub mod statistics;
pub mod synapses;
