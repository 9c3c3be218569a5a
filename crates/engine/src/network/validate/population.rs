//! Checks of populations.
//!
//! Constant values are put into the model on the way, so that behind this only those that differ from neuron to neuron
//! are left.

use super::{LARGEST, Wrong, is_usable, positions, refuse};
use crate::network::{
    Item, Model, NetworkDescription, NetworkError, NeuronGroup, PopulationKind, Problem,
    SpikeTimes, Values,
};
use adexnet_model::neuron::{ReceptorInfo, Variable};
use std::collections::BTreeSet;

/// Longest refractory period, in steps.
const LONGEST_REFRACTORY: f64 = (u32::MAX - 1) as f64;

type Check<T> = Result<T, Wrong>;

/// Checks the populations and returns the number of the first neuron of each, and their sum, and whether each has
/// noise.
pub(super) fn check_all(
    description: &mut NetworkDescription,
) -> Result<(Vec<u32>, Vec<bool>), NetworkError> {
    let simulation = |problem| Err(refuse(Item::Simulation, "population", problem));
    if description.populations.is_empty() {
        return simulation(Problem::NoPopulation);
    }
    let sizes = description.populations.iter();
    let total: u128 = sizes.map(|population| population.size as u128).sum();
    if total > u128::from(u32::MAX) {
        return simulation(Problem::TooManyNeurons(total));
    }
    let seed = description.seed;
    let (mut first, mut noisy) = (vec![0], Vec::new());
    let mut names = BTreeSet::new();
    for (number, population) in description.populations.iter_mut().enumerate() {
        let name = population.name.clone();
        let error = |(key, problem)| refuse(Item::Population(number, name.clone()), key, problem);
        if !names.insert(name.clone()) {
            return Err(error(("name", Problem::DuplicateName)));
        }
        let size = population.size;
        if size == 0 {
            return Err(error(("size", Problem::Empty)));
        }
        if let Some(positions) = &population.positions {
            let checked = positions::check(positions, size);
            checked.map_err(|problem| error(("positions", problem)))?;
        }
        let is_noisy = match &mut population.kind {
            PopulationKind::Neurons(group) => {
                neurons(group, size, description.dt).map_err(error)?;
                let individual = group.check_individual((seed, number), size, description.dt);
                individual.map_err(|problem| error(("neuron", problem)))?
            }
            PopulationKind::SpikeSource(times) => {
                given_spikes(times, size).map_err(error)?;
                false
            }
            PopulationKind::PoissonSource { rates } => {
                let accepted = "a rate in Hz from 0 to one spike a step (1/dt)";
                let range = 0.0..=1000.0 / description.dt;
                let checked = rates.check(&range, accepted);
                checked.map_err(|problem| error(("rate", problem)))?;
                count("rate", rates, size).map_err(error)?;
                false
            }
        };
        first.push(first[number] + size as u32);
        noisy.push(is_noisy);
    }
    Ok((first, noisy))
}

/// Checks neurons, but for the parameters of single ones.
fn neurons(group: &mut NeuronGroup, size: usize, dt: f64) -> Check<()> {
    let mut individual: Vec<(String, Values)> = Vec::new();
    for (symbol, values) in std::mem::take(&mut group.parameters) {
        let unknown = |error| ("neuron", Problem::UnknownParameter(error));
        let model = group.model.with(&symbol, values.mean()).map_err(unknown)?;
        let accepted = "a parameter of at most 1e15 in its unit";
        values
            .check(&(-LARGEST..=LARGEST), accepted)
            .map_err(|problem| ("neuron", problem))?;
        count("neuron", &values, size)?;
        // What was said before about the same parameter no longer counts.
        individual.retain(|(other, _)| *other != symbol);
        if let Some(value) = values.common() {
            group.model = group.model.with(&symbol, value).map_err(unknown)?;
        } else {
            // The model keeps a value that makes sense, for descriptions.
            group.model = model;
            individual.push((symbol, values));
        }
    }
    group.parameters = individual;
    let invalid = |problem| ("neuron", Problem::Parameter(Box::new(problem)));
    group.model.validate(dt).map_err(invalid)?;
    for parameter in group.model.parameters() {
        if !is_usable(parameter.value) {
            let (value, accepted) = (parameter.value, "a parameter of at most 1e15 in its unit");
            return Err(("neuron", Problem::OutOfRange { value, accepted }));
        }
    }
    initial(group, size, dt)?;
    let accepted = "a refractory period of 0 ms or more, up to 4294967294 steps";
    let range = 0.0..=LONGEST_REFRACTORY * dt;
    let wrong = |problem| ("refractory", problem);
    group.refractory.check(&range, accepted).map_err(wrong)?;
    count("refractory", &group.refractory, size)?;
    if let Some(period) = group.refractory.common() {
        group.refractory = Values::Constant(period);
    }
    Ok(())
}

fn given_spikes(times: &SpikeTimes, size: usize) -> Check<()> {
    for &(time, neuron) in times.spikes() {
        if neuron as usize >= size {
            return Err(("spikes", Problem::NoSuchNeuron { neuron, size }));
        }
        if !(time >= 0.0 && time.is_finite()) {
            let (value, accepted) = (time, "a time of 0 ms or more");
            return Err(("spikes", Problem::OutOfRange { value, accepted }));
        }
    }
    Ok(())
}

/// Given values must be as many as there are neurons.
fn count(key: &'static str, values: &Values, size: usize) -> Check<()> {
    match values {
        Values::Given(given) if given.len() != size => {
            let found = given.len();
            Err((
                key,
                Problem::GivenCount {
                    found,
                    needed: size,
                    of: "neurons",
                },
            ))
        }
        _ => Ok(()),
    }
}

/// Checks the state at the beginning.
fn initial(group: &NeuronGroup, size: usize, dt: f64) -> Check<()> {
    let wrong = |problem| ("initial", problem);
    let variables = group.model.variables();
    for (symbol, values) in &group.initial {
        let Some(number) = variables.iter().position(|own| own.symbol == symbol) else {
            return Err(wrong(Problem::UnknownVariable {
                symbol: symbol.clone(),
                model: group.model.name(),
                known: variables.iter().map(|own| own.symbol).collect(),
            }));
        };
        let (range, accepted) = possible(&group.model, number);
        values
            .check(&(range.0..=range.1), accepted)
            .map_err(wrong)?;
        count("initial", values, size)?;
    }
    // The largest values that a neuron may have: none may spike before the first step.
    let mut state = group.model.rest();
    for (symbol, values) in &group.initial {
        if let Some(number) = variables.iter().position(|own| own.symbol == symbol) {
            state[number] = values.bounds().1;
        }
    }
    if group.model.spikes_at(&state, dt) {
        let accepted = "a membrane potential in mV that does not exceed the spike detection level";
        let value = state[0];
        return Err(wrong(Problem::OutOfRange { value, accepted }));
    }
    Ok(())
}

/// Range of a state variable, and how to say it.
fn possible(model: &Model, number: usize) -> ((f64, f64), &'static str) {
    let receives = |receptor: &ReceptorInfo| receptor.variable == number;
    if model.receptors().iter().any(receives) {
        return ((0.0, LARGEST), "a conductance in nS from 0 to 1e15");
    }
    let accepted = match model.variables()[number] {
        Variable::V => "a membrane potential in mV of at most 1e15 in magnitude",
        Variable::W => "an adaptation current in pA of at most 1e15 in magnitude",
        _ => "a value of at most 1e15 in magnitude",
    };
    ((-LARGEST, LARGEST), accepted)
}
