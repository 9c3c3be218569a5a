//! Promise 1, part by part: neurons and small networks follow Brian2's runs number by number.
//!
//! Where the reference V is below -45 mV it must agree to 1e-9 mV (above, the exponential of the upswing
//! magnifies the last bits), w to 1e-9 pA and conductances to 1e-11 nS everywhere, and all spikes.

mod support;

use adexnet::engine::{
    Arrival, ArrivalInput, CurrentInput, LegacyGenerator, NetworkDescription, Noise, Precision,
    Receptor, Simulation, StateRecord, Variable,
};
use ndarray::Ix2;
use std::sync::Arc;
use support::{Reference, by_matrix, cells, compare, network, normals, record, run, slice, ways};

/// Membrane potential in mV from which on the exponential of the upswing magnifies the last bits.
const UPSWING: f64 = -45.0;

/// Copies of a single neuron: enough for several blocks, and not a multiple of 128.
const COPIES: usize = 200;

/// Copies that are recorded: in the first, a middle and the last group.
const WATCHED: [usize; 3] = [0, 100, COPIES - 1];

/// The same normals for each of the copies.
fn copied(seed: u32, steps: usize) -> Noise {
    let one = normals(seed, steps, 1);
    Noise::Recorded(Arc::new(
        one.broadcast((steps, COPIES))
            .expect("one column")
            .to_owned(),
    ))
}

fn samples(record: &StateRecord, variable: Variable) -> Vec<f64> {
    let (_, samples) = record
        .variables
        .iter()
        .find(|(v, _)| *v == variable)
        .expect("recorded");
    samples.row(0).to_vec()
}

/// Checks copies of one neuron against a reference file.
fn check_single(
    name: &'static str,
    description: &NetworkDescription,
    steps: u64,
    variables: &[Variable],
) {
    let mut reference = Reference::open(name);
    let spikes: Vec<i64> = reference.vector("spike_step");
    let network = network(description.clone());
    for way in ways(Precision::Double) {
        let what = format!("{name} {:?}", way.label);
        let simulation = run(&network, record(&WATCHED), &way, steps);
        let trains = simulation.spikes().trains(COPIES);
        for (neuron, train) in trains.iter().enumerate() {
            assert!(
                train.iter().map(|&n| n as i64).eq(spikes.iter().copied()),
                "{what}: spikes of {neuron}"
            );
        }
        let records = simulation.states();
        for &variable in variables {
            let expected: Vec<f64> = reference.vector(variable.symbol);
            for record in &records {
                let found = samples(record, variable);
                compare(variable, UPSWING, &found, &expected, &what);
            }
            compare_end(
                &simulation,
                variable,
                &[*expected.last().expect("not empty"); COPIES],
                &what,
            );
        }
    }
}

/// The state after the last step.
fn compare_end(simulation: &Simulation, variable: Variable, expected: &[f64], what: &str) {
    let found = simulation.values(0, variable).expect("of AdEx");
    let what = format!("{what}, at the end");
    compare(variable, UPSWING, &found, expected, &what);
}

#[test]
fn one_neuron_follows_a_constant_current() {
    let description = NetworkDescription {
        dt: 0.1,
        noise: Noise::None,
        populations: vec![cells(COPIES)],
        inputs: vec![CurrentInput::constant(slice(0, 0..COPIES), 200.0).into()],
        ..Default::default()
    };
    check_single("d1.npz", &description, 5_000, &[Variable::V, Variable::W]);
}

#[test]
fn one_neuron_follows_recorded_noise() {
    let description = NetworkDescription {
        dt: 0.1,
        noise: copied(21, 20_000),
        populations: vec![cells(COPIES)],
        ..Default::default()
    };
    let variables = [Variable::V, Variable::W, Variable::GE, Variable::GI];
    check_single("d2.npz", &description, 20_000, &variables);
}

#[test]
fn one_neuron_follows_noise_and_given_arrivals() {
    let mut reference = Reference::open("d2b.npz");
    let arrivals = [
        (Receptor::EXCITATORY, "n_exc", 2.0),
        (Receptor::INHIBITORY, "n_inh", 8.0),
    ];
    let arrivals = arrivals.map(|(receptor, key, weight)| {
        let counts: Vec<i64> = reference.vector(key);
        let events = counts.iter().enumerate().flat_map(|(step, &count)| {
            (0..COPIES as u32).map(move |neuron| Arrival {
                step: step as u64,
                neuron,
                count: count as u32,
            })
        });
        ArrivalInput {
            population: 0,
            receptor,
            weight,
            events: events.collect(),
        }
    });
    let description = NetworkDescription {
        dt: 0.1,
        noise: copied(22, 20_000),
        populations: vec![cells(COPIES)],
        inputs: arrivals.map(Into::into).to_vec(),
        ..Default::default()
    };
    let variables = [Variable::V, Variable::W, Variable::GE, Variable::GI];
    check_single("d2b.npz", &description, 20_000, &variables);
}

/// The notebook's 100 neurons with recorded noise.
fn check_network(name: &'static str, delay: f64) {
    let mut weights = Reference::open("notebook_spikes.npz");
    let matrix = weights.array::<i8, Ix2>("W").mapv(i64::from);
    let noise = Noise::Recorded(Arc::new(normals(31, 10_000, 100)));
    let network = network(by_matrix(&matrix, delay, noise));
    let mut reference = Reference::open(name);
    let steps: Vec<i64> = reference.vector("spike_step");
    let neurons: Vec<i32> = reference.vector("spike_i");
    for way in ways(Precision::Double) {
        let what = format!("{name} {:?}", way.label);
        let simulation = run(&network, record(&[0, 90]), &way, 10_000);
        let spikes = simulation.spikes();
        assert!(
            spikes
                .steps
                .iter()
                .map(|&n| n as i64)
                .eq(steps.iter().copied()),
            "{what}: spike times"
        );
        assert!(
            spikes
                .neurons
                .iter()
                .map(|&i| i as i32)
                .eq(neurons.iter().copied()),
            "{what}: neurons"
        );
        let records = simulation.states();
        for variable in [Variable::V, Variable::W, Variable::GE, Variable::GI] {
            let expected = reference.array::<f64, Ix2>(variable.symbol);
            for (record, expected) in records.iter().zip(expected.rows()) {
                let found = samples(record, variable);
                compare(variable, UPSWING, &found, &expected.to_vec(), &what);
            }
            let end: Vec<f64> = reference.vector(&format!("{}_final", variable.symbol));
            compare_end(&simulation, variable, &end, &what);
        }
    }
}

#[test]
fn the_network_follows_brian2_without_delay() {
    check_network("d3.npz", 0.0);
}

#[test]
fn the_network_follows_brian2_with_a_delay_of_15_steps() {
    check_network("d4.npz", 1.5);
}

/// The generator, half-way: its state after connecting the notebook's network.
#[test]
fn the_legacy_generator_arrives_at_the_recorded_state() {
    let mut reference = Reference::open("d5_author_rng.npz");
    let mut random = LegacyGenerator::new(1234);
    for _ in 0..(80 + 19) * 100 {
        random.rand();
    }
    let (key, position, spare) = random.state();
    assert_eq!(key, reference.vector::<u32>("keys"));
    assert_eq!(
        position as i64,
        reference.array::<i64, ndarray::Ix0>("pos").into_scalar()
    );
    assert_eq!(spare, None);
}
