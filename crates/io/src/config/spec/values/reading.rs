//! Reading values, whose unit is that of their place.

use super::super::file::UnitSeed;
use super::super::measured::{Amount, QuantityVisitor};
use super::super::{FileSpec, FileUnit};
use super::{DrawnSpec, FileValues, ValuesSpec};
use adexnet_model::units::Unit;
use serde::de::{self, DeserializeSeed, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Reads values in a unit.
#[derive(Debug, Clone, Copy)]
pub(in crate::config::spec) struct ValuesSeed(pub(in crate::config::spec) Unit);

impl<'de> DeserializeSeed<'de> for ValuesSeed {
    type Value = ValuesSpec;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ValuesSpec, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValuesSeed {
    type Value = ValuesSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        QuantityVisitor(self.0).expecting(f)?;
        f.write_str(", or a table with a distribution or a file")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<ValuesSpec, E> {
        QuantityVisitor(self.0)
            .visit_str(text)
            .map(ValuesSpec::Constant)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<ValuesSpec, E> {
        Err(QuantityVisitor(self.0).bare(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<ValuesSpec, E> {
        Err(QuantityVisitor(self.0).bare(number))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ValuesSpec, A::Error> {
        Table::read(map, self.0)?.values(self.0)
    }
}

/// The keys of a table of values, and what stands behind them.
#[derive(Default)]
struct Table {
    family: Option<Family>,
    mean: Option<Amount>,
    sd: Option<Amount>,
    low: Option<Amount>,
    high: Option<Amount>,
    file: Option<String>,
    unit: Option<FileUnit>,
    sha256: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Family {
    Uniform,
    Normal,
    Lognormal,
}

const ALL: &[&str] = &[
    "distribution",
    "mean",
    "sd",
    "low",
    "high",
    "file",
    "unit",
    "sha256",
];

impl Table {
    fn read<'de, A: MapAccess<'de>>(mut map: A, unit: Unit) -> Result<Self, A::Error> {
        let mut table = Self::default();
        while let Some(key) = map.next_key::<String>()? {
            let amount = QuantityVisitor(unit);
            match key.as_str() {
                "distribution" => table.family = Some(map.next_value()?),
                "mean" => table.mean = Some(map.next_value_seed(amount)?),
                "sd" => table.sd = Some(map.next_value_seed(amount)?),
                "low" => table.low = Some(map.next_value_seed(amount)?),
                "high" => table.high = Some(map.next_value_seed(amount)?),
                "file" => table.file = Some(map.next_value()?),
                "unit" => table.unit = Some(map.next_value_seed(UnitSeed(unit))?),
                "sha256" => table.sha256 = Some(map.next_value()?),
                other => return Err(de::Error::unknown_field(other, ALL)),
            }
        }
        Ok(table)
    }

    /// Refuses the keys that do not belong to a form.
    fn check<E: de::Error>(&self, known: &'static [&'static str]) -> Result<(), E> {
        let given = [
            self.family.is_some(),
            self.mean.is_some(),
            self.sd.is_some(),
            self.low.is_some(),
            self.high.is_some(),
            self.file.is_some(),
            self.unit.is_some(),
            self.sha256.is_some(),
        ];
        let mut given = ALL.iter().zip(given).filter(|(_, is_given)| *is_given);
        match given.find(|(key, _)| !known.contains(key)) {
            Some((key, _)) => Err(E::unknown_field(key, known)),
            None => Ok(()),
        }
    }

    fn values<E: de::Error>(self, unit: Unit) -> Result<ValuesSpec, E> {
        let missing = |key: &str, example: &str| {
            E::custom(format!(
                "the key {key:?} is missing; write {key} = {example:?}"
            ))
        };
        let needed =
            |amount: Option<Amount>, key| amount.ok_or_else(|| missing(key, unit.example()));
        let Some(family) = self.family else {
            let Some(file) = &self.file else {
                return Err(E::custom(
                    "the key \"distribution\" is missing; write distribution = \"normal\", or file = \
                     \"values.npy\"",
                ));
            };
            self.check(&["file", "unit", "sha256"])?;
            let file = file.clone();
            let unit = self.unit.ok_or_else(|| missing("unit", unit.symbol()))?;
            let sha256 = self.sha256;
            let file = FileSpec { file, sha256 };
            return Ok(ValuesSpec::File(FileValues { file, unit }));
        };
        if matches!(family, Family::Uniform) {
            self.check(&["distribution", "low", "high"])?;
            let (low, high) = (needed(self.low, "low")?, needed(self.high, "high")?);
            return Ok(ValuesSpec::Drawn(DrawnSpec::Uniform { low, high }));
        }
        self.check(&["distribution", "mean", "sd", "low", "high"])?;
        let (mean, sd) = (needed(self.mean, "mean")?, needed(self.sd, "sd")?);
        let (low, high) = (self.low, self.high);
        Ok(ValuesSpec::Drawn(match family {
            Family::Lognormal => DrawnSpec::Lognormal {
                mean,
                sd,
                low,
                high,
            },
            _ => DrawnSpec::Normal {
                mean,
                sd,
                low,
                high,
            },
        }))
    }
}
