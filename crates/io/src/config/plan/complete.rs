//! A description with nothing left to a default.

use super::FileRead;
use super::projection::{has_delays, has_weights, projection_name};
use crate::config::document::{Document, KeyPath};
use crate::config::spec::{
    Amount, CellsSpec, GeneratorSpec, InputKindSpec, Name, NetworkSpec, NeuronsSpec, NoiseSpec,
    PeriodicSpec, PositionsSpec, PrecisionSpec, RecordSpec, SimulationSpec, SpikeRecordSpec,
    StorageSpec, Time, ValuesIn, ValuesSpec,
};
use crate::names::COMPLETE;
use adexnet_engine::Network;

/// The rest of the first lines of a complete description.
const HEADER: &str = ": every default and every change of the command
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
        noise: Some(spec.simulation.noise.clone().unwrap_or(NoiseSpec::White)),
    };
    for population in &mut complete.population {
        if let Some(PositionsSpec::Grid(grid)) = &mut population.positions {
            grid.periodic.get_or_insert(PeriodicSpec::All(false));
        }
        if let CellsSpec::Neurons(neurons) = &mut population.cells {
            complete_neurons(neurons);
        }
    }
    let rules = description.projections.iter().map(|given| &given.rule);
    for (number, (projection, rule)) in complete.projection.iter_mut().zip(rules).enumerate() {
        projection.name = Name::new(&projection_name(number, projection));
        if has_weights(rule) {
            projection.weight.get_or_insert_with(|| ValuesIn::new(1.0));
        }
        if !has_delays(rule) {
            projection.delay.get_or_insert_with(|| ValuesIn::new(0.0));
        }
        for permission in projection.connect.permissions_mut() {
            permission.get_or_insert(false);
        }
        if let Some(plasticity) = &mut projection.plasticity {
            for time in [&mut plasticity.tau_rec, &mut plasticity.tau_facil] {
                time.get_or_insert_with(|| Time::new(0.0));
            }
        }
        projection.storage.get_or_insert(StorageSpec::Auto);
    }
    for input in &mut complete.input {
        if let InputKindSpec::Poisson(poisson) = &mut input.kind {
            poisson.sources.get_or_insert(1);
        }
    }
    let RecordSpec { spikes, state, .. } = &mut complete.record;
    spikes.get_or_insert(SpikeRecordSpec::All(true));
    for recording in state {
        recording.every.get_or_insert_with(|| dt.clone());
    }
    complete.visit_files(&mut |key, path, sha256| {
        let (_, file) = files
            .iter()
            .find(|(named_at, _)| named_at == key)
            .expect("a plan is only made of files that were read");
        *path = file.path.display().to_string();
        *sha256 = Some(file.sha256.clone());
    });
    complete
}

fn complete_neurons(neurons: &mut NeuronsSpec) {
    let model = neurons.neuron.model();
    // Where parameters differ, so do the states of rest, which follow from them.
    if neurons.neuron.individual().is_empty() {
        let rest = model.variables().iter().zip(model.rest());
        let given = std::mem::take(&mut neurons.initial.0);
        for (variable, value) in rest {
            let own = given.iter().find(|(other, _)| other == variable);
            let at_rest = || ValuesSpec::Constant(Amount::new(value, variable.unit));
            let values = own.map_or_else(at_rest, |(_, values)| values.clone());
            neurons.initial.0.push((*variable, values));
        }
    }
    neurons.refractory.get_or_insert_with(|| ValuesIn::new(0.0));
    neurons.neuron = neurons.neuron.complete();
}

/// A complete description as text, with the expressions of the `document` of which it was made.
pub(super) fn to_toml(spec: &NetworkSpec, document: &Document) -> String {
    let body = toml::to_string(spec)
        .expect("names, numbers and texts of a description can be written as TOML");
    format!("{COMPLETE}{HEADER}{}", document.with_expressions(&body))
}
