//! Runs at their edges: nothing simulated yet, no synapse of any weight, names of files.

use super::{FileNote, OutputOptions, Summary};
use crate::config::{Configuration, Overrides, Plan, Source};
use crate::files::{NpzReader, RunDirectory, read_csr_npz, read_edges_npz, read_matrix};
use crate::names::{SUMMARY, is_run_file};
use crate::records::RecordReader;
use crate::run::{Ended, Run, RunOptions};
use adexnet_engine::{ConnectionRule, Network, Projection, Simulation, Values};
use ndarray::{Array2, Ix1};
use std::path::Path;

/// Three neurons in a chain of synapses.
const TEXT: &str = r#"[simulation]
duration = "1 ms"

[[population]]
name = "cells"
size = 3
neuron = "cortical-rs"

[[projection]]
name = "E"
source = "cells[:2]"
target = "cells[1:]"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 1 }
weight = "2 nS"

[[record.state]]
name = "trace"
variables = ["V"]
neurons = "cells"
"#;

fn plan(text: &str) -> Plan {
    let source = Source::Text {
        name: "chain.toml",
        text,
        directory: Path::new(""),
    };
    let configuration = Configuration::load(source, &Overrides::default()).unwrap();
    configuration.plan().unwrap()
}

/// The plan of the text with another projection.
fn changed(projection: impl FnOnce(Projection) -> Projection) -> Plan {
    let mut plan = plan(TEXT);
    let mut description = plan.network.description().clone();
    description.projections = vec![projection(description.projections.remove(0))];
    plan.network = Network::new(description).unwrap();
    plan
}

/// Simulates a plan for some steps, and writes the files of the run that it has become.
fn write(plan: &Plan, steps: u64, directory: &RunDirectory) -> Summary {
    let mut plan = plan.clone();
    plan.steps = steps;
    let mut run = start(&plan, directory);
    assert_eq!(run.simulate().unwrap(), Ended::Completed);
    run.finish().unwrap()
}

fn start(plan: &Plan, directory: &RunDirectory) -> Run {
    let simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options());
    let (output, options) = (OutputOptions::default(), RunOptions::default());
    Run::start(
        plan,
        simulation.unwrap(),
        directory.clone(),
        output,
        options,
    )
    .unwrap()
}

/// If this fails, an early Ctrl-C ends in an error, or in figures of nothing.
#[test]
fn a_run_stopped_before_its_first_step_is_complete() {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    let plan = plan(TEXT);
    let mut run = start(&plan, &directory);
    run.control().stop();
    assert_eq!(run.simulate().unwrap(), Ended::Interrupted);
    let summary = run.finish().unwrap();
    let notes = &summary.files;
    for figure in ["voltage.svg", "voltage.png", "raster.svg", "raster.png"] {
        assert!(notes.contains(&FileNote::left_out(figure, "nothing was simulated")));
    }
    for file in ["spikes.npz", "state.npz"] {
        let mut npz = NpzReader::open(&directory.file(file)).unwrap();
        assert_eq!(npz.read::<Ix1>("t").unwrap().len(), 0, "{file}");
    }
    assert_eq!((summary.status, summary.simulated_s), ("interrupted", 0.0));
    assert!(summary.rates_hz.is_none() && summary.real_time_factor.is_none());
    assert!(!summary.to_json().contains("NaN"));
}

/// If this fails, a network whose weights are all 0 divides by one of them.
#[test]
fn weights_of_zero_are_zeros_of_the_dense_matrix() {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    write(&plan(&TEXT.replace("2 nS", "0 nS")), 1, &directory);
    let dense = read_matrix(&directory.file("connectivity_matrix.npy")).unwrap();
    assert_eq!(dense, Array2::<f64>::zeros((3, 3)));
    let stored = read_csr_npz(&directory.file("connectivity.npz")).unwrap();
    assert_eq!(stored.shape(), (3, 3));
}

/// If this fails, rates that were counted are lost, or are those of other times.
#[test]
fn rates_are_written_with_the_beginnings_of_their_bins() {
    let text = TEXT.to_owned()
        + r#"
[[record.rate]]
name = "pair"
neurons = "cells[1:]"
bin = "0.2 ms"
from = "0.1 ms"

[[input]]
target = "cells[1]"
current = "100 nA"
"#;
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    let plan = plan(&text);
    let notes = write(&plan, 10, &directory).files;
    assert!(notes.contains(&FileNote::written("rate-pair.npz")));
    let mut npz = NpzReader::open(&directory.file("rate-pair.npz")).unwrap();
    let mut read = |name| npz.read::<Ix1>(name).unwrap().to_vec();
    let starts = [1.0, 3.0, 5.0, 7.0].map(|step| step * 1e-4);
    assert_eq!(read("t"), starts, "the last bin is not complete");
    let (counts, rates) = (read("count"), read("rate"));
    let spikes = RecordReader::open(directory.path())
        .unwrap()
        .load_spikes()
        .unwrap();
    let in_bin = |k: u64| {
        let of_pair = spikes.steps.iter().zip(&spikes.neurons);
        let within = (1 + 2 * k)..(3 + 2 * k);
        of_pair
            .filter(|&(step, &neuron)| within.contains(step) && neuron > 0)
            .count() as f64
    };
    assert_eq!(counts, [0, 1, 2, 3].map(in_bin));
    assert!(counts.iter().sum::<f64>() > 2.0, "{counts:?}");
    let expected: Vec<f64> = counts.iter().map(|count| count / (2.0 * 2e-4)).collect();
    assert_eq!(rates, expected);
}

/// If this fails, the summary of a part of the spikes gives rates of something else.
#[test]
fn rates_are_those_of_the_time_in_which_all_neurons_were_recorded() {
    let summary = |spikes: &str| {
        let pushed = "[[input]]\ntarget = \"cells\"\ncurrent = \"100 nA\"\n";
        let text = format!("{TEXT}\n{pushed}\n[record]\nspikes = {spikes}\n");
        let trace = TEXT.split_once("[[record").map_or("", |(_, trace)| trace);
        let text = text.replace(&format!("[[record{trace}"), "");
        let base = tempfile::tempdir().unwrap();
        let directory = RunDirectory::create(&base.path().join("run")).unwrap();
        let plan = plan(&text);
        let summary = write(&plan, 10, &directory);
        assert!(summary.files.contains(&FileNote::written("spikes.npz")));
        let spikes: Vec<f64> = NpzReader::open(&directory.file("spikes.npz"))
            .unwrap()
            .read::<Ix1>("t")
            .unwrap()
            .to_vec();
        assert_eq!(summary.spikes, Some(spikes.len() as u64));
        (
            summary.spikes.unwrap(),
            summary.rates_hz.map(|rates| rates.all),
        )
    };
    let rate = |spikes: u64, steps: f64| Some(spikes as f64 / (3.0 * (steps * 1e-4)));
    let (spikes, all) = summary("true");
    assert_eq!(all, rate(spikes, 10.0));
    let (later, rates) = summary("{ from = \"0.4 ms\", to = \"3 ms\" }");
    assert!(later > 0 && later < spikes);
    assert_eq!(rates, rate(later, 6.0));
    let (_, rates) = summary("{ neurons = \"cells[1]\" }");
    assert_eq!(rates, None);
}

/// If this fails, `--force` mixes files of two runs.
#[test]
fn every_file_that_is_written_is_known_as_one_of_a_run() {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    let notes = write(&plan(TEXT), 10, &directory).files;
    assert!(notes.iter().all(|note| is_run_file(&note.name)));
    let path = directory.path().to_owned();
    drop(directory);
    for entry in path.read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(is_run_file(&name), "{name}");
        let is_told = notes.contains(&FileNote::written(&name)) || name == SUMMARY;
        assert!(is_told, "{name}");
    }
}

/// If this fails, a run is lost at its end, or two synapses become one.
#[test]
fn several_synapses_of_a_pair_are_a_list_of_edges() {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    let rule = ConnectionRule::FixedOutDegree {
        degree: 5,
        autapses: true,
        multapses: true,
    };
    let plan = changed(|projection| Projection { rule, ..projection });
    let summary = write(&plan, 1, &directory);
    assert_eq!(summary.synapses, 10);
    let notes = summary.files;
    assert!(notes.contains(&FileNote::written("connectivity-E.npz")));
    let edges = read_edges_npz(&directory.file("connectivity-E.npz")).unwrap();
    assert_eq!(edges.sources, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    assert!(edges.targets.iter().all(|target| [1, 2].contains(target)));
    assert_eq!(edges.weights, Some(vec![2.0; 10]));
    assert_eq!(edges.delays, Some(vec![0.0; 10]));
    for file in ["connectivity.npz", "connectivity_matrix.npy"] {
        let note = notes.iter().find(|note| note.name == file).unwrap();
        let reason = note.left_out.as_deref().unwrap();
        assert!(reason.contains("several synapses"), "{reason}");
        assert!(!directory.file(file).exists());
    }
}

/// If this fails, the files of a run do not tell its delays, or only they tell its weights.
#[test]
fn delays_of_their_own_are_a_list_of_edges_beside_the_matrix() {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    let delays = Values::uniform(0.0, 20.0); // ms
    let plan = changed(|projection| projection.with_delay(delays));
    let notes = write(&plan, 1, &directory).files;
    let edges = read_edges_npz(&directory.file("connectivity-E.npz")).unwrap();
    let ends: Vec<_> = edges.sources.iter().zip(&edges.targets).collect();
    assert_eq!(ends, [(&0, &1), (&0, &2), (&1, &2)]);
    let delays = edges.delays.unwrap();
    assert!(delays.iter().any(|&delay| delay != delays[0]), "{delays:?}");
    let steps = delays.iter().map(|delay| delay / 0.1);
    assert!(
        steps.clone().all(|step| (step - step.round()).abs() < 1e-9),
        "{delays:?}"
    );
    let matrix = read_csr_npz(&directory.file("connectivity.npz")).unwrap();
    assert_eq!(matrix.data(), edges.weights.unwrap());
    assert_eq!(matrix.indices(), edges.targets);
    assert!(directory.file("connectivity_matrix.npy").exists());
    assert!(notes.iter().all(|note| is_run_file(&note.name)));
}
