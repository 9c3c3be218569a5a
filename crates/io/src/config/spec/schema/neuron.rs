//! Neurons, their states and their values.

use super::super::neuron::{known_models, variables};
use super::super::values::{ValuesIn, ValuesSpec};
use super::super::{InitialSpec, MeasuredIn, NeuronSpec, PositionsSpec, SpikesSpec};
use super::forms::{any_of, array_of, described, file, form, quantity, sha256, subschema};
use super::{Whole, forms, schema};
use adexnet_model::presets::presets;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};
use std::borrow::Cow;

schema!(ValuesSpec, "Values", |_: &mut _| {
    let amount = || quantity("65 pA");
    let family = |names: &[&str]| json!({ "type": "string", "enum": names });
    any_of([
        described(quantity("65 pA"), "The same for all: a quantity."),
        form(
            "Each drawn from a distribution; what lies outside of low to high is drawn again.",
            [
                ("distribution", "family", family(&["normal", "lognormal"])),
                ("mean", "mean of the value itself", amount()),
                ("sd", "standard deviation of the value itself", amount()),
                ("low", "smallest value", amount()),
                ("high", "largest value", amount()),
            ],
            &["distribution", "mean", "sd"],
        ),
        form(
            "Each drawn; all from low to high are equally likely.",
            [
                ("distribution", "family", family(&["uniform"])),
                ("low", "lower end", amount()),
                ("high", "upper end", amount()),
            ],
            &["distribution", "low", "high"],
        ),
        form(
            "Each from a file.",
            [
                file("npy array, a number for each"),
                ("unit", "unit of its numbers", quantity("pA")),
                sha256(),
            ],
            &["file", "unit"],
        ),
    ])
});

impl<U: MeasuredIn> JsonSchema for ValuesIn<U> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        U::UNIT.symbol().into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<ValuesSpec>()
    }
}

schema!(NeuronSpec, "Neuron", |generator: &mut _| {
    let names: Vec<&str> = presets().map(|preset| preset.name).collect();
    let preset = json!({ "type": "string", "enum": names });
    let preset = described(preset, "A preset.");
    let values = subschema::<ValuesSpec>(generator);
    let models = known_models().map(|(model, keys)| {
        let presets = presets().filter(|preset| preset.model == model.name());
        let presets: Vec<&str> = presets.map(|preset| preset.name).collect();
        let parameters = model.parameters();
        let mut meanings: Vec<(&str, String)> = parameters
            .iter()
            .map(|known| {
                (
                    known.symbol,
                    format!("{}, in {}", known.name, known.unit.symbol()),
                )
            })
            .collect();
        for (shared, members) in model.shared() {
            meanings.push((shared, members.join(" and ")));
        }
        let known = meanings
            .iter()
            .map(|(key, meaning)| (*key, &**meaning, values.clone()));
        let head = [
            (
                "preset",
                "the preset that gives what is not given",
                json!({ "enum": presets }),
            ),
            ("model", "the model", json!({ "enum": [model.name()] })),
        ];
        debug_assert_eq!(meanings.len() + head.len(), keys.len());
        let description = format!(
            "A neuron of the model {}, with all its parameters or a preset.",
            model.name()
        );
        form(&description, head.into_iter().chain(known), &[])
    });
    any_of([preset].into_iter().chain(models.collect::<Vec<_>>()))
});

schema!(InitialSpec, |generator: &mut _| {
    let values = subschema::<ValuesSpec>(generator);
    let meanings: Vec<_> = variables()
        .iter()
        .map(|known| {
            (
                known.symbol,
                format!("{}, in {}", known.name, known.unit.symbol()),
            )
        })
        .collect();
    let known = meanings
        .iter()
        .map(|(key, meaning)| (*key, &**meaning, values.clone()));
    form("State at step 0.", known, &[])
});

schema!(SpikesSpec, |generator: &mut _| {
    let cells = array_of(subschema::<Whole>(generator));
    any_of([
        form(
            "Spikes, one by one.",
            [
                ("times", "time of each spike", array_of(quantity("10 ms"))),
                ("cells", "cell of each spike, counted from 0", cells),
            ],
            &["times", "cells"],
        ),
        form(
            "Spikes from a file.",
            [file("npz file of the arrays i (cells) and t (s)"), sha256()],
            &["file"],
        ),
    ])
});

schema!(PositionsSpec, |generator: &mut _| {
    let counts = array_of(subschema::<Whole>(generator));
    let each = array_of(json!({ "type": "boolean" }));
    let period = json!({ "anyOf": [quantity("1 mm"), { "enum": [false] }] });
    any_of([
        form(
            "A grid, numbered in row-major order.",
            [
                ("grid", "neurons along each dimension", counts),
                ("spacing", "distance of neighbours", quantity("50 um")),
                (
                    "periodic",
                    "whether its ends are joined",
                    any_of([json!({ "type": "boolean" }), each]),
                ),
            ],
            &["grid", "spacing"],
        ),
        form(
            "Positions from a file.",
            [
                file("npy array, neurons x dimensions"),
                ("unit", "unit of its numbers", quantity("um")),
                (
                    "periods",
                    "circumference of each dimension, or false",
                    array_of(period),
                ),
                sha256(),
            ],
            &["file", "unit"],
        ),
    ])
});

/// An array of the variables of all models, and the synaptic current.
pub(in crate::config::spec) struct Variables;
schema!(Variables, |_: &mut _| {
    let known = variables().iter().map(|known| known.symbol).chain(["I"]);
    let known: Vec<Value> = known.map(Value::from).collect();
    json!({ "type": "array", "items": { "enum": known }, "minItems": 1, "uniqueItems": true })
});
