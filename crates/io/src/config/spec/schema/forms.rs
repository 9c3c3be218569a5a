//! Pieces of schemas.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// A key of a table: its name, what it means, and its value.
pub(super) type Property<'a> = (&'a str, &'a str, Value);

pub(super) fn schema(value: Value) -> Schema {
    Schema::try_from(value).unwrap_or_default()
}

pub(super) fn subschema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

pub(super) fn any_of(forms: impl IntoIterator<Item = Value>) -> Value {
    let forms: Vec<Value> = forms.into_iter().collect();
    json!({ "anyOf": forms })
}

pub(super) fn array_of(items: impl Into<Value>) -> Value {
    let items: Value = items.into();
    json!({ "type": "array", "items": items, "minItems": 1 })
}

/// A schema with another description.
pub(super) fn described(value: Value, description: &str) -> Value {
    match value {
        Value::Object(mut keys) if !keys.contains_key("$ref") => {
            keys.insert("description".to_owned(), description.into());
            Value::Object(keys)
        }
        reference => json!({ "description": description, "allOf": [reference] }),
    }
}

/// A table of these keys and no others.
pub(super) fn form<'a>(
    description: &str,
    properties: impl IntoIterator<Item = Property<'a>>,
    required: &[&str],
) -> Value {
    let properties: Map<String, Value> = properties
        .into_iter()
        .map(|(key, meaning, value)| (key.to_owned(), described(value, meaning)))
        .collect();
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false
    })
}

pub(super) fn file(content: &str) -> Property<'_> {
    ("file", content, json!({ "type": "string" }))
}

pub(super) fn sha256<'a>() -> Property<'a> {
    let digits = json!({ "type": "string", "pattern": "^[0-9a-fA-F]{64}$" });
    ("sha256", "the SHA-256 that the file must have", digits)
}

/// A quantity, with an example.
pub(super) fn quantity(example: &str) -> Value {
    json!({ "type": "string", "examples": [example] })
}
