//! The engine of adexnet: network description, connectivity, random streams, blocks, threads and
//! recording.
//!
//! One idea: *a network is a list of blocks.* A block is a contiguous range of neurons that owns
//! all it needs: the state of its neurons, the synapses that end in it and the addresses of its
//! random numbers. Only spikes cross blocks. With d the smallest delay, blocks are independent for
//! d + 1 steps, so a run is a loop over intervals of d + 1 steps:
//!
//! ```text
//! in parallel, every block:    deliver due spikes -> record -> update -> collect spikes
//! one barrier, one exchange:   publish the blocks' spikes to all blocks
//! ```
//!
//! What is simulated depends on the [`Network`], its seed and the precision: never on the number of
//! threads, the size of blocks, the instruction set or what is recorded.
//!
//! The way through the crate: a [`NetworkDescription`] is filled in by anyone; [`Network::new`] checks it
//! once; [`Simulation::new`] builds the blocks, for a [`Recording`] and with [`SimulationOptions`];
//! [`Simulation::run_for`] advances them, in whatever portions; [`Simulation::spikes`],
//! [`states`](Simulation::states) and [`values`](Simulation::values) tell what happened. A [`Control`]
//! lets another thread watch or stop the run.
//!
//! ```
//! use adexnet_engine::{
//!     CurrentInput, Network, NetworkBuilder, NetworkDescription, Noise, Population, Recording, Simulation,
//!     SimulationOptions, SpikeRecording,
//! };
//! use adexnet_model::adex::AdexParameters;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // One neuron without noise under a constant current.
//! let cell = Population::new("cell", 1, AdexParameters::default());
//! let network = Network::new(NetworkDescription {
//!     dt: 0.1, // ms
//!     noise: Noise::None,
//!     inputs: vec![CurrentInput::constant(cell.all(0), 200.0).into()], // pA
//!     populations: vec![cell],
//!     ..NetworkDescription::default()
//! })?;
//! let recording = Recording { spikes: SpikeRecording::All, ..Recording::default() };
//! let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
//! simulation.run_for(5000)?; // 0.5 s
//! let spikes = simulation.spikes();
//! assert!(!spikes.is_empty());
//! let first = network.time_step().stamp(spikes.steps[0]);
//! println!("{} spikes, the first at {first} s", spikes.len());
//! # Ok(())
//! # }
//! ```
//!
//! Units are ms, mV, pA, nS and pF; times of files are seconds. The library prints nothing and
//! reports all that can go wrong with a description as a [`NetworkError`] before it allocates.
#![deny(unsafe_code)]

mod block;
mod cells;
mod connectivity;
mod level;
mod memory;
#[doc(hidden)]
pub mod micro;
mod network;
mod pages;
mod phases;
mod prefetch;
mod random;
mod recording;
mod simulation;
mod snapshot;
mod standard;
mod threads;

pub use adexnet_model::neuron::Variable;
pub use level::Level;
pub use memory::{MemoryEstimate, MemoryPart};
pub use network::{
    Arrival, ArrivalInput, ConnectionRule, Coordinates, CurrentInput, Distribution, Edges,
    Fluctuating, Fluctuations, Generator, Input, Item, Members, Model, Network, NetworkBuilder,
    NetworkDescription, NetworkError, NeuronGroup, NeuronNumbers, Neurons, Noise, ParameterValue,
    Place, PoissonInput, Population, PopulationKind, Positions, Problem, Profile, Projection,
    Receptor, ReceptorChoice, Shape, ShortTerm, Slice, SpikeTimes, Storage, TimeStep, Values,
    Waveform,
};
pub use random::LegacyGenerator;
pub use recording::{
    ALWAYS, RateRecord, RateRecording, Recording, SpikeRecord, SpikeRecording, StateRecord,
    StateRecording,
};
pub use simulation::{
    Outcome, Pause, PhaseTimes, Precision, ReadError, RunError, Simulation, SimulationError,
    SimulationOptions, SynapseRecord,
};
pub use snapshot::{RestoreError, Snapshot, SnapshotArray};
pub use standard::{STANDARD_NETWORKS, StandardNetwork};
pub use threads::Control;
