//! Populations: neurons, or sources of spikes.

use super::neuron::variable;
use super::schema::{Whole, one_of};
use super::values::ValuesSeed;
use super::{
    FileSpec, Hertz, Millisecond, Name, NeuronSpec, PositionsSpec, SelectionSpec, Time, ValuesIn,
    ValuesSpec,
};
use adexnet_model::neuron::Variable;
use schemars::{JsonSchema, Schema};
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// `[[population]]`: cells of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "PopulationTable", into = "PopulationTable")]
pub struct PopulationSpec {
    /// Name, unique among the populations.
    pub name: Name,
    /// Number of cells.
    pub size: usize,
    /// Those of its neurons that figures and statistics take for inhibitory.
    pub inhibitory: Option<SelectionSpec>,
    /// Where its cells lie; nowhere by default.
    pub positions: Option<PositionsSpec>,
    /// What its cells are.
    pub cells: CellsSpec,
}

/// What the cells of a population are.
#[derive(Debug, Clone, PartialEq)]
pub enum CellsSpec {
    /// Neurons.
    Neurons(NeuronsSpec),
    /// Sources of given spikes.
    Spikes(SpikesSpec),
    /// Sources of random spikes.
    Poisson(PoissonSourceSpec),
}

/// Neurons of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct NeuronsSpec {
    /// Type of the neurons.
    pub neuron: NeuronSpec,
    /// State at the beginning; at rest by default.
    pub initial: InitialSpec,
    /// Absolute refractory period; none by default.
    pub refractory: Option<ValuesIn<Millisecond>>,
}

/// State of neurons at step 0, by the variables of their model, in its order. What is left out is at
/// rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitialSpec(pub(in crate::config) Vec<(Variable, ValuesSpec)>);

/// Given spikes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum SpikesSpec {
    /// `{ times = ["10 ms"], cells = [0] }`: a time and a cell for each spike, in any order.
    Listed {
        /// Times, rounded to the nearest step.
        times: Vec<Time>,
        /// The cell of each, counted from 0.
        cells: Vec<u32>,
    },
    /// `{ file = "spikes.npz" }`: the arrays `i` (cells) and `t` (s) of a file, as a run writes it.
    File(FileSpec),
}

/// Random spikes: in each step of dt with probability rate·dt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { rate = \"10 Hz\" }"
)]
pub struct PoissonSourceSpec {
    /// Mean rate of a cell.
    pub rate: ValuesIn<Hertz>,
}

impl InitialSpec {
    /// The given variables and their values.
    pub fn iter(&self) -> impl Iterator<Item = (Variable, &ValuesSpec)> {
        self.0.iter().map(|(variable, values)| (*variable, values))
    }
}

/// The keys of `[[population]]`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [[population]]")]
#[schemars(transform = one_kind)]
struct PopulationTable {
    /// Name, unique among the populations.
    name: Name,
    /// Number of cells.
    #[schemars(with = "Whole")]
    size: usize,
    /// Those of its neurons that figures and statistics take for inhibitory; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    inhibitory: Option<SelectionSpec>,
    /// Type of the neurons.
    #[serde(skip_serializing_if = "Option::is_none")]
    neuron: Option<NeuronSpec>,
    /// State of the neurons at the beginning; at rest by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    initial: Option<InitialSpec>,
    /// Absolute refractory period; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    refractory: Option<ValuesIn<Millisecond>>,
    /// Where the cells lie; nowhere by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    positions: Option<PositionsSpec>,
    /// Given spikes, of cells that are only sources of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    spikes: Option<SpikesSpec>,
    /// Random spikes, of cells that are only sources of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    poisson: Option<PoissonSourceSpec>,
}

fn one_kind(schema: &mut Schema) {
    one_of(schema, &["neuron", "spikes", "poisson"]);
}

impl TryFrom<PopulationTable> for PopulationSpec {
    type Error = &'static str;

    fn try_from(table: PopulationTable) -> Result<Self, Self::Error> {
        let cells = match (table.neuron, table.spikes, table.poisson) {
            (Some(neuron), None, None) => {
                let mut initial = table.initial.unwrap_or_default();
                let variables = neuron.model().variables();
                let sorted = |(variable, _): &(Variable, _)| {
                    variables.iter().position(|own| own == variable)
                };
                initial.0.sort_by_key(sorted);
                CellsSpec::Neurons(NeuronsSpec {
                    neuron,
                    initial,
                    refractory: table.refractory,
                })
            }
            (None, None, None) => {
                return Err(
                    "the key \"neuron\" is missing; write neuron = \"cortical-rs\", or spikes = { file = \
                     \"spikes.npz\" } or poisson = { rate = \"10 Hz\" } for cells that are only sources",
                );
            }
            (None, spikes, poisson)
                if spikes.is_some() != poisson.is_some()
                    && (table.initial.is_some() || table.refractory.is_some()) =>
            {
                return Err(
                    "sources of spikes have no state; \"initial\" and \"refractory\" are accepted beside \
                     \"neuron\"",
                );
            }
            (None, Some(spikes), None) => CellsSpec::Spikes(spikes),
            (None, None, Some(poisson)) => CellsSpec::Poisson(poisson),
            _ => {
                return Err(
                    "a population is of one kind; expected is one of \"neuron\", \"spikes\" and \"poisson\"",
                );
            }
        };
        Ok(Self {
            name: table.name,
            size: table.size,
            inhibitory: table.inhibitory,
            positions: table.positions,
            cells,
        })
    }
}

impl From<PopulationSpec> for PopulationTable {
    fn from(spec: PopulationSpec) -> Self {
        let mut table = Self {
            name: spec.name,
            size: spec.size,
            inhibitory: spec.inhibitory,
            positions: spec.positions,
            neuron: None,
            initial: None,
            refractory: None,
            spikes: None,
            poisson: None,
        };
        match spec.cells {
            CellsSpec::Neurons(neurons) => {
                table.neuron = Some(neurons.neuron);
                table.initial = Some(neurons.initial).filter(|initial| !initial.0.is_empty());
                table.refractory = neurons.refractory;
            }
            CellsSpec::Spikes(spikes) => table.spikes = Some(spikes),
            CellsSpec::Poisson(poisson) => table.poisson = Some(poisson),
        }
        table
    }
}

impl Serialize for InitialSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (variable, values) in &self.0 {
            map.serialize_entry(variable.symbol, values)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for InitialSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InitialVisitor)
    }
}

struct InitialVisitor;

impl<'de> Visitor<'de> for InitialVisitor {
    type Value = InitialSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table such as { V = \"-65 mV\" }")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<InitialSpec, A::Error> {
        let mut initial = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let variable: Variable = variable(&key)?;
            initial.push((variable, map.next_value_seed(ValuesSeed(variable.unit))?));
        }
        Ok(InitialSpec(initial))
    }
}

/// The keys of given spikes.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { file = \"spikes.npz\" }"
)]
struct SpikesTable {
    times: Option<Vec<Time>>,
    cells: Option<Vec<u32>>,
    file: Option<String>,
    sha256: Option<String>,
}

impl<'de> Deserialize<'de> for SpikesSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const FORMS: &str = "expected is { times = [\"10 ms\"], cells = [0] }, a cell for each time, or \
                             { file = \"spikes.npz\" }";
        let table = SpikesTable::deserialize(deserializer)?;
        match (table.times, table.cells, table.file, table.sha256) {
            (Some(times), Some(cells), None, None) if times.len() == cells.len() => {
                Ok(Self::Listed { times, cells })
            }
            (Some(times), Some(cells), None, None) => Err(de::Error::custom(format!(
                "there are {} times and {} cells; {FORMS}",
                times.len(),
                cells.len()
            ))),
            (None, None, Some(file), sha256) => Ok(Self::File(FileSpec { file, sha256 })),
            _ => Err(de::Error::custom(format!(
                "these keys do not make a list of spikes; {FORMS}"
            ))),
        }
    }
}
