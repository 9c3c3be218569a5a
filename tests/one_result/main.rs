//! Promise 2: threads, blocks, instruction set, recording and interruptions change no bit.

mod mixed;
#[path = "../support/mod.rs"]
mod support;

use adexnet::engine::{
    ALWAYS, ConnectionRule, Generator, Network, NetworkDescription, Noise, Precision, Projection,
    Receptor, Recording, Simulation, SimulationOptions, SpikeRecording, StateRecording, Storage,
    Values,
};
use mixed::{every, mixed, population};
use support::{PRECISIONS, VARIABLES, Way, among, cells, few_ways, network, record, slice, ways};

/// Steps: 100 ms, enough for thousands of spikes from an excited start.
const STEPS: u64 = 1_000;

/// Steps of runs in all ways.
const STEPS_IN_ALL_WAYS: u64 = 400;

/// Steps where synapses are drawn again for every spike, and by each of many small blocks.
const DRAWN_STEPS: u64 = 200;

/// Everything that a run gives: spikes, the state at the end and the recorded samples, as bits.
#[derive(PartialEq)]
struct Result {
    spikes: (Vec<u64>, Vec<u32>),
    end: Vec<u64>,
    samples: Vec<u64>,
    events: u64,
}

fn result(simulation: &Simulation) -> Result {
    let spikes = simulation.spikes();
    let spikes = (spikes.steps.clone(), spikes.neurons.clone());
    let populations = simulation.network().description().populations.len();
    let end = (0..populations).flat_map(|population| {
        VARIABLES.map(|variable| simulation.values(population, variable).expect("of AdEx"))
    });
    let end = end.flatten().map(f64::to_bits).collect();
    let records = simulation.states();
    let samples = records
        .iter()
        .flat_map(|r| r.variables.iter().flat_map(|(_, array)| array.iter()));
    let samples = samples.map(|sample| sample.to_bits()).collect();
    Result {
        spikes,
        end,
        samples,
        events: simulation.synaptic_events(),
    }
}

/// A recording across block boundaries, with samples every seven steps.
fn recording() -> Recording {
    let state = |name: &str, neurons| StateRecording {
        name: name.to_owned(),
        variables: VARIABLES.to_vec(),
        neurons,
        every: 7,
        window: ALWAYS,
    };
    Recording {
        spikes: SpikeRecording::All,
        states: vec![
            state("a", slice(0, 60..330)),
            state("b", slice(2, 0..70)),
            state("listed", every(0, 2_350, 31)),
        ],
        ..Recording::default()
    }
}

fn run_in(network: &Network, way: &Way, recording: Recording, portions: &[u64]) -> Simulation {
    let mut simulation = Simulation::new(network, recording, way.options).expect("it can be built");
    for &steps in portions {
        simulation.run_for(steps).expect("it runs");
    }
    simulation
}

#[test]
fn threads_blocks_and_instruction_sets_change_no_bit() {
    let network = mixed(Storage::Stored);
    for precision in PRECISIONS {
        let mut ways = ways(precision).into_iter();
        let first = ways.next().expect("there is a way");
        let simulation = run_in(&network, &first, recording(), &[STEPS_IN_ALL_WAYS]);
        let expected = result(&simulation);
        assert!(
            expected.spikes.0.len() > 2_000,
            "{} spikes say little",
            expected.spikes.0.len()
        );
        assert!(
            expected.events > 20_000,
            "{} synaptic events say little",
            expected.events
        );
        for way in ways {
            let found = result(&run_in(&network, &way, recording(), &[STEPS_IN_ALL_WAYS]));
            assert!(found == expected, "{precision:?} {:?} differs", way.label);
        }
    }
}

/// Whether synapses are stored or drawn again for every spike: all of them, or those that can be.
#[test]
fn storage_changes_no_bit() {
    for precision in PRECISIONS {
        let stored = mixed(Storage::Stored);
        let expected = result(&run_in(
            &stored,
            &ways(precision)[0],
            recording(),
            &[DRAWN_STEPS],
        ));
        let procedural = mixed(Storage::Procedural);
        for way in few_ways(precision) {
            let found = result(&run_in(&procedural, &way, recording(), &[DRAWN_STEPS]));
            assert!(found == expected, "{precision:?} {:?} differs", way.label);
        }
        // Where nothing at all is stored, blocks are as wide as the tiles of the synapses.
        let alone = |storage| {
            let mut description = mixed(storage).description().clone();
            description.projections.truncate(3);
            network(description)
        };
        let expected = alone(Storage::Stored);
        let expected = result(&run_in(
            &expected,
            &ways(precision)[0],
            recording(),
            &[DRAWN_STEPS],
        ));
        for way in few_ways(precision) {
            let found = alone(Storage::Procedural);
            let found = result(&run_in(&found, &way, recording(), &[DRAWN_STEPS]));
            assert!(found == expected, "{precision:?} {:?} differs", way.label);
        }
    }
}

/// `auto` draws again what does not fit, with the same result.
#[test]
fn automatic_storage_keeps_within_the_memory_limit() {
    let description = |storage| {
        let mut description = mixed(storage).description().clone();
        description.projections.truncate(3);
        network(description)
    };
    let limited = |limit| {
        let way = &ways(Precision::Single)[0];
        let options = SimulationOptions {
            memory_limit: Some(limit),
            ..way.options
        };
        let network = description(Storage::Auto);
        let mut simulation = Simulation::new(&network, recording(), options).expect("it fits");
        simulation.run_for(STEPS).expect("it runs");
        simulation
    };
    let stored = limited(1 << 30);
    let way = &ways(Precision::Single)[0];
    let all =
        Simulation::estimate_memory(&description(Storage::Stored), &recording(), &way.options);
    let drawn = limited(all.total() as u64 - 1);
    assert!(stored.stores_synapses() && !drawn.stores_synapses());
    assert!(result(&stored) == result(&drawn));
}

/// Intervals may be cut anywhere: running on after reading the state is the same as not stopping.
#[test]
fn portions_change_no_bit() {
    let network = mixed(Storage::Stored);
    let way = &ways(Precision::Double)[4];
    let expected = result(&run_in(&network, way, recording(), &[STEPS]));
    let found = result(&run_in(
        &network,
        way,
        recording(),
        &[1, 2, 0, 497, 3, 250, 247],
    ));
    assert!(found == expected);
}

/// The same where intervals are single steps and delays last longer than the run.
#[test]
fn delays_from_none_to_long_change_no_bit() {
    let rule = ConnectionRule::FixedInDegree {
        degree: 50,
        autapses: false,
        multapses: false,
    };
    let among = |name, source, delay| {
        Projection::new(name, slice(0, source), slice(0, 0..700), rule.clone()).with_delay(delay)
    };
    let delay = || Values::normal(30.0, 40.0).truncated(0.0, 150.0);
    let network = network(NetworkDescription {
        dt: 0.1,
        seed: 4,
        populations: vec![population("alone", 700, -60.0)],
        projections: vec![
            among("counted", 0..600, delay()).with_weight(0.3),
            among("summed", 500..700, delay())
                .inhibitory()
                .with_weight(Values::lognormal(0.5, 1.0)),
        ],
        ..Default::default()
    });
    for precision in PRECISIONS {
        let mut ways = few_ways(precision).into_iter();
        let first = ways.next().expect("there is a way");
        let expected = result(&run_in(&network, &first, record(&[0]), &[STEPS]));
        assert!(expected.events > 10_000, "{} events", expected.events);
        for way in ways {
            for portions in [[STEPS, 0, 0, 0], [1, 1, 333, STEPS - 335]] {
                let found = run_in(&network, &way, record(&[0]), &portions);
                assert!(result(&found) == expected, "{precision:?} {:?}", way.label);
            }
        }
    }
}

#[test]
fn recording_changes_no_bit() {
    let network = mixed(Storage::Stored);
    let way = &ways(Precision::Single)[5];
    let expected = result(&run_in(&network, way, recording(), &[STEPS]));
    let spikes = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    let mut found = result(&run_in(&network, way, spikes, &[STEPS]));
    found.samples.clone_from(&expected.samples);
    assert!(found == expected, "recording states changed the run");
    let nothing = run_in(&network, way, Recording::default(), &[STEPS]);
    assert!(nothing.spikes().is_empty());
    assert!(
        result(&nothing).end == expected.end,
        "recording spikes changed the run"
    );
}

/// The serial generator, drawn by the simulating thread or ahead of it, for two noisy populations
/// around a silent one.
#[test]
fn serial_noise_is_the_same_for_any_number_of_threads() {
    let mut silent = cells(70);
    silent.name = "silent".to_owned();
    let silent = silent.with_parameter("Iext", 0.0);
    let mut more = cells(333);
    more.name = "more".to_owned();
    let network = network(NetworkDescription {
        dt: 0.1,
        seed: 4_000_000_000,
        generator: Generator::NumpyLegacy,
        noise: Noise::White,
        populations: vec![cells(201), silent, more],
        projections: vec![Projection {
            target: slice(2, 0..333),
            ..among("E", 0..201, 201, Receptor::EXCITATORY, 2.0)
        }],
        ..Default::default()
    });
    let mut ways = ways(Precision::Double).into_iter();
    let spikes = || Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    let first = ways.next().expect("there is a way");
    let expected = result(&run_in(&network, &first, spikes(), &[STEPS]));
    for way in ways {
        let found = result(&run_in(&network, &way, spikes(), &[1, 399, STEPS - 400]));
        assert!(found == expected, "{:?} differs", way.label);
    }
}

/// What is simulated does depend on the seed and on the precision.
#[test]
fn another_seed_is_another_run() {
    let way = &ways(Precision::Double)[0];
    let spikes = |seed| {
        let network = network(support::notebook(seed, Generator::ChaCha8));
        run_in(
            &network,
            way,
            Recording {
                spikes: SpikeRecording::All,
                ..Recording::default()
            },
            &[STEPS],
        )
        .spikes()
        .clone()
    };
    assert_eq!(spikes(1), spikes(1));
    assert_ne!(spikes(1), spikes(2));
}
