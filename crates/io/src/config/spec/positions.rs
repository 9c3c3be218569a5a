//! Where neurons lie.

use super::{FileSpec, FileUnit, Length, Micrometre, UnitIn};
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Positions of the neurons of a population, in one to three dimensions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PositionsSpec {
    /// `{ grid = [80, 80], spacing = "12.5 um" }`.
    Grid(GridSpec),
    /// `{ file = "positions.npy", unit = "um" }`.
    File(PositionsFile),
}

/// Neurons in the middle of the cells of a grid, numbered in row-major order: the last coordinate runs
/// fastest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridSpec {
    /// Neurons along each dimension.
    pub grid: Vec<usize>,
    /// Distance of neighbours.
    pub spacing: Length,
    /// Whether the first neurons of a dimension are neighbours of the last; they are not by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periodic: Option<PeriodicSpec>,
}

/// Which dimensions are periodic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PeriodicSpec {
    /// All or none.
    All(bool),
    /// Each as said.
    Each(Vec<bool>),
}

/// Given positions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PositionsFile {
    /// An npy array \[neuron, dimension\]; of one dimension also \[neuron\].
    #[serde(flatten)]
    pub file: FileSpec,
    /// The unit of the coordinates.
    pub unit: FileUnit,
    /// Circumference of each dimension, none of which is periodic by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub periods: Option<Vec<PeriodSpec>>,
}

/// The circumference of a periodic dimension, or `false`.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodSpec(pub Option<Length>);

impl Serialize for PeriodSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(period) => period.serialize(serializer),
            None => serializer.serialize_bool(false),
        }
    }
}

/// The keys of both tables.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { grid = [80, 80], spacing = \"12.5 um\" }"
)]
struct Table {
    grid: Option<Vec<usize>>,
    spacing: Option<Length>,
    periodic: Option<PeriodicSpec>,
    file: Option<String>,
    sha256: Option<String>,
    unit: Option<UnitIn<Micrometre>>,
    periods: Option<Vec<PeriodSpec>>,
}

impl<'de> Deserialize<'de> for PositionsSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::deserialize(deserializer)?;
        let is_file = [
            table.file.is_some(),
            table.sha256.is_some(),
            table.unit.is_some(),
            table.periods.is_some(),
        ];
        let is_file = is_file.contains(&true);
        match (table.grid, table.spacing, table.file, table.unit) {
            (Some(grid), Some(spacing), None, None) if !is_file => Ok(Self::Grid(GridSpec {
                grid,
                spacing,
                periodic: table.periodic,
            })),
            (None, None, Some(file), Some(unit)) if table.periodic.is_none() => {
                let sha256 = table.sha256;
                Ok(Self::File(PositionsFile {
                    file: FileSpec { file, sha256 },
                    unit: unit.into(),
                    periods: table.periods,
                }))
            }
            _ => Err(de::Error::custom(
                "these keys do not make positions; expected is { grid = [80, 80], spacing = \"12.5 um\" } \
                 with or without periodic = true, or { file = \"positions.npy\", unit = \"um\" } with or \
                 without periods = [\"1 mm\", false]",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for PeriodicSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(PeriodicVisitor)
    }
}

struct PeriodicVisitor;

impl<'de> Visitor<'de> for PeriodicVisitor {
    type Value = PeriodicSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false, or an array of one of them for each dimension")
    }

    fn visit_bool<E: de::Error>(self, all: bool) -> Result<PeriodicSpec, E> {
        Ok(PeriodicSpec::All(all))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<PeriodicSpec, A::Error> {
        let mut each = Vec::new();
        while let Some(periodic) = seq.next_element()? {
            each.push(periodic);
        }
        Ok(PeriodicSpec::Each(each))
    }
}

impl<'de> Deserialize<'de> for PeriodSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PeriodVisitor)
    }
}

struct PeriodVisitor;

impl Visitor<'_> for PeriodVisitor {
    type Value = PeriodSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a circumference such as \"1 mm\", or false")
    }

    fn visit_bool<E: de::Error>(self, periodic: bool) -> Result<PeriodSpec, E> {
        if periodic {
            return Err(E::custom(
                "the circumference is not known; expected is one such as \"1 mm\", or false",
            ));
        }
        Ok(PeriodSpec(None))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<PeriodSpec, E> {
        let period = Length::deserialize(de::value::StrDeserializer::new(text))?;
        Ok(PeriodSpec(Some(period)))
    }
}
