//! Drawn values with an address: weights, delays, parameters, initial states.
//!
//! One idea: a value is a function of the seed, its purpose and whose it is. Each has a block of 16 random
//! words of its own, for four attempts of four words; should all four fall outside of the bounds, the next block
//! is that of the same number in the stream 2^32 further on. Eight addresses, which need not lie next to
//! each other, are computed side by side, and none of them influences another.
//!
//! | value of | number in the key | stream | block |
//! |---|---|---|---|
//! | a synapse | projection | source, within the projection | target, within the projection, + 2^32 x (how many synapses of the same pair come before) |
//! | a neuron | population | neuron, within the population | number of the parameter or variable |

use super::{Purpose, Words};
use crate::level::{LANES, Machine};
use crate::network::{Distribution, Shape, of_logarithm};

/// Words of an attempt: two numbers of 53 bits, so that tails are right up to 8.57 standard deviations.
const ATTEMPT: usize = 4;

/// Attempts in a block.
const ATTEMPTS: usize = 16 / ATTEMPT;

/// Distance in streams from a block to the next of the same address.
const NEXT: u64 = 1 << 32;

/// Blocks of an address: of bounds that keep a thousandth of a distribution, all are missed with a probability of
/// e^-262.
const BLOCKS: u32 = 1 << 16;

/// The values of one purpose and one projection or population.
#[derive(Debug, Clone)]
pub(crate) struct DrawnValues {
    words: Words,
    shape: Prepared,
    low: f64,
    high: f64,
}

/// A shape, ready to be drawn from.
#[derive(Debug, Clone, Copy)]
enum Prepared {
    Uniform {
        low: f64,
        high: f64,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    /// Mean and standard deviation of the logarithm.
    Lognormal {
        mu: f64,
        sigma: f64,
    },
}

impl DrawnValues {
    /// Values of a distribution that has been checked; `number` is that of the projection or population.
    pub(crate) fn new(
        seed: u64,
        purpose: Purpose,
        number: usize,
        distribution: &Distribution,
    ) -> Self {
        let Distribution { shape, low, high } = *distribution;
        let shape = match shape {
            // A uniform distribution is the same between other ends, so no attempt fails.
            Shape::Uniform { low: l, high: h } => Prepared::Uniform {
                low: l.max(low),
                high: h.min(high),
            },
            Shape::Normal { mean, sd } => Prepared::Normal { mean, sd },
            Shape::Lognormal { mean, sd } => {
                let (mu, sigma) = of_logarithm(mean, sd);
                Prepared::Lognormal { mu, sigma }
            }
        };
        let words = Words::new(seed, purpose, number);
        Self {
            words,
            shape,
            low,
            high,
        }
    }

    /// The values of eight addresses.
    #[inline(always)]
    pub(crate) fn draw<M: Machine>(
        &self,
        machine: M,
        mut streams: [u64; LANES],
        blocks: [u64; LANES],
    ) -> [f64; LANES] {
        let mut values = [0.0; LANES];
        let mut missing = [true; LANES];
        for _ in 0..BLOCKS {
            let words = self.words.draw_blocks(machine, streams, blocks);
            for (lane, missing) in missing.iter_mut().enumerate() {
                for attempt in 0..ATTEMPTS {
                    if *missing {
                        let word = |k| words[LANES * (ATTEMPT * attempt + k) + lane];
                        values[lane] = self.attempt([word(0), word(1), word(2), word(3)]);
                        *missing = !(self.low <= values[lane] && values[lane] <= self.high);
                    }
                }
            }
            if missing == [false; LANES] {
                break;
            }
            streams = streams.map(|stream| stream.wrapping_add(NEXT));
        }
        values.map(|value| value.max(self.low).min(self.high))
    }

    #[inline(always)]
    fn attempt(&self, words: [u32; ATTEMPT]) -> f64 {
        match self.shape {
            Prepared::Uniform { low, high } => {
                let value = low + (high - low) * uniform(words[0], words[1]);
                // It may be rounded beyond the end.
                value.min(high)
            }
            Prepared::Normal { mean, sd } => mean + sd * normal(words),
            Prepared::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal(words)),
        }
    }
}

/// A number in [0, 1) of 53 bits.
#[inline(always)]
fn uniform(high: u32, low: u32) -> f64 {
    const UNIT: f64 = 1.0 / 9_007_199_254_740_992.0;
    let bits = u64::from(high) << 21 | u64::from(low >> 11);
    bits as f64 * UNIT
}

/// A standard normal number by the method of Box and Muller (1958), of whose two the first is taken.
#[inline(always)]
fn normal([a, b, c, d]: [u32; ATTEMPT]) -> f64 {
    let radius = (-2.0 * libm::log(1.0 - uniform(a, b))).sqrt();
    radius * libm::cos(std::f64::consts::TAU * uniform(c, d))
}

#[cfg(test)]
mod tests;
