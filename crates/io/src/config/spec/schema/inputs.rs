//! Inputs, and connection rules.

use super::super::connect::Rule;
use super::super::{ConnectSpec, CurrentSpec, FluctuationsSpec, RateSpec, SineSpec};
use super::forms::{any_of, array_of, described, file, form, quantity, sha256, subschema};
use super::{Number, Whole, forms, schema};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};
use std::borrow::Cow;

/// Times of change and values from then on.
fn steps(value: &str) -> Value {
    form(
        "Values that change in steps.",
        [
            (
                "times",
                "times of change, ascending",
                array_of(quantity("1 s")),
            ),
            (
                "values",
                "value from each of these times on",
                array_of(quantity(value)),
            ),
        ],
        &["times", "values"],
    )
}

schema!(CurrentSpec, |generator: &mut _| {
    let sine = subschema::<SineSpec>(generator);
    any_of([
        described(quantity("200 pA"), "The same current at all times."),
        steps("200 pA"),
        form(
            "offset + amplitude sin(2 pi frequency t + phase).",
            [("sine", "the sine", sine)],
            &["sine"],
        ),
        form(
            "Samples from a file.",
            [
                file("npy array, samples x neurons, or samples for all neurons"),
                (
                    "every",
                    "time from one sample to the next",
                    quantity("1 ms"),
                ),
                ("unit", "unit of its numbers", quantity("pA")),
                sha256(),
            ],
            &["file", "every", "unit"],
        ),
    ])
});

schema!(RateSpec, |_: &mut _| any_of([
    described(quantity("10 Hz"), "The same rate at all times."),
    steps("10 Hz"),
]));

schema!(FluctuationsSpec, |_: &mut _| form(
    "An Ornstein-Uhlenbeck process for each neuron: a current, or a conductance with a reversal potential.",
    [
        ("mean", "mean, in pA or nS", quantity("20 pA")),
        ("sd", "standard deviation, in pA or nS", quantity("10 pA")),
        ("tau", "correlation time", quantity("5 ms")),
        (
            "reversal",
            "reversal potential of a conductance",
            quantity("0 mV")
        ),
    ],
    &["mean", "sd", "tau"],
));

schema!(ConnectSpec, "Connect", |generator: &mut _| {
    let number = subschema::<Number>(generator);
    let whole = subschema::<Whole>(generator);
    let key = |key: &str| match key {
        "p" => ("connection probability, 0 to 1", number.clone()),
        "p_max" => ("connection probability at the distance 0", number.clone()),
        "degree" => ("synapses of each neuron", whole.clone()),
        "synapses" => ("synapses of the projection", whole.clone()),
        "autapses" => (
            "whether a neuron may connect to itself",
            json!({ "type": "boolean" }),
        ),
        "multapses" => (
            "whether a pair may be connected more than once",
            json!({ "type": "boolean" }),
        ),
        "profile" => (
            "how the probability falls",
            json!({ "enum": ["gaussian", "exponential"] }),
        ),
        "sd" => (
            "standard deviation of the gaussian profile",
            quantity("100 um"),
        ),
        "length" => ("length of the exponential profile", quantity("100 um")),
        "path" => ("file of the connectivity", json!({ "type": "string" })),
        _ => ("the SHA-256 that the file must have", sha256().2),
    };
    any_of(Rule::ALL.iter().map(|(rule, meaning)| {
        let name = [("rule", "name of the rule", json!({ "enum": [rule] }))];
        let others = rule.keys().iter().filter(|known| **known != "rule");
        let others = others.map(|known| {
            let (meaning, value) = key(known);
            (*known, meaning, value)
        });
        let optional = ["autapses", "multapses", "sha256", "sd", "length"];
        let required = rule.keys().iter().copied();
        let required: Vec<&str> = required.filter(|key| !optional.contains(key)).collect();
        form(meaning, name.into_iter().chain(others), &required)
    }))
});
