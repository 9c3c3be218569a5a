//! Files that a description names, and the units of the numbers in them.

use super::measured::{MeasuredIn, reason};
use adexnet_model::units::{Quantity, Unit, shift_decimal};
use serde::de::{self, DeserializeSeed};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;

/// A file beside the description, and what must be in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSpec {
    /// Its path, relative to the description.
    pub file: String,
    /// The SHA-256 that it must have, if given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// The unit of the numbers in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileUnit {
    text: String,
    /// One of it in the unit of its place.
    factor: f64,
}

impl FileUnit {
    /// The unit as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of units of this place. Powers of ten move the decimal point, so that a number means
    /// its decimal digits, as it does when it is typed.
    pub(in crate::config) fn convert(&self, number: f64) -> f64 {
        let decades = self.factor.log10().round() as i32;
        if self.factor == 1.0 {
            number
        } else if shift_decimal(1.0, decades) == self.factor {
            shift_decimal(number, decades)
        } else {
            number * self.factor
        }
    }
}

/// As typed for human readers, else one of it in the unit of its place.
impl Serialize for FileUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.text)
        } else {
            serializer.serialize_f64(self.factor)
        }
    }
}

/// Reads a [`FileUnit`] of the dimension of this unit, which is that of its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitSeed(pub(super) Unit);

impl<'de> DeserializeSeed<'de> for UnitSeed {
    type Value = FileUnit;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FileUnit, D::Error> {
        let text = String::deserialize(deserializer)?;
        let one = format!("1 {text}");
        let factor = Quantity::parse(&one).and_then(|one| one.value_in(&self.0));
        match factor {
            Ok(factor) => Ok(FileUnit { text, factor }),
            Err(error) => Err(de::Error::custom(reason(&error, &one))),
        }
    }
}

/// A [`FileUnit`] of the dimension of `U`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UnitIn<U> {
    unit: FileUnit,
    of: PhantomData<U>,
}

impl<U> From<UnitIn<U>> for FileUnit {
    fn from(unit: UnitIn<U>) -> Self {
        unit.unit
    }
}

impl<'de, U: MeasuredIn> Deserialize<'de> for UnitIn<U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let unit = UnitSeed(U::UNIT).deserialize(deserializer)?;
        let of = PhantomData;
        Ok(Self { unit, of })
    }
}
