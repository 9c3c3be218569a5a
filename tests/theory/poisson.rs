//! Poisson input and Poisson sources.

use super::{BOUND, assert_mean, assert_moments, description, integrator, mean, simulate, trace};
use crate::support::slice;
use adexnet::engine::{
    NetworkDescription, PoissonInput, Population, Receptor, Recording, SpikeRecording, Values,
    Variable,
};

const DT: f64 = 0.1;

/// What each of N sources sends in a step is counted by ge: a binomial number with N and p = rate dt, drawn anew for
/// every neuron and step.
#[test]
fn poisson_input_is_binomial_in_every_step() {
    const SIZE: usize = 600;
    const WEIGHT: f64 = 0.25;
    for (sources, rate) in [(1000, 5.0), (1, 2000.0), (20, 8000.0)] {
        let neuron = integrator(200.0);
        let decay = 1.0 - DT / neuron.tau_ex;
        let mut description = description(SIZE, neuron, -60.0, DT);
        description.inputs = vec![
            PoissonInput {
                target: slice(0, 0..SIZE),
                receptor: Receptor::EXCITATORY,
                sources,
                weight: WEIGHT,
                times: vec![0.0],
                rates: vec![rate],
            }
            .into(),
        ];
        let conductance = trace(description, Variable::GE, 1500);
        let arrived = |row: ndarray::ArrayView1<'_, f64>| {
            let pairs = row.to_vec();
            let counts = pairs
                .windows(2)
                .map(|pair| (pair[1] - pair[0] * decay) / WEIGHT);
            let counts = counts.map(|count| {
                assert!(
                    (count - count.round()).abs() < 1e-6,
                    "{count} spikes arrived"
                );
                count.round()
            });
            counts.collect::<Vec<f64>>()
        };
        let counts: Vec<f64> = conductance.rows().into_iter().flat_map(arrived).collect();
        let counts = ndarray::Array2::from_shape_vec((SIZE, 1499), counts).expect("rows");
        let (n, p) = (f64::from(sources), rate * DT / 1000.0);
        let covariances = [(0, n * p * (1.0 - p)), (1, 0.0), (7, 0.0)];
        let what = format!("{sources} sources of {rate} Hz");
        assert_moments(&counts, n * p, covariances, &what);
    }
}

/// Spikes of Poisson sources alone: the train of each.
fn trains(size: usize, rates: impl Into<Values>, steps: u64) -> Vec<Vec<u64>> {
    let network = NetworkDescription {
        dt: DT,
        seed: 2024,
        populations: vec![Population::poisson_source("source", size, rates)],
        ..NetworkDescription::default()
    };
    let recording = Recording {
        spikes: SpikeRecording::All,
        ..Recording::default()
    };
    simulate(network, recording, steps).spikes().trains(size)
}

/// Spikes come with probability p = rate dt in each step, whatever came before: counts are binomial and intervals
/// geometric.
#[test]
fn poisson_sources_have_geometric_intervals() {
    const STEPS: u64 = 4000;
    const LONGEST: u64 = 60;
    let (rate, p) = (400.0, 0.04);
    let trains = trains(1000, rate, STEPS);
    let n = STEPS as f64;
    let counts: Vec<f64> = trains.iter().map(|train| train.len() as f64).collect();
    assert_mean(&counts, n * p, "spikes of a source");
    let squares = counts.iter().map(|count| (count - n * p) * (count - n * p));
    let squares: Vec<f64> = squares.collect();
    assert_mean(
        &squares,
        n * p * (1.0 - p),
        "variance of the spikes of a source",
    );

    // Of the spikes that have so many steps before them, so that no interval is lost for being long.
    let mut found = vec![0.0; LONGEST as usize + 1];
    for pair in trains.iter().flat_map(|train| train.windows(2)) {
        if pair[0] < STEPS - LONGEST {
            found[(pair[1] - pair[0]).min(LONGEST + 1) as usize - 1] += 1.0;
        }
    }
    let ends = trains.iter().filter_map(|train| train.last());
    found[LONGEST as usize] += ends.filter(|&&last| last < STEPS - LONGEST).count() as f64;
    let all: f64 = found.iter().sum();
    let chi_square = found.iter().enumerate().map(|(k, found)| {
        let longer = (1.0_f64 - p).powi(k as i32);
        let expected = all
            * if k == LONGEST as usize {
                longer
            } else {
                longer * p
            };
        (found - expected) * (found - expected) / expected
    });
    let (chi_square, freedom) = (chi_square.sum::<f64>(), LONGEST as f64);
    let z = (chi_square - freedom) / (2.0 * freedom).sqrt();
    println!("intervals: chi-square {chi_square:.1} of {freedom} degrees of freedom, z {z:+.2}");
    assert!(z.abs() < BOUND, "chi-square {chi_square}");

    let steps = (0..STEPS).map(|step| {
        let spikes = trains
            .iter()
            .filter(|train| train.binary_search(&step).is_ok());
        spikes.count() as f64
    });
    let steps: Vec<f64> = steps.collect();
    assert_mean(&steps, 1000.0 * p, "spikes of a step");
    let squares: Vec<f64> = steps
        .iter()
        .map(|count| (count - 40.0) * (count - 40.0))
        .collect();
    assert_mean(
        &squares,
        1000.0 * p * (1.0 - p),
        "variance of the spikes of a step",
    );
}

/// Each source keeps the rate that it has drawn.
#[test]
fn drawn_rates_spread_as_they_are_drawn() {
    const STEPS: u64 = 5000;
    let (high, n) = (1000.0, STEPS as f64);
    let trains = trains(2000, Values::uniform(0.0, high), STEPS);
    let counts: Vec<f64> = trains.iter().map(|train| train.len() as f64).collect();
    // Mean and mean square of p.
    let (p, p2) = (high * 1e-4 / 2.0, (high * 1e-4).powi(2) / 3.0);
    assert_mean(&counts, n * p, "spikes of sources with drawn rates");
    let variance = n * n * (p2 - p * p) + n * (p - p2);
    let squares: Vec<f64> = counts
        .iter()
        .map(|count| (count - n * p) * (count - n * p))
        .collect();
    assert_mean(
        &squares,
        variance,
        "variance of the spikes of sources with drawn rates",
    );
    let half = trains
        .iter()
        .map(|train| train.partition_point(|&step| step < STEPS / 2));
    let differences: Vec<f64> = half
        .zip(&counts)
        .map(|(half, all)| 2.0 * half as f64 - all)
        .collect();
    let squares: Vec<f64> = differences
        .iter()
        .map(|difference| difference * difference)
        .collect();
    assert_mean(
        &differences,
        0.0,
        "spikes of the first half less those of the second",
    );
    assert_mean(&squares, n * (p - p2), "variance of this difference");
    assert!(mean(&counts) > 0.0);
}
