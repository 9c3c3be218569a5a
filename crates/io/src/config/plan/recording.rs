//! What is recorded.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::StateRecordSpec;
use adexnet_engine::{ALWAYS, Network, Recording, SpikeRecording, StateRecording, Variable};
use std::collections::BTreeSet;

impl Planner<'_> {
    pub(super) fn recording(&self, network: &Network) -> Result<Recording, ConfigError> {
        let record = &self.spec.record;
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
        &self,
        network: &Network,
        path: &KeyPath,
        spec: &StateRecordSpec,
    ) -> Result<StateRecording, ConfigError> {
        let key = path.then("variables");
        let variables: Vec<Variable> = spec.variables.iter().map(|&v| v.into()).collect();
        if variables.is_empty() {
            return Err(self.refuse_at(&key, ConfigProblem::Empty));
        }
        for (index, variable) in variables.iter().enumerate() {
            if variables[..index].contains(variable) {
                let problem = ConfigProblem::Repeated(variable.symbol);
                return Err(self.refuse_at(&key.at(index), problem));
            }
        }
        let every = match &spec.every {
            Some(time) => self.steps(network, time, &path.then("every"))?,
            None => 1,
        };
        Ok(StateRecording {
            name: spec.name.to_string(),
            variables,
            neurons: self.slice(&path.then("neurons"), &spec.neurons)?,
            every,
            window: ALWAYS,
        })
    }
}
