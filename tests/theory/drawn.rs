//! Drawn parameters, initial values and refractory periods, as they are read back from the neurons that have them.

use super::{assert_mean, description, integrator, simulate};
use crate::support::slice;
use adexnet::engine::{
    CurrentInput, Distribution, NetworkDescription, Recording, Shape, SpikeRecording, Values,
    Variable,
};
use adexnet::model::lif::LifParameters;

const SIZE: usize = 20_000;

/// Bound of the Kolmogorov-Smirnov statistic √n D, which one of 6,000 samples exceeds.
const KOLMOGOROV: f64 = 2.2;

/// Probability that a normal number is smaller.
fn normal(z: f64) -> f64 {
    libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2) / 2.0
}

/// Probability that a value of the distribution is smaller, without its bounds.
fn below(shape: Shape, value: f64) -> f64 {
    match shape {
        Shape::Uniform { low, high } => ((value - low) / (high - low)).clamp(0.0, 1.0),
        Shape::Normal { mean, sd } => normal((value - mean) / sd),
        Shape::Lognormal { .. } if value <= 0.0 => 0.0,
        Shape::Lognormal { mean, sd } => {
            let variance = (1.0 + (sd / mean).powi(2)).ln();
            normal(((value / mean).ln() + variance / 2.0) / variance.sqrt())
        }
    }
}

/// Checks that numbers come from a distribution, to the given accuracy.
fn assert_distribution(values: &[f64], drawn: &Values, accuracy: f64, what: &str) {
    let Values::Drawn(Distribution { shape, low, high }) = *drawn else {
        panic!("these are not drawn");
    };
    let (from, to) = (below(shape, low), below(shape, high));
    let probability = |value: f64| (below(shape, value.clamp(low, high)) - from) / (to - from);
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    let (first, last) = (values[0], values[values.len() - 1]);
    assert!(
        first >= low - accuracy && last <= high + accuracy,
        "{what}: {first} to {last}"
    );
    let n = values.len() as f64;
    let distance = values.iter().enumerate().map(|(k, &value)| {
        let k = k as f64;
        let above = probability(value - accuracy) - (k + 1.0) / n;
        above.max(k / n - probability(value + accuracy))
    });
    let statistic = distance.fold(0.0, f64::max) * n.sqrt();
    println!("{what:50} KS {statistic:.2}");
    assert!(statistic < KOLMOGOROV, "{what}: {statistic}");
}

/// All shapes, with and without bounds, between -100 and 0.
fn potentials() -> [Values; 5] {
    [
        Values::uniform(-70.0, -55.0),
        Values::uniform(-70.0, -55.0).truncated(-60.0, f64::INFINITY),
        Values::normal(-60.0, 4.0),
        Values::normal(-60.0, 4.0).truncated(-59.0, -52.0),
        Values::normal(-60.0, 4.0).truncated(f64::NEG_INFINITY, -66.0),
    ]
}

/// All shapes above 0.
fn positive() -> [Values; 4] {
    [
        Values::uniform(50.0, 150.0),
        Values::lognormal(100.0, 70.0),
        Values::lognormal(100.0, 70.0).truncated(80.0, 200.0),
        Values::normal(100.0, 30.0).truncated(40.0, f64::INFINITY),
    ]
}

fn start(description: NetworkDescription, steps: u64) -> adexnet::engine::Simulation {
    simulate(description, Recording::default(), steps)
}

/// Numbers of the same neurons that should have nothing to do with each other.
fn assert_uncorrelated(one: &[f64], other: &[f64], what: &str) {
    let (mean_one, mean_other) = (super::mean(one), super::mean(other));
    let products = one
        .iter()
        .zip(other)
        .map(|(a, b)| (a - mean_one) * (b - mean_other));
    assert_mean(&products.collect::<Vec<_>>(), 0.0, what);
}

#[test]
fn initial_values_are_distributed_as_they_are_said_to_be() {
    for values in potentials() {
        let mut description = description(SIZE, LifParameters::default(), -60.0, 0.1);
        let neuron = LifParameters {
            v_th: 100.0,
            ..LifParameters::default()
        };
        description.populations[0] = adexnet::engine::Population::new("cells", SIZE, neuron)
            .with_initial("V", values.clone())
            .with_initial("ge", positive()[1].clone());
        let simulation = start(description, 0);
        let found = simulation.values(0, Variable::V).expect("a variable");
        assert_distribution(&found, &values, 0.0, &format!("initial V, {values}"));
        let other = simulation.values(0, Variable::GE).expect("a variable");
        assert_uncorrelated(&found, &other, "initial V and ge of a neuron");
        assert_uncorrelated(&found[1..], &found[..SIZE - 1], "initial V of neighbours");
    }
}

/// The potential at rest shows EL, and a current that flows for one step shows C.
#[test]
fn parameters_are_distributed_as_they_are_said_to_be() {
    for values in positive() {
        let mut description = description(SIZE, integrator(1.0), 0.0, 0.1);
        let rest = Values::normal(-60.0, 4.0);
        description.populations[0] =
            adexnet::engine::Population::new("cells", SIZE, integrator(1.0))
                .with_parameter("C", values.clone())
                .with_parameter("EL", rest.clone());
        let current = CurrentInput::constant(slice(0, 0..SIZE), 10_000.0);
        description.inputs = vec![current.into()];
        let potentials = |steps| {
            let simulation = start(description.clone(), steps);
            simulation.values(0, Variable::V).expect("a variable")
        };
        let (before, after) = (potentials(0), potentials(1));
        assert_distribution(&before, &rest, 0.0, "EL");
        let charged = before.iter().zip(&after);
        let found: Vec<f64> = charged
            .map(|(v, next)| 0.1 * 10_000.0 / (next - v))
            .collect();
        assert_distribution(&found, &values, 1e-9, &format!("C, {values}"));
        assert_uncorrelated(&found, &before, "C and EL of a neuron");
    }
}

/// A neuron that is driven to a spike in every step it is free keeps the intervals of its refractory period.
#[test]
fn refractory_periods_are_distributed_as_they_are_said_to_be() {
    const CELLS: usize = 4000;
    let periods = Values::normal(5.0, 2.0).truncated(1.0, 12.0);
    let mut description = description(CELLS, LifParameters::default(), -60.0, 0.1);
    let population = description.populations[0].clone();
    description.populations[0] = population.with_refractory(periods.clone());
    let current = CurrentInput::constant(slice(0, 0..CELLS), 25_000.0);
    description.inputs = vec![current.into()];
    let recording = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    let trains = simulate(description, recording, 300).spikes().trains(CELLS);
    let found = trains.iter().map(|train| {
        let interval = train[1] - train[0];
        let intervals = train.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(intervals.into_iter().all(|other| other == interval));
        0.1 * interval as f64
    });
    // To the nearest step.
    assert_distribution(
        &found.collect::<Vec<_>>(),
        &periods,
        0.05 + 1e-9,
        "refractory period",
    );
}
