//! The cost of a neuron-step and of a random number, by precision, instruction set and noise.
//!
//! The update is measured in whole simulations of unconnected neurons, because only there does it run
//! with the instructions of a level. The state of the neurons fits into the second-level cache. What
//! white noise costs is the difference between `white` and `none`.

use adexnet::engine::{
    LegacyGenerator, Level, Network, NetworkDescription, Noise, Population, Precision, Recording,
    Simulation, SimulationOptions,
};
use adexnet::model::adex::AdexParameters;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

const NEURONS: usize = 4_096;

/// Steps between two barriers of a network without synapses.
const STEPS: u64 = 64;

fn unconnected(noise: Noise, precision: Precision, level: Level) -> Simulation {
    let network = Network::new(NetworkDescription {
        dt: 0.1,
        seed: 1,
        noise,
        populations: vec![Population::new("cells", NEURONS, AdexParameters::default())],
        ..NetworkDescription::default()
    })
    .expect("the network is valid");
    let options = SimulationOptions {
        precision,
        threads: 1,
        level: Some(level),
        ..SimulationOptions::default()
    };
    Simulation::new(&network, Recording::default(), options).expect("there is nothing to refuse")
}

/// Time of a neuron-step.
fn update(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("update");
    group.throughput(Throughput::Elements(NEURONS as u64 * STEPS));
    for (precision, name) in [(Precision::Single, "single"), (Precision::Double, "double")] {
        for level in Level::available() {
            for (noise, noise_name) in [(Noise::None, "none"), (Noise::White, "white")] {
                let mut simulation = unconnected(noise, precision, level);
                let id = BenchmarkId::new(format!("{name}/{level}"), noise_name);
                group.bench_function(id, |bencher| {
                    bencher.iter(|| simulation.run_for(STEPS).expect("no thread panics"));
                });
            }
        }
    }
    group.finish();
}

/// Time of a normal of the serial generator: the lower bound of a noisy run with numpy-legacy.
fn legacy_normals(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("normals");
    let mut normals = vec![0.0; 16_384];
    group.throughput(Throughput::Elements(normals.len() as u64));
    let mut generator = LegacyGenerator::new(1234);
    group.bench_function("numpy-legacy", |bencher| {
        bencher.iter(|| generator.fill_randn(black_box(&mut normals)));
    });
    group.finish();
}

criterion_group!(kernels, update, legacy_normals);
criterion_main!(kernels);
