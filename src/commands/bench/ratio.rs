//! Ratios of measurements that were made one after the other.
//!
//! One idea: a machine's speed drifts, by heat and by what else it does, but two neighbours in time see nearly the
//! same of it. So the ratio is taken of each pair of the same turn, and then the median of these ratios, never the
//! ratio of two medians.

use super::measurement::Measurement;
use serde::Serialize;

/// Of all turns: the median of the ratios, and their extremes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Ratio {
    pub(super) median: f64,
    pub(super) min: f64,
    pub(super) max: f64,
}

impl Ratio {
    /// Times of neuron-steps of `above` relative to those of `below`, turn by turn; none without a turn.
    pub(super) fn of_times(above: &[Measurement], below: &[Measurement]) -> Option<Self> {
        let pairs = above.iter().zip(below);
        let ratios = pairs.map(|(a, b)| a.ns_per_neuron_step / b.ns_per_neuron_step);
        Self::of(ratios.collect())
    }

    fn of(mut ratios: Vec<f64>) -> Option<Self> {
        ratios.sort_by(f64::total_cmp);
        let (min, max) = (*ratios.first()?, *ratios.last()?);
        let upper = ratios.len() / 2;
        let lower = (ratios.len() - 1) / 2;
        Some(Self {
            median: f64::midpoint(ratios[lower], ratios[upper]),
            min,
            max,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A machine that becomes three times slower on the way does not change the ratio, as it would that of the medians.
    #[test]
    fn the_median_is_that_of_pairs() {
        let (above, below) = ([2.0, 20.0, 60.0, 1.9], [1.0, 9.0, 30.0, 1.0]);
        let ratios = above.iter().zip(below).map(|(a, b)| a / b).collect();
        let ratio = Ratio::of(ratios).unwrap();
        assert_eq!((ratio.median, ratio.min), (2.0, 1.9));
        assert!((ratio.max - 20.0 / 9.0).abs() < 1e-12);
        assert_eq!(Ratio::of(Vec::new()), None);
    }
}
