//! The estimate of memory against the memory that is used: a run that is accepted must not take several times what was
//! said, and one that would fit must not be refused.
//!
//! The peak of a process is known only for all that it has ever done, so each network is built and run in a process of
//! its own: this test program once more, with nothing but the second of its tests.

mod support;

use adexnet::engine::{
    ALWAYS, ConnectionRule, Network, NetworkDescription, Noise, Precision, Receptor, Recording,
    Simulation, SimulationOptions, SpikeRecording, StateRecording, Storage, Variable,
};
use adexnet::io::platform;
use sprs::CsMatI;
use std::process::Command;
use std::sync::Arc;
use support::{among, cells, slice};

/// Tells the other process which case it is to run.
const CASE: &str = "ADEXNET_MEMORY_CASE";

/// Begins the line with the bytes that were used.
const USED: &str = "used bytes: ";

/// How far the memory that is used may be from the estimate: half of it to twice as much. Allocators keep some
/// memory back, and an estimate counts what may not be needed at the same time.
const FACTOR: f64 = 2.0;

/// A network whose memory is of one kind above all. All need some tens of megabytes, beside which code and
/// stacks are small.
struct Case {
    name: &'static str,
    /// Makes the network, when the memory before it has been looked at.
    describe: fn() -> NetworkDescription,
    recording: fn() -> Recording,
    precision: Precision,
    threads: usize,
    steps: u64,
}

const CASES: [Case; 5] = [
    Case {
        name: "neuron state",
        describe: || NetworkDescription {
            populations: vec![cells(2_000_000)],
            ..description()
        },
        recording: Recording::default,
        precision: Precision::Double,
        threads: 1,
        steps: 5,
    },
    Case {
        name: "stored synapses, by source",
        describe: || connected(20_000, bernoulli(0.1), Storage::Stored),
        recording: Recording::default,
        precision: Precision::Single,
        threads: 2,
        steps: 20,
    },
    Case {
        name: "stored synapses, by target",
        describe: || {
            let (degree, autapses) = (2_000, false);
            let rule = ConnectionRule::FixedInDegree {
                degree,
                autapses,
                multapses: false,
            };
            connected(20_000, rule, Storage::Stored)
        },
        recording: Recording::default,
        precision: Precision::Single,
        threads: 2,
        steps: 20,
    },
    Case {
        name: "a matrix of individual weights",
        describe: || {
            let rule = ConnectionRule::FromMatrix(Arc::new(matrix(2_000)));
            connected(2_000, rule, Storage::Auto)
        },
        recording: Recording::default,
        precision: Precision::Double,
        threads: 1,
        steps: 20,
    },
    Case {
        name: "recorded states",
        describe: || NetworkDescription {
            populations: vec![cells(2_000)],
            ..description()
        },
        recording: || Recording {
            spikes: SpikeRecording::All,
            rates: Vec::new(),
            states: vec![StateRecording {
                name: "all".to_owned(),
                variables: vec![Variable::V, Variable::W],
                neurons: slice(0, 0..2_000),
                every: 1,
                window: ALWAYS,
            }],
        },
        precision: Precision::Double,
        threads: 1,
        steps: 2_000,
    },
];

fn description() -> NetworkDescription {
    NetworkDescription {
        dt: 0.1,
        noise: Noise::White,
        ..NetworkDescription::default()
    }
}

/// One projection from all neurons to all, with weights that hardly matter.
fn connected(size: usize, rule: ConnectionRule, storage: Storage) -> NetworkDescription {
    let mut projection = among("all", 0..size, size, Receptor::EXCITATORY, 1e-3);
    projection.rule = rule;
    projection.storage = storage;
    NetworkDescription {
        populations: vec![cells(size)],
        projections: vec![projection],
        ..description()
    }
}

fn bernoulli(p: f64) -> ConnectionRule {
    ConnectionRule::PairwiseBernoulli { p, autapses: false }
}

/// Every second pair, built without anything besides the matrix itself.
fn matrix(size: usize) -> CsMatI<f64, u32> {
    let per_row = size / 2;
    let starts = (0..=size).map(|row| (row * per_row) as u32).collect();
    let entries = size * per_row;
    let mut columns = Vec::with_capacity(entries);
    let mut weights = Vec::with_capacity(entries);
    for row in 0..size {
        for k in 0..per_row {
            columns.push((2 * k + row % 2) as u32);
            weights.push(1.0 + (k % 7) as f64);
        }
    }
    CsMatI::new((size, size), starts, columns, weights)
}

impl Case {
    fn options(&self) -> SimulationOptions {
        SimulationOptions {
            precision: self.precision,
            threads: self.threads,
            expected_steps: self.steps,
            ..SimulationOptions::default()
        }
    }

    fn network(&self) -> Network {
        support::network((self.describe)())
    }

    /// Runs in a process of its own, and returns what that took at most besides what it had to begin with.
    fn used(&self) -> f64 {
        let this = std::env::current_exe().expect("a running program has a path");
        let finished = Command::new(this)
            .args([
                "--exact",
                "a_network_in_a_process_of_its_own",
                "--nocapture",
            ])
            .env(CASE, self.name)
            .output()
            .expect("this program can be started once more");
        let printed = String::from_utf8_lossy(&finished.stdout);
        assert!(
            finished.status.success(),
            "{}: {printed}{}",
            self.name,
            String::from_utf8_lossy(&finished.stderr)
        );
        let (_, used) = printed.split_once(USED).expect("it prints what it used");
        let used = used.split_whitespace().next();
        used.and_then(|bytes| bytes.parse().ok())
            .expect("the memory is a number")
    }
}

#[test]
fn what_is_used_is_near_the_estimate() {
    if platform::peak_memory().is_none() {
        eprintln!("skipped: this system does not tell the most memory that a process has taken");
        return;
    }
    for case in &CASES {
        let estimate =
            Simulation::estimate_memory(&case.network(), &(case.recording)(), &case.options());
        let (expected, used) = (estimate.total(), case.used());
        assert!(
            expected > 50e6,
            "{}: {expected} bytes are too few to be measured",
            case.name
        );
        println!(
            "{}: {:.1} MB used, {:.1} MB expected",
            case.name,
            used / 1e6,
            expected / 1e6
        );
        assert!(
            used < FACTOR * expected && expected < FACTOR * used,
            "{}: {:.1} MB used\n{estimate}",
            case.name,
            used / 1e6,
        );
    }
}

#[test]
fn a_network_in_a_process_of_its_own() {
    let Ok(name) = std::env::var(CASE) else {
        return;
    };
    let case = CASES.iter().find(|case| case.name == name);
    let case = case.expect("the other test names a case");
    let before = platform::peak_memory().expect("the other test has asked for it");
    let network = case.network();
    let mut simulation = Simulation::new(&network, (case.recording)(), case.options())
        .expect("the simulation can be built");
    simulation.run_for(case.steps).expect("no thread panics");
    let states = simulation.states();
    let peak = platform::peak_memory().expect("it was told before");
    drop(states);
    println!("{USED}{}", peak - before);
}
