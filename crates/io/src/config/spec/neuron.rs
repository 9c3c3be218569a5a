//! The type of a population's neurons: a preset, a changed preset, or all parameters.

use super::measured::QuantityVisitor;
use adexnet_model::adex::{AdexParameters, PARAMETERS, Preset, preset, presets};
use adexnet_model::neuron::{NeuronModel, Parameter};
use adexnet_model::units::Unit;
use serde::de::{self, DeserializeSeed, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::LazyLock;

/// A neuron type: `"cortical-rs"`, `{ preset = "cortical-rs", b = "20 pA" }` or a table of all
/// parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct NeuronSpec {
    /// The preset that gives the parameters that are not given.
    preset: Option<&'static str>,
    /// Text of the parameters that were given, in the order of [`PARAMETERS`].
    given: [Option<String>; PARAMETERS.len()],
    /// Symbols by which several parameters were given at once.
    shared: Vec<&'static str>,
    parameters: AdexParameters,
}

impl NeuronSpec {
    /// A neuron type with all its parameters given.
    #[must_use]
    pub fn complete(parameters: &AdexParameters) -> Self {
        Self {
            preset: None,
            given: PARAMETERS
                .each_ref()
                .map(|parameter| Some(parameter.unit.format((parameter.get)(parameters)))),
            shared: Vec::new(),
            parameters: parameters.clone(),
        }
    }

    /// The parameters; whether they make sense is not checked.
    pub fn parameters(&self) -> &AdexParameters {
        &self.parameters
    }

    /// The key by which the parameter of this symbol was given itself, not by a preset.
    pub fn key_of(&self, symbol: &'static str) -> Option<&'static str> {
        let mut given = PARAMETERS.iter().zip(&self.given);
        given.find(|(parameter, text)| parameter.symbol == symbol && text.is_some())?;
        let is_meant = |(_, symbols): &&(_, &[&str])| symbols.contains(&symbol);
        let shared = AdexParameters::SHARED.iter().filter(is_meant);
        let mut shared = shared.map(|(shared, _)| *shared);
        let by_shared = shared.find(|shared| self.shared.contains(shared));
        Some(by_shared.unwrap_or(symbol))
    }

    /// The preset by which it was described.
    pub fn preset(&self) -> Option<&'static str> {
        self.preset
    }
}

/// The keys of a neuron's table.
static KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let symbols = PARAMETERS.iter().map(|parameter| parameter.symbol);
    let shared = AdexParameters::SHARED.iter().map(|(shared, _)| *shared);
    std::iter::once("preset")
        .chain(symbols)
        .chain(shared)
        .collect()
});

/// The names of all presets.
static PRESET_NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| presets().iter().map(|preset| preset.name).collect());

fn find_preset<E: de::Error>(name: &str) -> Result<&'static Preset, E> {
    preset(name).ok_or_else(|| E::unknown_variant(name, &PRESET_NAMES))
}

impl Serialize for NeuronSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(preset) = self.preset {
            map.serialize_entry("preset", preset)?;
        }
        for (parameter, text) in PARAMETERS.iter().zip(&self.given) {
            if let Some(text) = text {
                map.serialize_entry(parameter.symbol, text)?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for NeuronSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NeuronVisitor)
    }
}

struct NeuronVisitor;

impl<'de> Visitor<'de> for NeuronVisitor {
    type Value = NeuronSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a preset, or a table of parameters")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<NeuronSpec, E> {
        let preset = find_preset(name)?;
        Ok(NeuronSpec {
            preset: Some(preset.name),
            given: Default::default(),
            shared: Vec::new(),
            parameters: preset.parameters.clone(),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NeuronSpec, A::Error> {
        let mut base = None;
        let mut given: [Option<(String, f64)>; PARAMETERS.len()] = Default::default();
        let mut shared = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == "preset" {
                base = Some(map.next_value::<PresetName>()?.0);
                continue;
            }
            let parameters = Parameter::<AdexParameters>::find(&key)
                .map_err(|_| de::Error::unknown_field(&key, &KEYS))?;
            let value = map.next_value_seed(ParameterSeed(parameters[0].unit))?;
            let by_key = AdexParameters::SHARED.iter().find(|(name, _)| *name == key);
            shared.extend(by_key.map(|(name, _)| *name));
            for (parameter, slot) in PARAMETERS.iter().zip(&mut given) {
                let is_meant = parameters
                    .iter()
                    .any(|meant| meant.symbol == parameter.symbol);
                // A parameter by its own name wins over one that stands for several.
                if is_meant && (by_key.is_none() || slot.is_none()) {
                    *slot = Some(value.clone());
                }
            }
        }
        // Without a preset all parameters must be given, so it does not matter whose are replaced.
        let mut parameters = base.unwrap_or(&presets()[0]).parameters.clone();
        for (parameter, value) in PARAMETERS.iter().zip(&given) {
            match value {
                Some((_, value)) => (parameter.set)(&mut parameters, *value),
                None if base.is_none() => {
                    return Err(de::Error::missing_field(parameter.symbol));
                }
                None => {}
            }
        }
        Ok(NeuronSpec {
            preset: base.map(|preset| preset.name),
            given: given.map(|value| value.map(|(text, _)| text)),
            shared,
            parameters,
        })
    }
}

/// The name of a preset, looked up where an error still knows its place.
struct PresetName(&'static Preset);

impl<'de> Deserialize<'de> for PresetName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        find_preset(&name).map(Self)
    }
}

/// Reads the value of a parameter.
struct ParameterSeed(Unit);

impl<'de> DeserializeSeed<'de> for ParameterSeed {
    type Value = (String, f64);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(QuantityVisitor(self.0))
    }
}
