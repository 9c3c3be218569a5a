//! Which of several values a problem is about: the first that has the number which the problem names.

use crate::config::document::KeyPath;
use crate::config::spec::{
    CellsSpec, Length, NetworkSpec, NeuronsSpec, PositionsSpec, SpikesSpec, Time,
};
use adexnet_engine::{Item, Place, Problem};
use adexnet_model::neuron::ParameterError;

/// The value to blame among those of a population, where that can be told.
pub(super) fn value(
    path: KeyPath,
    place: &Place,
    problem: &Problem,
    spec: &NetworkSpec,
) -> KeyPath {
    let Item::Population(number, _) = place.item else {
        return path;
    };
    let Some(population) = spec.population.get(number) else {
        return path;
    };
    let found = match (place.key, &population.cells, &population.positions) {
        ("positions", _, Some(positions)) => Some(coordinate(&path, positions, problem)),
        ("spikes", CellsSpec::Spikes(spikes), _) => spike(&path, spikes, problem),
        (key, CellsSpec::Neurons(neurons), _) => of_neurons(&path, key, neurons, problem),
        _ => None,
    };
    found.unwrap_or(path)
}

fn of_neurons(
    path: &KeyPath,
    key: &str,
    neurons: &NeuronsSpec,
    problem: &Problem,
) -> Option<KeyPath> {
    let &Problem::OutOfRange { value, .. } = problem else {
        return None;
    };
    let mut parameters = neurons.neuron.given();
    let initial = neurons.initial.iter();
    let mut initial = initial.map(|(variable, values)| (variable.symbol, values));
    let (symbol, _) = match key {
        "neuron" => parameters.find(|(_, values)| values.mentions(value))?,
        "initial" => initial.find(|(_, values)| values.mentions(value))?,
        _ => return None,
    };
    Some(path.then(symbol))
}

fn spike(path: &KeyPath, spikes: &SpikesSpec, problem: &Problem) -> Option<KeyPath> {
    let SpikesSpec::Listed { times, cells } = spikes else {
        return Some(path.then("file"));
    };
    match *problem {
        Problem::NoSuchNeuron { neuron, .. } => {
            let index = cells.iter().position(|&cell| cell == neuron)?;
            Some(path.then("cells").at(index))
        }
        Problem::OutOfRange { value, .. } => {
            let index = times.iter().position(|time| Time::value(time) == value)?;
            Some(path.then("times").at(index))
        }
        _ => None,
    }
}

fn coordinate(path: &KeyPath, positions: &PositionsSpec, problem: &Problem) -> KeyPath {
    let given = match (positions, problem) {
        (PositionsSpec::Grid(_), Problem::PositionsShape { .. }) => return path.then("grid"),
        (PositionsSpec::Grid(_), _) => return path.then("spacing"),
        (PositionsSpec::File(given), _) => given,
    };
    let periods = path.then("periods");
    match *problem {
        Problem::PeriodsShape { .. } => periods,
        Problem::PeriodTooShort { dimension, .. } => periods.at(dimension),
        Problem::OutOfRange { value, .. } => {
            let lengths = given.periods.iter().flatten();
            let mut lengths = lengths.map(|period| period.0.as_ref().map(Length::value));
            let index = lengths.position(|period| period == Some(value));
            index.map_or_else(|| path.then("file"), |index| periods.at(index))
        }
        _ => path.then("file"),
    }
}

/// The key of the parameter that is to blame, and its symbol: among those of which the error speaks the
/// first that the description gives. `neuron` is the key of the neuron.
pub(super) fn parameter(
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
