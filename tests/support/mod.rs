//! What the tests of the promises share: the networks, the reference data, and the matrix of ways to run
//! a network that must not change its result.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

mod copies;
mod reference;

pub use copies::{Copies, DT};
pub use reference::{Reference, compare, from_si, normals};

use adexnet::engine::{
    ALWAYS, ConnectionRule, Generator, Level, Network, NetworkDescription, Noise, Population,
    Precision, Projection, Receptor, ReceptorChoice, Recording, Simulation, SimulationOptions,
    Slice, SpikeRecording, StateRecording, Storage, Variable,
};
use adexnet::model::adex::preset;
use ndarray::Array2;
use sprs::{CsMatI, TriMatI};
use std::ops::Range;
use std::sync::Arc;

/// One way to run a network; none may change the result but the precision.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    pub options: SimulationOptions,
    pub label: (usize, Option<usize>, &'static str),
}

/// {1, 2, 3, 8 threads} x {whole, small, larger blocks} with the fastest instruction set of this
/// machine, and every other instruction set with one and with three threads.
pub fn ways(precision: Precision) -> Vec<Way> {
    let mut ways = Vec::new();
    let mut add = |threads, block_size, level: Level| {
        let label = (threads, block_size, level.name());
        let level = Some(level);
        let options = SimulationOptions {
            precision,
            threads,
            block_size,
            level,
            ..Default::default()
        };
        ways.push(Way { options, label });
    };
    for threads in [1, 2, 3, 8] {
        for block_size in [None, Some(128), Some(384)] {
            add(threads, block_size, Level::best());
        }
    }
    for level in Level::available() {
        if level.name() != Level::best().name() {
            add(1, None, level);
            add(3, Some(128), level);
        }
    }
    ways
}

/// Fewer ways, for long runs: one, two and three threads, with different blocks, and one thread with every
/// other instruction set but the slow baseline.
pub fn few_ways(precision: Precision) -> Vec<Way> {
    let few = [(1, None), (2, Some(128)), (3, Some(384))];
    let wanted = |way: &Way| {
        let (threads, block_size, level) = way.label;
        if level == Level::best().name() {
            few.contains(&(threads, block_size))
        } else {
            threads == 1 && level != Level::BASELINE.name()
        }
    };
    ways(precision).into_iter().filter(wanted).collect()
}

/// The variables of the AdEx neuron that can be recorded.
pub const VARIABLES: [Variable; 5] = [
    Variable::V,
    Variable::W,
    Variable::GE,
    Variable::GI,
    Variable::I,
];

pub const PRECISIONS: [Precision; 2] = [Precision::Single, Precision::Double];

/// The whole of a population.
pub fn slice(population: usize, neurons: Range<usize>) -> Slice {
    Slice::range(population, neurons)
}

/// Neurons of the notebook's type.
pub fn cells(size: usize) -> Population {
    let neuron = preset("cortical-rs")
        .expect("the notebook's preset exists")
        .parameters
        .clone();
    Population::new("cells", size, neuron)
}

/// A projection among the neurons of population 0.
pub fn among(
    name: &str,
    source: Range<usize>,
    size: usize,
    receptor: Receptor,
    weight: f64,
) -> Projection {
    Projection {
        name: name.to_owned(),
        source: slice(0, source),
        target: slice(0, 0..size),
        receptor: ReceptorChoice::One(receptor),
        rule: ConnectionRule::PairwiseBernoulli {
            p: 0.05,
            autapses: false,
        },
        weight: weight.into(),
        delay: 0.0.into(),
        plasticity: None,
        storage: Storage::Auto,
    }
}

/// The network of the notebook: 80 excitatory and 19 inhibitory neurons project to all 100.
pub fn notebook(seed: u64, generator: Generator) -> NetworkDescription {
    NetworkDescription {
        dt: 0.1,
        seed,
        generator,
        noise: Noise::White,
        populations: vec![cells(100)],
        projections: vec![
            among("E", 0..80, 100, Receptor::EXCITATORY, 2.0),
            among("I", 81..100, 100, Receptor::INHIBITORY, 8.0),
        ],
        ..Default::default()
    }
}

/// The notebook's neurons, connected by a matrix of +1 and -4 in units of 2 nS.
pub fn by_matrix(matrix: &Array2<i64>, delay: f64, noise: Noise) -> NetworkDescription {
    let size = matrix.nrows();
    NetworkDescription {
        dt: 0.1,
        noise,
        populations: vec![cells(size)],
        projections: vec![Projection {
            receptor: ReceptorChoice::BySign,
            rule: ConnectionRule::FromMatrix(Arc::new(sparse(matrix))),
            delay: delay.into(),
            ..among("given", 0..size, size, Receptor::EXCITATORY, 2.0)
        }],
        ..Default::default()
    }
}

pub fn sparse(matrix: &Array2<i64>) -> CsMatI<f64, u32> {
    let mut sparse = TriMatI::new(matrix.dim());
    for ((row, column), &value) in matrix.indexed_iter() {
        if value != 0 {
            sparse.add_triplet(row, column, value as f64);
        }
    }
    sparse.to_csr()
}

pub fn network(description: NetworkDescription) -> Network {
    Network::new(description).expect("the network is valid")
}

/// Records spikes, and all variables of some neurons of population 0 at every step.
pub fn record(neurons: &[usize]) -> Recording {
    let state = |&neuron: &usize| StateRecording {
        name: format!("neuron-{neuron}"),
        variables: VARIABLES.to_vec(),
        neurons: slice(0, neuron..neuron + 1),
        every: 1,
        window: ALWAYS,
    };
    Recording {
        spikes: SpikeRecording::All,
        states: neurons.iter().map(state).collect(),
        ..Recording::default()
    }
}

/// Runs a network for some steps in one way.
pub fn run(network: &Network, recording: Recording, way: &Way, steps: u64) -> Simulation {
    let mut simulation =
        Simulation::new(network, recording, way.options).expect("the simulation can be built");
    simulation.run_for(steps).expect("the run goes through");
    simulation
}
