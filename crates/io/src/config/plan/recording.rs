//! What is recorded.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::nearest::nearest;
use crate::config::spec::StateRecordSpec;
use adexnet_engine::{
    ALWAYS, Model, Network, Population, Problem, Recording, SpikeRecording, StateRecording,
    Variable,
};
use std::collections::BTreeSet;

impl Planner<'_> {
    pub(super) fn recording(&mut self, network: &Network) -> Result<Recording, ConfigError> {
        let spec = self.spec;
        let record = &spec.record;
        let mut names = BTreeSet::new();
        let states = record
            .state
            .iter()
            .enumerate()
            .map(|(number, state)| {
                let path = KeyPath::of("record.state").at(number);
                // Names become file names, and some file systems do not tell A from a.
                if !names.insert(state.name.as_str().to_lowercase()) {
                    return Err(self.refuse_at(&path.then("name"), ConfigProblem::DuplicateName));
                }
                self.state(network, &path, state)
            })
            .collect::<Result<_, _>>()?;
        Ok(Recording {
            spikes: if record.spikes.unwrap_or(true) {
                SpikeRecording::All
            } else {
                SpikeRecording::None
            },
            states,
            rates: Vec::new(),
        })
    }

    fn state(
        &mut self,
        network: &Network,
        path: &KeyPath,
        spec: &StateRecordSpec,
    ) -> Result<StateRecording, ConfigError> {
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
            window: ALWAYS,
        })
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
