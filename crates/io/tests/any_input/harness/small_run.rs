//! Small runs, which leave the files of which the seeds of checkpoints and records are made.

use super::Scratch;
use adexnet_engine::Simulation;
use adexnet_io::config::{Configuration, Overrides, Source};
use adexnet_io::files::RunDirectory;
use adexnet_io::names::CHECKPOINT;
use adexnet_io::output::OutputOptions;
use adexnet_io::run::{Run, RunOptions};
use std::fs;

/// Few neurons, with everything that is recorded.
const RECORDED: &str = include_str!("../seeds/small_run.toml");

/// One neuron, of which nothing is recorded.
const ALONE: &str = "\
[simulation]
duration = \"1 ms\"

[record]
spikes = false

[[population]]
name = \"one\"
size = 1
neuron = \"cortical-rs\"
";

/// What a run leaves.
pub(super) struct Files {
    pub(super) checkpoint: Vec<u8>,
    pub(super) index: Vec<u8>,
}

/// The files of some runs: in both precisions, with either generator, with much and nothing to tell.
pub(super) fn files() -> Vec<Files> {
    vec![
        of(RECORDED, &[]),
        of(RECORDED, &["simulation.precision=single"]),
        of(RECORDED, &["simulation.rng=numpy-legacy"]),
        of(ALONE, &[]),
    ]
}

fn of(text: &str, set: &[&str]) -> Files {
    let scratch = Scratch::new();
    let source = Source::Text {
        name: "small_run.toml",
        text,
        directory: scratch.folder(),
    };
    let overrides = Overrides {
        set: set.iter().map(|&change| change.to_owned()).collect(),
        ..Overrides::default()
    };
    let plan = Configuration::load(source, &overrides).and_then(|read| read.plan());
    let plan = plan.unwrap_or_else(|error| panic!("{error}"));
    let simulation = Simulation::new(&plan.network, plan.recording.clone(), plan.options());
    let directory = RunDirectory::create(&scratch.folder().join("run"));
    let mut run = Run::start(
        &plan,
        simulation.expect("it is small"),
        directory.expect("a directory can be made"),
        OutputOptions::default(),
        RunOptions::default(),
    )
    .expect("a run can begin");
    run.simulate().expect("a run can end");
    let read = |name| fs::read(run.directory().file(name)).expect("it was written");
    Files {
        checkpoint: read(CHECKPOINT),
        index: read("records/index.json"),
    }
}
