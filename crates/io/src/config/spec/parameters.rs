//! Values with names, for expressions.

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// `[parameters]`: values that expressions use, by name and in the order of the description.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParametersSpec(Vec<(String, ParameterSpec)>);

/// The value of a parameter: that of its expression, if it is one.
///
/// `Display` is the value as it would be typed: `100`, `2 nS`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ParameterSpec {
    /// A whole number.
    Whole(i64),
    /// Any plain number.
    Number(f64),
    /// A quantity with its unit.
    Quantity(String),
}

impl ParametersSpec {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ParameterSpec)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl fmt::Display for ParameterSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Quantity(text) => f.write_str(text),
        }
    }
}

impl Serialize for ParametersSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for ParametersSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TableVisitor)
    }
}

struct TableVisitor;

impl<'de> Visitor<'de> for TableVisitor {
    type Value = ParametersSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table, [parameters]")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ParametersSpec, A::Error> {
        let mut parameters = Vec::new();
        while let Some(entry) = map.next_entry()? {
            parameters.push(entry);
        }
        Ok(ParametersSpec(parameters))
    }
}

impl<'de> Deserialize<'de> for ParameterSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = ParameterSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or a text with a quantity or an expression")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<ParameterSpec, E> {
        Ok(ParameterSpec::Whole(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<ParameterSpec, E> {
        Ok(ParameterSpec::Number(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ParameterSpec, E> {
        Ok(ParameterSpec::Quantity(text.to_owned()))
    }
}
