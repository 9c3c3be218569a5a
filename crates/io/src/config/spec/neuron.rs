//! The type of a population's neurons: a preset, a changed preset, or all parameters of a model.
//!
//! The one idea to know: which parameters there are, and in which units, is for the model to say. So the
//! keys `preset` and `model` of a neuron's table are read first, wherever they stand.

mod known;
mod reading;

pub(super) use known::{known_models, variable, variables};

use super::ValuesSpec;
use super::measured::Amount;
use adexnet_engine::{Model, ParameterValue};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A neuron type: `"cortical-rs"`, `{ preset = "cortical-rs", b = "20 pA" }`, or a table of a model and
/// all its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct NeuronSpec {
    /// The preset that gives the parameters that are not given.
    preset: Option<&'static str>,
    /// What was given, by the keys that were typed, in the order of the model's parameters.
    given: Vec<(&'static str, ValuesSpec)>,
    /// The model with the parameters that are the same for all neurons.
    model: Model,
}

impl NeuronSpec {
    fn new(
        preset: Option<&'static str>,
        base: &Model,
        given: Vec<(&'static str, ValuesSpec)>,
    ) -> Self {
        let mut neuron = Self {
            preset,
            given,
            model: base.clone(),
        };
        for parameter in base.parameters() {
            let value = neuron.given_for(parameter.symbol);
            if let Some(value) = value.and_then(|(_, values)| values.constant()) {
                let model = neuron.model.with(parameter.symbol, value.value());
                neuron.model = model.expect("a model has its own parameters");
            }
        }
        neuron
    }

    /// The model, with the parameters that all neurons share; whether they make sense is not checked.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The preset by which it was described.
    pub fn preset(&self) -> Option<&'static str> {
        self.preset
    }

    /// What was given itself, not by a preset, with the keys that were typed.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &ValuesSpec)> {
        self.given.iter().map(|(key, values)| (*key, values))
    }

    /// The key by which the parameter of this symbol was given itself, not by a preset.
    pub fn key_of(&self, symbol: &str) -> Option<&'static str> {
        self.given_for(symbol).map(|(key, _)| key)
    }

    /// The parameters that may differ from neuron to neuron: the key that was typed, the symbols under
    /// which the engine takes the values, and the values.
    pub(in crate::config) fn individual(&self) -> Vec<(&'static str, Vec<&str>, &ValuesSpec)> {
        let varying = self
            .given()
            .filter(|(_, values)| values.constant().is_none());
        varying
            .map(|(key, values)| {
                let members = self.members(key);
                let own = members.iter().copied();
                let own: Vec<&str> = own
                    .filter(|symbol| self.key_of(symbol) == Some(key))
                    .collect();
                // A symbol that stands for several gives them the same value in each neuron.
                let symbols = if own == members { vec![key] } else { own };
                (key, symbols, values)
            })
            .collect()
    }

    pub(in crate::config) fn given_mut(
        &mut self,
    ) -> impl Iterator<Item = (&'static str, &mut ValuesSpec)> {
        self.given.iter_mut().map(|(key, values)| (*key, values))
    }

    /// The same neuron type with nothing left to a preset.
    pub(in crate::config) fn complete(&self) -> Self {
        let mut given: Vec<(&'static str, ValuesSpec)> = Vec::new();
        for parameter in self.model.parameters() {
            let own = self.given_for(parameter.symbol);
            let (key, values) = own.map_or_else(
                || {
                    let amount = Amount::new(parameter.value, parameter.unit);
                    let key = self.common_key(&parameter).unwrap_or(parameter.symbol);
                    (key, ValuesSpec::Constant(amount))
                },
                |(key, values)| (key, values.clone()),
            );
            if given.iter().all(|(other, _)| *other != key) {
                given.push((key, values));
            }
        }
        // As a table without a preset is read.
        Self::new(None, known::base(&self.model), given)
    }

    /// The symbol that stands for this parameter and others, if none of them was given and all are equal.
    fn common_key(&self, parameter: &ParameterValue) -> Option<&'static str> {
        let is_equal = |symbol: &&str| {
            self.key_of(symbol).is_none() && self.model.get(symbol) == Ok(parameter.value)
        };
        let shared = self.model.shared().iter();
        let mut shared = shared.filter(|(_, symbols)| symbols.contains(&parameter.symbol));
        let (key, _) = shared.find(|(_, symbols)| symbols.iter().all(is_equal))?;
        Some(key)
    }

    /// What was given for the parameter of this symbol: by its own key, which wins, or by one that
    /// stands for several.
    fn given_for(&self, symbol: &str) -> Option<(&'static str, &ValuesSpec)> {
        let own = self.given().find(|(key, _)| *key == symbol);
        own.or_else(|| {
            let mut given = self.given();
            given.find(|(key, _)| self.members(key).contains(&symbol))
        })
    }

    /// The symbols of the parameters for which a key stands.
    fn members(&self, key: &'static str) -> Vec<&'static str> {
        let mut shared = self.model.shared().iter();
        match shared.find(|(shared, _)| *shared == key) {
            Some((_, symbols)) => symbols.to_vec(),
            None => vec![key],
        }
    }
}

impl Serialize for NeuronSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.preset {
            Some(preset) => map.serialize_entry("preset", preset)?,
            None => map.serialize_entry("model", self.model.name())?,
        }
        for (key, values) in &self.given {
            map.serialize_entry(key, values)?;
        }
        map.end()
    }
}
