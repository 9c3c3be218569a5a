//! Which neurons: a slice, or a list of neurons in a file.

use super::{FileSpec, SliceSpec};
use crate::config::document::SLICE;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
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

/// Neurons of one or several populations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SelectionsSpec {
    /// `"cells[0:80]"`.
    One(SelectionSpec),
    /// `["cells[0:80]", "others"]`.
    Several(Vec<SelectionSpec>),
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
        OneVisitor.visit_str(text).map(SelectionsSpec::One)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SelectionsSpec, A::Error> {
        OneVisitor.visit_map(map).map(SelectionsSpec::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SelectionsSpec, A::Error> {
        let mut selections = Vec::new();
        while let Some(selection) = seq.next_element()? {
            selections.push(selection);
        }
        Ok(SelectionsSpec::Several(selections))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    population: String,
    file: String,
    sha256: Option<String>,
}
