//! Statistics of spike counts in bins of equal width.
//!
//! A neuron is silent in most bins, so counts are kept sparse: only bins with spikes are visited.
//! The mean correlation of all pairs needs no pair: with every neuron's counts shifted and scaled
//! to mean 0 and length 1, it follows from the length of the sum of all of them.

use std::ops::Range;

use serde::Serialize;

/// Correlation of spike counts, averaged over pairs of neurons.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Correlation {
    /// Mean of Pearson's coefficient over pairs.
    pub mean: f64,
    /// Number of pairs: those of neurons whose count is not the same in all bins.
    pub pairs: u64,
}

/// At least two bins of equal width that follow each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bins {
    start: u64,
    /// Width, in steps.
    width: u64,
    count: usize,
}

/// Sums over the bins of one neuron's spike counts c.
#[derive(Debug, Clone, Copy)]
struct Moments {
    /// Sum of c.
    sum: f64,
    /// Sum of (c - mean of c)^2.
    deviation: f64,
}

impl Bins {
    /// The bins of `width` s from the start of the window that it holds entirely. `None` if the
    /// width is less than a step or fewer than two bins fit.
    pub(super) fn new(window: &Range<u64>, width: f64, dt: f64) -> Option<Self> {
        let width = (width / dt).round() as u64;
        let count = (window.end - window.start).checked_div(width)?;
        let count = usize::try_from(count).ok().filter(|&count| count >= 2)?;
        Some(Self {
            start: window.start,
            width,
            count,
        })
    }

    /// Variance / mean of the number of spikes of all neurons together.
    pub(super) fn pooled_fano(self, trains: &[&[u64]]) -> Option<f64> {
        let mut totals = vec![0_u64; self.count];
        for train in trains {
            for (bin, count) in self.counts(train) {
                totals[bin] += count;
            }
        }
        self.fano(self.moments(totals.into_iter()))
    }

    /// Mean over neurons with spikes of variance / mean of their number of spikes.
    pub(super) fn mean_fano(self, trains: &[&[u64]]) -> Option<f64> {
        let fanos = trains
            .iter()
            .filter_map(|train| self.fano(self.train_moments(train)));
        let (neurons, sum) = fanos.fold((0_u64, 0.0), |(n, sum), fano| (n + 1, sum + fano));
        (neurons > 0).then(|| sum / neurons as f64)
    }

    /// Mean of Pearson's correlation coefficient over all pairs of neurons that have one.
    pub(super) fn correlation(self, trains: &[&[u64]]) -> Option<Correlation> {
        let mut sum = vec![0.0; self.count];
        let mut shift = 0.0;
        let mut neurons = 0_u64;
        for train in trains {
            let moments = self.train_moments(train);
            if moments.deviation <= 0.0 {
                continue;
            }
            let scale = 1.0 / moments.deviation.sqrt();
            for (bin, count) in self.counts(train) {
                sum[bin] += count as f64 * scale;
            }
            shift += moments.sum / self.count as f64 * scale;
            neurons += 1;
        }
        let pairs = neurons * neurons.checked_sub(1)? / 2;
        let square: f64 = sum
            .iter()
            .map(|value| (value - shift) * (value - shift))
            .sum();
        let mean = (square - neurons as f64) / 2.0 / pairs as f64;
        (pairs > 0).then_some(Correlation { mean, pairs })
    }

    fn fano(self, moments: Moments) -> Option<f64> {
        let variance = moments.deviation / (self.count - 1) as f64;
        let mean = moments.sum / self.count as f64;
        (mean > 0.0).then(|| variance / mean)
    }

    fn train_moments(self, train: &[u64]) -> Moments {
        self.moments(self.counts(train).map(|(_, count)| count))
    }

    /// Moments over all bins, given the counts of those with spikes. The sums are those of whole
    /// numbers, exact up to 2^53.
    fn moments(self, counts: impl Iterator<Item = u64>) -> Moments {
        let (sum, squares) = counts.fold((0.0, 0.0), |(sum, squares), count| {
            let count = count as f64;
            (sum + count, squares + count * count)
        });
        Moments {
            sum,
            deviation: squares - sum * sum / self.count as f64,
        }
    }

    /// Index and number of spikes of every bin in which the ascending `train` has spikes.
    fn counts(self, train: &[u64]) -> impl Iterator<Item = (usize, u64)> {
        let bin = move |step: u64| ((step - self.start) / self.width) as usize;
        train
            .chunk_by(move |&one, &next| bin(one) == bin(next))
            .map(move |spikes| (bin(spikes[0]), spikes.len() as u64))
            .take_while(move |(bin, _)| *bin < self.count)
    }
}
