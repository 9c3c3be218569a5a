//! The one place where descriptions are checked.

mod input;
mod population;
mod positions;
mod projection;

use super::{
    Generator, Item, Model, Network, NetworkDescription, NetworkError, Neurons, Noise, Place,
    Population, Problem, Receptor, Slice, TimeStep,
};
use std::collections::BTreeSet;

type Check = Result<(), NetworkError>;

/// What is wrong: the key within an item, and the problem.
type Wrong = (&'static str, Problem);

/// Largest magnitude of a number in a description: it and its products stay finite in single
/// precision too.
const LARGEST: f64 = 1e15;

/// Whether a number can be computed with in either precision.
fn is_usable(value: f64) -> bool {
    value.abs() <= LARGEST
}

pub(super) fn network(mut description: NetworkDescription) -> Result<Network, NetworkError> {
    simulation(&description)?;
    let (first, noisy) = population::check_all(&mut description)?;
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
    for (number, input) in description.inputs.iter().enumerate() {
        let wrong = |(key, problem)| refuse(Item::Input(number), key, problem);
        input::check(&description, input).map_err(wrong)?;
    }
    Ok(Network {
        time_step: TimeStep::from_ms(description.dt),
        description,
        first,
        noisy,
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
    let size = population.size;
    match &slice.neurons {
        Neurons::Range(range) if range.start > range.end || range.end > size => {
            let range = range.clone();
            Err(Problem::SliceOutside { range, size })
        }
        Neurons::Range(_) => Ok(()),
        Neurons::List(list) => listed(list, size),
    }
}

fn listed(list: &[u32], size: usize) -> Result<(), Problem> {
    if let Some(pair) = list.windows(2).find(|pair| pair[0] >= pair[1]) {
        let (before, after) = (pair[0], pair[1]);
        return Err(Problem::ListNotAscending { before, after });
    }
    match list.last() {
        Some(&neuron) if neuron as usize >= size => Err(Problem::ListOutside { neuron, size }),
        _ => Ok(()),
    }
}

/// What is wrong with a receptor of the neurons of a population, if anything is.
fn no_receptor(population: &Population, receptor: Receptor) -> Option<Problem> {
    let receptors = population.model().map_or(&[][..], Model::receptors);
    (receptor.index() >= receptors.len()).then(|| Problem::NoSuchReceptor {
        number: receptor.index(),
        population: population.name.clone(),
        known: receptors.iter().map(|receptor| receptor.name).collect(),
    })
}

#[cfg(test)]
mod tests;
