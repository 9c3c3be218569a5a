//! The rule pairwise-bernoulli, addressed.
//!
//! One idea: the targets are cut into tiles whose width depends on p alone. The synapses of a
//! source in a tile are drawn from an address of their own, by jumping from one to the next, so any part
//! of any row can be had at any time, by any thread, at the cost of the synapses in the tiles it touches.

use crate::level::Machine;
use crate::random::{DRAW, Words};
use adexnet_model::arithmetic::Arithmetic;
use adexnet_model::math::ln_f64;
use std::ops::Range;

/// Synapses expected in a tile: with the jump beyond its end they use up one draw, and seldom two.
const SYNAPSES_PER_TILE: f64 = 104.0;

/// Tile k of a row begins at draw k 2^24 of the source's stream, farther apart than any tile can use.
const TILE_SHIFT: u32 = 24;

/// Widest tile: there are fewer targets than 2^32, and a layout in memory may count them in 32 bits.
const WIDEST_TILE: u64 = u32::MAX as u64 / DRAW as u64 * DRAW as u64;

/// Probability below which a jump takes two words. Of the 2^32 values of one word, 2^32 p make a jump of a
/// given short length: 4,295 at this probability, but at 2^-32 one or none, so that some pairs could never
/// be connected.
const RARE: f64 = 1e-6;

/// Targets per tile.
pub(crate) fn tile_width(p: f64) -> u64 {
    let width = (SYNAPSES_PER_TILE / p).ceil().min(WIDEST_TILE as f64);
    (width as u64).next_multiple_of(DRAW as u64)
}

/// The rows of a projection that connects every pair with probability p.
#[derive(Debug, Clone)]
pub(crate) struct BernoulliRows {
    words: Words,
    p: f64,
    /// 1 / ln(1 - p).
    scale: f64,
    /// Targets per tile.
    width: u64,
}

impl BernoulliRows {
    /// For 0 < p < 1.
    pub(crate) fn new(words: Words, p: f64) -> Self {
        debug_assert!(p > 0.0 && p < 1.0);
        Self {
            words,
            p,
            scale: 1.0 / libm::log1p(-p),
            width: tile_width(p),
        }
    }

    /// Connection probability.
    pub(crate) fn p(&self) -> f64 {
        self.p
    }

    /// Visits the targets of a source within a range, in ascending order.
    #[inline(always)]
    pub(crate) fn visit<M: Machine>(
        &self,
        machine: M,
        source: u32,
        targets: Range<u32>,
        mut visit: impl FnMut(u32),
    ) {
        if targets.is_empty() {
            return;
        }
        let range = u64::from(targets.start)..u64::from(targets.end);
        let mut jumps = [0; DRAW];
        for tile in range.start / self.width..=(range.end - 1) / self.width {
            let end = ((tile + 1).saturating_mul(self.width)).min(range.end);
            let mut target = tile * self.width;
            let mut draw = tile << TILE_SHIFT;
            'tile: loop {
                let words = self.words.draw(machine, u64::from(source), draw);
                draw += 1;
                for jump in self.jumps::<M>(&words, &mut jumps) {
                    target += jump;
                    if target >= end {
                        break 'tile;
                    }
                    if target >= range.start {
                        visit(target as u32);
                    }
                    target += 1;
                }
            }
        }
    }

    /// Pairs without a synapse before the next synapse. A draw gives a jump for each word, or for each two if
    /// synapses are rare.
    #[inline(always)]
    fn jumps<'a, M: Machine>(&self, words: &[u32; DRAW], jumps: &'a mut [u64; DRAW]) -> &'a [u64] {
        const UNIT: f64 = 1.0 / 4_294_967_296.0;
        if self.p < RARE {
            let (high, low) = words.split_at(DRAW / 2);
            let jumps = &mut jumps[..DRAW / 2];
            for ((jump, &high), &low) in jumps.iter_mut().zip(high).zip(low) {
                let u = f64::from(high) * UNIT + (f64::from(low) + 1.0) * (UNIT * UNIT);
                *jump = geometric::<M::Arithmetic>(u, self.scale);
            }
            jumps
        } else {
            for (jump, &word) in jumps.iter_mut().zip(words) {
                *jump = geometric::<M::Arithmetic>((f64::from(word) + 1.0) * UNIT, self.scale);
            }
            jumps
        }
    }
}

/// A geometric number by inversion: floor(ln u / ln(1 - p)) for u in (0, 1], `scale` being 1 / ln(1 - p).
#[inline(always)]
pub(super) fn geometric<A: Arithmetic>(u: f64, scale: f64) -> u64 {
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    /// Beyond all targets.
    const FAR: f64 = 1e15;
    let distance = (ln_f64::<A>(u) * scale).floor();
    let distance = if distance < FAR { distance } else { FAR };
    // An integer below 2^52 is read from the mantissa of its sum with 2^52.
    (distance + TWO_52).to_bits() & (TWO_52 as u64 - 1)
}
