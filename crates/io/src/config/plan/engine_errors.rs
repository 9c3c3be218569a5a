//! From the engine's places to keys of a description.
//!
//! The one idea to know: the engine names a part of the network and a key; among the values that the
//! description gives there, the one to blame is found again by the number that the problem names.

use crate::config::document::{Document, KeyPath};
use crate::config::error::ConfigProblem;
use crate::config::spec::{CellsSpec, InputKindSpec, NetworkSpec, SpikesSpec, Time};
use adexnet_engine::{Item, NetworkError, Place, Problem};
use adexnet_model::neuron::ParameterError;

/// The key that an error of the engine is about, and the problem in terms of a description.
pub(super) fn locate(
    error: NetworkError,
    spec: &NetworkSpec,
    document: &Document,
) -> (KeyPath, ConfigProblem) {
    let path = path(&error.place, spec);
    match *error.problem {
        Problem::Parameter(problem) => {
            let (path, symbol) = blamed_parameter(path, &problem, spec);
            let message = problem.to_string();
            // The place of the error says "Vr = ..." already.
            let reason = match message.split_once(": ") {
                Some((beginning, reason))
                    if symbol.is_some_and(|s| beginning.starts_with(&format!("{s} = "))) =>
                {
                    reason.to_owned()
                }
                _ => message,
            };
            (path, ConfigProblem::Value(reason))
        }
        Problem::ParameterOf { neuron, problem } => {
            let (path, _) = blamed_parameter(path, &problem, spec);
            (path, Problem::ParameterOf { neuron, problem }.into())
        }
        Problem::DuplicateName => (path, ConfigProblem::DuplicateName),
        problem => {
            let path = blamed_value(path, &error.place, &problem, spec);
            match problem {
                // A single value is repeated by the place of the error; of several one must be named.
                Problem::OutOfRange { accepted, .. } if document.is_single(&path) => {
                    let accepted = accepted.to_owned();
                    (path, ConfigProblem::OutOfRange { accepted })
                }
                Problem::NoSuchNeuron { neuron, size } => {
                    let message = format!(
                        "there is no cell {neuron}; the population has {size}, counted from 0"
                    );
                    (path, ConfigProblem::Value(message))
                }
                problem => (path, problem.into()),
            }
        }
    }
}

/// The key of a place.
fn path(place: &Place, spec: &NetworkSpec) -> KeyPath {
    let key = place.key;
    match place.item {
        Item::Simulation if key == "population" => KeyPath::of(key),
        // Only recorded noise can be wrong.
        Item::Simulation if key == "noise" => KeyPath::of("simulation.noise.recorded"),
        Item::Simulation => KeyPath::of("simulation").then(key),
        Item::Population(number, _) => {
            let is_source = |number: usize| {
                let population = spec.population.get(number);
                population.is_some_and(|source| matches!(source.cells, CellsSpec::Poisson(_)))
            };
            let path = KeyPath::of("population").at(number);
            if is_source(number) && key == "rate" {
                return path.then("poisson.rate");
            }
            path.then(key)
        }
        Item::Projection(number, _) => KeyPath::of("projection").at(number).then(key),
        Item::Input(number) => {
            let kind = spec.input.get(number).map(|input| &input.kind);
            let path = KeyPath::of("input").at(number);
            match (kind, key) {
                (_, "target") => path.then(key),
                (Some(InputKindSpec::Poisson(_)), key) => path.then("poisson").then(key),
                (Some(InputKindSpec::Fluctuations(_)), key) => path.then("fluctuations").then(key),
                (_, "current.samples") => path.then("current.file"),
                (_, "current.frequency") => path.then("current.sine.frequency"),
                (_, "current.phase") => path.then("current.sine.phase"),
                _ => path.then(key),
            }
        }
        Item::RateRecording(number, _) => KeyPath::of("record.rate").at(number).then(key),
        Item::Recording(number, _) => KeyPath::of("record.state").at(number).then(key),
    }
}

/// The value to blame among those of a population, where that can be told: the first that has the
/// number that the problem names.
fn blamed_value(path: KeyPath, place: &Place, problem: &Problem, spec: &NetworkSpec) -> KeyPath {
    let Item::Population(number, _) = place.item else {
        return path;
    };
    match (
        spec.population
            .get(number)
            .map(|population| &population.cells),
        problem,
    ) {
        (Some(CellsSpec::Neurons(neurons)), &Problem::OutOfRange { value, .. }) => {
            let parameters = neurons.neuron.given();
            let initial = neurons.initial.iter();
            let initial = initial.map(|(variable, values)| (variable.symbol, values));
            let mut given: Vec<_> = match place.key {
                "neuron" => parameters.collect(),
                "initial" => initial.collect(),
                _ => return path,
            };
            given.retain(|(_, values)| values.mentions(value));
            given
                .first()
                .map_or(path.clone(), |(key, _)| path.then(key))
        }
        (Some(CellsSpec::Spikes(SpikesSpec::File(_))), _) if place.key == "spikes" => {
            path.then("file")
        }
        (Some(CellsSpec::Spikes(SpikesSpec::Listed { times, cells })), problem) => {
            let index = match *problem {
                Problem::NoSuchNeuron { neuron, .. } => {
                    let index = cells.iter().position(|&cell| cell == neuron);
                    index.map(|index| path.then("cells").at(index))
                }
                Problem::OutOfRange { value, .. } => {
                    let index = times.iter().map(Time::value).position(|time| time == value);
                    index.map(|index| path.then("times").at(index))
                }
                _ => None,
            };
            index.unwrap_or(path)
        }
        _ => path,
    }
}

/// The key of the parameter that is to blame, and its symbol: among those of which the error speaks the
/// first that the description gives. `neuron` is the key of the neuron.
fn blamed_parameter(
    neuron: KeyPath,
    error: &ParameterError,
    spec: &NetworkSpec,
) -> (KeyPath, Option<&'static str>) {
    let population = neuron
        .first_index()
        .and_then(|number| spec.population.get(number));
    let given = |symbol: &'static str| match (symbol, population.map(|p| &p.cells)) {
        ("dt", _) => spec.simulation.dt.is_some().then_some("dt"),
        (symbol, Some(CellsSpec::Neurons(neurons))) => neurons.neuron.key_of(symbol),
        _ => None,
    };
    let symbols = error.symbols().into_iter();
    let mut blamed = symbols.filter_map(|symbol| given(symbol).map(|key| (symbol, key)));
    match blamed.next() {
        None => (neuron, None),
        Some((_, "dt")) => (KeyPath::of("simulation.dt"), Some("dt")),
        Some((symbol, key)) => (neuron.then(key), Some(symbol)),
    }
}
