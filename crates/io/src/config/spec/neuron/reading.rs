//! Reading neuron types.

use super::super::values::ValuesSeed;
use super::NeuronSpec;
use super::known::{KnownModel, find_preset, model};
use crate::config::document::NEURON;
use adexnet_model::presets::AnyPreset;
use adexnet_model::units::Unit;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

impl<'de> Deserialize<'de> for NeuronSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NEURON, NeuronVisitor)
    }
}

struct NeuronVisitor;

impl<'de> Visitor<'de> for NeuronVisitor {
    type Value = NeuronSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a preset, or a table of parameters")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<NeuronSpec, D::Error> {
        inner.deserialize_str(self)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<NeuronSpec, E> {
        let preset = find_preset(name)?;
        let base = model(preset.parameters);
        Ok(NeuronSpec::new(Some(preset.name), &base, Vec::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NeuronSpec, A::Error> {
        let mut kind = Kind::default();
        let mut given = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "preset" => kind.preset = Some(map.next_value::<PresetName>()?.0),
                "model" => kind.model = Some(map.next_value::<ModelName>()?.0),
                other => {
                    let known = kind.model()?;
                    let (key, unit) = parameter(known, other)?;
                    given.push((key, map.next_value_seed(ValuesSeed(unit))?));
                }
            }
        }
        let known = kind.model()?;
        given.sort_by_key(|(key, _)| known.keys.iter().position(|known| known == key));
        let (name, base) = match kind.preset {
            Some(preset) => (Some(preset.name), model(preset.parameters)),
            None => (None, known.base.clone()),
        };
        let neuron = NeuronSpec::new(name, &base, given);
        if name.is_none() {
            check_all_given(&neuron, known)?;
        }
        Ok(neuron)
    }
}

/// What a table says of the model.
#[derive(Default)]
struct Kind {
    preset: Option<AnyPreset>,
    model: Option<&'static KnownModel>,
}

impl Kind {
    fn model<E: de::Error>(&self) -> Result<&'static KnownModel, E> {
        let Some(preset) = &self.preset else {
            return Ok(self.model.unwrap_or_else(KnownModel::default));
        };
        match self.model.map(|model| model.base.name()) {
            Some(other) if other != preset.model => Err(E::custom(format!(
                "the preset {:?} is a neuron of the model {:?}, not {other:?}; expected is a preset of \
                 the same model, or no model",
                preset.name, preset.model
            ))),
            _ => KnownModel::find(preset.model),
        }
    }
}

/// The parameter, or the symbol that stands for several, of a key: as the model writes it, and its unit.
fn parameter<E: de::Error>(
    known: &'static KnownModel,
    key: &str,
) -> Result<(&'static str, Unit), E> {
    let unknown = || E::unknown_field(key, &known.keys);
    let mut keys = known.keys.iter();
    let key = keys.find(|known| **known == key).ok_or_else(unknown)?;
    let mut shared = known.base.shared().iter();
    let symbol = match shared.find(|(shared, _)| shared == key) {
        Some((_, symbols)) => symbols[0],
        None => key,
    };
    let parameters = known.base.parameters();
    let mut parameters = parameters.iter();
    let parameter = parameters.find(|parameter| parameter.symbol == symbol);
    parameter
        .map(|parameter| (*key, parameter.unit))
        .ok_or_else(unknown)
}

/// Without a preset, all parameters are given.
fn check_all_given<E: de::Error>(neuron: &NeuronSpec, known: &KnownModel) -> Result<(), E> {
    let parameters = neuron.model.parameters();
    let mut parameters = parameters.iter();
    match parameters.find(|parameter| neuron.key_of(parameter.symbol).is_none()) {
        None => Ok(()),
        Some(missing) => Err(E::custom(format!(
            "the key {:?} is missing; write {} = {:?}, or name a preset that has it: preset = {:?}",
            missing.symbol,
            missing.symbol,
            missing.unit.example(),
            known.preset
        ))),
    }
}

/// The name of a preset, looked up where an error still knows its place.
struct PresetName(AnyPreset);

impl<'de> Deserialize<'de> for PresetName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        find_preset(&name).map(Self)
    }
}

/// The name of a model, likewise.
struct ModelName(&'static KnownModel);

impl<'de> Deserialize<'de> for ModelName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        KnownModel::find(&name).map(Self)
    }
}
