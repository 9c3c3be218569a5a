//! What is recorded.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{
    Name, RateRecordSpec, SelectionsSpec, SpikePartSpec, SpikeRecordSpec, StateRecordSpec, Time,
};
use adexnet_engine::{
    Model, Network, Population, Problem, RateRecording, Recording, Slice, SpikeRecording,
    StateRecording, Variable,
};
use adexnet_model::nearest::nearest;
use std::collections::BTreeSet;
use std::ops::Range;

impl Planner<'_> {
    pub(super) fn recording(&mut self, network: &Network) -> Result<Recording, ConfigError> {
        let record = &self.spec.record;
        let spikes = match &record.spikes {
            None | Some(SpikeRecordSpec::All(true)) => SpikeRecording::All,
            Some(SpikeRecordSpec::All(false)) => SpikeRecording::None,
            Some(SpikeRecordSpec::Part(part)) => self.spike_part(network, part)?,
        };
        let names = record.state.iter().map(|state| &state.name);
        self.different_files(&KeyPath::of("record.state"), names)?;
        let names = record.rate.iter().map(|rate| &rate.name);
        self.different_files(&KeyPath::of("record.rate"), names)?;
        let states = record.state.iter().enumerate();
        let states = states.map(|(number, state)| self.state(network, number, state));
        let states = states.collect::<Result<_, _>>()?;
        let rates = record.rate.iter().enumerate();
        let rates = rates.map(|(number, rate)| self.rate(network, number, rate));
        Ok(Recording {
            spikes,
            states,
            rates: rates.collect::<Result<_, _>>()?,
        })
    }

    /// Names become file names, and some file systems do not tell A from a.
    fn different_files<'b>(
        &self,
        path: &KeyPath,
        names: impl Iterator<Item = &'b Name>,
    ) -> Result<(), ConfigError> {
        let mut known = BTreeSet::new();
        for (number, name) in names.enumerate() {
            if !known.insert(name.as_str().to_lowercase()) {
                let key = path.at(number).then("name");
                return Err(self.refuse_at(&key, ConfigProblem::DuplicateName));
            }
        }
        Ok(())
    }

    fn spike_part(
        &mut self,
        network: &Network,
        spec: &SpikePartSpec,
    ) -> Result<SpikeRecording, ConfigError> {
        let path = KeyPath::of("record.spikes");
        let neurons = if let Some(neurons) = &spec.neurons {
            self.slices(&path.then("neurons"), neurons)?
        } else {
            let populations = network.description().populations.iter().enumerate();
            let all = populations.map(|(number, population)| population.all(number));
            all.collect()
        };
        let window = self.window(network, &path, [&spec.from, &spec.to])?;
        Ok(SpikeRecording::Part { neurons, window })
    }

    fn state(
        &mut self,
        network: &Network,
        number: usize,
        spec: &StateRecordSpec,
    ) -> Result<StateRecording, ConfigError> {
        let path = KeyPath::of("record.state").at(number);
        let neurons = self.slice(&path.then("neurons"), &spec.neurons)?;
        let population = &network.description().populations[neurons.population];
        let variables = self.variables(&path.then("variables"), &spec.variables, population)?;
        let every = match &spec.every {
            Some(time) => self.steps(network, time, &path.then("every"))?,
            None => 1,
        };
        Ok(StateRecording {
            name: spec.name.to_string(),
            variables,
            neurons,
            every,
            window: self.window(network, &path, [&spec.from, &spec.to])?,
        })
    }

    fn rate(
        &mut self,
        network: &Network,
        number: usize,
        spec: &RateRecordSpec,
    ) -> Result<RateRecording, ConfigError> {
        let path = KeyPath::of("record.rate").at(number);
        Ok(RateRecording {
            name: spec.name.to_string(),
            neurons: self.slices(&path.then("neurons"), &spec.neurons)?,
            bin: self.steps(network, &spec.bin, &path.then("bin"))?,
            window: self.window(network, &path, [&spec.from, &spec.to])?,
        })
    }

    /// The neurons that are selected at `path`, in one way or in several.
    fn slices(
        &mut self,
        path: &KeyPath,
        selections: &SelectionsSpec,
    ) -> Result<Vec<Slice>, ConfigError> {
        match selections {
            SelectionsSpec::One(selection) => Ok(vec![self.slice(path, selection)?]),
            SelectionsSpec::Several(none) if none.is_empty() => {
                Err(self.refuse_at(path, ConfigProblem::Empty))
            }
            SelectionsSpec::Several(selections) => {
                let selections = selections.iter().enumerate();
                let slices =
                    selections.map(|(index, selection)| self.slice(&path.at(index), selection));
                slices.collect()
            }
        }
    }

    /// The steps that begin at the time `from` or later and before the time `to`, which are keys of `path`.
    fn window(
        &self,
        network: &Network,
        path: &KeyPath,
        [from, to]: [&Option<Time>; 2],
    ) -> Result<Range<u64>, ConfigError> {
        let step = |time: &Option<Time>, key: &str, none: u64| match time {
            Some(time) => self.first_step(network, time, &path.then(key)),
            None => Ok(none),
        };
        let window = step(from, "from", 0)?..step(to, "to", u64::MAX)?;
        if window.is_empty() {
            let message = "no step lies before this time; expected is one after \"from\"";
            let problem = ConfigProblem::Value(message.to_owned());
            return Err(self.refuse_at(&path.then("to"), problem));
        }
        Ok(window)
    }

    /// The variables of a population's model that are named at `path`, each once.
    fn variables(
        &self,
        path: &KeyPath,
        symbols: &[String],
        population: &Population,
    ) -> Result<Vec<Variable>, ConfigError> {
        let Some(model) = population.model() else {
            let population = population.name.clone();
            let problem = Problem::NoNeurons { population };
            return Err(self.refuse_at(path, problem.into()));
        };
        if symbols.is_empty() {
            return Err(self.refuse_at(path, ConfigProblem::Empty));
        }
        let mut variables = Vec::with_capacity(symbols.len());
        for (index, symbol) in symbols.iter().enumerate() {
            let problem = match model.variable(symbol) {
                None => unknown(model, symbol),
                Some(variable) if variables.contains(&variable) => {
                    ConfigProblem::Repeated(variable.symbol)
                }
                Some(variable) => {
                    variables.push(variable);
                    continue;
                }
            };
            return Err(self.refuse_at(&path.at(index), problem));
        }
        Ok(variables)
    }
}

fn unknown(model: &Model, symbol: &str) -> ConfigProblem {
    let known = model.variables().iter().chain([&Variable::I]);
    let known = known.map(|variable| variable.symbol);
    ConfigProblem::UnknownName {
        nearest: nearest(symbol, known.clone()).map(str::to_owned),
        known: known.map(str::to_owned).collect(),
    }
}
