//! Random numbers, addressed and never consumed.
//!
//! One idea: every number is a pure function of (seed, purpose, where it belongs). The seed, the
//! purpose and the number of the population or projection make the key of a `ChaCha8` generator, the
//! group of neurons or the source neuron is its stream, the step or index its word position. No
//! thread owns a generator whose state matters, so neither the number of threads nor the
//! size of blocks nor an interruption can change a draw.
//!
//! [`legacy`] is the exception: it reproduces a serial generator, number by number.

mod feed;
mod legacy;
mod white;

pub(crate) use feed::{LegacyFeed, NormalsWindow};
pub use legacy::LegacyGenerator;
pub(crate) use white::WhiteNoise;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Version of the scheme of addresses; another one gives other networks and other noise.
const SCHEME: u64 = 1;

/// What random numbers are for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// Synapses of a projection.
    Connectivity = 1,
    /// White noise of a population.
    WhiteNoise = 2,
}

/// The generator of all streams of one purpose and one population or projection.
pub(crate) fn generator(seed: u64, purpose: Purpose, number: usize) -> ChaCha8Rng {
    let mut key = [0; 32];
    let words = [seed, purpose as u64, number as u64, SCHEME];
    for (bytes, word) in key.chunks_exact_mut(8).zip(words) {
        bytes.copy_from_slice(&word.to_le_bytes());
    }
    ChaCha8Rng::from_seed(key)
}

/// Moves a generator to a position of a stream. `word` is a multiple of 16, the words of one
/// `ChaCha` block, which makes the move free of cost: the next draw fills the buffer from there.
#[inline]
pub(crate) fn seek(generator: &mut ChaCha8Rng, stream: u64, word: u128) {
    debug_assert_eq!(word % 16, 0);
    // From within a buffer, changing the stream would fill the buffer for nothing.
    generator.set_word_pos(0);
    generator.set_stream(stream);
    generator.set_word_pos(word);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn an_address_gives_the_same_words_whatever_was_drawn_before() {
        let mut fresh = generator(7, Purpose::WhiteNoise, 3);
        seek(&mut fresh, 5, 640);
        let expected: Vec<u32> = (0..64).map(|_| fresh.next_u32()).collect();
        let mut used = generator(7, Purpose::WhiteNoise, 3);
        for drawn in 0..70 {
            let _ = used.next_u32();
            if drawn % 7 == 0 {
                seek(&mut used, 5, 640);
                let words: Vec<u32> = (0..64).map(|_| used.next_u32()).collect();
                assert_eq!(words, expected);
            }
        }
    }

    #[test]
    fn keys_differ_in_every_part() {
        let first = |mut g: ChaCha8Rng| g.next_u64();
        let reference = first(generator(1, Purpose::WhiteNoise, 0));
        assert_ne!(reference, first(generator(2, Purpose::WhiteNoise, 0)));
        assert_ne!(reference, first(generator(1, Purpose::Connectivity, 0)));
        assert_ne!(reference, first(generator(1, Purpose::WhiteNoise, 1)));
    }
}
