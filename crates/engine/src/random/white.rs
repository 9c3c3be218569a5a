//! White noise: standard normals with an address.

use super::{Purpose, generator, seek};
use adexnet_model::arithmetic::Arithmetic;
use adexnet_model::math::{GROUP, normals_from_words};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The normals of one population.
///
/// Neurons 64 k to 64 k + 63 of the population are group k. The normals of a group at step n come from
/// words 64 n to 64 n + 63 of stream k: one refill of the generator, used up completely.
#[derive(Debug, Clone)]
pub(crate) struct WhiteNoise {
    generator: ChaCha8Rng,
}

impl WhiteNoise {
    pub(crate) fn new(seed: u64, population: usize) -> Self {
        Self {
            generator: generator(seed, Purpose::WhiteNoise, population),
        }
    }

    /// The normals of a group at a step.
    #[inline(always)]
    pub(crate) fn normals<A: Arithmetic>(
        &mut self,
        group: u64,
        step: u64,
        normals: &mut [f32; GROUP],
    ) {
        seek(&mut self.generator, group, u128::from(step) * GROUP as u128);
        let mut bytes = [0_u8; 4 * GROUP];
        self.generator.fill_bytes(&mut bytes);
        let mut words = [0_u32; GROUP];
        for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        normals_from_words::<A>(&words, normals);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use adexnet_model::arithmetic::{Emulated, Fused};

    /// Moments of 6.4 million normals, within five standard errors.
    #[test]
    fn normals_are_standard_normal_and_uncorrelated() {
        let mut noise = WhiteNoise::new(42, 0);
        let mut normals = [0.0; GROUP];
        let (mut sums, mut neighbours, mut steps) = ([0.0_f64; 4], 0.0, 0.0);
        let mut previous = [0.0; GROUP];
        let count = 100_000;
        for step in 0..count {
            noise.normals::<Fused>(9, step, &mut normals);
            for (k, &z) in normals.iter().enumerate() {
                let z = f64::from(z);
                for (power, sum) in sums.iter_mut().enumerate() {
                    *sum += z.powi(power as i32 + 1);
                }
                neighbours += z * f64::from(normals[(k + 1) % GROUP]);
                steps += z * f64::from(previous[k]);
            }
            previous = normals;
        }
        let n = (count * GROUP as u64) as f64;
        let expected = [0.0, 1.0, 0.0, 3.0];
        let variances = [1.0, 2.0, 15.0, 96.0];
        for power in 0..4 {
            let z = (sums[power] / n - expected[power]) / (variances[power] / n).sqrt();
            assert!(
                z.abs() < 5.0,
                "moment {} is off by {z} standard errors",
                power + 1
            );
        }
        assert!(
            neighbours.abs() / n.sqrt() < 5.0,
            "neighbouring neurons correlate"
        );
        assert!(steps.abs() / n.sqrt() < 5.0, "successive steps correlate");
    }

    /// If this fails, every noisy run with chacha8 has changed.
    #[test]
    fn values_are_stable_for_every_arithmetic() {
        let mut normals = [[0.0; GROUP]; 2];
        WhiteNoise::new(1234, 0).normals::<Fused>(1, 10, &mut normals[0]);
        WhiteNoise::new(1234, 0).normals::<Emulated>(1, 10, &mut normals[1]);
        assert_eq!(normals[0].map(f32::to_bits), normals[1].map(f32::to_bits));
        assert_eq!(normals[0][..3].to_vec(), PINNED);
    }

    const PINNED: [f32; 3] = [-0.294_913_08, 0.811_335_3, -0.192_260_13];
}
