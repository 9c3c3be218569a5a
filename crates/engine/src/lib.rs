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
//! Units are ms, mV, pA, nS and pF; times of files are seconds. The library prints nothing and
//! reports all that can go wrong with a description as a [`NetworkError`] before it allocates.
#![forbid(unsafe_code)]

mod block;
mod connectivity;
mod level;
mod memory;
mod network;
mod phases;
mod random;
mod recording;
mod simulation;
mod threads;

pub use level::Level;
pub use memory::{MemoryEstimate, MemoryPart};
pub use network::{
    Arrival, ArrivalInput, ConnectionRule, CurrentInput, Generator, InitialState, Item, Network,
    NetworkDescription, NetworkError, Noise, Place, Population, Problem, Projection, Receptor,
    ReceptorChoice, Slice, TimeStep,
};
pub use random::LegacyGenerator;
pub use recording::{Recording, SpikeRecord, StateRecord, StateRecording, Variable};
pub use simulation::{
    Outcome, PhaseTimes, Precision, ReadError, RunError, Simulation, SimulationError,
    SimulationOptions,
};
pub use threads::Control;
