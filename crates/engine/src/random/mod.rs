//! Random numbers, addressed and never consumed.
//!
//! One idea: every number is a pure function of (seed, purpose, where it belongs). The seed, the
//! purpose and the number of the population or projection make the key of a `ChaCha8` generator, the
//! group of neurons or the source neuron is its stream, the step or index the number of a draw. No
//! thread owns a generator whose state matters, so neither the number of threads nor the
//! size of blocks nor an interruption can change a draw.
//!
//! [`legacy`] is the exception: it reproduces a serial generator, number by number.

mod binomial;
mod chacha;
mod feed;
mod legacy;
mod polar;
mod values;
mod white;

pub(crate) use binomial::Binomial;
pub(crate) use chacha::{DRAW, Words};
pub(crate) use feed::{Draw, LegacyFeed, NormalsWindow};
pub use legacy::LegacyGenerator;
pub(crate) use values::DrawnValues;
pub(crate) use white::WhiteNoise;

/// Version of the scheme of addresses; another one gives other networks and other noise.
const SCHEME: u64 = 2;

/// What random numbers are for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Synapses of a projection.
    Connectivity = 1,
    /// White noise of a population.
    WhiteNoise = 2,
    /// Numbers of synapses of the sources of a projection, before they are corrected.
    Degrees = 3,
    /// Corrections of these numbers.
    Corrections = 4,
    /// Weights of the synapses of a projection.
    Weight = 5,
    /// Delays of the synapses of a projection.
    Delay = 6,
    /// Parameters of the neurons of a population.
    Parameter = 7,
    /// Initial state of the neurons of a population.
    Initial = 8,
    /// Arrivals of a Poisson input.
    PoissonInput = 9,
    /// Spikes of a population of Poisson sources.
    PoissonSource = 10,
    /// Noise of an Ornstein-Uhlenbeck process.
    Fluctuations = 11,
}

/// The key of all streams of one purpose and one population or projection.
fn key(seed: u64, purpose: Purpose, number: usize) -> [u8; 32] {
    let mut key = [0; 32];
    let words = [seed, purpose as u64, number as u64, SCHEME];
    for (bytes, word) in key.chunks_exact_mut(8).zip(words) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_in_every_part() {
        let reference = key(1, Purpose::WhiteNoise, 0);
        assert_ne!(reference, key(2, Purpose::WhiteNoise, 0));
        assert_ne!(reference, key(1, Purpose::Connectivity, 0));
        assert_ne!(reference, key(1, Purpose::WhiteNoise, 1));
    }
}
