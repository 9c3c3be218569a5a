//! Checks of what is to be recorded.

use super::{RateRecording, Recording, SpikeRecording, StateRecording};
use crate::network::{Item, Model, Network, NetworkError, Place, Problem, Slice, slice_problem};
use adexnet_model::neuron::Variable;
use std::collections::BTreeSet;
use std::ops::Range;

type Wrong = (&'static str, Problem);

impl Recording {
    /// Checks that all that is to be recorded exists.
    pub(crate) fn validate(&self, network: &Network) -> Result<(), NetworkError> {
        let refuse = |item: Item, (key, problem): Wrong| NetworkError {
            place: Place { item, key },
            problem: Box::new(problem),
        };
        if let SpikeRecording::Part { neurons, window } = &self.spikes {
            let checked = some(network, neurons).and_then(|()| not_empty(window));
            checked.map_err(|wrong| refuse(Item::Recording(0, "spikes".to_owned()), wrong))?;
        }
        let mut names = BTreeSet::new();
        for (number, recording) in self.states.iter().enumerate() {
            let item = || Item::Recording(number, recording.name.clone());
            if !names.insert(&recording.name) {
                return Err(refuse(item(), ("name", Problem::DuplicateName)));
            }
            state(network, recording).map_err(|wrong| refuse(item(), wrong))?;
        }
        let mut names = BTreeSet::new();
        for (number, recording) in self.rates.iter().enumerate() {
            let item = || Item::RateRecording(number, recording.name.clone());
            if !names.insert(&recording.name) {
                return Err(refuse(item(), ("name", Problem::DuplicateName)));
            }
            rate(network, recording).map_err(|wrong| refuse(item(), wrong))?;
        }
        Ok(())
    }
}

/// At least one neuron, all of which exist.
fn some(network: &Network, slices: &[Slice]) -> Result<(), Wrong> {
    let populations = &network.description().populations;
    for slice in slices {
        slice_problem(populations, slice).map_err(|problem| ("neurons", problem))?;
    }
    if slices.iter().all(|slice| slice.neurons.is_empty()) {
        return Err(("neurons", Problem::NothingRecorded("neuron")));
    }
    Ok(())
}

fn not_empty(window: &Range<u64>) -> Result<(), Wrong> {
    if window.is_empty() {
        return Err(("window", Problem::NothingRecorded("step")));
    }
    Ok(())
}

/// An interval of at least one step.
fn interval(key: &'static str, steps: u64) -> Result<(), Wrong> {
    if steps == 0 {
        let (value, accepted) = (0.0, "an interval of at least one time step");
        return Err((key, Problem::OutOfRange { value, accepted }));
    }
    Ok(())
}

fn rate(network: &Network, recording: &RateRecording) -> Result<(), Wrong> {
    some(network, &recording.neurons)?;
    interval("bin", recording.bin)?;
    not_empty(&recording.window)
}

fn state(network: &Network, recording: &StateRecording) -> Result<(), Wrong> {
    some(network, std::slice::from_ref(&recording.neurons))?;
    if recording.variables.is_empty() {
        return Err(("variables", Problem::NothingRecorded("variable")));
    }
    let population = &network.description().populations[recording.neurons.population];
    let model = population.model();
    for variable in &recording.variables {
        let known = model.and_then(|model| model.variable(variable.symbol));
        if known.is_none() {
            return Err(("variables", unknown(model, variable)));
        }
    }
    let symbols = recording.variables.iter().map(|variable| variable.symbol);
    if symbols.collect::<BTreeSet<_>>().len() < recording.variables.len() {
        return Err(("variables", Problem::DuplicateName));
    }
    interval("every", recording.every)?;
    not_empty(&recording.window)
}

fn unknown(model: Option<&Model>, variable: &Variable) -> Problem {
    Problem::UnknownVariable {
        symbol: variable.symbol.to_owned(),
        model: model.map_or("of spike sources", Model::name),
        known: model.map_or(Vec::new(), |model| {
            let known = model.variables().iter().map(|known| known.symbol);
            known.chain([Variable::I.symbol]).collect()
        }),
    }
}

#[cfg(test)]
mod tests;
