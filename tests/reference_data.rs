//! Promise 1, feature by feature: refractory periods, individual parameters, other models and currents follow
//! Brian2's runs number by number.
//!
//! The tolerances are those of `exact_data.rs`: 1e-9 mV, 1e-9 pA and 1e-11 nS, some ten thousand roundings of the
//! largest values. Where an exponential upswing magnifies the last bits, V is compared below it.

mod support;

use adexnet::engine::{
    CurrentInput, Input, Model, NetworkDescription, Noise, PoissonInput, Population, Precision,
    Projection, Receptor, ReceptorChoice, Recording, Simulation, SpikeTimes, StateRecording,
    Variable, Waveform,
};
use adexnet::model::adex::AdexParameters;
use adexnet::model::izhikevich::IzhikevichParameters;
use adexnet::model::lif::LifParameters;
use ndarray::Array2;
use std::sync::Arc;
use support::{Copies, DT, among, cells, network, run, slice, ways};

/// Membrane potential in mV from which on the exponential of the upswing magnifies the last bits.
const UPSWING: f64 = -45.0;

/// V is compared everywhere.
const EVERYWHERE: f64 = f64::INFINITY;

/// The neuron of the preset `cortical-rs`, whose parameters hold where a file has none.
fn cortical() -> AdexParameters {
    let cells = cells(1);
    let model = cells.model().and_then(Model::downcast_ref);
    model.cloned().expect("an AdEx neuron")
}

#[test]
fn refractory_neurons_follow_brian2_in_a_network() {
    let mut copies = Copies::open("r1.npz");
    let mut description = copies.describe(cortical());
    description.projections.push(copies.projection());
    copies.check(description, UPSWING);
}

#[test]
fn neurons_with_parameters_of_their_own_follow_brian2() {
    let mut copies = Copies::open("r2.npz");
    let description = copies.describe(cortical());
    copies.check(description, UPSWING);
}

#[test]
fn leaky_integrate_and_fire_neurons_follow_brian2() {
    let mut copies = Copies::open("r4.npz");
    let description = copies.describe(LifParameters::default());
    copies.check(description, EVERYWHERE);
}

#[test]
fn izhikevich_neurons_follow_brian2() {
    let mut copies = Copies::open("r5.npz");
    let description = copies.describe(IzhikevichParameters::default());
    copies.check(description, EVERYWHERE);
}

#[test]
fn currents_that_change_follow_brian2() {
    let mut copies = Copies::open("r7.npz");
    let mut description = copies.describe(cortical());
    let [
        offset,
        amplitude,
        frequency,
        phase,
        times,
        values,
        coarse,
        fine,
    ] = [
        "offset",
        "amplitude",
        "frequency",
        "phase",
        "step_time",
        "step_value",
        "coarse",
        "fine",
    ]
    .map(|key| copies.reference.numbers(key));
    let mut inject = |neurons: &[usize], waveform| {
        let target = copies.slice(neurons);
        description
            .inputs
            .push(CurrentInput { target, waveform }.into());
    };
    for neuron in [0, 1, 5] {
        let sinusoid = Waveform::Sinusoid {
            offset: 1e12 * offset[neuron],
            amplitude: 1e12 * amplitude[neuron],
            frequency: frequency[neuron],
            phase: phase[neuron],
        };
        inject(&[neuron], sinusoid);
    }
    let steps = Waveform::Steps {
        times: times.iter().map(|time| 1e3 * time).collect(),
        values: values.iter().map(|value| 1e12 * value).collect(),
    };
    inject(&[2, 5], steps);
    for (neuron, samples, every) in [(3, coarse, 1.0), (4, fine, 0.25)] {
        let samples: Vec<f64> = samples.iter().map(|sample| 1e12 * sample).collect();
        let samples = Array2::from_shape_vec((samples.len(), 1), samples);
        let samples = Arc::new(samples.expect("a column"));
        inject(&[neuron], Waveform::Sampled { every, samples });
    }
    copies.check(description, UPSWING);
}

/// A passive neuron whose ge shows what arrives, as it is at the beginning of each of the first steps, in all ways.
fn conductance_of(change: impl Fn(&mut NetworkDescription)) -> Vec<f64> {
    let mut description = NetworkDescription {
        dt: DT,
        noise: Noise::None,
        populations: vec![Population::new("cells", 200, LifParameters::default())],
        ..Default::default()
    };
    change(&mut description);
    let network = network(description);
    let recording = Recording {
        states: vec![StateRecording::new(
            "ge",
            &[Variable::GE],
            slice(0, 150..151),
        )],
        ..Recording::default()
    };
    let conductance =
        |simulation: Simulation| simulation.states()[0].variables[0].1.row(0).to_vec();
    let runs = ways(Precision::Double);
    let runs = runs
        .iter()
        .map(|way| conductance(run(&network, recording.clone(), way, 40)));
    let runs: Vec<_> = runs.collect();
    assert!(runs.iter().all(|run| *run == runs[0]));
    runs.into_iter().next().expect("there is a way")
}

/// What arrives in the synapse slot of some steps as ge shows it: whole and undecayed one step later.
fn arriving(weight: f64, is_step: impl Fn(usize) -> bool) -> Vec<f64> {
    let decay = 1.0 - DT / LifParameters::default().tau_ex;
    let mut conductance = vec![0.0];
    for step in 0..39 {
        let arrived = if is_step(step) { weight } else { 0.0 };
        conductance.push(conductance[step] * decay + arrived);
    }
    conductance
}

/// A projection one-to-one from population 1 to population 0, with a weight of 3 nS.
fn from_source(delay: f64) -> Projection {
    Projection {
        source: slice(1, 0..200),
        target: slice(0, 0..200),
        receptor: ReceptorChoice::One(Receptor::EXCITATORY),
        rule: adexnet::engine::ConnectionRule::OneToOne,
        delay: delay.into(),
        ..among("source", 0..1, 1, Receptor::EXCITATORY, 3.0)
    }
}

/// r8: the events of step n are in ge[n + 1], from step 0 on.
#[test]
fn poisson_input_arrives_in_the_slot_of_synapses() {
    let certain = Input::from(PoissonInput {
        target: slice(0, 0..200),
        receptor: Receptor::EXCITATORY,
        sources: 3,
        weight: 1.0,
        times: vec![0.0, 1.0],
        rates: vec![1000.0 / DT, 0.0],
    });
    let found = conductance_of(|description| description.inputs.push(certain.clone()));
    assert_eq!(found, arriving(3.0, |step| step < 10));
}

/// r8: a spike of step n is with a delay of d steps first in ge[n + d + 1].
#[test]
fn given_spikes_are_like_those_of_neurons() {
    for delay in [0, 1, 15] {
        let found = conductance_of(|description| {
            let spikes = [(0.0, 150), (1.7, 150), (0.9, 149), (1.7, 150)];
            let source = Population::spike_source("source", 200, SpikeTimes::new(spikes));
            description.populations.push(source);
            description
                .projections
                .push(from_source(DT * f64::from(delay)));
        });
        let expected = arriving(3.0, |step| {
            [0, 17].contains(&step.wrapping_sub(delay as usize))
        });
        assert_eq!(found, expected, "delay of {delay} steps");
    }
}

/// r8: a source with a rate of 1/dt spikes in every step, from step 0 on.
#[test]
fn poisson_sources_spike_from_the_first_step_on() {
    let found = conductance_of(|description| {
        let source = Population::poisson_source("source", 200, 1000.0 / DT);
        description.populations.push(source);
        description.projections.push(from_source(0.5));
    });
    assert_eq!(found, arriving(3.0, |step| step >= 5));
}

/// r8: spikes are r steps apart or more, and r = 0 and 1 are as good as none. Here r is the nearest number of
/// steps, while Brian2 cuts.
#[test]
fn a_refractory_period_is_the_nearest_number_of_steps() {
    let interval = |period: f64| {
        let cells = Population::new("cells", 200, LifParameters::default());
        let network = network(NetworkDescription {
            dt: DT,
            populations: vec![cells.with_refractory(period)],
            // Charges 10 mV in one step.
            inputs: vec![CurrentInput::constant(slice(0, 0..200), 25_000.0).into()],
            ..Default::default()
        });
        let recording = Recording {
            spikes: adexnet::engine::SpikeRecording::All,
            ..Recording::default()
        };
        let simulation = run(&network, recording, &ways(Precision::Double)[1], 40);
        let trains = simulation.spikes().trains(200);
        assert!(trains.iter().all(|train| *train == trains[0]));
        trains[0][1] - trains[0][0]
    };
    for (period, steps) in [
        (0.0, 1),
        (0.1, 1),
        (0.2, 2),
        (0.54, 5),
        (0.59, 6),
        (2.0, 20),
    ] {
        assert_eq!(interval(period), steps, "{period} ms");
    }
}
