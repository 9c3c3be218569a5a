//! From the engine's places to keys of a description.

use crate::config::document::KeyPath;
use crate::config::error::ConfigProblem;
use crate::config::spec::NetworkSpec;
use adexnet_engine::{Item, NetworkError, Problem};
use adexnet_model::neuron::ParameterError;

/// The key that an error of the engine is about, and the problem in terms of a description.
pub(super) fn locate(error: NetworkError, spec: &NetworkSpec) -> (KeyPath, ConfigProblem) {
    let key = error.place.key;
    let path = match error.place.item {
        Item::Simulation if key == "population" => KeyPath::of(key),
        // Only recorded noise can be wrong.
        Item::Simulation if key == "noise" => KeyPath::of("simulation.noise.recorded"),
        Item::Simulation => KeyPath::of("simulation").then(key),
        Item::Population(number, _) => KeyPath::of("population").at(number).then(key),
        Item::Projection(number, _) => KeyPath::of("projection").at(number).then(key),
        Item::Input(number) => KeyPath::of("input").at(number).then(key),
        Item::Recording(number, _) => KeyPath::of("record.state").at(number).then(key),
    };
    match *error.problem {
        Problem::Parameter(problem) => parameter(path, &problem, spec),
        Problem::DuplicateName => (path, ConfigProblem::DuplicateName),
        // A single value is repeated by the place of the error; of several one must be named.
        Problem::OutOfRange { accepted, .. } if key != "initial" && key != "current.times" => {
            let accepted = accepted.to_owned();
            (path, ConfigProblem::OutOfRange { accepted })
        }
        problem => (path, ConfigProblem::Network(Box::new(problem))),
    }
}

/// The key of the parameter that is to blame: among those of which the error speaks the first that
/// the description gives. `neuron` is the key of the neuron.
fn parameter(
    neuron: KeyPath,
    error: &ParameterError,
    spec: &NetworkSpec,
) -> (KeyPath, ConfigProblem) {
    let symbols = error.symbols();
    let given = |symbol: &'static str| match symbol {
        "dt" => spec.simulation.dt.is_some().then_some("dt"),
        symbol => neuron
            .first_index()
            .and_then(|population| spec.population.get(population))
            .and_then(|population| population.neuron.key_of(symbol)),
    };
    let message = error.to_string();
    let mut blamed = symbols
        .iter()
        .filter_map(|&symbol| given(symbol).map(|key| (symbol, key)));
    let Some((symbol, key)) = blamed.next() else {
        return (neuron, ConfigProblem::Value(message));
    };
    let path = match key {
        "dt" => KeyPath::of("simulation.dt"),
        _ => neuron.then(key),
    };
    // The place of the error says "Vr = ..." already.
    let reason = match message.split_once(": ") {
        Some((beginning, reason)) if beginning.starts_with(&format!("{symbol} = ")) => {
            reason.to_owned()
        }
        _ => message,
    };
    (path, ConfigProblem::Value(reason))
}
