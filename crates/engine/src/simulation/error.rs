//! What can go wrong before and during a run.

use crate::memory::{MemoryEstimate, size};
use crate::network::NetworkError;

/// A simulation that cannot be built.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SimulationError {
    /// Something is to be recorded that does not exist.
    #[error(transparent)]
    Recording(#[from] NetworkError),
    /// It would not fit.
    #[error(
        "the simulation needs about {} of memory and {} can be had:\n{estimate}",
        size(estimate.total()), size(*limit as f64)
    )]
    Memory {
        /// What it needs.
        estimate: MemoryEstimate,
        /// What can be had, in bytes.
        limit: u64,
    },
    /// The operating system refused to start threads.
    #[error("cannot start {threads} threads: {reason}")]
    Threads {
        /// How many were wanted.
        threads: usize,
        /// What the system said.
        reason: String,
    },
}

/// A run that could not be carried on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// There are not enough recorded normals.
    #[error("the recorded normals end after {available} steps; the run needs {needed}")]
    NoiseTooShort {
        /// Steps with normals.
        available: u64,
        /// Steps to be simulated, from step 0 on.
        needed: u64,
    },
    /// A membrane potential has left all bounds (1e6 mV). Where a run is cut into portions, that may be noticed some
    /// steps earlier or later.
    #[error(
        "the simulation has diverged: the membrane potential of neuron {neuron} of population {population:?} is \
         {potential:.3e} mV after {step} steps ({time} s); check the parameters (gL + a below 0 has no stable state) or \
         take a smaller dt"
    )]
    Diverged {
        /// Name of the population.
        population: String,
        /// The neuron, counted within it.
        neuron: u32,
        /// Steps simulated.
        step: u64,
        /// Time simulated, in s.
        time: f64,
        /// Its membrane potential in mV.
        potential: f64,
    },
    /// A thread panicked: a bug. The simulation cannot go on.
    #[error("the simulation failed at step {step}: {message}; this is a bug, please report it")]
    Failed {
        /// Step at which the failed interval began.
        step: u64,
        /// Message of the panic.
        message: String,
    },
}

/// Something that cannot be read from a simulation, or set in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no projection of this number.
    #[error("there is no projection {projection}; there are {projections}, counted from 0")]
    NoSuchProjection {
        /// The number.
        projection: usize,
        /// How many there are.
        projections: usize,
    },
    /// There is no population of this number.
    #[error("there is no population {population}; there are {populations}, counted from 0")]
    NoSuchPopulation {
        /// The number.
        population: usize,
        /// How many there are.
        populations: usize,
    },
    /// The neurons of a population have no such variable.
    #[error("the neurons of population {population} have no variable {symbol:?}; they have {}", known.join(", "))]
    NoSuchVariable {
        /// Number of the population.
        population: usize,
        /// Symbol of the variable.
        symbol: &'static str,
        /// The variables that can be had.
        known: Vec<&'static str>,
    },
    /// Values that cannot be set.
    #[error("{found} values are given for {needed} neurons; one finite number is needed for each")]
    WrongValues {
        /// Number of finite values.
        found: usize,
        /// Number of neurons.
        needed: usize,
    },
    /// More synapses than a sparse matrix with 32-bit indices can hold.
    #[error("{synapses} synapses do not fit into one matrix; up to 4294967295 do")]
    TooManySynapses {
        /// Synapses of the projection.
        synapses: u64,
    },
    /// Pairs of neurons with several synapses, which no matrix can tell apart.
    #[error(
        "projection {projection} connects some pairs of neurons more than once, which a matrix cannot hold; \
         Simulation::projection_edges lists every synapse"
    )]
    Multapses {
        /// Number of the projection.
        projection: usize,
    },
}
