//! Running a network.

mod arrangement;
mod conductor;
mod engine;
mod error;
mod options;
mod pause;
mod readout;
mod snapshots;
mod synapses;

pub use error::{ReadError, RunError, SimulationError};
pub use options::{Precision, SimulationOptions};
pub use pause::Pause;
pub use synapses::SynapseRecord;

use crate::connectivity::pathways;
use crate::level::Level;
use crate::memory::MemoryEstimate;
use crate::network::{Generator, Network};
use crate::phases::interval_steps;
use crate::random::LegacyGenerator;
use crate::recording::{RateRecord, Recording, SpikeRecord, StateRecord};
use crate::snapshot::{RestoreError, Snapshot};
use crate::threads::Control;
use adexnet_model::neuron::Variable;
pub(crate) use arrangement::Arrangement;
use engine::{Core, Engine, check_noise};
use sprs::CsMatI;
use std::time::Duration;

/// How a call of [`Simulation::run_for`] ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All steps were simulated.
    Completed,
    /// [`Control::stop`] ended it early, at the end of an interval.
    Interrupted,
}

/// Wall time spent in each phase, summed over threads.
///
/// Of small networks extrapolated from every 61st interval, so that measuring does not slow the run down; of a
/// run of few intervals that is a rough guess.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PhaseTimes {
    /// Arrivals of spikes.
    pub deliver: Duration,
    /// Sampling of states.
    pub record: Duration,
    /// Integration, noise, threshold and reset.
    pub update: Duration,
}

/// A network that is being simulated.
///
/// It owns its threads. What it computes depends on the network and the precision alone.
///
/// ```
/// use adexnet_engine::{Network, NetworkDescription, Outcome, Population, Recording, Simulation,
///     SimulationOptions, SpikeRecording};
/// use adexnet_model::adex::AdexParameters;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let network = Network::new(NetworkDescription {
///     dt: 0.1,
///     populations: vec![Population::new("cells", 100, AdexParameters::default())],
///     ..NetworkDescription::default()
/// })?;
/// let recording = Recording { spikes: SpikeRecording::All, ..Recording::default() };
/// let mut simulation = Simulation::new(&network, recording, SimulationOptions::default())?;
/// assert_eq!(simulation.run_for(1000)?, Outcome::Completed);
/// println!("{} spikes in 100 ms", simulation.spikes().len());
/// # Ok(())
/// # }
/// ```
pub struct Simulation {
    core: Box<dyn Core>,
    network: Network,
}

impl std::fmt::Debug for Simulation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Simulation")
            .field("step", &self.step())
            .finish_non_exhaustive()
    }
}

impl Simulation {
    /// Builds all blocks of a network at step 0.
    ///
    /// # Errors
    /// If something is to be recorded that does not exist, if the estimated memory exceeds
    /// [`SimulationOptions::memory_limit`], or if the threads cannot be started.
    pub fn new(
        network: &Network,
        recording: Recording,
        options: SimulationOptions,
    ) -> Result<Self, SimulationError> {
        recording.validate(network)?;
        let arrangement = Arrangement::new(network, &recording, &options);
        if let Some(limit) = options.memory_limit
            && arrangement.estimate.total() > limit as f64
        {
            let estimate = arrangement.estimate;
            return Err(SimulationError::Memory { estimate, limit });
        }
        let core: Box<dyn Core> = match options.precision {
            Precision::Single => Box::new(Engine::<f32>::new(
                network,
                recording,
                &options,
                &arrangement,
            )?),
            Precision::Double => Box::new(Engine::<f64>::new(
                network,
                recording,
                &options,
                &arrangement,
            )?),
        };
        Ok(Self {
            core,
            network: network.clone(),
        })
    }

    /// The memory that [`new`](Self::new) and a run of [`SimulationOptions::expected_steps`] will
    /// need. Nothing is built or drawn.
    #[must_use]
    pub fn estimate_memory(
        network: &Network,
        recording: &Recording,
        options: &SimulationOptions,
    ) -> MemoryEstimate {
        Arrangement::new(network, recording, options).estimate
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Simulates the next `steps` steps, or fewer if [`Control::stop`] is called.
    ///
    /// # Errors
    /// If recorded normals end too early (before anything is simulated), or if a thread panicked, after
    /// which the simulation cannot go on.
    pub fn run_for(&mut self, steps: u64) -> Result<Outcome, RunError> {
        self.core.run_for(steps)
    }

    /// Checks, as far as that can be known before, that the simulation can go on to the step `end`.
    ///
    /// # Errors
    /// If recorded normals end earlier.
    pub fn check_end(&self, end: u64) -> Result<(), RunError> {
        check_noise(&self.network, end)
    }

    /// Number of the next step: steps simulated so far.
    pub fn step(&self) -> u64 {
        self.core.step()
    }

    /// Steps of an interval, at whose end spikes are exchanged: as many as the shortest delay allows. Runs of whole
    /// intervals take the least time.
    pub fn interval(&self) -> u64 {
        interval_steps(&self.network)
    }

    /// Puts the simulation under a handle that existed before it: a stop that was asked for while the
    /// network was being built then counts.
    pub fn set_control(&mut self, control: Control) {
        self.core.set_control(control);
    }

    /// A handle by which other threads can watch and stop the run.
    pub fn control(&self) -> Control {
        self.core.control()
    }

    /// All that the future depends on, besides the network, and of what is recorded, the bins of rates that are not
    /// complete: with [`restore`](Self::restore), a simulation of the same network goes on as this one would.
    ///
    /// ```
    /// # use adexnet_engine::{Network, NetworkDescription, Population, Recording, Simulation, SimulationOptions};
    /// # use adexnet_model::adex::AdexParameters;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let network = Network::new(NetworkDescription {
    /// #     dt: 0.1,
    /// #     populations: vec![Population::new("cells", 100, AdexParameters::default())],
    /// #     ..NetworkDescription::default()
    /// # })?;
    /// let new = |threads| {
    ///     let options = SimulationOptions { threads, ..SimulationOptions::default() };
    ///     Simulation::new(&network, Recording::all_spikes(), options)
    /// };
    /// let mut first = new(1)?;
    /// first.run_for(500)?;
    /// let snapshot = first.snapshot();
    /// first.take_spikes();
    /// let mut second = new(2)?;
    /// second.restore(&snapshot)?;
    /// first.run_for(500)?;
    /// second.run_for(500)?;
    /// assert_eq!(first.spikes(), second.spikes());
    /// assert_eq!(first.snapshot(), second.snapshot());
    /// # Ok(())
    /// # }
    /// ```
    pub fn snapshot(&self) -> Snapshot {
        self.core.snapshot()
    }

    /// Goes to where a simulation of the same network was when it was saved, whatever its threads, blocks, and storage of
    /// synapses. What has been recorded before is forgotten, and recording goes on from there.
    ///
    /// # Errors
    /// If the snapshot is of another network or precision, or contradicts itself. The simulation is then as it was.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), RestoreError> {
        self.core.restore(snapshot)
    }

    /// Takes the spikes that were recorded since this was called last, so that memory does not grow with the run.
    pub fn take_spikes(&mut self) -> SpikeRecord {
        self.core.take_spikes()
    }

    /// Takes the states that were recorded since this was called last, in the order of [`Recording::states`]. Their
    /// arrays are \[neuron, sample\] as always, but lie in memory sample by sample.
    pub fn take_states(&mut self) -> Vec<StateRecord> {
        self.core.take_states()
    }

    /// Takes the rates of the bins that were completed since this was called last, in the order of [`Recording::rates`].
    pub fn take_rates(&mut self) -> Vec<RateRecord> {
        self.core.take_rates()
    }

    /// The spikes recorded so far, but for those that were taken.
    pub fn spikes(&self) -> &SpikeRecord {
        self.core.log().record()
    }

    /// The rates recorded so far, in the order of [`Recording::rates`]: of the bins that are complete.
    pub fn rates(&self) -> Vec<RateRecord> {
        self.core.log().rates(&self.network, self.step())
    }

    /// The states recorded so far, in the order of [`Recording::states`].
    pub fn states(&self) -> Vec<StateRecord> {
        self.core.states()
    }

    /// The value of a variable of every neuron of a population at the beginning of the next step, with all
    /// that has arrived by then, in the unit of the variable.
    ///
    /// # Errors
    /// If there is no such population, or if its model has no such variable.
    pub fn values(&self, population: usize, variable: Variable) -> Result<Vec<f64>, ReadError> {
        self.core.values(population, variable)
    }

    /// Replaces the value of a state variable of every neuron of a population, in the unit of the variable.
    ///
    /// # Errors
    /// If there is no such population or state variable, if there are not as many values as neurons, or if a value
    /// is not finite.
    pub fn set_values(
        &mut self,
        population: usize,
        variable: Variable,
        values: &[f64],
    ) -> Result<(), ReadError> {
        self.core.set_values(population, variable, values)
    }

    /// The synapses of a projection as it is simulated: row = source and column = target, numbered
    /// through the network, weights in nS, inhibitory ones negative.
    ///
    /// # Errors
    /// If there is no such projection, if it has more synapses than the matrix can count, or if it
    /// connects a pair of neurons more than once.
    pub fn projection_matrix(&self, projection: usize) -> Result<CsMatI<f64, u32>, ReadError> {
        self.core.projection_matrix(projection)
    }

    /// The synapses of a projection as it is simulated, with their weights and delays.
    ///
    /// # Errors
    /// If there is no such projection, or if it has more than 2^32 - 1 synapses.
    pub fn projection_synapses(&self, projection: usize) -> Result<SynapseRecord, ReadError> {
        self.core.projection_synapses(projection)
    }

    /// Number of spikes so far, recorded or not.
    pub fn spike_count(&self) -> u64 {
        self.core.spike_count()
    }

    /// Number of synapses; of those that are not stored, the number to be expected.
    pub fn synapses(&self) -> u64 {
        self.core.synapses()
    }

    /// Whether any synapses are stored, rather than drawn again for every spike.
    pub fn stores_synapses(&self) -> bool {
        self.core.stores_synapses()
    }

    /// Synapses passed by a spike so far.
    pub fn synaptic_events(&self) -> u64 {
        self.core.synaptic_events()
    }

    /// Number of threads in use.
    pub fn threads(&self) -> usize {
        self.core.threads()
    }

    /// Instruction set in use.
    pub fn level(&self) -> Level {
        self.core.level()
    }

    /// Wall time by phase.
    pub fn phase_times(&self) -> PhaseTimes {
        self.core.phase_times()
    }
}

/// The legacy generator of a network that asks for it, before its first draw.
fn legacy_generator(network: &Network) -> Option<LegacyGenerator> {
    let description = network.description();
    (description.generator == Generator::NumpyLegacy)
        .then(|| LegacyGenerator::new(description.seed as u32))
}

#[cfg(test)]
mod tests;
