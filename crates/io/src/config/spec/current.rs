//! An injected current: constant, or in steps.

use super::measured::QuantityVisitor;
use super::{Current, Time};
use adexnet_model::units::Unit;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// An injected current: `"200 pA"` or `{ times = ["0 s", "1 s"], values = ["0 pA", "200 pA"] }`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum CurrentSpec {
    /// The same at all times.
    Constant(Current),
    /// From each time on the value of the same position; 0 before the first.
    Steps {
        /// Times of change.
        times: Vec<Time>,
        /// Currents from these times on.
        values: Vec<Current>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Steps {
    times: Vec<Time>,
    values: Vec<Current>,
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
        f.write_str("a current such as \"200 pA\", or a table of times and values")
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
        let Steps { times, values } = Steps::deserialize(MapAccessDeserializer::new(map))?;
        Ok(CurrentSpec::Steps { times, values })
    }
}
