//! Runs that cannot be lost: simulated in portions, recorded while they go on, continued from a checkpoint.
//!
//! The one idea to know: everything that a run leaves follows from its description and from what its
//! records and its last checkpoint hold on disk. So a run that was killed, continued, with other
//! threads or on another machine, ends with the same files as one that was not, byte for byte; only
//! `summary.json` and `run.log` tell the difference.
//!
//! | file | from when on | what it is |
//! |---|---|---|
//! | `network.toml` | the beginning | the complete description |
//! | `records/` | the beginning | [what is recorded](crate::records), growing; `.part` until the run has ended |
//! | `connectivity*` | the beginning | the synapses |
//! | `checkpoint.npz` | the first checkpoint | [the state](crate::checkpoint) from which the run can go on |
//! | `heartbeat.json` | while it is simulated, and its files are made | how far it is; written every 10 s |
//! | all others | the end | made of the records; `summary.json` is the last |
//!
//! The thread that simulates hands what was recorded, and now and then a snapshot, to one that
//! writes; only that one touches the records. It waits when the disk is slower than the simulation.
//!
//! ```
//! use adexnet_engine::Simulation;
//! use adexnet_io::config::{Configuration, Overrides, Source};
//! use adexnet_io::files::RunDirectory;
//! use adexnet_io::output::OutputOptions;
//! use adexnet_io::run::{Ended, Run, RunOptions, SavedRun};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let overrides = Overrides {
//!     duration: Some("100 ms".to_owned()),
//!     ..Overrides::default()
//! };
//! let plan = Configuration::load(Source::Preset("notebook"), &overrides)?.plan()?;
//! # let base = tempfile::tempdir()?;
//! # let path = base.path().join("trial");
//! let directory = RunDirectory::create(&path)?;
//! let simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options())?;
//! let options = RunOptions::default();
//! let mut run = Run::start(&plan, simulation, directory, OutputOptions::default(), options)?;
//! assert_eq!(run.simulate()?, Ended::Completed);
//! run.finish()?;
//! assert!(path.join("spikes.npz").exists());
//!
//! // The same run, but longer.
//! let saved = SavedRun::open(&path, Some("200 ms"))?;
//! assert_eq!(saved.step(), 1000);
//! let plan = saved.plan();
//! let simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options())?;
//! let mut run = saved.resume(simulation, options)?;
//! run.simulate()?;
//! assert_eq!(run.finish()?.steps, 2000);
//! # Ok(())
//! # }
//! ```

mod error;
mod finishing;
mod heartbeat;
mod options;
mod pace;
mod saved;
mod simulating;
mod writer;

pub use error::RunFailure;
pub use options::RunOptions;
pub use saved::SavedRun;
pub use simulating::{Ended, Run};

#[cfg(test)]
mod tests;
