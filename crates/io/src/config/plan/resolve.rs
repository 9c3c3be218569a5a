//! Slices and times of a description, once populations and time step are known.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::nearest::nearest;
use crate::config::spec::{SliceSpec, Time};
use adexnet_engine::{Network, Slice};

/// Largest number of steps: up to here every step number is a 64-bit float as well, of which time
/// stamps are made.
const MAX_STEPS: f64 = 9_007_199_254_740_992.0;

impl Planner<'_> {
    /// The neurons that a slice means.
    pub(super) fn slice(&self, path: &KeyPath, slice: &SliceSpec) -> Result<Slice, ConfigError> {
        let populations = &self.spec.population;
        let wanted = slice.population();
        let population = populations
            .iter()
            .position(|population| population.name.as_str() == wanted)
            .ok_or_else(|| {
                let names: Vec<_> = populations.iter().map(|p| p.name.as_str()).collect();
                let problem = ConfigProblem::UnknownPopulation {
                    name: wanted.to_owned(),
                    nearest: nearest(wanted, names.iter().copied()).map(str::to_owned),
                    known: names.into_iter().map(str::to_owned).collect(),
                };
                self.refuse_at(path, problem)
            })?;
        let neurons = slice
            .resolve(populations[population].size)
            .map_err(|error| self.refuse_at(path, error.into()))?;
        Ok(Slice::range(population, neurons))
    }

    /// A time as a number of steps, to the nearest and at least one.
    pub(super) fn steps(
        &self,
        network: &Network,
        time: &Time,
        path: &KeyPath,
    ) -> Result<u64, ConfigError> {
        let dt = network.time_step();
        let steps = time.value() / dt.ms();
        if (0.5..=MAX_STEPS).contains(&steps) {
            return Ok(dt.nearest_step(time.value()));
        }
        let (shortest, longest) = (Time::new(dt.ms()), MAX_STEPS);
        let accepted = format!(
            "a time from one step (dt = {}) to {longest} steps",
            shortest.text()
        );
        Err(self.refuse_at(path, ConfigProblem::OutOfRange { accepted }))
    }
}
