//! A simulator of networks of conductance-based adaptive exponential integrate-and-fire (AdEx) neurons.
//!
//! This crate is the face of the library, and the command-line tool `adexnet`. The work is done
//! by three crates that it re-exports:
//!
//! * [`model`]: equations, parameters, presets, units and kernel of the neuron;
//! * [`engine`]: description of networks, connectivity, random numbers, threads, recording;
//! * [`io`]: NETWORK.toml, files, figures and statistics.
//!
//! There are two ways to a simulation. A network that is described by a file, or by a preset, comes
//! from [`io::config`]:
//!
//! ```
//! use adexnet::engine::Simulation;
//! use adexnet::io::config::{Configuration, Overrides, Source};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let overrides = Overrides {
//!     duration: Some("100 ms".to_owned()),
//!     ..Overrides::default()
//! };
//! let plan = Configuration::load(Source::Preset("notebook"), &overrides)?.plan()?;
//! let mut simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options())?;
//! simulation.run_for(plan.steps)?;
//! assert_eq!(simulation.synapses(), 488);
//! # Ok(())
//! # }
//! ```
//!
//! A network that is built in Rust is an [`engine::NetworkDescription`]:
//!
//! ```
//! use adexnet::engine::{
//!     ConnectionRule, Network, NetworkDescription, Population, Projection, Receptor,
//!     ReceptorChoice, Recording, Simulation, SimulationOptions, Storage,
//! };
//! use adexnet::model::adex::AdexParameters;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cells = Population::new("cells", 1000, AdexParameters::default());
//! let network = Network::new(NetworkDescription {
//!     dt: 0.1, // ms
//!     seed: 1,
//!     projections: vec![Projection {
//!         name: "E".to_owned(),
//!         source: cells.all(0),
//!         target: cells.all(0),
//!         receptor: ReceptorChoice::One(Receptor::EXCITATORY),
//!         rule: ConnectionRule::PairwiseBernoulli { p: 0.05, autapses: false },
//!         weight: 0.1.into(), // nS
//!         delay: 1.5.into(),  // ms
//!         storage: Storage::Auto,
//!     }],
//!     populations: vec![cells],
//!     ..NetworkDescription::default()
//! })?;
//! let recording = Recording { spikes: SpikeRecording::All, ..Recording::default() };
//! let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
//! simulation.run_for(1000)?; // 100 ms
//! let spikes = simulation.spikes();
//! for (&step, neuron) in spikes.steps.iter().zip(&spikes.neurons) {
//!     println!("neuron {neuron} at {} s", network.time_step().stamp(step));
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What is simulated depends on the network, its seed and the precision, and on nothing else: the
//! number of threads, the instruction set and what is recorded change no bit of it.
#![forbid(unsafe_code)]

pub use adexnet_engine as engine;
pub use adexnet_io as io;
pub use adexnet_model as model;

/// The Rust of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
