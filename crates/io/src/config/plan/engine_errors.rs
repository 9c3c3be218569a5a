//! From the engine's places to keys of a description.

mod blame;

use crate::config::document::{Document, KeyPath};
use crate::config::error::ConfigProblem;
use crate::config::spec::{CellsSpec, InputKindSpec, NetworkSpec};
use adexnet_engine::{Item, NetworkError, Place, Problem};

/// The key that an error of the engine is about, and the problem in terms of a description.
pub(super) fn locate(
    error: NetworkError,
    spec: &NetworkSpec,
    document: &Document,
) -> (KeyPath, ConfigProblem) {
    let path = path(&error.place, spec);
    match *error.problem {
        Problem::Parameter(problem) => {
            let (path, symbol) = blame::parameter(path, &problem, spec);
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
            let (path, _) = blame::parameter(path, &problem, spec);
            (path, Problem::ParameterOf { neuron, problem }.into())
        }
        Problem::DuplicateName => (path, ConfigProblem::DuplicateName),
        problem => {
            let path = blame::value(path, &error.place, &problem, spec);
            let problem = in_words(problem, spec, document.is_single(&path));
            (path, problem)
        }
    }
}

/// A problem in terms of a description, whose place repeats the value if it is a single one.
fn in_words(problem: Problem, spec: &NetworkSpec, is_single: bool) -> ConfigProblem {
    match problem {
        Problem::OutOfRange { accepted, .. } if is_single => {
            let accepted = accepted.to_owned();
            ConfigProblem::OutOfRange { accepted }
        }
        Problem::NoSuchNeuron { neuron, size } => ConfigProblem::Value(format!(
            "there is no cell {neuron}; the population has {size}, counted from 0"
        )),
        Problem::NoPositions { population } => {
            let named = spec.population.get(population);
            let name = named.map_or("", |population| population.name.as_str());
            ConfigProblem::Value(format!(
                "distances need positions, and population {name:?} has none; write positions = {{ grid = \
                 [10, 10], spacing = \"50 um\" }} there"
            ))
        }
        problem => problem.into(),
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
            let cells = spec.population.get(number).map(|source| &source.cells);
            let path = KeyPath::of("population").at(number);
            match (cells, key) {
                (Some(CellsSpec::Poisson(_)), "rate") => path.then("poisson.rate"),
                _ => path.then(key),
            }
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
