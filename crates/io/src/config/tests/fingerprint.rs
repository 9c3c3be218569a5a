//! Fingerprints: what changes nothing, what is told of what does, and the content of files.

use super::{Configuration, EVERYTHING, Overrides, Source, load, plan, set};
use crate::config::{Difference, Fingerprint};
use crate::files::write_npy;
use ndarray::{Array2, array};
use std::fs;
use std::path::Path;

fn fingerprint(text: &str) -> Fingerprint {
    plan(text).unwrap().fingerprint()
}

/// Replaces something that must be there.
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn told(before: &str, now: &str) -> Vec<String> {
    let (before, now) = (fingerprint(before), fingerprint(now));
    let differences = before.differences(&now);
    assert_eq!(differences.is_empty(), before == now);
    assert_eq!(before == now, before.to_string() == now.to_string());
    differences.iter().map(ToString::to_string).collect()
}

/// If this fails, a run is refused that is the same.
#[test]
fn what_changes_no_result_changes_no_fingerprint() {
    let constant = replaced(EVERYTHING, "weight = \"2 nS\"", "weight = \"w\"");
    for same in [
        EVERYTHING.to_owned(),
        replaced(EVERYTHING, "\"0.5 s\"", "\"7 s\""),
        replaced(EVERYTHING, "threads = 2\n", ""),
        replaced(
            EVERYTHING,
            "delay = \"1.5 ms\"",
            "delay = \"1.5 ms\"\nstorage = \"procedural\"",
        ),
        replaced(
            EVERYTHING,
            "delay = \"1.5 ms\"",
            "delay = \"1500 us\" # a comment",
        ),
        replaced(EVERYTHING, "dt = \"100 us\"", "dt = \"0.1 ms\""),
        replaced(EVERYTHING, "dt = \"100 us\"\n", ""),
        replaced(
            EVERYTHING,
            "b = \"0.02 nA\", Iext = \"2 pA*sqrt(s)\"",
            "Iext = \"2 pA*sqrt(s)\", b = \"20 pA\"",
        ),
        replaced(
            EVERYTHING,
            "V = \"-60 mV\", w = \"5 pA\"",
            "w = \"5 pA\", V = \"-60 mV\"",
        ),
        replaced(
            EVERYTHING,
            "name = \"others\"\nsize = 10",
            "size = 10\nname = \"others\"",
        ),
        replaced(
            EVERYTHING,
            "rule = \"pairwise-bernoulli\", p = 1 }",
            "p = 1.0, rule = \"pairwise-bernoulli\" }",
        ),
        replaced(EVERYTHING, "\"cells[0:80]\"", "\"cells[ 0 : 80 ]\""),
        replaced(EVERYTHING, "p = 0.05", "p = \"5/100\""),
        replaced(EVERYTHING, "size = 100", "size = \"2*50\""),
        format!("[parameters]\nunused = 3\n\n{EVERYTHING}"),
        format!("[parameters]\nw = \"4 nS/2\"\n\n{constant}"),
        plan(EVERYTHING).unwrap().to_toml(),
    ] {
        assert_eq!(told(EVERYTHING, &same), [""; 0], "{same}");
    }
}

#[test]
fn a_difference_is_told_by_its_section() {
    for (from, to, expected) in [
        ("seed = 7", "seed = 8", "simulation.seed differs"),
        ("\"100 us\"", "\"50 us\"", "simulation.dt differs"),
        ("chacha8", "numpy-legacy", "simulation.rng differs"),
        ("\"single\"", "\"double\"", "simulation.precision differs"),
        ("\"none\"", "\"white\"", "simulation.noise differs"),
        ("size = 100", "size = 101", "population.cells differs"),
        (
            "\"2 pA*sqrt(s)\"",
            "\"3 pA*sqrt(s)\"",
            "population.others differs",
        ),
        ("p = 0.05", "p = 0.06", "projection.E differs"),
        ("\"8 nS\"", "\"9 nS\"", "projection.projection-1 differs"),
        ("\"200 pA\"", "\"201 pA\"", "input.0 differs"),
        ("\"0.2 nA\"", "\"0.3 nA\"", "input.1 differs"),
        ("spikes = false", "spikes = true", "record.spikes differs"),
        ("\"0.5 ms\"", "\"1 ms\"", "record.state.trace differs"),
    ] {
        let other = replaced(EVERYTHING, from, to);
        assert_eq!(told(EVERYTHING, &other), [expected]);
    }
}

#[test]
fn what_is_new_missing_or_elsewhere_is_told() {
    let more = format!(
        "{EVERYTHING}\n[[record.rate]]\nname = \"all\"\nneurons = \"cells\"\nbin = \"10 ms\"\n"
    );
    assert_eq!(told(EVERYTHING, &more), ["record.rate.all is new"]);
    assert_eq!(told(&more, EVERYTHING), ["record.rate.all is missing"]);
    let renamed = replaced(EVERYTHING, "name = \"E\"", "name = \"EE\"");
    assert_eq!(
        told(EVERYTHING, &renamed),
        ["projection.EE is new", "projection.E is missing"]
    );
    let input = "[[input]]\nname = \"a\"\ntarget = \"cells\"\ncurrent = \"1 pA\"\n";
    let other = input.replace("\"a\"", "\"b\"");
    let [first, second] = [
        format!("{EVERYTHING}\n{input}{other}"),
        format!("{EVERYTHING}\n{other}{input}"),
    ];
    assert_eq!(
        told(&first, &second),
        ["input.b stands elsewhere in the order"]
    );
}

/// If this fails, a fingerprint in a checkpoint is not the one that was written.
#[test]
fn fingerprints_are_kept_as_json() {
    let written = fingerprint(EVERYTHING);
    let text = serde_json::to_string(&written).unwrap();
    let read: Fingerprint = serde_json::from_str(&text).unwrap();
    assert_eq!(read, written);
    let digits = read.to_string();
    assert!(digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
}

/// If this fails, a fingerprint can differ from another and nothing tells in what.
#[test]
fn a_section_that_is_there_twice_is_refused() {
    let section = r#"{"key":"simulation.dt","sha256":"00"}"#;
    assert!(serde_json::from_str::<Fingerprint>(&format!("[{section}]")).is_ok());
    let twice = serde_json::from_str::<Fingerprint>(&format!("[{section},{section}]"));
    let message = twice.unwrap_err().to_string();
    assert!(
        message.contains("\"simulation.dt\" is there twice"),
        "{message}"
    );
}

/// A change of the form in which descriptions are hashed makes all checkpoints those of other networks:
/// it must come with another version of the program.
#[test]
fn the_fingerprint_of_a_network_is_pinned() {
    assert_eq!(fingerprint(EVERYTHING).to_string(), PINNED);
}

const PINNED: &str = "bf7dde6b4d31c44daf5db6148637df6c36ace8759e1bd29c82606d8341cb6b98";

/// Files count by what is in them, wherever they are.
#[test]
fn files_count_by_their_content() {
    const TEXT: &str = r#"[simulation]
duration = "1 ms"
noise = { recorded = "normals.npy" }
[[population]]
name = "cells"
size = 4
neuron = { preset = "cortical-rs", b = { file = "b.npy", unit = "pA" } }
[[projection]]
name = "M"
source = "cells"
target = "cells"
receptor = "by-sign"
connect = { rule = "from-matrix", path = "matrix.npy" }
weight = "2 nS"
"#;
    let write = |directory: &Path, changed: &str| {
        let change = |name: &str| f64::from(u8::from(name == changed));
        let text = if changed == "unit" {
            TEXT.replace("\"pA\"", "\"nA\"")
        } else {
            TEXT.to_owned()
        };
        fs::write(directory.join("net.toml"), text).unwrap();
        let normals = Array2::from_elem((20, 4), 0.5 + change("normals"));
        write_npy(&directory.join("normals.npy"), &normals).unwrap();
        let b = array![1.0, 2.0, 3.0, 4.0 + change("b")];
        write_npy(&directory.join("b.npy"), &b).unwrap();
        let mut matrix = Array2::zeros((4, 4));
        matrix[[0, 1]] = 1.0 + change("matrix");
        write_npy(&directory.join("matrix.npy"), &matrix).unwrap();
        let path = directory.join("net.toml");
        let configuration = Configuration::load(Source::File(&path), &Overrides::default());
        configuration.unwrap().plan().unwrap().fingerprint()
    };
    let [here, there] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let before = write(here.path(), "nothing");
    assert_eq!(write(there.path(), "nothing"), before);
    for (changed, section) in [
        ("normals", "simulation.noise"),
        ("b", "population.cells"),
        ("unit", "population.cells"),
        ("matrix", "projection.M"),
    ] {
        let differences = before.differences(&write(there.path(), changed));
        assert_eq!(differences, [Difference::Changed(section.to_owned())]);
    }
}

#[test]
fn options_count_as_if_they_were_typed() {
    let with = |options: &[&str]| {
        let configuration = load(EVERYTHING, &set(options)).unwrap();
        configuration.plan().unwrap().fingerprint()
    };
    let typed = fingerprint(&replaced(EVERYTHING, "seed = 7", "seed = 9"));
    assert_eq!(with(&["simulation.seed=9"]), typed);
    assert_eq!(
        with(&["simulation.threads=1", "simulation.duration=2 s"]),
        with(&[])
    );
}
