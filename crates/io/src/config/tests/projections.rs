//! Projections: values of single synapses, rules, receptors and plasticity.

use super::complete::check_round_trip;
use super::mistake_table::check_in;
use super::{ConfigError, Configuration, Overrides, Plan, Source, plan};
use crate::files::{Edges, write_csr_npz, write_edges_npz, write_matrix_market, write_npy};
use adexnet_engine::{ConnectionRule, Projection, Receptor, ReceptorChoice, ShortTerm, Values};
use ndarray::array;
use sprs::CsMatI;
use tempfile::TempDir;

/// Projections of every kind that needs no file.
pub(super) const PROJECTIONS: &str = r#"[parameters]
w = "2 nS"

[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = 20
neuron = "cortical-rs"

[[population]]
name = "lif"
size = 10
neuron = "coba-lif"

[[population]]
name = "source"
size = 20
poisson = { rate = "10 Hz" }

[[projection]]
name = "drawn"
source = "source"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 0.5 }
weight = { distribution = "lognormal", mean = "w", sd = "w/4", high = "10 nS" }
delay = { distribution = "uniform", low = "0.5 ms", high = "100 ms" }

[[projection]]
name = "many"
source = "cells[0, 5:10]"
target = "lif"
receptor = "inhibitory"
connect = { rule = "fixed-in-degree", degree = 30, multapses = true }
weight = "2*w"
plasticity = { U = 0.5, tau_rec = "0.8 s" }

[[projection]]
name = "out"
source = "lif"
target = "lif"
receptor = "inhibitory"
connect = { rule = "fixed-out-degree", degree = 30, multapses = true, autapses = true }
weight = "w"

[[projection]]
name = "total"
source = "lif"
target = "cells"
receptor = "excitatory"
connect = { rule = "fixed-total", synapses = 1000, multapses = true }
weight = "w"
plasticity = { U = 0.1, tau_rec = "100 ms", tau_facil = "1 s" }
"#;

fn projection(plan: &Plan, number: usize) -> &Projection {
    &plan.network.description().projections[number]
}

#[test]
fn projections_of_every_kind_arrive() {
    let plan = plan(PROJECTIONS).unwrap();
    let drawn = projection(&plan, 0);
    let expected = Values::lognormal(2.0, 0.5).truncated(f64::NEG_INFINITY, 10.0);
    assert_eq!(drawn.weight, expected);
    assert_eq!(drawn.delay, Values::uniform(0.5, 100.0));
    assert_eq!(drawn.plasticity, None);
    let many = projection(&plan, 1);
    assert_eq!(many.receptor, ReceptorChoice::One(Receptor::INHIBITORY));
    assert_eq!(
        many.source.neurons.iter().collect::<Vec<_>>(),
        [0, 5, 6, 7, 8, 9]
    );
    assert_eq!(many.plasticity, Some(ShortTerm::depressing(0.5, 800.0)));
    let expected = ShortTerm {
        utilization: 0.1,
        tau_rec: 100.0,
        tau_facil: 1000.0,
    };
    assert_eq!(projection(&plan, 3).plasticity, Some(expected));
    let rules: Vec<String> = (1..4)
        .map(|number| format!("{:?}", projection(&plan, number).rule))
        .collect();
    assert_eq!(
        rules,
        [
            "FixedInDegree { degree: 30, autapses: false, multapses: true }",
            "FixedOutDegree { degree: 30, autapses: true, multapses: true }",
            "FixedTotal { synapses: 1000, autapses: false, multapses: true }",
        ]
    );
    check_round_trip(&plan);
    let text = plan.to_toml();
    for line in [
        "mean = \"w\"  # = 2 nS",
        "multapses = true",
        "tau_facil = \"0 ms\"",
        "distribution = \"uniform\"",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

/// Two populations of three, connected by a file.
const FROM_FILE: &str = r#"[simulation]
duration = "10 ms"

[[population]]
name = "a"
size = 3
neuron = "cortical-rs"

[[population]]
name = "b"
size = 3
neuron = "cortical-rs"

[[projection]]
name = "P"
source = "a"
target = "b"
receptor = "excitatory"
connect = { rule = "from-edges", path = "edges.npz" }
"#;

/// A directory with connectivity in every form.
fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    let edges = Edges {
        sources: vec![2, 0, 0],
        targets: vec![1, 1, 1],
        weights: Some(vec![0.5, 2.0, 3.0]),
        delays: Some(vec![1.0, 0.0, 150.0]),
    };
    write_edges_npz(&path("edges.npz"), &edges).unwrap();
    let bare = Edges {
        weights: None,
        delays: None,
        ..edges
    };
    write_edges_npz(&path("bare.npz"), &bare).unwrap();
    let matrix = CsMatI::<f64, u32>::new((3, 3), vec![0, 1, 1, 2], vec![1, 0], vec![2.0, 1.0]);
    write_csr_npz(&path("csr.npz"), &matrix).unwrap();
    write_matrix_market(&path("matrix.mtx"), &matrix).unwrap();
    write_npy(&path("dense.npy"), &array![[0, 2, 0], [0, 0, 0], [1, 0, 0]]).unwrap();
    write_npy(&path("each.npy"), &array![0.001, 0.002, 0.003]).unwrap();
    directory
}

fn plan_in(directory: &TempDir, text: &str) -> Result<Plan, ConfigError> {
    let source = Source::Text {
        name: "net.toml",
        text,
        directory: directory.path(),
    };
    Configuration::load(source, &Overrides::default())?.plan()
}

#[test]
fn edges_bring_their_own_weights_and_delays_or_take_those_of_the_projection() {
    let directory = directory();
    let plan = plan_in(&directory, FROM_FILE).unwrap();
    let given = projection(&plan, 0);
    assert_eq!((&given.weight, &given.delay), (&1.0.into(), &0.0.into()));
    let ConnectionRule::FromEdges(edges) = &given.rule else {
        panic!("no edges");
    };
    assert_eq!(edges.weights, Some(vec![0.5, 2.0, 3.0]));
    assert_eq!(plan.network.delay_range(given), (0, 1500));
    check_round_trip(&plan);
    let text = plan.to_toml();
    assert!(
        text.contains("weight = \"1 nS\"") && !text.contains("delay"),
        "{text}"
    );

    let bare = FROM_FILE.replace("edges.npz", "bare.npz");
    let message = plan_in(&directory, &bare).unwrap_err().to_string();
    assert!(
        message.contains("projection.P: the key \"weight\" is missing"),
        "{message}"
    );
    let bare = bare
        + "weight = \"2 nS\"\ndelay = { distribution = \"uniform\", low = \"1 ms\", high = \"2 ms\" }\n";
    let plan = plan_in(&directory, &bare).unwrap();
    assert_eq!(projection(&plan, 0).delay, Values::uniform(1.0, 2.0));
    check_round_trip(&plan);
}

#[test]
fn a_matrix_is_read_from_a_file_of_any_kind() {
    let directory = directory();
    for file in ["csr.npz", "matrix.mtx", "dense.npy"] {
        let text = FROM_FILE
            .replace("from-edges", "from-matrix")
            .replace("edges.npz", file);
        let plan = plan_in(&directory, &(text + "weight = \"3 nS\"\n")).unwrap();
        let ConnectionRule::FromMatrix(matrix) = &projection(&plan, 0).rule else {
            panic!("no matrix");
        };
        let entries: Vec<_> = matrix.iter().map(|(&value, at)| (value, at)).collect();
        assert_eq!(entries, [(2.0, (0, 1)), (1.0, (2, 0))]);
        check_round_trip(&plan);
    }
}

#[test]
fn values_of_single_synapses_can_be_in_files() {
    let directory = directory();
    let each = "weight = { file = \"each.npy\", unit = \"uS\" }\ndelay = { file = \"each.npy\", unit = \"s\" }\n";
    let pairs = FROM_FILE.replace(
        "rule = \"from-edges\", path = \"edges.npz\"",
        "rule = \"one-to-one\"",
    );
    let plan = plan_in(&directory, &(pairs.clone() + each)).unwrap();
    assert_eq!(projection(&plan, 0).weight, vec![1.0, 2.0, 3.0].into());
    assert_eq!(projection(&plan, 0).delay, vec![1.0, 2.0, 3.0].into());
    check_round_trip(&plan);
    let refusal = |text: &str| {
        let message = plan_in(&directory, text).unwrap_err().to_string();
        println!("{message}\n");
        message
    };
    let message = refusal(&(pairs.replace("size = 3", "size = 4") + each));
    assert!(
        message
            .contains("projection.P.weight.file = \"each.npy\": 3 values are given for 4 synapses"),
        "{message}"
    );
    let message = refusal(&(pairs.replace("one-to-one", "all-to-all") + each));
    assert!(
        message.contains("projection.P.weight: values can be given for one-to-one"),
        "{message}"
    );
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let directory = directory();
    let refusal = |changes: &[(&str, &str)], more: &str| {
        let changed = changes
            .iter()
            .fold(FROM_FILE.to_owned(), |text, (right, wrong)| {
                text.replace(right, wrong)
            });
        let message = plan_in(&directory, &(changed + more))
            .unwrap_err()
            .to_string();
        println!("{message}\n");
        message
    };
    for (changes, more, says) in [
        (
            &[][..],
            "delay = \"1 ms\"\n",
            "projection.P.delay = \"1 ms\": the edges have delays of their own; leave",
        ),
        (
            &[("edges.npz", "csr.npz")],
            "",
            "connect.path = \"csr.npz\": this is a matrix; accepted is a list",
        ),
        (
            &[("from-edges", "from-matrix")],
            "",
            "connect.path = \"edges.npz\": this is a list of edges; accepted is a matrix",
        ),
        (
            &[("size = 3", "size = 2")],
            "",
            "projection.P.connect.path = \"edges.npz\": ",
        ),
        (
            &[("path = \"edges.npz\"", "p = 1")],
            "",
            "projection.P.connect.p: unknown key; known here: rule, path, sha256",
        ),
        (&[("edges.npz", "none.npz")], "", "cannot read"),
        (&[("edges.npz", "each.npy")], "", "each.npy"),
    ] {
        let message = refusal(changes, more);
        assert!(message.contains(says), "{says:?} is not in: {message}");
    }
}

/// If this fails, a neuron that excites itself goes unnoticed.
#[test]
fn autapses_of_edges_are_counted() {
    let directory = directory();
    let text = FROM_FILE
        .replace("target = \"b\"", "target = \"a\"")
        .replace("edges.npz", "self.npz");
    let edges = Edges {
        sources: vec![1, 1, 0, 2],
        targets: vec![1, 1, 1, 2],
        weights: Some(vec![1.0; 4]),
        delays: None,
    };
    write_edges_npz(&directory.path().join("self.npz"), &edges).unwrap();
    let plan = plan_in(&directory, &text).unwrap();
    assert_eq!(plan.autapses.len(), 1);
    assert_eq!(
        plan.autapses[0].to_string(),
        "the file of projection \"P\" connects 2 neurons to itself or themselves; these autapses are kept"
    );
}

#[test]
fn mistakes() {
    check_in(
        PROJECTIONS,
        r#"
mean = "w" => mean = "2 ms"
    "2 ms" | projection.drawn.weight.mean | expected a conductance
high = "10 nS" => high = "0.1 nS"
    { distribution = "lognormal", mean = "w", sd = "w/4", high = "0.1 nS" } | projection.drawn.weight | of the distribution lies from
high = "100 ms" => high = "100 s"
    { distribution = "uniform", low = "0.5 ms", high = "100 s" } | projection.drawn.delay | differ by more than 65535
weight = "2*w" => weight = "-w"
    "-w" | projection.many.weight | weight = "-w" (-2 nS): out of range; accepted is a weight
weight = "2*w" => (nothing)
    [[projection]] | projection.many | "weight" is missing; write weight = "2 nS"
receptor = "inhibitory" => receptor = "nmda"
    "nmda" | projection.many.receptor | unknown name; known here: excitatory, inhibitory, by-sign
receptor = "inhibitory" => receptor = "by-sign"
    "by-sign" | projection.many.receptor | from-matrix
target = "lif" => target = "source"
    "source" | projection.many.target | sources of spikes; accepted are neurons
"cells[0, 5:10]" => "cells[0, 5:30]"
    "cells[0, 5:30]" | projection.many.source | 30 lies outside
degree = 30, multapses = true } => degree = 30 }
    30 | projection.many.connect.degree | have only 6 possible sources
degree = 30, multapses = true } => degree = 30, multapses = 1 }
    1 | projection.many.connect.multapses | expected true or false
p = 0.5 => p = 0.5, multapses = true
    multapses | projection.drawn.connect.multapses | known here: rule, p, autapses
U = 0.5 => U = 1.5
    1.5 | projection.many.plasticity.U | U = 1.5: out of range; accepted is a utilization above 0 and up to 1
U = 0.5 => u = 0.5
    u | projection.many.plasticity.u | did you mean "U"?
U = 0.5, => (nothing)
    {  tau_rec = "0.8 s" } | projection.many.plasticity | "U" is missing; write U = 0.5
tau_rec = "0.8 s" => tau_rec = "-1 ms"
    "-1 ms" | projection.many.plasticity.tau_rec | out of range; accepted is a time constant
tau_rec = "0.8 s" => tau_rec = 800
    800 | projection.many.plasticity.tau_rec | write "800 ms"
"#,
    );
}
