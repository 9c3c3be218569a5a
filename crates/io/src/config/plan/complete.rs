//! A description with nothing left to a default.

use super::FileRead;
use super::planner::projection_name;
use crate::config::document::{Document, KeyPath};
use crate::config::spec::{
    ConnectSpec, GeneratorSpec, InitialSpec, Measured, MeasuredIn, Name, NetworkSpec, NeuronSpec,
    NoiseSpec, PrecisionSpec, RecordSpec, SimulationSpec, StorageSpec, Time,
};
use adexnet_engine::Network;

/// The first lines of a complete description.
const HEADER: &str = "\
# A complete description of a network, for adexnet: every default and every change of the command
# line is filled in. Running it gives the same results, bit by bit.

";

/// Fills in all that `spec` left to defaults. `network` was made from it, `files` were read for it.
///
/// Values that were given keep the text in which they were given.
pub(super) fn complete(
    spec: &NetworkSpec,
    network: &Network,
    files: &[(KeyPath, FileRead)],
) -> NetworkSpec {
    let description = network.description();
    let dt = Time::new(description.dt);
    let mut complete = spec.clone();
    complete.simulation = SimulationSpec {
        duration: spec.simulation.duration.clone(),
        dt: Some(spec.simulation.dt.clone().unwrap_or_else(|| dt.clone())),
        seed: Some(description.seed),
        rng: Some(spec.simulation.rng.unwrap_or(GeneratorSpec::Chacha8)),
        precision: Some(spec.simulation.precision.unwrap_or(PrecisionSpec::Double)),
        threads: Some(spec.simulation.threads.unwrap_or(0)),
        noise: Some(match &spec.simulation.noise {
            Some(NoiseSpec::Recorded { .. }) => {
                let (path, sha256) = file(files, &KeyPath::of("simulation.noise.recorded"));
                NoiseSpec::Recorded { path, sha256 }
            }
            other => other.clone().unwrap_or(NoiseSpec::White),
        }),
    };
    for population in &mut complete.population {
        let parameters = population.neuron.parameters().clone();
        let given = std::mem::take(&mut population.initial);
        population.initial = InitialSpec {
            v: or_value(given.v, parameters.e_l),
            w: or_value(given.w, 0.0),
            ge: or_value(given.ge, 0.0),
            gi: or_value(given.gi, 0.0),
        };
        population.neuron = NeuronSpec::complete(&parameters);
    }
    for (number, projection) in complete.projection.iter_mut().enumerate() {
        projection.name = Name::new(&projection_name(number, projection));
        projection.delay = or_value(projection.delay.take(), 0.0);
        projection.storage.get_or_insert(StorageSpec::Auto);
        if let Some(autapses) = projection.connect.autapses_mut() {
            autapses.get_or_insert(false);
        }
        if let ConnectSpec::FromMatrix { path, sha256 } = &mut projection.connect {
            let key = KeyPath::of("projection").at(number).then("connect.path");
            (*path, *sha256) = file(files, &key);
        }
    }
    let RecordSpec { spikes, state } = &mut complete.record;
    spikes.get_or_insert(true);
    for recording in state {
        recording.every.get_or_insert_with(|| dt.clone());
    }
    complete
}

fn or_value<U: MeasuredIn>(given: Option<Measured<U>>, value: f64) -> Option<Measured<U>> {
    given.or_else(|| Some(Measured::new(value)))
}

/// Path and SHA-256 of the file that a key named.
fn file(files: &[(KeyPath, FileRead)], key: &KeyPath) -> (String, Option<String>) {
    let (_, file) = files
        .iter()
        .find(|(named_at, _)| named_at == key)
        .expect("a plan is only made of files that were read");
    (file.path.display().to_string(), Some(file.sha256.clone()))
}

/// A complete description as text, with the expressions of the `document` of which it was made.
pub(super) fn to_toml(spec: &NetworkSpec, document: &Document) -> String {
    let body = toml::to_string(spec)
        .expect("names, numbers and texts of a description can be written as TOML");
    format!("{HEADER}{}", document.with_expressions(&body))
}
