//! The cost of a random word, a normal and a neuron-step, by precision, instruction set and noise.
//!
//! The update is measured in whole simulations of unconnected neurons, because only there does it run
//! with the instructions of a level. The state of the neurons fits into the second-level cache. What
//! white noise costs is the difference between `white` and `none`.

use adexnet::engine::{
    LegacyGenerator, Level, Network, NetworkDescription, Noise, Population, Precision, Recording,
    Simulation, SimulationOptions, micro,
};
use adexnet::model::adex::AdexParameters;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;

const NEURONS: usize = 4_096;

/// Steps between two barriers of a network without synapses.
const STEPS: u64 = 64;

/// Words or normals at a time: 64 KiB.
const WORDS: usize = 16_384;

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

/// Time of a random 32-bit word: of the `rand_chacha` crate, and as the engine draws them.
fn words(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("words");
    group.throughput(Throughput::Elements(WORDS as u64));
    let mut generator = ChaCha8Rng::from_seed([1; 32]);
    let mut bytes = vec![0; 4 * WORDS];
    group.bench_function("rand_chacha", |bencher| {
        bencher.iter(|| generator.fill_bytes(black_box(&mut bytes)));
    });
    let mut words = vec![[0; 128]; WORDS / 128];
    for level in Level::available() {
        group.bench_function(level.name(), |bencher| {
            bencher.iter(|| micro::words(level, black_box(&mut words)));
        });
    }
    group.finish();
}

/// Time of a standard normal: the lower bound of a noisy run with the generator.
fn normals(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("normals");
    group.throughput(Throughput::Elements(WORDS as u64));
    let mut normals = vec![[0.0; 128]; WORDS / 128];
    for level in Level::available() {
        group.bench_function(level.name(), |bencher| {
            bencher.iter(|| micro::normals(level, black_box(&mut normals)));
        });
    }
    let mut normals = vec![0.0; WORDS];
    let mut generator = LegacyGenerator::new(1234);
    group.bench_function("numpy-legacy", |bencher| {
        bencher.iter(|| generator.fill_randn(black_box(&mut normals)));
    });
    group.finish();
}

criterion_group!(kernels, update, words, normals);
criterion_main!(kernels);
