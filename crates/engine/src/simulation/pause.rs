//! Runs that pause at an interval, so that a program can watch and steer the network: closed loops.

use super::{Outcome, ReadError, RunError, Simulation};
use crate::network::{Problem, Slice, slice_problem};
use crate::recording::SpikeRecord;
use adexnet_model::neuron::Variable;
use std::ops::ControlFlow;

/// A pause of a run: what has happened since the one before, and a hand on what comes next.
#[derive(Debug)]
pub struct Pause<'a> {
    simulation: &'a mut Simulation,
    spikes: SpikeRecord,
}

impl Pause<'_> {
    /// Number of the next step.
    pub fn step(&self) -> u64 {
        self.simulation.step()
    }

    /// All spikes since the last pause, recorded or not.
    pub fn spikes(&self) -> &SpikeRecord {
        &self.spikes
    }

    /// The simulation, to be read.
    pub fn simulation(&self) -> &Simulation {
        self.simulation
    }

    /// Sets the current that is injected into some neurons from the next step on, in pA, besides the inputs of
    /// the network; it stays until it is set again.
    ///
    /// # Errors
    /// If there are no such neurons, or if the current is not finite.
    pub fn set_current(&mut self, neurons: &Slice, current: f64) -> Result<(), Problem> {
        self.simulation.set_current(neurons, current)
    }

    /// Replaces the value of a state variable of every neuron of a population.
    ///
    /// # Errors
    /// See [`Simulation::set_values`].
    pub fn set_values(
        &mut self,
        population: usize,
        variable: Variable,
        values: &[f64],
    ) -> Result<(), ReadError> {
        self.simulation.set_values(population, variable, values)
    }
}

impl Simulation {
    /// Simulates the next `steps` steps and calls `pause` after every `every` of them (at least one), and at the end.
    /// `ControlFlow::Break` ends the run early.
    ///
    /// Whether and how often a run pauses changes no result, but for what is set in pauses.
    ///
    /// ```
    /// use adexnet_engine::{Network, NetworkDescription, Population, Recording, Simulation,
    ///     SimulationOptions};
    /// use adexnet_model::adex::AdexParameters;
    /// use std::ops::ControlFlow;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let cells = Population::new("cells", 100, AdexParameters::default());
    /// let all = cells.all(0);
    /// let network = Network::new(NetworkDescription {
    ///     dt: 0.1,
    ///     populations: vec![cells],
    ///     ..NetworkDescription::default()
    /// })?;
    /// let mut simulation =
    ///     Simulation::new(&network, Recording::default(), SimulationOptions::default())?;
    /// // Every 10 ms: the fewer spikes there were, the stronger the current.
    /// simulation.run_with_pauses(1000, 100, |pause| {
    ///     let current = 200.0 - 10.0 * pause.spikes().len() as f64; // pA
    ///     pause.set_current(&all, current).expect("there are such neurons");
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert!(simulation.spike_count() > 0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`run_for`](Self::run_for).
    pub fn run_with_pauses(
        &mut self,
        steps: u64,
        every: u64,
        mut pause: impl FnMut(&mut Pause<'_>) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        self.core.log_mut().watch(true);
        let mut left = steps;
        let mut outcome = Ok(Outcome::Completed);
        while left > 0 {
            let portion = left.min(every.max(1));
            outcome = self.run_for(portion);
            let spikes = self.core.log_mut().take_recent();
            let flow = pause(&mut Pause {
                simulation: self,
                spikes,
            });
            if outcome != Ok(Outcome::Completed) {
                break;
            }
            left -= portion;
            if flow.is_break() {
                outcome = Ok(if left > 0 {
                    Outcome::Interrupted
                } else {
                    Outcome::Completed
                });
                break;
            }
        }
        self.core.log_mut().watch(false);
        outcome
    }

    /// Sets the current that is injected into some neurons from the next step on, in pA, besides the inputs of
    /// the network; it stays until it is set again.
    ///
    /// # Errors
    /// If there are no such neurons, or if the current is not finite.
    pub fn set_current(&mut self, neurons: &Slice, current: f64) -> Result<(), Problem> {
        slice_problem(&self.network.description().populations, neurons)?;
        if !current.is_finite() {
            let (value, accepted) = (current, "a finite current in pA");
            return Err(Problem::OutOfRange { value, accepted });
        }
        self.core
            .set_current(&self.network.slice_numbers(neurons), current);
        Ok(())
    }
}
