//! A JSON schema of NETWORK.toml, from the types that read it.
//!
//! The one idea to know: it tells which keys there are and of what kind their values are, so that an
//! editor can complete and explain them. Units, names and expressions are beyond it.

use super::spec::NetworkSpec;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schema, in draft 7, which editors know.
///
/// ```
/// let schema = adexnet_io::config::schema();
/// assert_eq!(schema["type"], "object");
/// assert!(schema["properties"]["population"].is_object());
/// ```
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<NetworkSpec>().to_value();
    without_null(&mut schema);
    schema
}

/// What may be left out is never null: TOML has no such value.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [one] = &types[..] {
                    let one = one.clone();
                    keys.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(forms)) = keys.get_mut("anyOf") {
                forms.retain(|form| form.get("type").is_none_or(|kind| kind != "null"));
                if let [one] = &forms[..] {
                    let all = Value::Array(vec![one.clone()]);
                    keys.remove("anyOf");
                    keys.insert("allOf".to_owned(), all);
                }
            }
            keys.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}
