//! Populations.

use super::Planner;
use crate::config::document::{KeyPath, Part};
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{CellsSpec, NeuronsSpec, PopulationSpec, SpikesSpec, Time};
use adexnet_engine::{Model, Population, SpikeTimes};
use adexnet_model::units::shift_decimal;

impl Planner<'_> {
    pub(super) fn population(
        &mut self,
        number: usize,
        spec: &PopulationSpec,
    ) -> Result<Population, ConfigError> {
        let path = KeyPath::of("population").at(number);
        let (name, size) = (spec.name.as_str(), spec.size);
        if size == 0 {
            let accepted = "at least 1 neuron".to_owned();
            let problem = ConfigProblem::OutOfRange { accepted };
            return Err(self.refuse_at(&path.then("size"), problem));
        }
        let population = match &spec.cells {
            CellsSpec::Neurons(neurons) => self.neurons(&path, (name, size), neurons)?,
            CellsSpec::Spikes(spikes) => {
                let times = self.spike_times(&path.then("spikes"), spikes)?;
                Population::spike_source(name, size, times)
            }
            CellsSpec::Poisson(poisson) => {
                let key = path.then("poisson.rate");
                let rates = self.values(&key, poisson.rate.spec(), Some((size, "cells")))?;
                Population::poisson_source(name, size, rates)
            }
        };
        Ok(match &spec.positions {
            None => population,
            Some(positions) => {
                population.with_positions(self.positions(&path.then("positions"), positions)?)
            }
        })
    }

    fn neurons(
        &mut self,
        path: &KeyPath,
        (name, size): (&str, usize),
        spec: &NeuronsSpec,
    ) -> Result<Population, ConfigError> {
        let each = Some((size, "neurons"));
        let model = spec.neuron.model();
        let mut population = Population::new(name, size, model.clone());
        for (key, symbols, values) in spec.neuron.individual() {
            let values = self.values(&path.then("neuron").then(key), values, each)?;
            for symbol in symbols {
                population = population.with_parameter(symbol, values.clone());
            }
        }
        for (variable, values) in spec.initial.iter() {
            let key = path.then("initial").then(variable.symbol);
            if !model.variables().contains(&variable) {
                let problem = other_model(model);
                return Err(self.document.error(&key, Part::Key, problem));
            }
            let values = self.values(&key, values, each)?;
            population = population.with_initial(variable.symbol, values);
        }
        if let Some(period) = &spec.refractory {
            let period = self.values(&path.then("refractory"), period.spec(), each)?;
            population = population.with_refractory(period);
        }
        Ok(population)
    }

    fn spike_times(
        &mut self,
        path: &KeyPath,
        spec: &SpikesSpec,
    ) -> Result<SpikeTimes, ConfigError> {
        Ok(match spec {
            SpikesSpec::Listed { times, cells } => {
                let times = times.iter().map(Time::value);
                SpikeTimes::new(times.zip(cells.iter().copied()))
            }
            SpikesSpec::File(file) => {
                let spikes = self.files.spikes(&path.then("file"), file)?;
                let times = spikes
                    .times
                    .iter()
                    .map(|&seconds| shift_decimal(seconds, 3));
                SpikeTimes::new(times.zip(spikes.cells.iter().copied()))
            }
        })
    }
}

/// The refusal of an initial value for a variable of another model.
fn other_model(model: &Model) -> ConfigProblem {
    let known = model.variables().iter().map(|own| own.symbol);
    ConfigProblem::UnknownKey {
        nearest: None,
        known: known.map(str::to_owned).collect(),
    }
}
