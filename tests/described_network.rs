//! What `adexnet describe` shows is what `adexnet run` would do.

#[path = "support/tool.rs"]
mod tool;

use adexnet::io::files::{read_csr_npz, write_npy};
use ndarray::Array2;
use tool::Workplace;

fn assert_says(text: &str, says: &[&str]) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let spaced = words.join(" ");
    for fragment in says {
        assert!(spaced.contains(fragment), "no {fragment:?} in: {text}");
    }
}

fn assert_fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 100, "too wide: {line}");
        assert_eq!(line.trim_end(), line, "spaces at the end of a line");
    }
}

#[test]
fn the_notebook() {
    let place = Workplace::new();
    let text = place.succeeds(&["describe"]).stdout;
    assert_fits(&text);
    assert_says(
        &text,
        &[
            "notebook: 100 neurons",
            "60 s = 600,000 steps of 0.1 ms",
            "1234, rng numpy-legacy",
            "parameters N 100 p 0.05 Ne 80 we 2 nS wi 8 nS",
            "(-gL (V - EL) + gL DT exp((V - VT)/DT) - I - w - Iext xi) / C V in mV",
            "initially : V = EL, w = ge = gi = 0",
            "C = 104 pF membrane capacitance",
            "cells[0:80] -> cells",
            "cells[81:100] -> cells",
            "pairwise-bernoulli, p = 0.05, without autapses",
            "about 396",
            "weight 8 nS",
            "delay 0 ms = 0 steps",
            "trace V of cells[0] every 0.1 ms: 600,000 samples",
            "storage auto: stored",
            "neuron state 3.2 kB",
            "total",
        ],
    );
    let once = text.matches("membrane capacitance").count();
    assert_eq!(once, 1, "each parameter is listed once");
    assert!(place.files().is_empty(), "describing writes nothing");
}

#[test]
fn everything_that_differs_from_the_notebook() {
    let place = Workplace::new();
    write_npy(&place.path("matrix.npy"), &Array2::<i64>::eye(4)).unwrap();
    place.write(
        "net.toml",
        r#"[simulation]
duration = "3 s"
noise = "none"
precision = "single"
threads = 2

[[population]]
name = "cells"
size = 4
neuron = "cortical-rs"
initial = { V = "-60 mV", gi = "3 nS" }
inhibitory = "cells[3:]"

[[population]]
name = "others"
size = 3000
neuron = { preset = "tonic-spiking", b = "0.02 nA" }

[[projection]]
source = "cells"
target = "cells"
receptor = "by-sign"
connect = { rule = "from-matrix", path = "matrix.npy" }
weight = "2 nS"
delay = "1.5 ms"

[[input]]
target = "others[0:10]"
current = { times = ["0.5 s", "1 s"], values = ["0 pA", "0.2 nA"] }

[record]
spikes = false

[[record.state]]
name = "trace"
variables = ["V", "w"]
neurons = "others[2:4]"
every = "0.3 ms"
"#,
    );
    let text = place.succeeds(&["describe", "net.toml"]).stdout;
    assert_says(
        &text,
        &[
            "net: 3,004 neurons, 2 populations",
            "noise none",
            "precision single",
            "threads 2",
            "4, numbered 0 to 3",
            "3,000, numbered 4 to 3003",
            "inhibitory 1",
            "initially : V = -60 mV, gi = 3 nS, the rest as at rest",
            "injected : + Iinj inside the bracket of dV/dt",
            "from-matrix, 4 x 4",
            "synapses 4",
            "delay 1.5 ms = 15 steps",
            "others[0:10]",
            "0 pA from 0.5 s on 200 pA from 1 s on",
            "connects 4 neurons to itself or themselves",
            "spikes none",
            "trace V, w of others[2:4] every 0.3 ms: 10,000 samples",
            "matrix.npy SHA-256",
        ],
    );
    let [cells, others] = [0, 1].map(|k| text.split("\npopulation ").nth(k + 1).unwrap());
    assert!(!cells.contains("injected"), "only the target receives it");
    assert!(others.contains("initially : V = EL"), "{others}");
}

/// Values of each neuron, all kinds of sources and inputs, and recordings of parts.
const OF_PARTS: &str = r#"[parameters]
N = 100
[simulation]
duration = "100 ms"
[[population]]
name = "E"
size = "N"
neuron = { preset = "cortical-rs", b = { distribution = "normal", mean = "65 pA", sd = "10 pA", low = "0 pA" }, tau_g = { distribution = "lognormal", mean = "7 ms", sd = "1 ms", high = "20 ms" } }
initial = { V = { distribution = "uniform", low = "-65 mV", high = "-55 mV" } }
refractory = "2 ms"
positions = { grid = [10, 10], spacing = "50 um", periodic = [true, false] }

[[population]]
name = "I"
size = 20
neuron = "izhikevich-fs"

[[population]]
name = "in"
size = 5
poisson = { rate = "20 Hz" }

[[population]]
name = "clock"
size = 5
spikes = { times = ["10 ms"], cells = [2] }

[[projection]]
source = "in"
target = "E"
receptor = "excitatory"
connect = { rule = "fixed-in-degree", degree = 2, multapses = true }
weight = { distribution = "lognormal", mean = "1 nS", sd = "0.2 nS" }
delay = { distribution = "uniform", low = "1 ms", high = "2 ms" }

[[projection]]
source = "E"
target = "E"
receptor = "excitatory"
connect = { rule = "distance", profile = "gaussian", sd = "100 um", p_max = 0.3 }
weight = "0.5 nS"
plasticity = { U = 0.5, tau_rec = "800 ms" }

[[input]]
name = "drive"
target = "E[0:10]"
current = { sine = { amplitude = "50 pA", frequency = "8 Hz", offset = "10 pA" } }

[[input]]
target = "E"
fluctuations = { mean = "5 nS", sd = "1 nS", tau = "3 ms", reversal = "0 mV" }

[[input]]
target = "I"
poisson = { rate = "10 Hz", sources = 1000, weight = "0.1 nS", receptor = "excitatory" }

[record]
spikes = { neurons = ["E[0:10]", "I"], from = "10 ms" }
[[record.state]]
name = "trace"
variables = ["V", "u"]
neurons = "I[0, 5]"
every = "1 ms"
from = "50 ms"
[[record.rate]]
name = "all"
neurons = ["E", "I"]
bin = "5 ms"
"#;

/// If this fails, something that is simulated is not told.
#[test]
fn individual_values_sources_inputs_and_parts() {
    let place = Workplace::new();
    place.write("net.toml", OF_PARTS);
    let text = place.succeeds(&["describe", "net.toml"]).stdout;
    assert_says(
        &text,
        &[
            "130 neurons, 4 populations",
            "positions grid of 10 x 10, 50 µm apart, periodic (500 µm x -)",
            "injected : + Iinj - g (V - E) inside the bracket of dV/dt, see input",
            "refractory: 2 ms after a spike, in which V stays",
            "initially : V = uniform(-65, -55) mV, the rest as at rest",
            "b = normal(65, 10) of at least 0 pA spike-triggered adaptation",
            "tau_i = lognormal(7, 1) of at most 20 ms inhibitory synaptic time constant",
            "du/dt = a (b V - u)",
            "sources 5, numbered 120 to 124 rate 20 Hz",
            "spikes 1 given spike",
            "fixed-in-degree, 2 onto each target, without autapses, with multapses",
            "weight lognormal(1, 0.2) nS delay uniform(1, 2) ms = 10 to 20 steps",
            "distance, p = 0.3 exp(-d²/(2 (100 µm)²)), without autapses",
            "plasticity U = 0.5, tau_rec = 800 ms, tau_facil = 0 ms",
            "input \"drive\" neurons E[0:10] Iinj 10 pA + 50 pA sin(2 pi 8 Hz t)",
            "g Ornstein-Uhlenbeck process: mean 5 nS, sd 1 nS, tau 3 ms E 0 mV",
            "spikes of 1,000 Poisson sources for each neuron rate 10 Hz receptor excitatory (ge)",
            "spikes E[0:10], I from 0.01 s on",
            "trace V, u of 2 neurons of I every 1 ms from 0.05 s on: 50 samples",
            "all rate of E, I in bins of 5 ms: 20 bins",
        ],
    );
    assert_eq!(text.matches("spike-triggered adaptation").count(), 1);
    // As TOML it is the same network, which the tool runs to the same files.
    let complete = place.succeeds(&["describe", "net.toml", "--toml"]).stdout;
    place.write("complete.toml", &complete);
    for run in ["net", "complete"] {
        place.succeeds(&["run", &format!("{run}.toml"), "--out", run]);
    }
    let [direct, again] = ["net", "complete"].map(|run| tool::results(&place.path(run)));
    tool::assert_same(&direct, &again, "run again");
}

/// If this fails, `describe --toml` is no way to write a description of one's own.
#[test]
fn as_toml_it_runs() {
    let place = Workplace::new();
    let options = [
        "--duration",
        "5 ms",
        "--seed",
        "7",
        "--set",
        "population.cells.neuron.b=20 pA",
    ];
    let described = place.succeeds(&[["describe", "--toml"].as_slice(), &options].concat());
    place.write("described.toml", &described.stdout);
    place.succeeds(&["run", "described.toml", "--out", "described"]);
    place.succeeds(&[["run", "--out", "direct"].as_slice(), &options].concat());
    let [described, direct] = ["described", "direct"].map(|run| tool::results(&place.path(run)));
    tool::assert_same(&described, &direct, "run again");
}

/// If this fails, one line does not change the size of the notebook's network any more, as it does in
/// the notebook.
#[test]
fn one_parameter_scales_the_notebook() {
    let place = Workplace::new();
    let larger = ["--set", "parameters.N=1000", "--duration", "5 ms"];
    let text = place
        .succeeds(&[["describe"].as_slice(), &larger].concat())
        .stdout;
    assert_says(
        &text,
        &[
            "notebook: 1,000 neurons",
            "inhibitory 200",
            "cells[0:800] -> cells",
            "cells[801:1000] -> cells",
            "weight 0.2 nS",
            "weight 0.8 nS",
        ],
    );
    place.succeeds(&[["run", "--out", "large"].as_slice(), &larger].concat());
    let weights = read_csr_npz(&place.path("large/connectivity.npz")).unwrap();
    assert_eq!(weights.shape(), (1000, 1000));
    assert!(
        weights
            .data()
            .iter()
            .all(|&weight| weight == 0.2 || weight == -0.8)
    );
    let mean_degree = weights.nnz() as f64 / 1000.0;
    assert!((45.0..55.0).contains(&mean_degree), "{mean_degree}");
    // The expressions are kept, and mean the same.
    let described = String::from_utf8(place.files()["large/network.toml"].clone()).unwrap();
    for line in [
        "N = 1000",
        "we = \"10 nS/(N*p)\"  # = 0.2 nS",
        "size = \"N\"  # = 1000",
        "source = \"cells[Ne+1:]\"  # = cells[801:]",
        "weight = \"wi\"  # = 0.8 nS",
        "p = \"p\"  # = 0.05",
    ] {
        assert!(
            described.lines().any(|found| found == line),
            "no {line} in: {described}"
        );
    }
    place.succeeds(&["run", "large/network.toml", "--out", "again"]);
    let [large, again] = ["large", "again"].map(|run| tool::results(&place.path(run)));
    tool::assert_same(&large, &again, "run again");
}

#[test]
fn as_latex_it_is_balanced() {
    let text = Workplace::new().succeeds(&["describe", "--latex"]).stdout;
    assert!(text.starts_with("% cells\n"), "{text}");
    let count = |pattern: &str| text.matches(pattern).count();
    assert_eq!(count("\\begin{align*}"), count("\\end{align*}"));
    assert_eq!(count("\\begin{align*}"), 2);
    assert_eq!(count("{"), count("}"));
    assert_eq!(count("\\left("), count("\\right)"));
}

/// A reader that has enough is no error.
#[test]
fn a_closed_pipe_is_no_panic() {
    let place = Workplace::new();
    for arguments in [
        ["describe"].as_slice(),
        &["run", "--duration", "1 ms"],
        &["--help"],
    ] {
        let mut command = place.command(arguments);
        let (reader, writer) = std::io::pipe().expect("a pipe can be made");
        drop(reader);
        let output = command
            .stdout(writer)
            .output()
            .expect("the tool can be started");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    }
}

/// A description with every rule, completed by the tool, is the same network: the same description again, and
/// the same files when it is run.
#[test]
fn every_rule_survives_being_described() {
    let place = Workplace::new();
    place.write(
        "rules.toml",
        include_str!("../examples/networks/rules.toml"),
    );
    let complete = place.succeeds(&["describe", "rules.toml", "--toml"]).stdout;
    #[rustfmt::skip]
    let kept = ["fixed-in-degree", "fixed-out-degree", "fixed-total", "one-to-one", "all-to-all", "storage = \"procedural\"", "storage = \"auto\"", "autapses = false"];
    for text in kept {
        assert!(complete.contains(text), "no {text:?} in: {complete}");
    }
    place.write("complete.toml", &complete);
    let again = place.succeeds(&["describe", "complete.toml", "--toml"]);
    assert_eq!(again.stdout, complete);
    for name in ["rules", "complete"] {
        place.succeeds(&["run", &format!("{name}.toml"), "--out", name]);
    }
    let files = place.files();
    let file = |run: &str, name: &str| files[&format!("{run}/{name}")].clone();
    for name in ["spikes.npz", "connectivity.npz"] {
        assert!(
            file("rules", name) == file("complete", name),
            "{name} differs"
        );
    }
    let text = place.succeeds(&["describe", "rules.toml"]).stdout;
    assert_fits(&text);
    assert_says(
        &text,
        &[
            "fixed-in-degree, 80 onto each target, without autapses synapses 128,000",
            "fixed-out-degree, 20 of each source, without autapses synapses 32,000",
            "fixed-total, without autapses synapses 8,000",
            "one-to-one synapses 400",
            "all-to-all, without autapses synapses 3,990",
            "procedural: drawn again for every spike",
        ],
    );
}
