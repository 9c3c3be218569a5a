//! The JSON schema. What it accepts and refuses is checked by `scripts/check_schema.py`.

use super::super::schema;
use super::{EVERYTHING, inputs, populations, positions, projections, recordings};
use serde_json::Value;

/// If this fails, an editor calls a key unknown that is not.
#[test]
fn the_keys_of_every_table_are_known() {
    let schema = schema();
    let keys = |table: &str| {
        let definition = &schema["definitions"][table]["properties"];
        definition
            .as_object()
            .unwrap_or_else(|| panic!("no {table}"))
            .clone()
    };
    for text in [
        EVERYTHING,
        populations::POPULATIONS,
        positions::SHEETS,
        projections::PROJECTIONS,
        inputs::INPUTS,
        recordings::RECORDINGS,
    ] {
        let network: toml::Table = text.parse().unwrap();
        let of = |path: &[&str]| {
            let mut found = vec![toml::Value::Table(network.clone())];
            for key in path {
                let inner = found.iter().filter_map(|value| value.get(key).cloned());
                found = inner
                    .flat_map(|value| match value {
                        toml::Value::Array(items) => items,
                        other => vec![other],
                    })
                    .collect();
            }
            found
        };
        for (path, table) in [
            (&["simulation"][..], "SimulationSpec"),
            (&["population"], "PopulationSpec"),
            (&["projection"], "ProjectionSpec"),
            (&["projection", "plasticity"], "PlasticitySpec"),
            (&["input"], "InputSpec"),
            (&["input", "poisson"], "PoissonInputSpec"),
            (&["input", "current", "sine"], "SineSpec"),
            (&["record"], "RecordSpec"),
            (&["record", "state"], "StateRecordSpec"),
            (&["record", "rate"], "RateRecordSpec"),
        ] {
            let known = keys(table);
            for found in of(path) {
                for key in found.as_table().unwrap().keys() {
                    assert!(known.contains_key(key), "{table} has no {key}");
                }
            }
        }
    }
}

/// If this fails, an editor completes a key and cannot say what it is.
#[test]
fn every_key_is_described_and_nothing_is_null() {
    fn check(schema: &Value, place: &str) {
        assert_ne!(schema["type"], "null", "{place}");
        if let Some(properties) = schema["properties"].as_object() {
            for (key, value) in properties {
                let description = value["description"].as_str();
                assert!(
                    description.is_some_and(|text| !text.is_empty()),
                    "{place}.{key}"
                );
            }
            assert!(
                !schema["additionalProperties"].is_null(),
                "{place} takes any key"
            );
        }
        match schema {
            Value::Object(keys) => keys
                .iter()
                .for_each(|(key, value)| check(value, &format!("{place}.{key}"))),
            Value::Array(items) => items.iter().for_each(|item| check(item, place)),
            _ => {}
        }
    }
    check(&schema(), "");
}
