//! Delivery of spikes, construction, and whole networks in their steady state.
//!
//! A simulation is advanced from measurement to measurement and never begun again, so that neither its onset nor
//! its construction is part of the time.

use adexnet::engine::{
    ConnectionRule, Generator, Network, Precision, Recording, Simulation, SimulationOptions,
    StandardNetwork, Storage, micro::Delivery,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::thread::available_parallelism;
use std::time::Duration;

fn standard(name: &str, change: impl FnOnce(&mut adexnet::engine::NetworkDescription)) -> Network {
    let standard = StandardNetwork::find(name).expect("a standard network");
    let mut description = standard.describe(1234);
    change(&mut description);
    Network::new(description).expect("the network is valid")
}

/// n100k with pairwise-bernoulli instead of fixed-in-degree.
fn bernoulli(storage: Storage) -> Network {
    standard("n100k", |description| {
        for projection in &mut description.projections {
            let (p, autapses) = (0.01, false);
            projection.rule = ConnectionRule::PairwiseBernoulli { p, autapses };
            projection.storage = storage;
        }
    })
}

fn simulation(network: &Network, precision: Precision, threads: usize) -> Simulation {
    let options = SimulationOptions {
        precision,
        threads,
        ..SimulationOptions::default()
    };
    Simulation::new(network, Recording::default(), options).expect("there is nothing to refuse")
}

/// One and as many threads as there are cores.
fn thread_counts() -> Vec<usize> {
    let cores = available_parallelism().map_or(1, usize::from);
    let mut counts = vec![1, cores];
    counts.dedup();
    counts
}

/// Steps of an interval of n100k, and spikes in each of them at 3.7 Hz.
const STEPS: usize = 16;
const SPIKES: usize = 37;

/// Spikes of an interval, by step.
fn spikes(random: &mut ChaCha8Rng) -> Vec<Vec<u32>> {
    let mut step = || {
        let mut spikes: Vec<u32> = (0..SPIKES).map(|_| random.next_u32() % 100_000).collect();
        spikes.sort_unstable();
        spikes.dedup();
        spikes
    };
    (0..STEPS).map(|_| step()).collect()
}

/// Time of a synaptic event until it has been added to a conductance: stored in blocks of several sizes, with and
/// without fetching rows ahead, and drawn again.
fn deliver(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("delivery, 1000 synapses a spike");
    group.sample_size(20);
    let mut random = ChaCha8Rng::from_seed([3; 32]);
    let kinds = [
        ("stored, blocks of 8,192", Storage::Stored, Some(8_192)),
        ("stored, blocks of 32,768", Storage::Stored, Some(32_768)),
        ("stored, blocks of 65,536", Storage::Stored, Some(65_536)),
        ("procedural", Storage::Procedural, None),
    ];
    for (name, storage, block_size) in kinds {
        let options = SimulationOptions {
            precision: Precision::Single,
            threads: 1,
            block_size,
            ..SimulationOptions::default()
        };
        let mut delivery = Delivery::new(&bernoulli(storage), &options);
        group.throughput(Throughput::Elements((1_000 * STEPS * SPIKES) as u64));
        let mut measure = |name: &str, deliver: fn(&mut Delivery, &[Vec<u32>]) -> u64| {
            group.bench_function(name, |bencher| {
                bencher.iter_batched_ref(
                    || spikes(&mut random),
                    |spikes| deliver(&mut delivery, spikes),
                    criterion::BatchSize::SmallInput,
                );
            });
        };
        measure(name, Delivery::deliver);
        if storage == Storage::Stored {
            let name = format!("{name}, not fetched ahead");
            measure(&name, Delivery::deliver_without_fetching);
        }
    }
    group.finish();
}

/// Time of a synapse when a network is connected, by one thread.
fn construct(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("construction, 1 thread");
    group.sample_size(10).warm_up_time(Duration::from_secs(1));
    let rules = [
        ("fixed-in-degree", standard("n100k", |_| {}), 100_000_000),
        (
            "pairwise-bernoulli, p = 0.01",
            bernoulli(Storage::Stored),
            100_000_000,
        ),
        (
            "pairwise-bernoulli, p = 0.001",
            standard("n100k", |description| {
                for projection in &mut description.projections {
                    let (p, autapses) = (0.001, false);
                    projection.rule = ConnectionRule::PairwiseBernoulli { p, autapses };
                }
            }),
            10_000_000,
        ),
    ];
    for (name, network, synapses) in rules {
        group.throughput(Throughput::Elements(synapses));
        group.bench_function(name, |bencher| {
            bencher.iter_with_large_drop(|| simulation(&network, Precision::Single, 1));
        });
    }
    group.finish();
}

/// Time of a neuron-step in whole networks.
fn whole(criterion: &mut Criterion) {
    let legacy = standard("notebook", |description| {
        description.generator = Generator::NumpyLegacy;
    });
    let networks = [
        ("notebook", standard("notebook", |_| {}), 10_000),
        ("notebook, numpy-legacy", legacy, 10_000),
        ("n4k", standard("n4k", |_| {}), 1_000),
        ("n100k", standard("n100k", |_| {}), 160),
    ];
    for (name, network, steps) in networks {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        group.throughput(Throughput::Elements(network.size() as u64 * steps));
        for (precision, precision_name) in
            [(Precision::Single, "single"), (Precision::Double, "double")]
        {
            for threads in thread_counts() {
                let mut simulation = simulation(&network, precision, threads);
                // The onset is livelier than what follows.
                simulation.run_for(2_000).expect("no thread panics");
                group.bench_function(BenchmarkId::new(precision_name, threads), |bencher| {
                    bencher.iter(|| simulation.run_for(steps).expect("no thread panics"));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(networks, deliver, construct, whole);
criterion_main!(networks);
