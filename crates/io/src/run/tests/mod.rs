//! Runs that are stopped, killed and continued end with the bytes of those that were not.

mod faults;
mod power;
mod refusals;

use super::{Ended, Run, RunFailure, RunOptions, SavedRun};
use crate::config::{Configuration, Overrides, Plan, Source};
use crate::files::RunDirectory;
use crate::names::{CHECKPOINT, DESCRIPTION, SUMMARY};
use crate::output::{OutputOptions, Summary};
use adexnet_engine::Simulation;
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroU64;
use std::path::Path;
use tempfile::TempDir;

/// Everything that is recorded, delays, plasticity, serial noise and inputs of several kinds.
const TEXT: &str = r#"[simulation]
duration = "20 ms"
seed = 5
rng = "numpy-legacy"

[[population]]
name = "cells"
size = 40
neuron = "cortical-rs"
refractory = "1 ms"

[[projection]]
name = "E"
source = "cells[:30]"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 0.2 }
weight = "2 nS"
delay = "2.3 ms"

[[projection]]
name = "P"
source = "cells[30:]"
target = "cells"
receptor = "inhibitory"
connect = { rule = "pairwise-bernoulli", p = 0.3 }
weight = "5 nS"
delay = "1.5 ms"
plasticity = { U = 0.5, tau_rec = "100 ms", tau_facil = "20 ms" }

[[input]]
target = "cells"
current = "1 nA"

[[record.state]]
name = "trace"
variables = ["V", "ge"]
neurons = "cells[3:7]"
every = "0.3 ms"

[[record.rate]]
name = "all"
neurons = "cells"
bin = "0.7 ms"
"#;

/// Files of a run by relative path, with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// Steps of a run of [`TEXT`].
const STEPS: u64 = 200;

fn plan(changes: &[&str]) -> Plan {
    let source = Source::Text {
        name: "small.toml",
        text: TEXT,
        directory: Path::new(""),
    };
    let overrides = Overrides {
        set: changes.iter().map(|&change| change.to_owned()).collect(),
        ..Overrides::default()
    };
    let plan = Configuration::load(source, &overrides).and_then(|read| read.plan());
    let plan = plan.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(plan.steps, STEPS);
    plan
}

fn simulation(plan: &Plan, threads: usize) -> Simulation {
    let mut options = plan.options();
    options.threads = threads;
    // Several blocks, so that there is something to divide.
    options.block_size = Some(if threads == 2 { 128 } else { 256 });
    Simulation::new(&plan.network, plan.recording.clone(), options).unwrap()
}

/// Checkpoints at every so many steps.
fn every(steps: u64) -> RunOptions {
    RunOptions {
        checkpoint_steps: NonZeroU64::new(steps),
        ..RunOptions::default()
    }
}

/// A place for a run.
fn place() -> (TempDir, RunDirectory) {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    (base, directory)
}

fn start(plan: &Plan, directory: RunDirectory, options: RunOptions) -> Run {
    let output = OutputOptions::default();
    Run::start(plan, simulation(plan, 1), directory, output, options).unwrap()
}

/// Begins a run and stops it, with a checkpoint, after so many steps.
fn stopped(plan: &Plan, directory: RunDirectory, steps: u64) {
    let mut shorter = plan.clone();
    shorter.steps = steps;
    let mut run = start(&shorter, directory, RunOptions::default());
    assert_eq!(run.simulate().unwrap(), Ended::Completed);
}

/// Goes on with a run to its end.
fn resumed(path: &Path, duration: Option<&str>, threads: usize) -> Summary {
    let saved = SavedRun::open(path, duration).unwrap();
    let simulation = simulation(saved.plan(), threads);
    let mut run = saved.resume(simulation, RunOptions::default()).unwrap();
    assert_eq!(run.simulate().unwrap(), Ended::Completed);
    run.finish().unwrap()
}

/// The files of a run that went on to its end at once.
fn whole(plan: &Plan) -> Files {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    let mut run = start(plan, directory, RunOptions::default());
    run.simulate().unwrap();
    run.finish().unwrap();
    files(&path)
}

/// The files of a directory and their bytes, without the summary, which tells wall times.
fn files(path: &Path) -> Files {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = files(&path).into_iter();
            found.extend(below.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else if name != SUMMARY {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// Whether a part of the records has no final name yet.
fn is_open(name: &str) -> bool {
    name.strip_suffix(".part").is_some()
}

fn assert_same(found: &Files, expected: &Files, why: &str) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{why}");
    for (name, bytes) in expected {
        assert!(found[name] == *bytes, "{why}: {name} differs");
    }
}

/// If this fails, a run that was stopped is another run.
#[test]
fn a_run_in_pieces_has_the_bytes_of_a_whole_one() {
    for changes in [
        ["simulation.precision=double", "simulation.rng=numpy-legacy"],
        ["simulation.precision=single", "simulation.rng=chacha8"],
    ] {
        let plan = plan(&changes);
        let whole = whole(&plan);
        assert!(whole.contains_key("records/spikes-step-000000.npy"));
        assert!(whole.contains_key("spiketimes.npz") && whole.contains_key(CHECKPOINT));
        for (steps, threads) in [(1, 1), (33, 2), (77, 3), (STEPS - 1, 1)] {
            let (_base, directory) = place();
            let path = directory.path().to_owned();
            stopped(&plan, directory, steps);
            let unfinished = files(&path);
            let mut records = unfinished.keys().filter(|name| name.contains("-000000"));
            assert!(records.all(|name| is_open(name)), "{:?}", unfinished.keys());
            let summary = resumed(&path, None, threads);
            assert_eq!(summary.resumed_at_s, Some(steps as f64 * 1e-4));
            assert_eq!((summary.status, summary.steps), ("completed", STEPS));
            assert_same(&files(&path), &whole, &format!("{changes:?}, {steps}"));
        }
    }
}

/// If this fails, a run cannot be looked at before it goes on, or not be made longer.
#[test]
fn a_run_can_be_finished_early_and_still_go_on() {
    let plan = plan(&[]);
    let whole = whole(&plan);
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    stopped(&plan, directory, 120);
    let summary = SavedRun::open(&path, None).unwrap().finish().unwrap();
    assert_eq!((summary.status, summary.steps), ("interrupted", 120));
    assert_eq!(summary.threads, None);
    assert!(summary.synapses > 100 && summary.synaptic_events > 0);
    assert!(path.join("spikes.npz").exists() && path.join("raster.png").exists());
    let saved = SavedRun::open(&path, None).unwrap();
    assert!(!saved.is_simulated() && !saved.is_complete());
    drop(saved);
    resumed(&path, None, 2);
    assert_same(&files(&path), &whole, "finished early");
    let saved = SavedRun::open(&path, None).unwrap();
    assert!(saved.is_complete());
    drop(saved);
    // Killed when it was about to become longer, and had begun to put names back.
    let part = path.join("records/spikes-step-000000.npy");
    let open = path.join("records/spikes-step-000000.npy.part");
    fs::rename(&part, &open).unwrap();
    let saved = SavedRun::open(&path, None).unwrap();
    assert!(saved.is_simulated() && !saved.is_complete());
    saved.finish().unwrap();
    assert_same(&files(&path), &whole, "finished again");

    // From 20 ms to 50 ms at once, or later.
    let longer = |path: &Path| {
        let summary = resumed(path, Some("50 ms"), 1);
        assert_eq!(summary.steps, 500);
        files(path)
    };
    let prolonged = longer(&path);
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    stopped(&plan, directory, 10);
    assert_same(&prolonged, &longer(&path), "prolonged");
}

/// If this fails, the description of a run tells another duration than it has.
#[test]
fn a_run_can_end_where_it_was_stopped() {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    stopped(&plan(&[]), directory, 120);
    // A complete run, but of an end before its time.
    let summary = SavedRun::open(&path, None).unwrap().finish().unwrap();
    assert_eq!(summary.status, "interrupted");
    let saved = SavedRun::open(&path, Some("12 ms")).unwrap();
    assert!(saved.is_simulated() && !saved.is_complete());
    assert_eq!(saved.finish().unwrap().status, "completed");
    let text = fs::read_to_string(path.join(DESCRIPTION)).unwrap();
    assert!(text.contains("\"12 ms\""), "{text}");
    let saved = SavedRun::open(&path, None).unwrap();
    assert!(saved.is_complete() && saved.plan().steps == 120);
}

/// If this fails, files of the user are lost, or those of processes that were killed stay.
#[test]
fn going_on_removes_what_belongs_to_the_run_and_nothing_else() {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    stopped(&plan(&[]), directory, 120);
    SavedRun::open(&path, None).unwrap().finish().unwrap();
    let ours = [
        ".lock",
        ".checkpoint.npz.partial-7-0",
        "records/.spikes-step-000000.npy.partial-7-1",
        "records/.index.json.partial-7-2",
        "records/spikes-step-000003.npy.part",
    ];
    let others = ["state-mine.npz", "rate-mine.npz", ".notes.partial-7-3"];
    for name in ours.iter().chain(&others) {
        fs::write(path.join(name), "").unwrap();
    }
    resumed(&path, None, 1);
    let mut found = files(&path);
    for name in others {
        assert!(found.remove(name).is_some(), "{name}");
    }
    assert_same(&found, &whole(&plan(&[])), "after going on");
}

/// If this fails, a run that has failed, or that nobody has simulated, becomes a complete one.
#[test]
fn only_what_was_simulated_is_finished() {
    let (_base, directory) = place();
    let begun = start(&plan(&[]), directory, RunOptions::default());
    let failure = begun.finish().unwrap_err();
    assert!(matches!(failure, RunFailure::NotSimulated), "{failure}");
    let (_base, directory) = place();
    let mut run = start(&plan(&[]), directory, every(10));
    fs::remove_dir_all(run.directory().path()).unwrap();
    run.simulate().unwrap_err();
    let failure = run.simulate().unwrap_err();
    assert!(matches!(failure, RunFailure::Failed), "{failure}");
    let failure = run.finish().unwrap_err();
    assert!(matches!(failure, RunFailure::Failed), "{failure}");
}

/// If this fails, a batch queue kills runs that were to end by themselves.
#[test]
fn a_run_whose_time_is_over_ends_with_a_checkpoint() {
    let plan = plan(&[]);
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    let options = RunOptions {
        max_wall: Some(std::time::Duration::from_nanos(1)),
        verify: true,
        ..RunOptions::default()
    };
    let mut run = start(&plan, directory, options);
    assert_eq!(run.simulate().unwrap(), Ended::OutOfTime);
    drop(run);
    assert!(path.join(CHECKPOINT).exists() && !path.join(SUMMARY).exists());
    resumed(&path, None, 1);
    assert_same(&files(&path), &whole(&plan), "out of time");
}

/// If this fails, a run that was killed before its first checkpoint is lost.
#[test]
fn a_run_without_checkpoint_starts_again() {
    let nothing_recorded = ["record.spikes=false", "record.state=[]", "record.rate=[]"];
    for plan in [plan(&[]), plan(&nothing_recorded)] {
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        drop(start(&plan, directory, RunOptions::default()));
        let saved = SavedRun::open(&path, None).unwrap();
        assert_eq!(saved.step(), 0);
        drop(saved);
        resumed(&path, None, 1);
        assert_same(&files(&path), &whole(&plan), "from the beginning");
    }
}
