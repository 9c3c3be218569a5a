//! The rule pairwise-bernoulli, addressed.
//!
//! One idea: the targets are cut into tiles whose width depends on p alone. The synapses of a
//! source in a tile are drawn from an address of their own, by jumping from one to the next, so any part
//! of any row can be had at any time, by any thread, at the cost of the synapses in the tiles it touches.

use crate::random::seek;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// Synapses expected in a tile: with the jump beyond its end, about one refill of the generator.
const SYNAPSES_PER_TILE: f64 = 50.0;

/// Tile k of a row begins at word k 2^32 of the source's stream, farther apart than any tile can use.
const TILE_SHIFT: u32 = 32;

/// The rows of a projection that connects every pair with probability p.
#[derive(Debug, Clone)]
pub(crate) struct BernoulliRows {
    generator: ChaCha8Rng,
    /// 1 / ln(1 - p).
    scale: f64,
    /// Targets per tile.
    width: u64,
    /// Where set, target = source + shift is the same neuron and left out.
    autapse: Option<i64>,
}

impl BernoulliRows {
    /// For 0 < p < 1.
    pub(crate) fn new(generator: ChaCha8Rng, p: f64, autapse: Option<i64>) -> Self {
        debug_assert!(p > 0.0 && p < 1.0);
        Self {
            generator,
            scale: 1.0 / libm::log1p(-p),
            width: (SYNAPSES_PER_TILE / p).ceil() as u64,
            autapse,
        }
    }

    /// Visits the targets of a source within a range, in ascending order.
    pub(crate) fn visit(&mut self, source: u32, targets: Range<u32>, mut visit: impl FnMut(u32)) {
        if targets.is_empty() {
            return;
        }
        let left_out = self.autapse.map(|shift| i64::from(source) + shift);
        let range = u64::from(targets.start)..u64::from(targets.end);
        for tile in range.start / self.width..=(range.end - 1) / self.width {
            let end = ((tile + 1).saturating_mul(self.width)).min(range.end);
            let word = u128::from(tile) << TILE_SHIFT;
            seek(&mut self.generator, u64::from(source), word);
            let mut target = (tile * self.width).saturating_add(self.jump());
            while target < end {
                if target >= range.start && Some(target as i64) != left_out {
                    visit(target as u32);
                }
                target = target.saturating_add(self.jump().saturating_add(1));
            }
        }
    }

    /// Pairs without a synapse before the next synapse: geometric, by inversion.
    fn jump(&mut self) -> u64 {
        let u = (f64::from(self.generator.next_u32()) + 1.0) / 4_294_967_296.0;
        (libm::log(u) * self.scale) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, generator};

    fn rows(p: f64) -> BernoulliRows {
        BernoulliRows::new(generator(11, Purpose::Connectivity, 0), p, Some(0))
    }

    fn row(rows: &mut BernoulliRows, source: u32, range: Range<u32>) -> Vec<u32> {
        let mut targets = Vec::new();
        rows.visit(source, range, |target| targets.push(target));
        targets
    }

    /// A row must not depend on the ranges in which blocks ask for it.
    #[test]
    fn a_row_is_the_same_however_it_is_cut() {
        for p in [0.001, 0.05, 0.4, 0.99] {
            let mut rows = rows(p);
            let whole = row(&mut rows, 3, 0..10_000);
            let mut parts = Vec::new();
            for cut in [0..64, 64..1000, 1000..1001, 1001..9_000, 9_000..10_000] {
                parts.extend(row(&mut rows, 3, cut));
            }
            assert_eq!(whole, parts, "p = {p}");
            assert!(whole.is_sorted_by(|a, b| a < b));
            assert!(!whole.contains(&3), "the autapse is left out");
        }
    }

    /// Chi-square of the out-degrees and of the distances between targets at several p.
    #[test]
    fn degrees_are_binomial() {
        let (sources, targets) = (2_000_u32, 3_000_u32);
        for p in [0.0007, 0.02, 0.3, 0.97] {
            let mut rows = rows(p);
            let mut in_degree = vec![0.0_f64; targets as usize];
            let mut out_chi2 = 0.0;
            let variance = p * (1.0 - p);
            for source in 0..sources {
                // Autapses are left out: one target fewer.
                let n = f64::from(targets - 1);
                let row = row(&mut rows, source, 0..targets);
                out_chi2 += (row.len() as f64 - n * p).powi(2) / (n * variance);
                for target in row {
                    in_degree[target as usize] += 1.0;
                }
            }
            let z = |chi2: f64, n: f64| (chi2 - n) / (2.0 * n + n / (n * variance)).sqrt();
            let out = z(out_chi2, f64::from(sources));
            assert!(
                out.abs() < 5.0,
                "out-degrees at p = {p}: {out} standard errors"
            );
            let in_chi2: f64 = (0..targets)
                .map(|target| {
                    let n = f64::from(if target < sources {
                        sources - 1
                    } else {
                        sources
                    });
                    (in_degree[target as usize] - n * p).powi(2) / (n * variance)
                })
                .sum();
            let inward = z(in_chi2, f64::from(targets));
            assert!(
                inward.abs() < 5.0,
                "in-degrees at p = {p}: {inward} standard errors"
            );
        }
    }

    /// If this fails, every network connected with chacha8 has changed.
    #[test]
    fn values_are_stable() {
        assert_eq!(row(&mut rows(0.01), 5, 0..500), PINNED);
    }

    const PINNED: &[u32] = &[151, 201, 269, 317, 468];
}
