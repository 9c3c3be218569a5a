//! Which neurons: a slice, or a list of neurons in a file.

use super::{FileSpec, SliceSpec};
use crate::config::document::SLICE;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Neurons of one population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SelectionSpec {
    /// `"cells[0:80]"`.
    Slice(SliceSpec),
    /// `{ population = "cells", file = "neurons.npy" }`.
    File(ListedNeurons),
}

/// Neurons of a population in an npy array of whole numbers, counted from 0, in ascending order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedNeurons {
    /// Name of the population.
    pub population: String,
    /// The file.
    #[serde(flatten)]
    pub file: FileSpec,
}

impl SelectionSpec {
    /// Name of the population.
    pub fn population(&self) -> &str {
        match self {
            Self::Slice(slice) => slice.population(),
            Self::File(listed) => &listed.population,
        }
    }
}

/// One selection or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionsSpec(pub Vec<SelectionSpec>);

impl Serialize for SelectionsSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0[..] {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for SelectionSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(SLICE, OneVisitor)
    }
}

impl<'de> Deserialize<'de> for SelectionsSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(SLICE, SeveralVisitor)
    }
}

/// Reads a slice, whose expressions have been evaluated, or a table.
struct OneVisitor;

impl<'de> Visitor<'de> for OneVisitor {
    type Value = SelectionSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text such as \"cells[0:80]\", or a table of a population and a file")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        inner: D,
    ) -> Result<SelectionSpec, D::Error> {
        inner.deserialize_str(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<SelectionSpec, E> {
        text.parse().map(SelectionSpec::Slice).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SelectionSpec, A::Error> {
        let table = Table::deserialize(MapAccessDeserializer::new(map))?;
        let (file, sha256) = (table.file, table.sha256);
        Ok(SelectionSpec::File(ListedNeurons {
            population: table.population,
            file: FileSpec { file, sha256 },
        }))
    }
}

/// The same, or an array of them.
struct SeveralVisitor;

impl<'de> Visitor<'de> for SeveralVisitor {
    type Value = SelectionsSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        OneVisitor.expecting(f)?;
        f.write_str(", or an array of these")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        inner: D,
    ) -> Result<SelectionsSpec, D::Error> {
        inner.deserialize_str(self)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<SelectionsSpec, E> {
        Ok(SelectionsSpec(vec![OneVisitor.visit_str(text)?]))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SelectionsSpec, A::Error> {
        Ok(SelectionsSpec(vec![OneVisitor.visit_map(map)?]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SelectionsSpec, A::Error> {
        let mut selections = Vec::new();
        while let Some(selection) = seq.next_element()? {
            selections.push(selection);
        }
        Ok(SelectionsSpec(selections))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    population: String,
    file: String,
    sha256: Option<String>,
}
