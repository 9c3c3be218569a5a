//! A rate: constant, or in steps.

use super::measured::QuantityVisitor;
use super::{Frequency, Time};
use adexnet_model::units::Unit;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A rate: `"10 Hz"` or `{ times = ["0 s", "1 s"], values = ["0 Hz", "10 Hz"] }`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum RateSpec {
    /// The same at all times.
    Constant(Frequency),
    /// From each time on the value of the same position; 0 before the first.
    Steps(RateSteps),
}

/// Times of change and the rates from then on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateSteps {
    /// Times of change.
    pub times: Vec<Time>,
    /// Rates from these times on.
    pub values: Vec<Frequency>,
}

impl<'de> Deserialize<'de> for RateSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RateVisitor)
    }
}

struct RateVisitor;

impl<'de> Visitor<'de> for RateVisitor {
    type Value = RateSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rate such as \"10 Hz\", or a table of times and values")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RateSpec, E> {
        Frequency::deserialize(de::value::StrDeserializer::new(text)).map(RateSpec::Constant)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<RateSpec, E> {
        Err(QuantityVisitor(Unit::HZ).bare(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<RateSpec, E> {
        Err(QuantityVisitor(Unit::HZ).bare(number))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RateSpec, A::Error> {
        RateSteps::deserialize(MapAccessDeserializer::new(map)).map(RateSpec::Steps)
    }
}
