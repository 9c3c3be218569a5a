//! Mean, spread and quantiles of plain numbers.

use serde::Serialize;

/// Mean and spread of a set of numbers, in the unit of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// How many numbers.
    pub count: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation of the sample (divided by count - 1); 0 for a single number.
    pub sd: f64,
    /// Smallest number.
    pub min: f64,
    /// Largest number.
    pub max: f64,
}

impl Summary {
    /// The summary of `values`, `None` if there are none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len();
        if count == 0 {
            return None;
        }
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum();
        let sd = if count > 1 {
            (squares / (count - 1) as f64).sqrt()
        } else {
            0.0
        };
        let min = values.iter().copied().fold(f64::INFINITY, f64::min);
        let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Some(Self {
            count,
            mean,
            sd,
            min,
            max,
        })
    }
}

/// The number below which a given part of a sample lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantile {
    /// The part of the sample, between 0 and 1.
    pub probability: f64,
    /// The number, in the unit of the sample.
    pub value: f64,
}

impl Quantile {
    /// The probabilities of [`of_sorted`](Self::of_sorted).
    pub const PROBABILITIES: [f64; 9] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    /// The quantiles of an ascending sample, interpolated linearly between its values: the
    /// quantile of probability q stands at position q (n - 1), counted from 0. This is the
    /// default of NumPy, of R (its type 7) and of spreadsheets. Empty for an empty sample.
    pub fn of_sorted(sorted: &[f64]) -> Vec<Self> {
        let Some(last) = sorted.len().checked_sub(1) else {
            return Vec::new();
        };
        let at = |probability: f64| {
            let position = probability * last as f64;
            let below = position.floor();
            let index = below as usize;
            let (low, high) = (sorted[index], sorted[(index + 1).min(last)]);
            low + (high - low) * (position - below)
        };
        let quantile = |probability| Self {
            probability,
            value: at(probability),
        };
        Self::PROBABILITIES.map(quantile).to_vec()
    }
}
