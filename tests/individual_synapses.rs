//! Weights and delays of single synapses: each acts as it is read, and what cannot be is refused.

mod support;

use adexnet::engine::{
    ConnectionRule, CurrentInput, Generator, Network, NetworkDescription, NetworkError, Noise,
    Population, Precision, Projection, Recording, Simulation, SimulationOptions, SpikeRecording,
    Storage, Values, Variable,
};
use adexnet::model::adex::preset;
use ndarray::Array2;
use std::sync::Arc;
use support::{network, sparse, ways};

const TARGETS: usize = 300;

/// A neuron that is driven to spike all the time, and silent ones to which it projects.
fn driven(projections: Vec<Projection>, populations: Vec<Population>) -> NetworkDescription {
    let driver = populations[0].all(0);
    NetworkDescription {
        dt: 0.1,
        seed: 8,
        noise: Noise::None,
        populations,
        projections,
        inputs: vec![CurrentInput::constant(driver, 700.0).into()],
        ..NetworkDescription::default()
    }
}

fn populations(drivers: usize) -> Vec<Population> {
    let neuron = preset("cortical-rs").expect("a preset").parameters.clone();
    vec![
        Population::new("drivers", drivers, neuron.clone()),
        Population::new("silent", TARGETS, neuron),
    ]
}

fn projection(populations: &[Population], rule: ConnectionRule) -> Projection {
    let [source, target] = [0, 1].map(|number| populations[number].all(number));
    Projection::new("tested", source, target, rule).inhibitory()
}

fn simulation(network: &Network, options: SimulationOptions) -> Simulation {
    let recording = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    Simulation::new(network, recording, options).expect("it can be built")
}

/// If this fails, a synapse acts at another time, or with another weight, than `projection_synapses` tells.
#[test]
fn each_synapse_acts_after_its_own_delay_with_its_own_weight() {
    let populations = populations(3);
    let all = ConnectionRule::AllToAll { autapses: false };
    let described = projection(&populations, all)
        .with_weight(Values::normal(2.0, 1.5))
        .with_delay(Values::lognormal(20.0, 30.0).truncated(0.0, 120.0));
    let tau = preset("cortical-rs").expect("a preset").parameters.tau_in;
    let network = network(driven(vec![described], populations));
    let mut simulation = simulation(&network, SimulationOptions::default());
    let synapses = simulation.projection_synapses(0).expect("they are stored");
    assert_eq!(synapses.len(), 3 * TARGETS);
    assert!(synapses.delays.iter().max() > Some(&1_000), "some are late");
    assert!(synapses.delays.iter().min() < Some(&20), "some are early");

    let steps = 2_500;
    let mut arrivals = vec![vec![0.0; TARGETS]; steps + 1];
    let mut expected = vec![0.0; TARGETS];
    for step in 0..steps as u64 {
        simulation.run_for(1).expect("it runs");
        let record = simulation.spikes();
        let now = record.steps.iter().zip(&record.neurons);
        for (_, &spike) in now.filter(|(when, _)| **when == step) {
            for k in (0..synapses.len()).filter(|&k| synapses.sources[k] == spike) {
                let target = synapses.targets[k] as usize - 3;
                let arrival = step + synapses.delays[k] + 1;
                if let Some(arrivals) = arrivals.get_mut(arrival as usize) {
                    arrivals[target] -= synapses.weights[k];
                }
            }
        }
        let found = simulation.values(1, Variable::GI).expect("it exists");
        for (target, expected) in expected.iter_mut().enumerate() {
            *expected = *expected * (1.0 - 0.1 / tau) + arrivals[step as usize + 1][target];
            let error = found[target] - *expected;
            assert!(
                error.abs() < 1e-9,
                "neuron {target} at step {}: {error}",
                step + 1
            );
        }
    }
    assert!(simulation.spike_count() > 30);
    assert!(expected.iter().all(|&g| g > 0.0));
}

/// Values that are drawn, given or constant but equal are the same network, bit by bit; so are given ones and a
/// matrix of them.
#[test]
fn values_decide_not_how_they_are_described() {
    let run = |rule: ConnectionRule, weight: Values, delay: Values| {
        let mut populations = populations(TARGETS);
        populations[1] = populations[1].clone().with_initial("V", -51.0);
        let described =
            Projection::new("tested", populations[0].all(0), populations[1].all(1), rule)
                .with_weight(weight)
                .with_delay(delay);
        let network = network(driven(vec![described], populations));
        let mut simulation = simulation(&network, SimulationOptions::default());
        simulation.run_for(1_000).expect("it runs");
        let values = simulation.values(1, Variable::GE).expect("it exists");
        (simulation.spikes().clone(), values)
    };
    let pairs = ConnectionRule::OneToOne;
    let expected = run(pairs.clone(), 3.0.into(), 1.5.into());
    assert!(expected.1.iter().any(|&g| g > 0.0));
    let equal = [
        (Values::normal(3.0, 0.0), Values::normal(1.5, 0.0)),
        (vec![3.0; TARGETS].into(), vec![1.5; TARGETS].into()),
        (3.0.into(), Values::uniform(1.47, 1.54)),
    ];
    for (weight, delay) in equal {
        assert!(run(pairs.clone(), weight, delay) == expected);
    }
    let weights: Vec<f64> = (0..TARGETS).map(|k| (1 + k % 5) as f64).collect();
    let mut matrix = Array2::<i64>::zeros((TARGETS, TARGETS));
    for (k, &weight) in weights.iter().enumerate() {
        matrix[[k, k]] = weight as i64;
    }
    let matrix = ConnectionRule::FromMatrix(Arc::new(sparse(&matrix)));
    let delay = || Values::uniform(0.0, 9.0);
    let given = run(pairs, weights.into(), delay());
    assert!(given == run(matrix, 1.0.into(), delay()));
}

/// If this fails, the network that is read is not the one that is simulated, or depends on how it is.
#[test]
fn synapses_are_read_alike_however_they_are_stored() {
    let populations = populations(500);
    let rule = ConnectionRule::FixedInDegree {
        degree: 60,
        autapses: false,
        multapses: true,
    };
    let described = projection(&populations, rule)
        .with_weight(Values::lognormal(2.0, 1.0))
        .with_delay(Values::normal(2.0, 1.0));
    let pairwise = ConnectionRule::PairwiseBernoulli {
        p: 0.1,
        autapses: false,
    };
    let again = projection(&populations, pairwise)
        .with_weight(Values::lognormal(2.0, 1.0))
        .with_storage(Storage::Procedural);
    let again = Projection {
        name: "drawn again".to_owned(),
        ..again
    };
    let mut description = driven(vec![described, again], populations);
    let drawn = network(description.clone());
    description.projections[1].storage = Storage::Stored;
    let stored = network(description);
    let read = |network: &Network, options| {
        let simulation = simulation(network, options);
        [0, 1].map(|k| simulation.projection_synapses(k).expect("it exists"))
    };
    let expected = read(&stored, ways(Precision::Double)[0].options);
    assert_eq!(expected[0].len(), 60 * TARGETS);
    for way in ways(Precision::Double) {
        assert!(read(&stored, way.options) == expected, "{:?}", way.label);
        assert!(read(&drawn, way.options) == expected, "{:?}", way.label);
    }
}

/// Individual values take memory of their own.
#[test]
fn individual_values_are_part_of_the_estimate() {
    let estimate = |weight: Values, delay: Values| {
        let populations = populations(3_000);
        let rule = ConnectionRule::AllToAll { autapses: false };
        let described = projection(&populations, rule)
            .with_weight(weight)
            .with_delay(delay);
        let network = network(driven(vec![described], populations));
        let options = SimulationOptions::default();
        let estimate = Simulation::estimate_memory(&network, &Recording::default(), &options);
        let of = |label| {
            let mut parts = estimate.parts.iter();
            parts
                .find(|part| part.label == label)
                .map_or(0.0, |part| part.bytes)
        };
        (of("synapses"), of("arrivals"))
    };
    let (drawn, late) = (Values::normal(2.0, 0.5), Values::uniform(0.0, 100.0));
    let synapses = (3_000 * TARGETS) as f64;
    let plain = estimate(1.0.into(), 0.0.into());
    assert_eq!(plain, (2.0 * synapses, TARGETS as f64));
    assert_eq!(estimate(drawn.clone(), 0.0.into()).0, 10.0 * synapses);
    let delayed = estimate(1.0.into(), late.clone());
    assert_eq!(delayed.0, 4.0 * synapses);
    assert!(delayed.1 < delayed.0 / 4.0, "{delayed:?}");
    let both = estimate(drawn, late);
    assert_eq!(both.0, 12.0 * synapses);
    assert!(both.1 < both.0 / 4.0, "{both:?}");
}

fn refusal(change: impl FnOnce(&mut NetworkDescription)) -> NetworkError {
    let populations = populations(TARGETS);
    let described = projection(&populations, ConnectionRule::OneToOne);
    let mut description = driven(vec![described], populations);
    change(&mut description);
    Network::new(description).expect_err("it is refused")
}

type Change = Box<dyn Fn(&mut Projection)>;

#[test]
fn what_cannot_be_is_refused_with_what_can() {
    let pairwise = || ConnectionRule::PairwiseBernoulli {
        p: 0.1,
        autapses: false,
    };
    let matrix = || ConnectionRule::FromMatrix(Arc::new(sparse(&Array2::eye(TARGETS))));
    let weight = |values: Values| -> Change { Box::new(move |p| p.weight = values.clone()) };
    let delay = |values: Values| -> Change { Box::new(move |p| p.delay = values.clone()) };
    let given = || Values::from(vec![1.0; TARGETS]);
    let refused: Vec<(Change, &str, &str)> = vec![
        (
            weight((-2.0).into()),
            "weight",
            "-2 is out of range; accepted is a weight in nS",
        ),
        (weight(f64::NAN.into()), "weight", "NaN is out of range"),
        (
            weight(Values::normal(-9.0, 1.0)),
            "weight",
            "of the distribution lies from 0 to inf",
        ),
        (
            weight(Values::normal(1.0, -1.0)),
            "weight",
            "a finite standard deviation of 0 or more",
        ),
        (
            weight(Values::uniform(1.0, 1e16)),
            "weight",
            "10000000000000000 is out of range",
        ),
        (
            weight(vec![1.0; 7].into()),
            "weight",
            "there are 7 values for 300 synapses",
        ),
        (
            weight(vec![-1.0; TARGETS].into()),
            "weight",
            "-1 is out of range",
        ),
        (
            delay((-0.1).into()),
            "delay",
            "-0.1 is out of range; accepted is a delay of 0 ms or more",
        ),
        (delay(f64::INFINITY.into()), "delay", "inf is out of range"),
        (delay(Values::uniform(0.0, 1e9)), "delay", "too long"),
        (
            delay(Values::uniform(0.0, 6_553.7)),
            "delay",
            "from 0 to 6553.7 ms differ by more than 65535",
        ),
        (
            delay(Values::lognormal(100.0, 400.0)),
            "delay",
            "accepted are narrower bounds",
        ),
        (
            delay(vec![1.0; 301].into()),
            "delay",
            "there are 301 values for 300 synapses",
        ),
        (
            Box::new(move |p| (p.rule, p.weight) = (pairwise(), given())),
            "weight",
            "for pairwise-bernoulli a constant or a distribution is accepted",
        ),
        (
            Box::new(move |p| (p.rule, p.weight) = (matrix(), Values::normal(1.0, 0.1))),
            "weight",
            "an entry of the matrix times a constant",
        ),
        (
            Box::new(move |p| (p.rule, p.delay) = (matrix(), given())),
            "delay",
            "for from-matrix a constant or a distribution is accepted",
        ),
        (
            Box::new(|p| (p.delay, p.storage) = (Values::uniform(0.0, 1.0), Storage::Procedural)),
            "storage",
            "individual delays are stored",
        ),
    ];
    for (change, key, expected) in refused {
        let error = refusal(|description| change(&mut description.projections[0]));
        assert_eq!(error.place.key, key, "{error}");
        let text = error.to_string();
        assert!(text.contains(expected), "{text}");
    }
    let error = refusal(|description| {
        description.generator = Generator::NumpyLegacy;
        description.projections[0].weight = Values::normal(1.0, 0.1);
    });
    assert!(
        error.to_string().contains("drawn by chacha8 alone"),
        "{error}"
    );
}

/// The widest delays that are accepted: 6.5 s from the shortest to the longest.
#[test]
fn delays_of_seconds_are_kept() {
    let populations = populations(1);
    let all = ConnectionRule::AllToAll { autapses: false };
    let described = projection(&populations, all).with_delay(Values::uniform(0.0, 6_553.5));
    let mut description = driven(vec![described], populations);
    let driver = description.populations[0].all(0);
    let pulse = CurrentInput::steps(driver, &[(0.0, 3_000.0), (2.0, 0.0)]);
    description.inputs = vec![pulse.into()];
    description.projections[0].weight = 1.0.into();
    let network = network(description);
    let mut simulation = simulation(&network, SimulationOptions::default());
    let synapses = simulation.projection_synapses(0).expect("it exists");
    let longest = synapses.delays.iter().max().copied().unwrap_or_default();
    assert!(longest > 64_000);
    let mut events = 0;
    for portion in [1, 1_000, 30_000, 35_000] {
        simulation.run_for(portion).expect("it runs");
        let spikes = &simulation.spikes().steps;
        let arrived = |spike: u64| {
            let delays = synapses.delays.iter();
            delays
                .filter(|&&delay| spike + delay < simulation.step())
                .count()
        };
        events = spikes.iter().map(|&spike| arrived(spike) as u64).sum();
        assert_eq!(simulation.synaptic_events(), events);
    }
    assert_eq!(events, TARGETS as u64 * simulation.spike_count());
}
