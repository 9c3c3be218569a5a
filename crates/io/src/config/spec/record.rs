//! What a run keeps.

use super::schema::Variables;
use super::{Name, SelectionSpec, SelectionsSpec, Time};
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// `[record]`: what a run keeps.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [record]")]
pub struct RecordSpec {
    /// Which spikes are recorded; all by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spikes: Option<SpikeRecordSpec>,
    /// `[[record.state]]`: state variables of some neurons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<StateRecordSpec>,
    /// `[[record.rate]]`: mean rates of some neurons in bins of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rate: Vec<RateRecordSpec>,
}

/// Which spikes are recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SpikeRecordSpec {
    /// `true`: all; `false`: none.
    All(bool),
    /// `{ neurons = "cells[0:80]", from = "1 s" }`: those of some neurons, or in some time.
    Part(SpikePartSpec),
}

/// Spikes of some neurons, or in some time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpikePartSpec {
    /// Neurons; all by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub neurons: Option<SelectionsSpec>,
    /// Time of the first spikes; the beginning by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Time before which the last spikes lie; the end by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Time>,
}

/// `[[record.state]]`: state variables of some neurons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [[record.state]]")]
pub struct StateRecordSpec {
    /// Name, unique among these recordings: it becomes part of a file's name.
    pub name: Name,
    /// Variables of the neurons' model, such as V, or the synaptic current I.
    #[schemars(with = "Variables")]
    pub variables: Vec<String>,
    /// Neurons.
    pub neurons: SelectionSpec,
    /// Time between samples, rounded to the nearest step; one step by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Time>,
    /// Time of the first sample; the beginning by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Time before which the last sample lies; the end by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Time>,
}

/// `[[record.rate]]`: mean rates of some neurons in bins of time, for which no spike is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [[record.rate]]")]
pub struct RateRecordSpec {
    /// Name, unique among these recordings: it becomes part of a file's name.
    pub name: Name,
    /// Neurons.
    pub neurons: SelectionsSpec,
    /// Length of a bin, rounded to the nearest step.
    pub bin: Time,
    /// Beginning of the first bin; that of the run by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Time before which the last bin ends; the end of the run by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Time>,
}

impl<'de> Deserialize<'de> for SpikeRecordSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(SpikesVisitor)
    }
}

struct SpikesVisitor;

impl<'de> Visitor<'de> for SpikesVisitor {
    type Value = SpikeRecordSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "true or false, or a table such as { neurons = \"cells[0:80]\", from = \"1 s\" }",
        )
    }

    fn visit_bool<E: de::Error>(self, all: bool) -> Result<SpikeRecordSpec, E> {
        Ok(SpikeRecordSpec::All(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SpikeRecordSpec, A::Error> {
        SpikePartSpec::deserialize(MapAccessDeserializer::new(map)).map(SpikeRecordSpec::Part)
    }
}
