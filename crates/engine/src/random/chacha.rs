//! The words of a `ChaCha8` generator (Bernstein 2008), 128 at a time.
//!
//! One idea: the generator makes blocks of 16 words that depend on nothing but key, stream and the
//! number of the block. So eight blocks are computed side by side, one in each lane of the vectors, and
//! the words are taken as they come to lie: word 8 i + l of a draw is word i of the l-th block. The
//! words are those of any other `ChaCha8` (`rand_chacha` in the tests), in this order.

use super::Purpose;
use crate::level::{LANES, Machine};
use std::array::from_fn;

/// Words of a draw: eight blocks of 16.
pub(crate) const DRAW: usize = 16 * LANES;

/// "expand 32-byte k", as in every `ChaCha`.
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// Pairs of rounds, one on the columns and one on the diagonals of the state.
const DOUBLE_ROUNDS: usize = 4;

/// All words of one purpose and one population or projection.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    key: [u32; 8],
}

impl Words {
    pub(crate) fn new(seed: u64, purpose: Purpose, number: usize) -> Self {
        let key = super::key(seed, purpose, number);
        let mut words = [0; 8];
        for (word, bytes) in words.iter_mut().zip(key.as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        Self { key: words }
    }

    /// The draw of the blocks 8 `number` to 8 `number` + 7 of a stream.
    #[inline(always)]
    pub(crate) fn draw<M: Machine>(&self, machine: M, stream: u64, number: u64) -> [u32; DRAW] {
        let (mut low, mut high) = ([0; LANES], [0; LANES]);
        let first = number.wrapping_mul(LANES as u64);
        for (lane, (low, high)) in low.iter_mut().zip(&mut high).enumerate() {
            let block = first.wrapping_add(lane as u64);
            *low = block as u32;
            *high = (block >> 32) as u32;
        }
        let stream = [[stream as u32; LANES], [(stream >> 32) as u32; LANES]];
        self.blocks(machine, [low, high], stream)
    }

    /// Eight blocks of any streams and numbers: word 8 i + l of the draw is word i of the block `blocks[l]` of
    /// stream `streams[l]`.
    #[inline(always)]
    pub(crate) fn draw_blocks<M: Machine>(
        &self,
        machine: M,
        streams: [u64; LANES],
        blocks: [u64; LANES],
    ) -> [u32; DRAW] {
        let halves = |numbers: [u64; LANES]| {
            [
                numbers.map(|number| number as u32),
                numbers.map(|number| (number >> 32) as u32),
            ]
        };
        self.blocks(machine, halves(blocks), halves(streams))
    }

    /// Eight blocks by the lower and upper halves of their numbers and streams.
    #[inline(always)]
    fn blocks<M: Machine>(
        &self,
        machine: M,
        blocks: [[u32; LANES]; 2],
        streams: [[u32; LANES]; 2],
    ) -> [u32; DRAW] {
        let both = |[first, second]: [[u32; LANES]; 2]| {
            machine.load(from_fn(|k| {
                if k < LANES {
                    first[k]
                } else {
                    second[k - LANES]
                }
            }))
        };
        let pair = |first: u32, second: u32| both([[first; LANES], [second; LANES]]);
        let (c, key) = (&CONSTANTS, &self.key);
        let initial = [
            [pair(c[0], c[1]), pair(c[2], c[3])],
            [pair(key[0], key[1]), pair(key[2], key[3])],
            [pair(key[4], key[5]), pair(key[6], key[7])],
            [both(blocks), both(streams)],
        ];
        let mut state = initial;
        for _ in 0..DOUBLE_ROUNDS {
            double_round(machine, &mut state);
        }
        let mut words = [0; DRAW];
        let pairs = state.iter().flatten().zip(initial.iter().flatten());
        for (words, (&state, &initial)) in words.as_chunks_mut().0.iter_mut().zip(pairs) {
            *words = machine.store(machine.add(state, initial));
        }
        words
    }
}

/// The state: 16 rows, in pairs.
type State<M> = [[<M as Machine>::Words; 2]; 4];

/// A round on the columns of the state and one on its diagonals.
#[inline(always)]
fn double_round<M: Machine>(m: M, state: &mut State<M>) {
    quarter_rounds(m, state);
    let [_, b, c, d] = &mut *state;
    // Rows 4 5, 6 7 become 5 6, 7 4; rows 8 9, 10 11 become 10 11, 8 9; rows 12 13, 14 15 become 15 12, 13 14.
    *b = [m.join(b[0], b[1]), m.join(b[1], b[0])];
    c.swap(0, 1);
    *d = [m.join(d[1], d[0]), m.join(d[0], d[1])];
    quarter_rounds(m, state);
    let [_, b, c, d] = &mut *state;
    *b = [m.join(b[1], b[0]), m.join(b[0], b[1])];
    c.swap(0, 1);
    *d = [m.join(d[0], d[1]), m.join(d[1], d[0])];
}

/// Four quarter rounds on rows that lie below each other, in step, so that they overlap.
#[inline(always)]
fn quarter_rounds<M: Machine>(m: M, [a, b, c, d]: &mut State<M>) {
    for k in 0..2 {
        a[k] = m.add(a[k], b[k]);
        d[k] = m.xor_rotate_16(d[k], a[k]);
    }
    for k in 0..2 {
        c[k] = m.add(c[k], d[k]);
        b[k] = m.xor_rotate_12(b[k], c[k]);
    }
    for k in 0..2 {
        a[k] = m.add(a[k], b[k]);
        d[k] = m.xor_rotate_8(d[k], a[k]);
    }
    for k in 0..2 {
        c[k] = m.add(c[k], d[k]);
        b[k] = m.xor_rotate_7(b[k], c[k]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::{Level, Task};
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    struct Draw<'a>(&'a Words, u64, u64, &'a mut [u32; DRAW]);

    impl Task for Draw<'_> {
        #[inline(always)]
        fn run<M: Machine>(self, machine: M) {
            *self.3 = self.0.draw(machine, self.1, self.2);
        }
    }

    /// The words of every level against an independent implementation, also where block numbers and
    /// streams need more than 32 bits.
    #[test]
    fn the_words_are_those_of_chacha8() {
        let words = Words::new(99, Purpose::WhiteNoise, 3);
        let mut reference = ChaCha8Rng::from_seed(super::super::key(99, Purpose::WhiteNoise, 3));
        for (stream, number) in [(0, 0), (1, 5), (u64::MAX, 7), (1 << 40, (1 << 32) + 1)] {
            reference.set_word_pos(0);
            reference.set_stream(stream);
            reference.set_word_pos(u128::from(number) * DRAW as u128);
            let expected: Vec<u32> = (0..DRAW).map(|_| reference.next_u32()).collect();
            for level in Level::available() {
                let mut drawn = [0; DRAW];
                level.run(Draw(&words, stream, number, &mut drawn));
                for (k, word) in drawn.into_iter().enumerate() {
                    let (block, place) = (k % LANES, k / LANES);
                    assert_eq!(word, expected[16 * block + place], "{level}, word {k}");
                }
            }
        }
    }

    struct DrawBlocks<'a>(&'a Words, [u64; LANES], [u64; LANES], &'a mut [u32; DRAW]);

    impl Task for DrawBlocks<'_> {
        #[inline(always)]
        fn run<M: Machine>(self, machine: M) {
            *self.3 = self.0.draw_blocks(machine, self.1, self.2);
        }
    }

    /// The same where each lane has an address of its own.
    #[test]
    fn blocks_of_any_addresses_are_those_of_chacha8() {
        let words = Words::new(99, Purpose::Weight, 3);
        let key = super::super::key(99, Purpose::Weight, 3);
        let streams = [0, 1, u64::MAX, 1 << 40, 5, 5, 1 << 32, 77];
        let blocks = [0, 9, 1 << 50, (1 << 32) + 3, 0, 1, u64::MAX >> 4, 77];
        for level in Level::available() {
            let mut drawn = [0; DRAW];
            level.run(DrawBlocks(&words, streams, blocks, &mut drawn));
            for lane in 0..LANES {
                let mut reference = ChaCha8Rng::from_seed(key);
                reference.set_stream(streams[lane]);
                reference.set_word_pos(u128::from(blocks[lane]) * 16);
                for place in 0..16 {
                    let word = drawn[LANES * place + lane];
                    assert_eq!(
                        word,
                        reference.next_u32(),
                        "{level}, lane {lane}, word {place}"
                    );
                }
            }
        }
    }
}
