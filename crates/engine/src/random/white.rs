//! White noise: standard normals with an address.

use super::{DRAW, Purpose, Words};
use crate::level::{Level, Machine, Task};
use adexnet_model::math::{GROUP, normals_from_words};

const _: () = assert!(DRAW == GROUP, "a step of a group uses a draw up");

/// The normals of one purpose and one population or input.
///
/// Neurons 128 k to 128 k + 127 of the population are group k. The normals of a group at step n come
/// from the n-th draw of stream k, which is used up completely.
#[derive(Debug, Clone)]
pub(crate) struct WhiteNoise {
    words: Words,
}

impl WhiteNoise {
    pub(crate) fn new(seed: u64, purpose: Purpose, number: usize) -> Self {
        Self {
            words: Words::new(seed, purpose, number),
        }
    }

    /// The normals of a group at a step, where time does not matter: the same bits as everywhere.
    pub(crate) fn anywhere(&self, group: u64, step: u64) -> [f32; GROUP] {
        let mut normals = [0.0; GROUP];
        Level::BASELINE.run(Anywhere {
            noise: self,
            group,
            step,
            normals: &mut normals,
        });
        normals
    }

    /// The normals of a group at a step.
    #[inline(always)]
    pub(crate) fn normals<M: Machine>(
        &self,
        machine: M,
        group: u64,
        step: u64,
        normals: &mut [f32; GROUP],
    ) {
        let words = self.words.draw(machine, group, step);
        normals_from_words::<M::Arithmetic>(&words, normals);
    }
}

struct Anywhere<'a> {
    noise: &'a WhiteNoise,
    group: u64,
    step: u64,
    normals: &'a mut [f32; GROUP],
}

impl Task for Anywhere<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        self.noise
            .normals(machine, self.group, self.step, self.normals);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Normals<'a>(&'a WhiteNoise, u64, u64, &'a mut [f32; GROUP]);

    impl Task for Normals<'_> {
        #[inline(always)]
        fn run<M: Machine>(self, machine: M) {
            self.0.normals(machine, self.1, self.2, self.3);
        }
    }

    fn normals(level: Level, noise: &WhiteNoise, group: u64, step: u64) -> [f32; GROUP] {
        let mut normals = [0.0; GROUP];
        level.run(Normals(noise, group, step, &mut normals));
        normals
    }

    /// What is found in a hundred million normals of two neighbouring groups.
    struct Sample {
        count: f64,
        /// Numbers of normals in narrow bins, from -EDGE to EDGE.
        bins: Vec<u64>,
        /// Sums of the first six powers.
        powers: [f64; 6],
        /// Sums of products, and of products of squares less one, of normals that lie in some way next to each other.
        products: [[f64; 2]; NEIGHBOURS.len()],
    }

    const EDGE: f64 = 7.0;
    const BINS: usize = 1 << 16;
    const NEIGHBOURS: [&str; 4] = ["neurons", "partners of a pair", "steps", "groups"];

    impl Sample {
        fn draw(steps: u64) -> Self {
            let noise = WhiteNoise::new(42, Purpose::WhiteNoise, 0);
            let mut sample = Self {
                count: 2.0 * (steps * GROUP as u64) as f64,
                bins: vec![0; BINS],
                powers: [0.0; 6],
                products: [[0.0; 2]; NEIGHBOURS.len()],
            };
            let mut before = [0.0; GROUP];
            for step in 0..steps {
                let here = normals(Level::best(), &noise, 9, step);
                let there = normals(Level::best(), &noise, 10, step);
                for &z in here.iter().chain(&there) {
                    let bin = (f64::from(z) + EDGE) * (BINS as f64 / (2.0 * EDGE));
                    sample.bins[bin as usize] += 1;
                    let mut power = 1.0;
                    for sum in &mut sample.powers {
                        power *= f64::from(z);
                        *sum += power;
                    }
                }
                for k in 0..GROUP {
                    let partner = (k + GROUP / 2) % GROUP;
                    let others = [here[(k + 1) % GROUP], here[partner], before[k], there[k]];
                    for (products, other) in sample.products.iter_mut().zip(others) {
                        let (a, b) = (f64::from(here[k]), f64::from(other));
                        products[0] += a * b;
                        products[1] += (a * a - 1.0) * (b * b - 1.0) / 2.0;
                    }
                }
                before = here;
            }
            sample
        }
    }

    /// Largest distance from the distribution function (Kolmogorov and Smirnov), tails, moments and
    /// correlations of 10^8 normals: a flaw that a long run of many neurons could show is seen here.
    #[test]
    fn normals_are_standard_normal_and_independent() {
        let sample = Sample::draw(390_625);
        let n = sample.count;
        let beyond = |z: f64| libm::erfc(z / std::f64::consts::SQRT_2) / 2.0;
        let (mut below, mut distance) = (0, 0.0_f64);
        for (bin, count) in sample.bins.iter().enumerate() {
            below += count;
            let edge = (bin + 1) as f64 * (2.0 * EDGE / BINS as f64) - EDGE;
            distance = distance.max((below as f64 / n - (1.0 - beyond(edge))).abs());
        }
        assert_eq!(below as f64, n, "no normal lies outside of the bins");
        // Exceeded once in a thousand samples.
        assert!(
            distance * n.sqrt() < 1.95,
            "distance {distance} from the normal distribution"
        );
        for tail in [3.0, 4.0, 5.0] {
            let width = (tail / EDGE * (BINS / 2) as f64).ceil() as usize;
            let edge = width as f64 / (BINS / 2) as f64 * EDGE;
            let (low, high) = (
                &sample.bins[..BINS / 2 - width],
                &sample.bins[BINS / 2 + width..],
            );
            for (side, bins) in [("below", low), ("above", high)] {
                let (found, expected) = (bins.iter().sum::<u64>() as f64, n * beyond(edge));
                let z = (found - expected) / expected.sqrt();
                assert!(
                    z.abs() < 4.5,
                    "{found} normals {side} {tail}, expected {expected}"
                );
            }
        }
        let expected = [0.0, 1.0, 0.0, 3.0, 0.0, 15.0];
        let variances = [1.0, 2.0, 15.0, 96.0, 945.0, 10_170.0];
        for power in 0..6 {
            let z = (sample.powers[power] / n - expected[power]) / (variances[power] / n).sqrt();
            assert!(
                z.abs() < 4.5,
                "moment {} is off by {z} standard errors",
                power + 1
            );
        }
        for (name, products) in NEIGHBOURS.iter().zip(sample.products) {
            for (what, product) in ["", "squares of "].iter().zip(products) {
                // A product enters once for each neuron, or twice for each pair of partners.
                let z = product / (n / 2.0).sqrt();
                assert!(
                    z.abs() < 5.5,
                    "{what}neighbouring {name} correlate: {z} standard errors"
                );
            }
        }
    }

    /// If this fails, every noisy run with chacha8 has changed.
    #[test]
    fn values_are_stable_for_every_level() {
        let noise = WhiteNoise::new(1234, Purpose::WhiteNoise, 0);
        for level in Level::available() {
            let normals = normals(level, &noise, 1, 10);
            assert_eq!(normals[..3].to_vec(), PINNED, "{level}");
        }
    }

    const PINNED: [f32; 3] = [0.983_662, -0.849_754_2, -2.172_396];
}
