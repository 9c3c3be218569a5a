//! An injected current: constant, in steps, a sine, or sampled.

use super::measured::QuantityVisitor;
use super::schema::Number;
use super::{Current, FileSpec, FileUnit, Frequency, PicoAmpere, Time, UnitIn};
use adexnet_model::units::Unit;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// An injected current, the same for all neurons but for samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum CurrentSpec {
    /// `"200 pA"`: the same at all times.
    Constant(Current),
    /// `{ times = ["0 s", "1 s"], values = ["0 pA", "200 pA"] }`: from each time on the value of the
    /// same position; 0 before the first.
    Steps {
        /// Times of change.
        times: Vec<Time>,
        /// Currents from these times on.
        values: Vec<Current>,
    },
    /// `{ sine = { amplitude = "50 pA", frequency = "8 Hz" } }`.
    Sine {
        /// The sine.
        sine: SineSpec,
    },
    /// `{ file = "samples.npy", every = "1 ms", unit = "pA" }`.
    Sampled(SampledSpec),
}

/// offset + amplitude sin(2 π frequency t + phase).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { amplitude = \"50 pA\", frequency = \"8 Hz\" }"
)]
pub struct SineSpec {
    /// Amplitude.
    pub amplitude: Current,
    /// Frequency.
    pub frequency: Frequency,
    /// Phase at t = 0, in rad; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Number>")]
    pub phase: Option<f64>,
    /// Mean; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<Current>,
}

/// Samples, each of which holds from the first step on that begins in its interval; the last one
/// holds on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampledSpec {
    /// An npy array \[sample\], for all neurons, or \[sample, neuron\].
    #[serde(flatten)]
    pub file: FileSpec,
    /// Interval, at least a step.
    pub every: Time,
    /// The unit of the samples.
    pub unit: FileUnit,
}

/// The keys of all tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    times: Option<Vec<Time>>,
    values: Option<Vec<Current>>,
    sine: Option<SineSpec>,
    file: Option<String>,
    sha256: Option<String>,
    every: Option<Time>,
    unit: Option<UnitIn<PicoAmpere>>,
}

impl Table {
    fn current<E: de::Error>(self) -> Result<CurrentSpec, E> {
        const FORMS: &str = "these keys do not make a current; expected is { times = [\"0 s\"], values = \
                             [\"200 pA\"] }, { sine = { amplitude = \"50 pA\", frequency = \"8 Hz\" } } or \
                             { file = \"samples.npy\", every = \"1 ms\", unit = \"pA\" }";
        let is_file = self.file.is_some();
        let has_none =
            !(is_file || self.sha256.is_some()) && self.every.is_none() && self.unit.is_none();
        match (self.times, self.values, self.sine) {
            (Some(times), Some(values), None) if has_none => {
                Ok(CurrentSpec::Steps { times, values })
            }
            (None, None, Some(sine)) if has_none => Ok(CurrentSpec::Sine { sine }),
            (None, None, None) => match (self.file, self.every, self.unit) {
                (Some(file), Some(every), Some(unit)) => {
                    let sha256 = self.sha256;
                    Ok(CurrentSpec::Sampled(SampledSpec {
                        file: FileSpec { file, sha256 },
                        every,
                        unit: unit.into(),
                    }))
                }
                _ => Err(E::custom(FORMS)),
            },
            _ => Err(E::custom(FORMS)),
        }
    }
}

impl<'de> Deserialize<'de> for CurrentSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CurrentVisitor)
    }
}

struct CurrentVisitor;

impl<'de> Visitor<'de> for CurrentVisitor {
    type Value = CurrentSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a current such as \"200 pA\", or a table of times and values, a sine or a file",
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<CurrentSpec, E> {
        Current::deserialize(de::value::StrDeserializer::new(text)).map(CurrentSpec::Constant)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<CurrentSpec, E> {
        Err(QuantityVisitor(Unit::PA).bare(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<CurrentSpec, E> {
        Err(QuantityVisitor(Unit::PA).bare(number))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<CurrentSpec, A::Error> {
        Table::deserialize(MapAccessDeserializer::new(map))?.current()
    }
}
