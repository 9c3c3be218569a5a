//! `adexnet connect`: the synapses that a run would have, without the run.

mod support;
#[path = "support/tool.rs"]
mod tool;

use adexnet::io::files::{
    Connectivity, read_connectivity, read_csr_npz, read_edges_npz, read_matrix,
};
use ndarray::Ix2;
use std::fs;
use support::Reference;
use tool::Workplace;

/// Two projections among twelve neurons, each with a delay of its own.
const TWO_DELAYS: &str = r#"[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = 12
neuron = "cortical-rs"

[[projection]]
name = "fast"
source = "cells[:8]"
target = "cells"
receptor = "excitatory"
connect = { rule = "fixed-in-degree", degree = 3 }
weight = "2 nS"
delay = "0.5 ms"

[[projection]]
name = "slow"
source = "cells[8:]"
target = "cells"
receptor = "inhibitory"
connect = { rule = "fixed-out-degree", degree = 4 }
weight = "8 nS"
delay = "1.5 ms"
"#;

/// A network of twelve neurons whose synapses are in a file.
fn given(rule: &str, path: &str) -> String {
    let (population, _) = TWO_DELAYS.split_once("[[projection]]").unwrap();
    format!(
        "{population}[[projection]]\nname = \"given\"\nsource = \"cells\"\ntarget = \"cells\"\n\
         receptor = \"by-sign\"\nconnect = {{ rule = \"{rule}\", path = \"{path}\" }}\n\
         weight = \"1 nS\"\n"
    )
}

fn with_network() -> Workplace {
    let place = Workplace::new();
    place.write("net.toml", TWO_DELAYS);
    place
}

/// If this fails, the notebook's network is another one, or cannot be had without its run.
#[test]
fn the_notebook_has_the_published_matrix() {
    let place = Workplace::new();
    let finished = place.succeeds(&["connect", "--out", "W.npy"]);
    let published = Reference::open("notebook_spikes.npz").array::<i8, Ix2>("W");
    let found = read_matrix(&place.path("W.npy")).unwrap();
    assert_eq!(found, published.mapv(|entry| 2.0 * f64::from(entry)));
    let says = [
        "notebook: 100 neurons, 488 synapses, density 0.0488",
        "projection \"E\"",
        "neurons     80 sources, 100 targets",
        "synapses    396",
        "weight      2 nS",
        "weight      -8 nS",
        "delay       0 ms",
        "W.npy: dense matrix, 100 x 100, 488 synapses",
    ];
    for text in says {
        assert!(
            finished.stdout.contains(text),
            "{text}: {}",
            finished.stdout
        );
    }
}

#[test]
fn without_a_file_there_is_the_summary_alone() {
    let place = with_network();
    let before = place.files();
    let finished = place.succeeds(&["connect", "net.toml"]);
    let says = [
        "net: 12 neurons, 52 synapses",
        "in-degree   3\n",
        "out-degree  4\n",
    ];
    for text in says {
        assert!(
            finished.stdout.contains(text),
            "{text}: {}",
            finished.stdout
        );
    }
    let finished = place.succeeds(&["connect", "net.toml", "--projection", "slow"]);
    assert!(
        finished.stdout.contains("projection \"slow\""),
        "{}",
        finished.stdout
    );
    assert!(!finished.stdout.contains("fast"), "{}", finished.stdout);
    assert!(place.files() == before, "nothing is written");
}

/// If this fails, `connect` tells of another network than `run` simulates.
#[test]
fn a_run_has_the_synapses_that_connect_wrote() {
    let place = with_network();
    for format in ["csr", "dense", "matrix-market"] {
        let arguments = ["connect", "net.toml", "--out", format, "--format", format];
        let finished = place.succeeds(&arguments);
        assert!(
            finished
                .stderr
                .contains("delays, which differ, are not in the file")
        );
        let read = read_connectivity(&place.path(format)).unwrap();
        place.write("given.toml", given("from-matrix", format));
        place.succeeds(&["run", "given.toml", "--out", "run", "--force"]);
        place.succeeds(&["run", "net.toml", "--out", "first", "--force"]);
        let [run, first] = ["run", "first"]
            .map(|directory| fs::read(place.path(directory).join("connectivity.npz")).unwrap());
        assert!(run == first, "{format} gives another network");
        let simulated = read_csr_npz(&place.path("run/connectivity.npz")).unwrap();
        assert_eq!(read, Connectivity::Matrix(simulated), "{format}");
    }
}

/// If this fails, delays are lost on the way from one network to another.
#[test]
fn delays_that_differ_are_a_list_of_edges() {
    let place = with_network();
    let finished = place.succeeds(&["connect", "net.toml", "--out", "all.npz"]);
    assert!(
        finished
            .stdout
            .contains("all.npz: list of edges, 52 synapses"),
        "{}",
        finished.stdout
    );
    let edges = read_edges_npz(&place.path("all.npz")).unwrap();
    let (weights, delays) = (edges.weights.unwrap(), edges.delays.unwrap());
    for ((source, weight), delay) in edges.sources.iter().zip(weights).zip(delays) {
        let expected = if *source < 8 { (2.0, 0.5) } else { (-8.0, 1.5) };
        assert_eq!((weight, delay), expected, "a synapse of neuron {source}");
    }
    // One projection has one delay, and is a matrix.
    place.succeeds(&[
        "connect",
        "net.toml",
        "--projection",
        "slow",
        "--out",
        "slow.npz",
    ]);
    let slow = read_csr_npz(&place.path("slow.npz")).unwrap();
    assert_eq!((slow.shape(), slow.nnz()), ((12, 12), 16));
    assert!(
        slow.iter()
            .all(|(&weight, (source, _))| weight == -8.0 && source >= 8)
    );
}

/// If this fails, a network of edges is not the one of which they were written, or a run with several
/// synapses of a pair and with delays of their own is lost at its end.
#[test]
fn edges_become_the_same_network_again() {
    let place = Workplace::new();
    let text = TWO_DELAYS
        .replace("degree = 3 }", "degree = 30, multapses = true }")
        .replace(
            "delay = \"1.5 ms\"",
            "delay = { distribution = \"uniform\", low = \"0.5 ms\", high = \"5 ms\" }",
        );
    place.write("net.toml", text);
    place.write("given.toml", given("from-edges", "all.npz"));
    place.succeeds(&["connect", "net.toml", "--out", "all.npz"]);
    place.succeeds(&["connect", "given.toml", "--out", "again.npz"]);
    place.succeeds(&["run", "given.toml", "--out", "run"]);
    let files = place.files();
    for again in ["again.npz", "run/connectivity-given.npz"] {
        assert!(files[again] == files["all.npz"], "{again} differs");
    }
    assert!(!files.contains_key("run/connectivity.npz"));
    let edges = read_edges_npz(&place.path("all.npz")).unwrap();
    assert_eq!(edges.len(), 12 * 30 + 4 * 4);

    place.succeeds(&["run", "net.toml", "--out", "first"]);
    for (name, synapses) in [("fast", 12 * 30), ("slow", 4 * 4)] {
        let path = place.path(&format!("first/connectivity-{name}.npz"));
        let edges = read_edges_npz(&path).unwrap();
        assert_eq!(edges.len(), synapses, "{name}");
    }
}

/// If this fails, the connections depend on how they are drawn.
#[test]
fn threads_and_storage_change_no_file() {
    let place = Workplace::new();
    let mut files = Vec::new();
    for (threads, storage) in [("1", "stored"), ("3", "stored"), ("2", "procedural")] {
        let storage = format!("projection.E.storage={storage}");
        let arguments = [
            "--set",
            "simulation.rng=chacha8",
            "--set",
            &storage,
            "--threads",
            threads,
        ];
        let out = ["--out", "W.npz", "--force"];
        place.succeeds(&[&["connect"], arguments.as_slice(), &out].concat());
        files.push(fs::read(place.path("W.npz")).unwrap());
    }
    assert!(files[0] == files[1] && files[0] == files[2]);
}

/// Runs the tool and checks that it refuses, says all of `says`, and leaves the directory as it was.
fn refused(place: &Workplace, arguments: &[&str], says: &[&str]) {
    let before = place.files();
    let finished = place.adexnet(arguments);
    assert_eq!(finished.code, Some(2), "{arguments:?}: {}", finished.stderr);
    for text in says {
        assert!(
            finished.stderr.contains(text),
            "{arguments:?}: {text}: {}",
            finished.stderr
        );
    }
    assert!(
        place.files() == before,
        "{arguments:?} left something behind"
    );
}

/// If this fails, a mistake costs its maker a file, or the time of connecting.
#[test]
fn what_cannot_be_meant_is_refused() {
    let place = with_network();
    place.write("old.npz", "years of work");
    let pairs = TWO_DELAYS
        .replace("cells[8:]", "cells[:8]")
        .replace(
            "{ rule = \"fixed-out-degree\", degree = 4 }",
            "{ rule = \"all-to-all\" }",
        )
        .replace(
            "{ rule = \"fixed-in-degree\", degree = 3 }",
            "{ rule = \"all-to-all\" }",
        );
    place.write("pairs.toml", pairs);
    #[rustfmt::skip]
    let mistakes: &[(&[&str], &[&str])] = &[
        (&["--out", "old.npz"], &["\"old.npz\"", "exists", "--force"]),
        (&["--out", "W.csv"], &["--out W.csv", ".npy", ".npz", ".mtx", "--format"]),
        (&["--out", "W"], &["--out W:", ".npy", "--format"]),
        (&["--out", "."], &["--out .", ".npy"]),
        (&["--out", ".", "--format", "csr"], &["is a directory"]),
        (&["--out", "absent/W.npy"], &["absent/W.npy", "directory does not exist"]),
        (&["--out", "W.npz", "--format", "cvs"], &["'cvs'", "csr", "edges", "dense", "matrix-market"]),
        (&["--projection", "fasst"], &["--projection fasst", "did you mean \"fast\"?", "fast, slow"]),
        (&["--projection", "I"], &["--projection I", "known here: fast, slow"]),
        (&["--force"], &["--out <FILE>"]),
        (&["--format", "csr"], &["--out <FILE>"]),
        (&["--set", "population.cells.size=0"], &["population.cells.size"]),
    ];
    for (options, says) in mistakes {
        let arguments: Vec<&str> = [&["connect", "net.toml"], *options].concat();
        refused(&place, &arguments, says);
    }
    // No matrix has room for two synapses of a pair.
    for out in ["W.npy", "W.mtx"] {
        refused(
            &place,
            &["connect", "pairs.toml", "--out", out],
            &["several synapses", ".npz"],
        );
    }
    let huge = [
        "--set",
        "parameters.N=40000000",
        "--set",
        "simulation.rng=chacha8",
    ];
    let arguments = [&["connect", "--out", "W.npy"], huge.as_slice()].concat();
    refused(
        &place,
        &arguments,
        &["dense matrix of 40000000 x 40000000", "available", ".npz"],
    );
    let arguments = [
        &["connect", "--set", "projection.E.storage=stored"],
        huge.as_slice(),
    ]
    .concat();
    refused(
        &place,
        &arguments,
        &["needs about", "can be had", "synapses"],
    );
}

#[test]
fn force_replaces_the_file() {
    let place = with_network();
    place.write("W.mtx", "old");
    place.succeeds(&["connect", "net.toml", "--out", "W.mtx", "--force"]);
    let Connectivity::Matrix(matrix) = read_connectivity(&place.path("W.mtx")).unwrap() else {
        panic!("a Matrix Market file is a matrix");
    };
    assert_eq!(matrix.nnz(), 52);
}

/// If this fails, a link of the user is lost, or a device of the system.
#[cfg(unix)]
#[test]
fn force_replaces_regular_files_only() {
    let place = with_network();
    place.write("mine.npy", "mine");
    std::os::unix::fs::symlink("mine.npy", place.path("link.npy")).unwrap();
    let out = ["connect", "net.toml", "--out", "link.npy", "--force"];
    refused(&place, &out, &["link.npy", "no regular file"]);
    assert_eq!(fs::read_to_string(place.path("link.npy")).unwrap(), "mine");
}

/// Several synapses of a pair are all in the file.
#[test]
fn pairs_that_two_projections_connect_are_listed_twice() {
    let place = Workplace::new();
    let text = TWO_DELAYS
        .replace("cells[:8]", "cells[8:]")
        .replace("1.5 ms", "0.5 ms");
    place.write("net.toml", text);
    place.succeeds(&["connect", "net.toml", "--out", "all.npz"]);
    let edges = read_edges_npz(&place.path("all.npz")).unwrap();
    assert_eq!(edges.sources.len(), 52);
    let weights = edges.weights.unwrap();
    assert_eq!(weights[..36], [2.0; 36]);
    assert_eq!(weights[36..], [-8.0; 16]);
}
