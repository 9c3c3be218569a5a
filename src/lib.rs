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
//! A network can also be built in Rust, with the words of the files:
//!
//! ```
//! use adexnet::prelude::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut network = NetworkBuilder::new(0.1).seed(1); // steps of 0.1 ms
//! let cells = network.add(Population::new("cells", 1000, AdexParameters::default()));
//! let rule = ConnectionRule::pairwise_bernoulli(0.05);
//! network.connect(
//!     Projection::new("E", cells.all(), cells.all(), rule)
//!         .with_weight(0.1) // nS
//!         .with_delay(1.5), // ms
//! );
//! let network = network.build()?;
//! let options = SimulationOptions::default();
//! let mut simulation = Simulation::new(&network, Recording::all_spikes(), options)?;
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

/// What a program that builds and runs networks needs: `use adexnet::prelude::*;`.
pub mod prelude {
    pub use adexnet_engine::{
        ConnectionRule, CurrentInput, Fluctuating, Fluctuations, Generator, Input, Members, Model,
        Network, NetworkBuilder, Noise, Outcome, PoissonInput, Population, Precision, Projection,
        RateRecording, Receptor, ReceptorChoice, Recording, ShortTerm, Simulation,
        SimulationOptions, Slice, SpikeRecording, SpikeTimes, StateRecording, Storage, Values,
        Variable, Waveform,
    };
    pub use adexnet_io::config::{Configuration, Overrides, Source};
    pub use adexnet_model::adex::AdexParameters;
    pub use adexnet_model::izhikevich::IzhikevichParameters;
    pub use adexnet_model::lif::LifParameters;
    pub use adexnet_model::neuron::NeuronModel;
}

pub use adexnet_engine as engine;
pub use adexnet_io as io;
pub use adexnet_model as model;

/// The Rust of the README compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
