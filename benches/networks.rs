//! Whole networks: building them, and simulating them in their steady state.
//!
//! Throughput is in neuron-steps. A simulation is advanced from measurement to measurement and never
//! begun again, so that neither its onset nor its construction is part of the time.

use adexnet::engine::{
    ConnectionRule, Generator, Network, NetworkDescription, Population, Precision, Projection,
    Receptor, ReceptorChoice, Recording, Simulation, SimulationOptions, Slice,
};
use adexnet::model::adex::AdexParameters;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::ops::Range;
use std::thread::available_parallelism;
use std::time::Duration;

/// The notebook's network with `size` neurons, connected with probability `p`, weights scaled so that
/// the activity stays alike: 10 nS / (size p) and four times as much.
fn network(size: usize, p: f64, delay: f64, generator: Generator) -> Network {
    let projection = |name: &str, source: Range<usize>, receptor, scale: f64| Projection {
        name: name.to_owned(),
        source: slice(source),
        target: slice(0..size),
        receptor: ReceptorChoice::One(receptor),
        rule: ConnectionRule::PairwiseBernoulli { p, autapses: false },
        weight: scale * 10.0 / (size as f64 * p),
        delay,
    };
    let excitatory = size * 4 / 5;
    Network::new(NetworkDescription {
        dt: 0.1,
        seed: 1234,
        generator,
        populations: vec![Population::new("cells", size, AdexParameters::default())],
        projections: vec![
            projection("E", 0..excitatory, Receptor::Excitatory, 1.0),
            projection("I", excitatory..size, Receptor::Inhibitory, 4.0),
        ],
        ..NetworkDescription::default()
    })
    .expect("the network is valid")
}

fn slice(neurons: Range<usize>) -> Slice {
    Slice {
        population: 0,
        neurons,
    }
}

fn simulation(network: &Network, precision: Precision, threads: usize) -> Simulation {
    let options = SimulationOptions {
        precision,
        threads,
        ..SimulationOptions::default()
    };
    Simulation::new(network, Recording::default(), options).expect("there is nothing to refuse")
}

/// 1 s of 100 neurons without delay, by one thread.
fn notebook(criterion: &mut Criterion) {
    const STEPS: u64 = 10_000;
    let mut group = criterion.benchmark_group("notebook, 1 s");
    group.throughput(Throughput::Elements(100 * STEPS));
    for (generator, name) in [
        (Generator::ChaCha8, "chacha8"),
        (Generator::NumpyLegacy, "numpy-legacy"),
    ] {
        let network = network(100, 0.05, 0.0, generator);
        let mut simulation = simulation(&network, Precision::Double, 1);
        group.bench_function(name, |bencher| {
            bencher.iter(|| simulation.run_for(STEPS).expect("no thread panics"));
        });
    }
    group.finish();
}

/// 100 ms of 10,000 neurons with 100 synapses each, by one thread and by all cores.
fn ten_thousand(criterion: &mut Criterion) {
    const STEPS: u64 = 1_000;
    let cores = available_parallelism().map_or(1, usize::from);
    let network = network(10_000, 0.01, 1.5, Generator::ChaCha8);
    let mut group = criterion.benchmark_group("10,000 neurons, 100 ms");
    group.throughput(Throughput::Elements(10_000 * STEPS));
    group.sample_size(20);
    for (precision, name) in [(Precision::Single, "single"), (Precision::Double, "double")] {
        let mut counts = vec![1, cores];
        counts.dedup();
        for threads in counts {
            let mut simulation = simulation(&network, precision, threads);
            // The onset is livelier than what follows.
            simulation.run_for(2_000).expect("no thread panics");
            group.bench_function(BenchmarkId::new(name, threads), |bencher| {
                bencher.iter(|| simulation.run_for(STEPS).expect("no thread panics"));
            });
        }
    }
    group.finish();
}

/// Connecting 10,000 neurons with a million synapses.
fn build(criterion: &mut Criterion) {
    let network = network(10_000, 0.01, 1.5, Generator::ChaCha8);
    let mut group = criterion.benchmark_group("build");
    group.throughput(Throughput::Elements(1_000_000));
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    group.bench_function("a million synapses", |bencher| {
        bencher.iter(|| simulation(&network, Precision::Double, 1));
    });
    group.finish();
}

criterion_group!(networks, notebook, ten_thousand, build);
criterion_main!(networks);
