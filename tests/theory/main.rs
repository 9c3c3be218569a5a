//! Promise 1, where numbers are drawn: what is random has the distribution that it is said to have.
//!
//! One idea: what a neuron receives is read back from neurons so simple that it can be solved for. Then moments are
//! compared with theory by their deviation z from it, in standard errors: neurons are independent of each other, so the
//! spread of a statistic between them gives its standard error. The seeds were fixed before the first run.

#[path = "../support/mod.rs"]
mod support;

mod drawn;
mod fluctuations;
mod poisson;
mod rates;

use adexnet::engine::{
    NetworkDescription, Noise, Population, Recording, Simulation, SimulationOptions,
    StateRecording, Variable,
};
use adexnet::model::lif::LifParameters;
use ndarray::Array2;
use support::network;

/// Bound of |z|: one of 150,000 normal numbers lies beyond.
const BOUND: f64 = 4.5;

/// A neuron that is driven to no spike, without leak: a perfect integrator.
fn integrator(c_m: f64) -> LifParameters {
    LifParameters {
        c_m,
        g_l: 0.0,
        v_th: 1e12,
        ..LifParameters::default()
    }
}

/// Neurons without noise that start at the potential `v`, with steps of `dt` ms.
fn description(size: usize, neuron: LifParameters, v: f64, dt: f64) -> NetworkDescription {
    NetworkDescription {
        dt,
        seed: 2024,
        noise: Noise::None,
        populations: vec![Population::new("cells", size, neuron).with_initial("V", v)],
        ..NetworkDescription::default()
    }
}

fn simulate(description: NetworkDescription, recording: Recording, steps: u64) -> Simulation {
    let network = network(description);
    let options = SimulationOptions::default();
    let mut simulation = Simulation::new(&network, recording, options).expect("it can be built");
    simulation.run_for(steps).expect("it runs");
    simulation
}

/// A variable of all neurons of population 0 at the beginning of every step, \[neuron, step\].
fn trace(description: NetworkDescription, variable: Variable, steps: u64) -> Array2<f64> {
    let all = description.populations[0].all(0);
    let recording = Recording {
        states: vec![StateRecording::new("all", &[variable], all)],
        ..Recording::default()
    };
    let simulation = simulate(description, recording, steps);
    simulation
        .states()
        .swap_remove(0)
        .variables
        .swap_remove(0)
        .1
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Checks the expectation of independent numbers.
fn assert_mean(values: &[f64], expected: f64, what: &str) {
    let found = mean(values);
    let squares = values.iter().map(|value| (value - found) * (value - found));
    let n = values.len() as f64;
    let error = (squares.sum::<f64>() / (n - 1.0) / n).sqrt();
    let z = (found - expected) / error;
    println!("{what:50} {found:12.6} expected {expected:12.6} z {z:+6.2}");
    assert!(
        z.abs() < BOUND,
        "{what}: {found}, expected {expected}, z = {z}"
    );
}

/// Mean over time of the product of two numbers, the second `lag` steps later, less their expectations.
fn covariance(one: &[f64], other: &[f64], lag: usize, expected: f64) -> f64 {
    let pairs = one.iter().zip(&other[lag..]);
    let products: Vec<f64> = pairs
        .map(|(a, b)| (a - expected) * (b - expected))
        .collect();
    mean(&products)
}

/// Checks mean and autocovariances of numbers [neuron, step] of the same distribution, and that neurons are independent.
fn assert_moments(
    values: &Array2<f64>,
    expected: f64,
    covariances: impl IntoIterator<Item = (usize, f64)>,
    what: &str,
) {
    let rows: Vec<Vec<f64>> = values.rows().into_iter().map(|row| row.to_vec()).collect();
    let means: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
    assert_mean(&means, expected, &format!("{what}, mean"));
    for (lag, theory) in covariances {
        let found: Vec<f64> = rows
            .iter()
            .map(|row| covariance(row, row, lag, expected))
            .collect();
        assert_mean(
            &found,
            theory,
            &format!("{what}, covariance over {lag} steps"),
        );
    }
    for distance in [1, 128] {
        // Disjoint pairs, so that the products are independent too.
        let pairs = (0..rows.len() - distance).filter(|first| first / distance % 2 == 0);
        let found =
            pairs.map(|first| covariance(&rows[first], &rows[first + distance], 0, expected));
        let found: Vec<f64> = found.collect();
        assert_mean(
            &found,
            0.0,
            &format!("{what}, covariance of neurons {distance} apart"),
        );
    }
}
