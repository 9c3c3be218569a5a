//! What comes from outside the network.

use super::schema::{Whole, one_of};
use super::{
    Conductance, CurrentSpec, FluctuationsSpec, Name, RateSpec, ReceptorSpec, SelectionSpec,
};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// `[[input]]`: a current, random spikes or fluctuations for some neurons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "InputTable", into = "InputTable")]
pub struct InputSpec {
    /// Name, unique among the inputs, for the command line; none by default.
    pub name: Option<Name>,
    /// Neurons that receive it.
    pub target: SelectionSpec,
    /// What they receive.
    pub kind: InputKindSpec,
}

/// What an input is.
#[derive(Debug, Clone, PartialEq)]
pub enum InputKindSpec {
    /// An injected current.
    Current(CurrentSpec),
    /// Spikes of Poisson sources.
    Poisson(PoissonInputSpec),
    /// A fluctuating current or conductance.
    Fluctuations(FluctuationsSpec),
}

/// Spikes of independent Poisson sources, of which each neuron has its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { rate = \"10 Hz\", sources = 100, weight = \"0.5 nS\", receptor = \
                 \"excitatory\" }"
)]
pub struct PoissonInputSpec {
    /// Rate of one source.
    pub rate: RateSpec,
    /// Number of sources of each neuron; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Whole>")]
    pub sources: Option<u32>,
    /// Weight of one spike.
    pub weight: Conductance,
    /// Receptor on which the spikes act.
    pub receptor: ReceptorSpec,
}

/// The keys of `[[input]]`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table, [[input]]")]
#[schemars(transform = one_kind)]
struct InputTable {
    /// Name, unique among the inputs, for the command line; none by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    /// Neurons that receive it.
    target: SelectionSpec,
    /// An injected current.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<CurrentSpec>,
    /// Spikes of Poisson sources, of which each neuron has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    poisson: Option<PoissonInputSpec>,
    /// A fluctuating current or conductance.
    #[serde(skip_serializing_if = "Option::is_none")]
    fluctuations: Option<FluctuationsSpec>,
}

fn one_kind(schema: &mut Schema) {
    one_of(schema, &["current", "poisson", "fluctuations"]);
}

impl TryFrom<InputTable> for InputSpec {
    type Error = &'static str;

    fn try_from(table: InputTable) -> Result<Self, Self::Error> {
        let kind = match (table.current, table.poisson, table.fluctuations) {
            (Some(current), None, None) => InputKindSpec::Current(current),
            (None, Some(poisson), None) => InputKindSpec::Poisson(poisson),
            (None, None, Some(fluctuations)) => InputKindSpec::Fluctuations(fluctuations),
            (None, None, None) => {
                return Err(
                    "the key \"current\" is missing; write current = \"200 pA\", or poisson or \
                     fluctuations with a table",
                );
            }
            _ => {
                return Err(
                    "an input is of one kind; expected is one of \"current\", \"poisson\" and \
                     \"fluctuations\", and another [[input]] for another kind",
                );
            }
        };
        let (name, target) = (table.name, table.target);
        Ok(Self { name, target, kind })
    }
}

impl From<InputSpec> for InputTable {
    fn from(spec: InputSpec) -> Self {
        let mut table = Self {
            name: spec.name,
            target: spec.target,
            current: None,
            poisson: None,
            fluctuations: None,
        };
        match spec.kind {
            InputKindSpec::Current(current) => table.current = Some(current),
            InputKindSpec::Poisson(poisson) => table.poisson = Some(poisson),
            InputKindSpec::Fluctuations(fluctuations) => table.fluctuations = Some(fluctuations),
        }
        table
    }
}
