//! What the hand-written types look like in a JSON schema.
//!
//! The one idea to know: where a number is expected, a text with an expression may stand.

mod forms;
mod inputs;
mod neuron;

pub(super) use neuron::Variables;

use super::{
    Measured, MeasuredIn, Name, NoiseSpec, ParametersSpec, ReceptorSpec, SelectionSpec,
    SelectionsSpec, SpikePartSpec, SpikeRecordSpec,
};
use forms::{any_of, array_of, form, subschema};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};
use std::borrow::Cow;

/// Implements [`JsonSchema`] by a function of the generator: as a definition of its own with a name, or
/// else in place.
macro_rules! schema {
    ($type:ty, $function:expr) => {
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                forms::schema($function(generator))
            }
        }
    };
    ($type:ty, $name:literal, $function:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                forms::schema($function(generator))
            }
        }
    };
}

use schema;

/// A whole number from 0 on, or an expression.
pub(super) struct Whole;
schema!(Whole, |_: &mut _| json!({
    "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string" }]
}));

/// A number, or an expression.
pub(super) struct Number;
schema!(Number, |_: &mut _| json!({
    "anyOf": [{ "type": "number" }, { "type": "string" }]
}));

impl<U: MeasuredIn> JsonSchema for Measured<U> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        U::UNIT.symbol().into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "examples": [U::UNIT.example()] })
    }
}

schema!(Name, "Name", |_: &mut _| json!({
    "description": "A name: a letter or _, then letters, digits, _ and -.",
    "type": "string",
    "pattern": "^[^\\s\\d.,:=\\[\\]\"'-][^\\s.,:=\\[\\]\"']*$",
    "maxLength": 64
}));

schema!(ParametersSpec, |_: &mut _| json!({
    "type": "object",
    "additionalProperties": {
        "description": "A number, a quantity such as \"2 nS\", or an expression such as \"10 nS/(N*p)\".",
        "type": ["number", "string"]
    }
}));

schema!(ReceptorSpec, |_: &mut _| json!({
    "type": "string",
    "enum": ["excitatory", "inhibitory", ReceptorSpec::BY_SIGN]
}));

schema!(NoiseSpec, |_: &mut _| any_of([
    json!({ "type": "string", "enum": ["white", "none"] }),
    form(
        "Standard normals from a file.",
        [
            (
                "recorded",
                "npy array, steps x neurons",
                json!({ "type": "string" })
            ),
            forms::sha256()
        ],
        &["recorded"],
    ),
]));

schema!(SelectionSpec, "Neurons", |_: &mut _| any_of([
    json!({
        "description": "A slice or a list of neurons, as in Python: \"cells[0:80]\", \"cells[1, 5, -1]\".",
        "type": "string",
        "examples": ["cells", "cells[0:80]"]
    }),
    form(
        "Neurons that a file lists.",
        [
            (
                "population",
                "name of the population",
                json!({ "type": "string" })
            ),
            forms::file("npy array of neurons, ascending from 0"),
            forms::sha256(),
        ],
        &["population", "file"],
    ),
]));

schema!(SelectionsSpec, |generator: &mut _| {
    let one = subschema::<SelectionSpec>(generator);
    any_of([one.clone(), array_of(one)])
});

schema!(SpikeRecordSpec, |generator: &mut _| any_of([
    json!({ "type": "boolean" }),
    subschema::<SpikePartSpec>(generator),
]));

/// Exactly one of some keys of a table.
pub(super) fn one_of(schema: &mut Schema, keys: &[&str]) {
    let forms: Vec<Value> = keys
        .iter()
        .map(|key| json!({ "required": [key] }))
        .collect();
    schema.insert("oneOf".to_owned(), Value::Array(forms));
}
