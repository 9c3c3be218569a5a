//! Promise 2: threads, blocks, instruction set, recording and interruptions change no bit.

mod support;

use adexnet::engine::{
    ALWAYS, Arrival, ArrivalInput, ConnectionRule, CurrentInput, Edges, Generator, Network,
    NetworkDescription, Noise, Population, Positions, Precision, Profile, Projection, Receptor,
    ReceptorChoice, Recording, Simulation, SimulationOptions, Slice, SpikeRecording,
    StateRecording, Storage, Values,
};
use adexnet::model::adex::preset;
use ndarray::Array2;
use std::sync::Arc;
use support::{
    PRECISIONS, VARIABLES, Way, among, cells, few_ways, network, record, slice, sparse, ways,
};

/// Steps: 100 ms, enough for thousands of spikes from an excited start.
const STEPS: u64 = 1_000;

/// Steps of runs in all ways.
const STEPS_IN_ALL_WAYS: u64 = 400;

/// Steps where synapses are drawn again for every spike, and by each of many small blocks.
const DRAWN_STEPS: u64 = 200;

/// 3,000 neurons in three populations of different types, none a multiple of 128, with a
/// projection of every rule, individual weights and delays, currents that change and given arrivals.
/// What can be drawn again for every spike is, where `storage` says so.
fn mixed(storage: Storage) -> Network {
    network(NetworkDescription {
        dt: 0.1,
        seed: 99,
        populations: vec![
            population("excitatory", 2_350, -60.0),
            population("quiet", 150, -55.0),
            population("inhibitory", 500, -58.0),
        ],
        projections: [projections(storage), individual(storage)].concat(),
        inputs: vec![
            CurrentInput::steps(
                slice(1, 5..140),
                &[(0.0, 300.0), (50.0, 0.0), (120.05, 400.0)],
            )
            .into(),
            CurrentInput::constant(slice(1, 100..150), 30.0).into(),
            CurrentInput::constant(every(0, 2_350, 9), 25.0).into(),
            ArrivalInput {
                population: 2,
                receptor: Receptor::EXCITATORY,
                weight: 1.3,
                events: (0..3_000)
                    .map(|k| Arrival {
                        step: k % 700,
                        neuron: (k * 37 % 500) as u32,
                        count: 1 + (k % 3) as u32,
                    })
                    .collect(),
            }
            .into(),
        ],
        ..Default::default()
    })
}

fn population(name: &str, size: usize, v: f64) -> Population {
    let mut neuron = preset("cortical-rs").expect("a preset").parameters.clone();
    neuron.i_noise = if name == "quiet" { 0.0 } else { 8.0 };
    let (shape, spacing) = match name {
        "excitatory" => ([47, 50], 20.0),
        "quiet" => ([10, 15], 60.0),
        "alone" => ([20, 35], 25.0),
        _ => ([20, 25], 40.0),
    };
    let torus = [Some(940.0), Some(1_000.0)];
    Population::new(name, size, neuron)
        .with_initial("V", v)
        .with_initial("ge", 3.0)
        .with_positions(Positions::grid(shape, spacing).with_periods(torus))
}

/// Neurons of the first `size` of a population, except for every `stride`-th.
fn every(population: usize, size: u32, stride: u32) -> Slice {
    let others = (0..size).filter(|neuron| neuron % stride != 0);
    Slice::list(population, others.collect::<Vec<u32>>())
}

/// A matrix of weights of both signs.
fn signed_matrix() -> ConnectionRule {
    let weights = Array2::from_shape_fn((150, 500), |(i, j)| match (7 * i + 3 * j) % 40 {
        0 => 1 + (i % 3) as i64,
        1 => -2 - (j % 5) as i64,
        _ => 0,
    });
    ConnectionRule::FromMatrix(Arc::new(sparse(&weights)))
}

/// Edges whose pairs repeat, in no order.
fn repeated_edges() -> ConnectionRule {
    ConnectionRule::FromEdges(Arc::new(Edges {
        sources: (0..60_000).map(|k| k * 7_919 % 2_347).collect(),
        targets: (0..60_000).map(|k| k % 251 * (k % 7)).collect(),
        weights: Some((0..60_000).map(|k| f64::from(k % 5) - 1.7).collect()),
        delays: None,
    }))
}

/// Where `storage` says so, what can be drawn again is: the first three, and some of the last ones.
fn projections(storage: Storage) -> Vec<Projection> {
    use ConnectionRule as Rule;
    const EXCITATORY: Receptor = Receptor::EXCITATORY;
    const INHIBITORY: Receptor = Receptor::INHIBITORY;
    let autapses = false;
    let projection = |name: &str, source, target, receptor, delay, rule| Projection {
        source,
        target,
        delay: Values::constant(delay),
        storage: match rule {
            Rule::PairwiseBernoulli { .. }
            | Rule::Distance { .. }
            | Rule::OneToOne
            | Rule::AllToAll { .. } => storage,
            _ => Storage::Auto,
        },
        rule,
        ..among(name, 0..1, 1, receptor, 0.4)
    };
    let pairwise = Rule::PairwiseBernoulli { p: 0.03, autapses };
    let inward = Rule::FixedInDegree {
        degree: 40,
        autapses,
        multapses: false,
    };
    let outward = Rule::FixedOutDegree {
        degree: 20,
        autapses: true,
        multapses: false,
    };
    let total = Rule::FixedTotal {
        synapses: 3_000,
        autapses,
        multapses: false,
    };
    let [inward_repeated, outward_repeated, total_repeated] = [
        Rule::FixedInDegree {
            degree: 30,
            autapses: true,
            multapses: true,
        },
        Rule::FixedOutDegree {
            degree: 700,
            autapses,
            multapses: true,
        },
        Rule::FixedTotal {
            synapses: 9_000,
            autapses,
            multapses: true,
        },
    ];
    let all = Rule::AllToAll { autapses };
    let near = Rule::Distance {
        profile: Profile::Gaussian { sd: 60.0 },
        p_max: 0.4,
        autapses,
    };
    let nearer = Rule::Distance {
        profile: Profile::Exponential { length: 50.0 },
        p_max: 0.8,
        autapses,
    };
    let (ex, quiet, inh) = (
        |neurons| slice(0, neurons),
        |neurons| slice(1, neurons),
        |neurons| slice(2, neurons),
    );
    #[rustfmt::skip]
    let projections = vec![
        projection("E", ex(0..2_350), ex(10..2_000), EXCITATORY, 1.5, pairwise.clone()),
        projection("EI", ex(100..2_350), inh(0..500), EXCITATORY, 0.8, pairwise.clone()),
        projection("I", inh(0..500), ex(0..2_350), INHIBITORY, 0.8, pairwise.clone()),
        Projection {
            receptor: ReceptorChoice::BySign,
            ..projection("given", quiet(0..150), inh(0..500), EXCITATORY, 3.0, signed_matrix())
        },
        projection("in-degree", ex(50..2_350), ex(0..2_200), EXCITATORY, 1.1, inward.clone()),
        projection("out-degree", inh(0..500), inh(3..499), INHIBITORY, 1.1, outward.clone()),
        projection("total", quiet(0..150), ex(100..1_000), EXCITATORY, 1.1, total),
        projection("in-degree, repeated", quiet(20..50), ex(7..2_200), EXCITATORY, 1.1, inward_repeated),
        projection("out-degree, repeated", inh(0..40), inh(0..500), INHIBITORY, 0.8, outward_repeated),
        projection("total, repeated", ex(0..2_350), quiet(0..150), EXCITATORY, 1.1, total_repeated),
        projection("one-to-one", ex(0..130), ex(1_990..2_120), EXCITATORY, 1.1, Rule::OneToOne),
        projection("all-to-all", inh(490..500), inh(0..500), INHIBITORY, 1.1, all),
        projection("listed", every(0, 2_350, 3), every(0, 2_350, 2), EXCITATORY, 1.1, pairwise),
        projection("listed sources", every(2, 500, 7), ex(30..2_001), INHIBITORY, 1.1, outward),
        projection("listed targets", inh(0..499), every(2, 500, 3), INHIBITORY, 0.8, inward),
        Projection {
            receptor: ReceptorChoice::BySign,
            ..projection("edges", ex(3..2_350), every(0, 2_350, 4), EXCITATORY, 0.8, repeated_edges())
        },
        projection("near", ex(0..2_350), ex(0..2_350), EXCITATORY, 1.1, near),
        projection("nearer", every(2, 500, 3), every(0, 2_350, 5), INHIBITORY, 1.1, nearer),
    ];
    projections
}

/// Projections with individual weights, individual delays, and both. What has weights alone is drawn again, where
/// `storage` says so.
fn individual(storage: Storage) -> Vec<Projection> {
    use ConnectionRule as Rule;
    let pairwise = |p| Rule::PairwiseBernoulli { p, autapses: false };
    let (ex, inh) = (|neurons| slice(0, neurons), |neurons| slice(2, neurons));
    let inward = |multapses| Rule::FixedInDegree {
        degree: 30,
        autapses: false,
        multapses,
    };
    let diagonal = Array2::from_shape_fn((90, 90), |(i, j)| i64::from(i == j) * (1 + i as i64 % 3));
    let matrix = Rule::FromMatrix(Arc::new(sparse(&diagonal)));
    let weight = || Values::lognormal(0.4, 0.4);
    let delay = || Values::lognormal(5.0, 8.0).truncated(0.8, 70.0);
    let given: Vec<f64> = (0..130).map(|k| 0.8 + 0.25 * f64::from(k % 11)).collect();
    vec![
        Projection::new("drawn weights", ex(0..900), ex(5..2_100), pairwise(0.02))
            .with_weight(Values::normal(0.3, 0.2))
            .with_delay(1.1)
            .with_storage(storage),
        Projection::new("drawn delays", ex(0..900), ex(5..2_100), pairwise(0.02))
            .with_weight(0.2)
            .with_delay(delay()),
        Projection::new("both", inh(0..499), every(0, 2_350, 2), pairwise(0.05))
            .inhibitory()
            .with_weight(weight())
            .with_delay(Values::uniform(0.8, 1.7)),
        Projection::new(
            "both, in-degree",
            every(0, 2_350, 3),
            ex(0..2_001),
            inward(false),
        )
        .with_weight(weight())
        .with_delay(delay()),
        Projection::new("both, repeated", inh(0..40), inh(0..500), inward(true))
            .inhibitory()
            .with_weight(weight())
            .with_delay(Values::normal(2.0, 1.0).truncated(0.8, 9.0)),
        Projection::new("both given", ex(10..140), ex(1_900..2_030), Rule::OneToOne)
            .with_weight(given.clone())
            .with_delay(given),
        Projection::new("matrix, late", ex(0..90), inh(10..100), matrix)
            .with_weight(0.3)
            .with_delay(delay()),
    ]
}

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
