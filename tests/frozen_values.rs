//! What is drawn and simulated with `chacha8` stays as it is: spikes of the standard networks, as numbers.
//!
//! If a test here fails, runs of other versions cannot be reproduced any more. Such a change is announced, and
//! the version of the scheme of random numbers (`SCHEME` in the engine) goes up with it.

mod support;

use adexnet::engine::{Network, Precision, Recording, Simulation, SpikeRecording, StandardNetwork};
use support::{few_ways, run};

/// Number of spikes, and a hash (FNV-1a) of all their steps and neurons.
fn spikes(simulation: &Simulation) -> (usize, u64) {
    let spikes = simulation.spikes();
    let numbers = spikes.steps.iter().zip(&spikes.neurons);
    let hash = numbers.fold(0xcbf2_9ce4_8422_2325, |hash: u64, (&step, &neuron)| {
        let spike = step << 32 | u64::from(neuron);
        let bytes = spike.to_le_bytes();
        bytes.iter().fold(hash, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    });
    (spikes.len(), hash)
}

fn check(
    name: &str,
    size: Option<usize>,
    precision: Precision,
    steps: u64,
    expected: (usize, u64),
) {
    let standard = StandardNetwork::find(name).expect("a standard network");
    let mut description = standard.describe(1234);
    if let Some(size) = size {
        description.populations[0].size = size;
        description.projections[0].source.neurons = (0..size * 4 / 5).into();
        description.projections[1].source.neurons = (size * 4 / 5..size).into();
        for projection in &mut description.projections {
            projection.target.neurons = (0..size).into();
        }
    }
    let network = Network::new(description).expect("the network is valid");
    for way in few_ways(precision) {
        let recording = Recording {
            spikes: SpikeRecording::All,
            ..Recording::default()
        };
        let simulation = run(&network, recording, &way, steps);
        let found = spikes(&simulation);
        assert_eq!(found, expected, "{name}, {precision:?}, {:?}", way.label);
    }
}

/// The notebook's network with chacha8 instead of numpy-legacy, 2 s.
#[test]
fn the_notebook() {
    check(
        "notebook",
        None,
        Precision::Double,
        20_000,
        (2207, 5_449_029_724_560_815_978),
    );
    check(
        "notebook",
        None,
        Precision::Single,
        20_000,
        (2207, 5_449_029_724_560_815_978),
    );
}

/// pairwise-bernoulli without delay, 100 ms.
#[test]
fn four_thousand_neurons() {
    check(
        "n4k",
        None,
        Precision::Double,
        1_000,
        (2737, 11_832_498_595_411_880_076),
    );
    check(
        "n4k",
        None,
        Precision::Single,
        1_000,
        (2737, 10_405_150_697_139_299_541),
    );
}

/// fixed-in-degree with a delay, for a part of n100k, 100 ms.
#[test]
fn ten_thousand_of_a_hundred_thousand_neurons() {
    check(
        "n100k",
        Some(10_000),
        Precision::Double,
        1_000,
        (6463, 919_392_712_224_656_404),
    );
    check(
        "n100k",
        Some(10_000),
        Precision::Single,
        1_000,
        (6463, 14_850_483_168_880_882_137),
    );
}

/// Procedural synapses, for a part of n10m, 100 ms.
#[test]
fn twenty_thousand_of_ten_million_neurons() {
    check(
        "n10m",
        Some(20_000),
        Precision::Single,
        1_000,
        (8397, 2_278_240_605_365_711_220),
    );
}
