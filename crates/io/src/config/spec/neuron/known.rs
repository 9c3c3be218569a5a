//! The models that descriptions know: their presets, parameters and variables.

use adexnet_engine::Model;
use adexnet_model::neuron::Variable;
use adexnet_model::presets::{AnyParameters, AnyPreset, MODELS, default_preset, preset, presets};
use serde::de;
use std::sync::LazyLock;

/// A model, with the parameters of its default preset.
pub(super) struct KnownModel {
    pub(super) base: Model,
    /// Name of its default preset.
    pub(super) preset: &'static str,
    /// The keys of a neuron's table.
    pub(super) keys: Vec<&'static str>,
}

static KNOWN: LazyLock<Vec<KnownModel>> = LazyLock::new(|| {
    let presets = MODELS.iter().filter_map(|name| default_preset(name));
    presets.map(|preset| KnownModel::new(&preset)).collect()
});

static PRESET_NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| presets().map(|preset| preset.name).collect());

impl KnownModel {
    fn new(preset: &AnyPreset) -> Self {
        let base = model(preset.parameters);
        let symbols: Vec<_> = base.parameters().iter().map(|known| known.symbol).collect();
        let shared = base.shared().iter().map(|(shared, _)| *shared);
        let keys = ["preset", "model"].into_iter().chain(symbols).chain(shared);
        Self {
            keys: keys.collect(),
            preset: preset.name,
            base,
        }
    }

    /// The model of this name.
    pub(super) fn find<E: de::Error>(name: &str) -> Result<&'static Self, E> {
        let mut known = KNOWN.iter();
        known
            .find(|known| known.base.name() == name)
            .ok_or_else(|| E::unknown_variant(name, &MODELS))
    }

    /// The model of neurons whose table names none.
    pub(super) fn default() -> &'static Self {
        &KNOWN[0]
    }
}

/// The same model with the parameters of its default preset.
pub(super) fn base(model: &Model) -> &'static Model {
    let mut bases = KNOWN.iter().map(|known| &known.base);
    bases
        .find(|base| base.name() == model.name())
        .expect("every model has a default preset")
}

/// The preset of this name.
pub(super) fn find_preset<E: de::Error>(name: &str) -> Result<AnyPreset, E> {
    preset(name).ok_or_else(|| E::unknown_variant(name, &PRESET_NAMES))
}

/// A model with these parameters.
pub(super) fn model(parameters: AnyParameters) -> Model {
    match parameters {
        AnyParameters::Adex(parameters) => Model::new(parameters.clone()),
        AnyParameters::Lif(parameters) => Model::new(parameters.clone()),
        AnyParameters::Izhikevich(parameters) => Model::new(parameters.clone()),
    }
}

/// The state variables of all models, each once. A symbol means the same in all models that have it.
static VARIABLES: LazyLock<Vec<Variable>> = LazyLock::new(|| {
    let mut variables: Vec<Variable> = Vec::new();
    for variable in KNOWN.iter().flat_map(|known| known.base.variables()) {
        if !variables.contains(variable) {
            variables.push(*variable);
        }
    }
    variables
});

static SYMBOLS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| VARIABLES.iter().map(|variable| variable.symbol).collect());

/// The models and the keys of their tables.
pub(in crate::config::spec) fn known_models()
-> impl Iterator<Item = (&'static Model, &'static [&'static str])> {
    KNOWN.iter().map(|known| (&known.base, &known.keys[..]))
}

/// The state variables of all models.
pub(in crate::config::spec) fn variables() -> &'static [Variable] {
    &VARIABLES
}

/// The state variable of this symbol, which some model has.
pub(in crate::config::spec) fn variable<E: de::Error>(symbol: &str) -> Result<Variable, E> {
    let mut variables = VARIABLES.iter();
    let found = variables.find(|variable| variable.symbol == symbol);
    found
        .copied()
        .ok_or_else(|| E::unknown_field(symbol, &SYMBOLS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, an initial value is read in the unit of another model.
    #[test]
    fn a_symbol_means_the_same_in_all_models() {
        let mut symbols = SYMBOLS.clone();
        symbols.sort_unstable();
        symbols.dedup();
        assert_eq!(symbols.len(), VARIABLES.len());
        assert_eq!(KnownModel::default().base.name(), "adex");
    }
}
