//! Ornstein-Uhlenbeck currents and conductances.
//!
//! Of a process with standard deviation σ and correlation time τ the covariance over a lag is σ² e^(-lag/τ), from the
//! first step on and for any dt.

use super::{assert_mean, assert_moments, description, integrator, trace};
use crate::support::slice;
use adexnet::engine::{Fluctuating, Fluctuations, Variable};
use ndarray::Array2;

const SIZE: usize = 1200;

fn fluctuations(kind: Fluctuating, [mean, sd, tau]: [f64; 3]) -> Fluctuations {
    Fluctuations {
        target: slice(0, 0..SIZE),
        kind,
        mean,
        sd,
        tau,
    }
}

/// The sum of fluctuating currents, [neuron, step], as it charges perfect integrators.
fn currents(inputs: &[Fluctuations], dt: f64, steps: u64) -> Array2<f64> {
    let capacitance = 1.0;
    let mut description = description(SIZE, integrator(capacitance), 0.0, dt);
    description.inputs = inputs.iter().cloned().map(Into::into).collect();
    let v = trace(description, Variable::V, steps + 1);
    let differences = &v.slice(ndarray::s![.., 1..]) - &v.slice(ndarray::s![.., ..-1]);
    differences * (capacitance / dt)
}

/// A fluctuating conductance with a reversal potential of 0 mV, as it discharges a membrane so large that it stays
/// away from 0 mV.
fn conductances(input: Fluctuations, dt: f64, steps: u64) -> Array2<f64> {
    let capacitance = 1e7;
    let mut description = description(SIZE, integrator(capacitance), -60.0, dt);
    description.inputs = vec![input.into()];
    let v = trace(description, Variable::V, steps + 1);
    let before = v.slice(ndarray::s![.., ..-1]);
    let differences = &before - &v.slice(ndarray::s![.., 1..]);
    differences * (capacitance / dt) / before
}

/// Lags in steps with the covariance in theory.
fn covariances(sd: f64, tau: f64, dt: f64) -> impl Iterator<Item = (usize, f64)> {
    let lags = [0.0, 1.0, 0.25 * tau / dt, tau / dt, 2.5 * tau / dt];
    lags.into_iter().map(move |lag| {
        let lag = lag.round();
        (lag as usize, sd * sd * (-lag * dt / tau).exp())
    })
}

/// What all neurons receive in one step.
fn assert_step(values: &Array2<f64>, step: usize, [mean, sd]: [f64; 2], what: &str) {
    let values = values.column(step).to_vec();
    assert_mean(&values, mean, &format!("{what}, mean of step {step}"));
    let squares: Vec<f64> = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .collect();
    assert_mean(
        &squares,
        sd * sd,
        &format!("{what}, variance of step {step}"),
    );
}

#[test]
fn fluctuating_currents_have_the_moments_of_theory() {
    let (mean, sd, tau) = (30.0, 80.0, 2.0);
    // The last step is as long as the correlation time.
    for (dt, steps) in [(0.1, 2000), (0.5, 1000), (2.0, 1000)] {
        let input = fluctuations(Fluctuating::Current, [mean, sd, tau]);
        let found = currents(&[input], dt, steps);
        let what = format!("current, dt = {dt} ms");
        assert_moments(&found, mean, covariances(sd, tau, dt), &what);
        for step in [0, 1, 20] {
            assert_step(&found, step, [mean, sd], &what);
        }
    }
}

/// If this fails, two inputs share their random numbers.
#[test]
fn fluctuating_currents_are_independent_of_each_other() {
    let input = || fluctuations(Fluctuating::Current, [0.0, 40.0, 3.0]);
    let found = currents(&[input(), input()], 0.1, 2000);
    let twice = covariances(40.0, 3.0, 0.1).map(|(lag, covariance)| (lag, 2.0 * covariance));
    assert_moments(&found, 0.0, twice, "two currents");
}

#[test]
fn fluctuating_conductances_have_the_moments_of_theory() {
    let kind = Fluctuating::Conductance { reversal: 0.0 };
    // So far above 0 that it never gets there.
    let (mean, sd, tau) = (12.0, 1.5, 2.7);
    let found = conductances(fluctuations(kind, [mean, sd, tau]), 0.1, 2000);
    assert_moments(&found, mean, covariances(sd, tau, 0.1), "conductance");
    assert_step(&found, 0, [mean, sd], "conductance");
}

/// With a mean of 0 half of the normal distribution counts as 0; what is left has the mean σ/√(2π). The process itself
/// is not cut: it stays below 0 as long as above.
#[test]
fn conductances_below_zero_count_as_zero() {
    let kind = Fluctuating::Conductance { reversal: 0.0 };
    let (sd, tau) = (5.0, 2.0);
    let found = conductances(fluctuations(kind, [0.0, sd, tau]), 0.1, 2000);
    assert!(found.iter().all(|&conductance| conductance >= 0.0));
    let rows = found.rows().into_iter();
    let means: Vec<f64> = rows.map(|row| row.mean().expect("steps")).collect();
    assert_mean(
        &means,
        sd / std::f64::consts::TAU.sqrt(),
        "rectified conductance, mean",
    );
    let zeros = found.rows().into_iter().map(|row| {
        let zeros = row.iter().filter(|&&conductance| conductance == 0.0);
        zeros.count() as f64 / row.len() as f64
    });
    assert_mean(
        &zeros.collect::<Vec<_>>(),
        0.5,
        "rectified conductance, share of zeros",
    );
}
