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
//! | [`files`] | `.npy`, `.npz`, matrices and edge lists; run directories |
//! | [`synapses`] | the synapses of a simulation: as a matrix or a list, in files and summed up |
//! | [`figures`] | membrane potential and raster, as SVG and PNG |
//! | [`statistics`] | rates, intervals, Fano factors and correlations of spike trains; degrees and weights |
//! | [`platform`] | what only the operating system knows |
//!
//! A run from its description to its files:
//!
//! ```
//! use adexnet_engine::Simulation;
//! use adexnet_io::config::{Configuration, Overrides, Source};
//! use adexnet_io::files::RunDirectory;
//! use adexnet_io::output::{self, OutputOptions};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let overrides = Overrides {
//!     duration: Some("100 ms".to_owned()),
//!     ..Overrides::default()
//! };
//! let plan = Configuration::load(Source::Preset("notebook"), &overrides)?.plan()?;
//! # let base = tempfile::tempdir()?;
//! # let base = base.path();
//! let directory = RunDirectory::next_free(base, &plan.title)?;
//! let mut simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options())?;
//! simulation.run_for(plan.steps)?;
//! output::write_results(&plan, &simulation, &directory, OutputOptions::default())?;
//! assert!(directory.file("spikes.npz").exists());
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

pub mod checkpoint;
pub mod config;
pub mod figures;
pub mod files;
pub mod output;
pub mod platform;
pub mod statistics;
pub mod synapses;
