//! Whether every key that matters is in the fingerprint: each value of all presets and examples is
//! changed by itself, in whatever way the description still makes sense.

use super::{Configuration, Overrides, Plan, Source, networks};
use std::collections::BTreeSet;
use std::path::Path;
use toml::Value;

/// Words that are changed into each other.
const WORDS: [&str; 18] = [
    "chacha8",
    "numpy-legacy",
    "white",
    "none",
    "double",
    "single",
    "excitatory",
    "inhibitory",
    "normal",
    "lognormal",
    "gaussian",
    "exponential",
    "fixed-in-degree",
    "fixed-out-degree",
    "one-to-one",
    "all-to-all",
    "auto",
    "procedural",
];

/// One step into a TOML value.
#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// If this fails, a run is resumed as another one, and nobody notices.
#[test]
fn every_key_that_matters_is_in_the_fingerprint() {
    let mut changed = BTreeSet::new();
    let mut neutral = BTreeSet::new();
    for (name, configuration) in networks() {
        let plan = configuration.plan().unwrap();
        let root = Value::try_from(plan.spec()).unwrap();
        let before = plan.fingerprint();
        for path in leaves(&root) {
            let mut other = root.clone();
            let leaf = at(&mut other, &path);
            let candidates = candidates(leaf);
            for candidate in candidates {
                *at(&mut other, &path) = candidate.clone();
                let Some(now) = planned(&other) else {
                    continue;
                };
                let key = key(&path);
                if now.fingerprint() == before {
                    assert!(is_neutral(&key), "{name}: {key} = {candidate}");
                    neutral.insert(key);
                } else {
                    assert!(!is_neutral(&key), "{name}: {key} = {candidate}");
                    changed.insert(key);
                }
                break;
            }
        }
    }
    println!("{changed:#?}\nneutral: {neutral:#?}");
    for key in EXPECTED {
        assert!(changed.contains(key), "{key} was not changed");
    }
    for key in [
        "simulation.duration",
        "simulation.threads",
        "projection.storage",
    ] {
        assert!(neutral.contains(key), "{key} was not changed");
    }
}

/// Keys that the test must have come upon, so that it does not pass because nothing could be changed.
const EXPECTED: [&str; 12] = [
    "simulation.dt",
    "simulation.seed",
    "simulation.rng",
    "simulation.precision",
    "simulation.noise",
    "population.size",
    "population.refractory",
    "projection.weight",
    "projection.delay",
    "projection.receptor",
    "projection.connect.p",
    "record.state.every",
];

fn is_neutral(key: &str) -> bool {
    key.starts_with("parameters.")
        || [
            "simulation.duration",
            "simulation.threads",
            "projection.storage",
        ]
        .contains(&key)
}

fn planned(root: &Value) -> Option<Plan> {
    let text = toml::to_string(root).unwrap();
    let source = Source::Text {
        name: "network.toml",
        text: &text,
        directory: Path::new("/elsewhere"),
    };
    let configuration = Configuration::load(source, &Overrides::default());
    configuration.ok()?.plan().ok()
}

/// The paths of all single values.
fn leaves(value: &Value) -> Vec<Vec<Step>> {
    let children: Vec<(Step, &Value)> = match value {
        Value::Table(table) => {
            let entries = table.iter();
            entries
                .map(|(key, value)| (Step::Key(key.clone()), value))
                .collect()
        }
        Value::Array(values) => {
            let items = values.iter().enumerate();
            items
                .map(|(index, value)| (Step::Index(index), value))
                .collect()
        }
        _ => return vec![Vec::new()],
    };
    let paths = children.into_iter().flat_map(|(step, child)| {
        leaves(child).into_iter().map(move |rest| {
            let mut path = vec![step.clone()];
            path.extend(rest);
            path
        })
    });
    paths.collect()
}

fn at<'a>(root: &'a mut Value, path: &[Step]) -> &'a mut Value {
    path.iter().fold(root, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()).unwrap(),
        Step::Index(index) => value.get_mut(*index).unwrap(),
    })
}

/// A path without positions.
fn key(path: &[Step]) -> String {
    let keys = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    keys.collect::<Vec<_>>().join(".")
}

/// Other values in the place of one.
fn candidates(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => [1, -1, 10].map(|by| Value::Integer(number + by)).into(),
        Value::Float(number) => [0.5, 2.0].map(|by| Value::Float(number * by)).into(),
        Value::Boolean(is_so) => vec![Value::Boolean(!is_so)],
        Value::String(text) => texts(text).into_iter().map(Value::String).collect(),
        _ => Vec::new(),
    }
}

fn texts(text: &str) -> Vec<String> {
    if let Some((number, unit)) = text.split_once(' ')
        && let Ok(number) = number.parse::<f64>()
    {
        let others = [
            number * 2.0,
            number * 0.5,
            number * 1.25,
            number + 1.0,
            number - 1.0,
        ];
        let others = others.into_iter().filter(|&other| other != number);
        return others.map(|other| format!("{other} {unit}")).collect();
    }
    if let Some((population, inside)) = text.split_once('[') {
        let ranges = ["1:", ":-1", "0", "-1"].into_iter();
        let ranges = ranges.filter(|range| inside.strip_suffix(']') != Some(range));
        return ranges
            .map(|range| format!("{population}[{range}]"))
            .collect();
    }
    let words = WORDS.into_iter().filter(|word| *word != text);
    let words = words.map(str::to_owned);
    words
        .chain([format!("{text}[1:]"), format!("{text}x")])
        .collect()
}
