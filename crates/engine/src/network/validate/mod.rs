//! The one place where descriptions are checked.

mod projection;

use super::{
    CurrentInput, Generator, Item, Network, NetworkDescription, NetworkError, Noise, Place,
    Population, Problem, Slice, TimeStep,
};
use crate::network::ArrivalInput;
use adexnet_model::adex::PARAMETERS;
use std::collections::BTreeSet;

type Check = Result<(), NetworkError>;

/// Largest magnitude of a number in a description: it and its products stay finite in single
/// precision too.
const LARGEST: f64 = 1e15;

/// Whether a number can be computed with in either precision.
fn is_usable(value: f64) -> bool {
    value.abs() <= LARGEST
}

pub(super) fn network(description: NetworkDescription) -> Result<Network, NetworkError> {
    simulation(&description)?;
    let first = populations(&description)?;
    let neurons = first[first.len() - 1] as usize;
    noise(&description.noise, neurons)?;
    let mut names = BTreeSet::new();
    for (number, item) in description.projections.iter().enumerate() {
        let named = Item::Projection(number, item.name.clone());
        if !names.insert(&item.name) {
            return Err(refuse(named, "name", Problem::DuplicateName));
        }
        projection::check(&description, item).map_err(|wrong| NetworkError {
            place: Place {
                item: named,
                key: wrong.key,
            },
            problem: wrong.problem,
        })?;
    }
    for (number, input) in description.currents.iter().enumerate() {
        current(&description, number, input)?;
    }
    for (number, input) in description.arrivals.iter().enumerate() {
        arrivals(&description, number, input)?;
    }
    Ok(Network {
        time_step: TimeStep::from_ms(description.dt),
        description,
        first,
    })
}

fn refuse(item: Item, key: &'static str, problem: Problem) -> NetworkError {
    NetworkError {
        place: Place { item, key },
        problem: Box::new(problem),
    }
}

fn simulation(d: &NetworkDescription) -> Check {
    let error = |key, problem| Err(refuse(Item::Simulation, key, problem));
    if !(d.dt.is_finite() && d.dt > 0.0) {
        let accepted = "a time step above 0 ms";
        return error(
            "dt",
            Problem::OutOfRange {
                value: d.dt,
                accepted,
            },
        );
    }
    if d.generator == Generator::NumpyLegacy && u32::try_from(d.seed).is_err() {
        return error("seed", Problem::LegacySeed(d.seed));
    }
    Ok(())
}

/// Checks the populations and returns the number of the first neuron of each, and their sum.
fn populations(d: &NetworkDescription) -> Result<Vec<u32>, NetworkError> {
    if d.populations.is_empty() {
        return Err(refuse(
            Item::Simulation,
            "population",
            Problem::NoPopulation,
        ));
    }
    let total: u128 = d.populations.iter().map(|p| p.size as u128).sum();
    if total > u128::from(u32::MAX) {
        return Err(refuse(
            Item::Simulation,
            "population",
            Problem::TooManyNeurons(total),
        ));
    }
    let mut first = vec![0];
    let mut names = BTreeSet::new();
    for (number, population) in d.populations.iter().enumerate() {
        let error = |key, problem| {
            refuse(
                Item::Population(number, population.name.clone()),
                key,
                problem,
            )
        };
        if !names.insert(&population.name) {
            return Err(error("name", Problem::DuplicateName));
        }
        if population.size == 0 {
            return Err(error("size", Problem::Empty));
        }
        population
            .neuron
            .validate(d.dt)
            .map_err(|problem| error("neuron", problem.into()))?;
        for parameter in &PARAMETERS {
            let value = (parameter.get)(&population.neuron);
            if !is_usable(value) {
                let accepted = "a parameter of at most 1e15 in its unit";
                return Err(error("neuron", Problem::OutOfRange { value, accepted }));
            }
        }
        initial(population).map_err(|problem| error("initial", problem))?;
        first.push(first[number] + population.size as u32);
    }
    Ok(first)
}

fn initial(population: &Population) -> Result<(), Problem> {
    let state = &population.initial;
    let v = state.v.unwrap_or(population.neuron.e_l);
    if !(is_usable(v) && v <= population.neuron.v_peak) {
        let accepted =
            "a membrane potential in mV that does not exceed the spike detection level Vs";
        return Err(Problem::OutOfRange { value: v, accepted });
    }
    if !is_usable(state.w) {
        let accepted = "an adaptation current in pA of at most 1e15 in magnitude";
        return Err(Problem::OutOfRange {
            value: state.w,
            accepted,
        });
    }
    for value in [state.g_ex, state.g_in] {
        if !(is_usable(value) && value >= 0.0) {
            let accepted = "a conductance in nS from 0 to 1e15";
            return Err(Problem::OutOfRange { value, accepted });
        }
    }
    Ok(())
}

fn noise(noise: &Noise, neurons: usize) -> Check {
    let error = |problem| Err(refuse(Item::Simulation, "noise", problem));
    let Noise::Recorded(normals) = noise else {
        return Ok(());
    };
    if normals.ncols() != neurons {
        let found = normals.ncols();
        return error(Problem::NoiseColumns { found, neurons });
    }
    match normals.indexed_iter().find(|(_, z)| !is_usable(**z)) {
        Some(((step, neuron), &value)) => error(Problem::NoiseValue {
            step,
            neuron,
            value,
        }),
        None => Ok(()),
    }
}

/// A slice must name a population and lie in it; it may be empty only where nothing is left to do.
pub(crate) fn slice(populations: &[Population], slice: &Slice) -> Result<(), Problem> {
    let Some(population) = populations.get(slice.population) else {
        return Err(Problem::NoSuchPopulation {
            number: slice.population,
            populations: populations.len(),
        });
    };
    let range = &slice.neurons;
    if range.start > range.end || range.end > population.size {
        return Err(Problem::SliceOutside {
            range: range.clone(),
            size: population.size,
        });
    }
    Ok(())
}

fn current(d: &NetworkDescription, number: usize, input: &CurrentInput) -> Check {
    let error = |key, problem| refuse(Item::Current(number), key, problem);
    slice(&d.populations, &input.target).map_err(|problem| error("target", problem))?;
    let (times, values) = (input.times.len(), input.values.len());
    if times != values || times == 0 {
        return Err(error("current", Problem::TimesAndValues { times, values }));
    }
    if let Some(&value) = input.times.iter().find(|t| !(t.is_finite() && **t >= 0.0)) {
        let accepted = "a time of 0 ms or more";
        return Err(error(
            "current.times",
            Problem::OutOfRange { value, accepted },
        ));
    }
    if let Some(pair) = input.times.windows(2).find(|pair| pair[0] >= pair[1]) {
        let (before, after) = (pair[0], pair[1]);
        return Err(error(
            "current.times",
            Problem::TimesNotAscending { before, after },
        ));
    }
    if let Some(&value) = input.values.iter().find(|value| !is_usable(**value)) {
        let accepted = "a current in pA of at most 1e15 in magnitude";
        return Err(error("current", Problem::OutOfRange { value, accepted }));
    }
    Ok(())
}

fn arrivals(d: &NetworkDescription, number: usize, input: &ArrivalInput) -> Check {
    let error = |key, problem| refuse(Item::Arrivals(number), key, problem);
    let Some(population) = d.populations.get(input.population) else {
        let (number, populations) = (input.population, d.populations.len());
        return Err(error(
            "population",
            Problem::NoSuchPopulation {
                number,
                populations,
            },
        ));
    };
    if !(is_usable(input.weight) && input.weight >= 0.0) {
        let accepted = "a weight in nS that is not negative, at most 1e15";
        return Err(error(
            "weight",
            Problem::OutOfRange {
                value: input.weight,
                accepted,
            },
        ));
    }
    let size = population.size;
    match input
        .events
        .iter()
        .find(|event| event.neuron as usize >= size)
    {
        Some(&event) => {
            let neuron = event.neuron;
            Err(error("events", Problem::NoSuchNeuron { neuron, size }))
        }
        None => Ok(()),
    }
}
