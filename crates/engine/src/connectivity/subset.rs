//! The partners of a neuron with a fixed number of synapses, addressed: uniformly random subsets of given
//! size, or with multapses as many independent numbers.

use crate::level::Machine;
use crate::random::{DRAW, Words};

/// Where partners are drawn from, and whether one may be drawn again.
#[derive(Debug, Clone)]
pub(super) struct Partners {
    pub(super) words: Words,
    pub(super) multapses: bool,
}

impl Partners {
    /// Draws `count` of the numbers below `size` from the draws of a stream, in no particular order.
    #[inline(always)]
    pub(super) fn draw<'a, M: Machine>(
        &self,
        machine: M,
        subsets: &'a mut Subsets,
        stream: u64,
        (count, size): (u32, u32),
    ) -> &'a [u32] {
        let address = (&self.words, stream);
        if self.multapses {
            subsets.draw_with_replacement(machine, address, count, size)
        } else {
            subsets.draw(machine, address, count, size)
        }
    }

    /// The same in ascending order.
    #[inline(always)]
    pub(super) fn draw_sorted<'a, M: Machine>(
        &self,
        machine: M,
        subsets: &'a mut Subsets,
        stream: u64,
        of: (u32, u32),
    ) -> &'a [u32] {
        self.draw(machine, subsets, stream, of);
        subsets.elements.sort_unstable();
        &subsets.elements
    }
}

/// Memory in which partners are drawn.
#[derive(Debug, Default)]
pub(super) struct Subsets {
    /// One bit for each element; all 0 between two subsets.
    taken: Vec<u64>,
    /// What was drawn last.
    elements: Vec<u32>,
}

impl Subsets {
    /// Draws `count` different elements of 0..`size` from the draws of a stream, in no particular order. Each
    /// of the subsets of this size is equally likely.
    ///
    /// Elements are drawn one by one and taken if they are new; of more than half, those left out are
    /// drawn instead.
    #[inline(always)]
    fn draw<M: Machine>(
        &mut self,
        machine: M,
        (words, stream): (&Words, u64),
        count: u32,
        size: u32,
    ) -> &[u32] {
        debug_assert!(count <= size);
        self.taken.resize((size as usize).div_ceil(64), 0);
        self.elements.clear();
        let wanted = count.min(size - count) as usize;
        let mut number = 0;
        while self.elements.len() < wanted {
            let drawn = words.draw(machine, stream, number);
            number += 1;
            for element in below(&drawn, size) {
                let (place, bit) = (element as usize / 64, 1 << (element % 64));
                if self.elements.len() < wanted && self.taken[place] & bit == 0 {
                    self.taken[place] |= bit;
                    self.elements.push(element);
                }
            }
        }
        if wanted < count as usize {
            let (taken, elements) = (&self.taken, &mut self.elements);
            elements.clear();
            elements.extend((0..size).filter(|&k| taken[k as usize / 64] & (1 << (k % 64)) == 0));
            self.taken.fill(0);
        } else {
            for &element in &self.elements {
                self.taken[element as usize / 64] = 0;
            }
        }
        &self.elements
    }

    /// Draws `count` elements of 0..`size`, each of all of them.
    #[inline(always)]
    fn draw_with_replacement<M: Machine>(
        &mut self,
        machine: M,
        (words, stream): (&Words, u64),
        count: u32,
        size: u32,
    ) -> &[u32] {
        debug_assert!(count == 0 || size > 0);
        self.elements.clear();
        let count = count as usize;
        let mut number = 0;
        while self.elements.len() < count {
            let drawn = words.draw(machine, stream, number);
            number += 1;
            let missing = count - self.elements.len();
            self.elements.extend(below(&drawn, size).take(missing));
        }
        &self.elements
    }
}

/// Uniform numbers below `size`, exactly.
#[inline(always)]
fn below(words: &[u32; DRAW], size: u32) -> impl Iterator<Item = u32> {
    below_or_none(words, size).flatten()
}

/// Uniform numbers below `size`, exactly: a word times the size, divided by 2^32; nothing for the few words
/// that would make some results more likely than others (Lemire 2019).
#[inline(always)]
pub(super) fn below_or_none(words: &[u32; DRAW], size: u32) -> impl Iterator<Item = Option<u32>> {
    let unfair = size.wrapping_neg() % size.max(1);
    words.iter().map(move |&word| {
        let product = u64::from(word) * u64::from(size);
        (product as u32 >= unfair).then_some((product >> 32) as u32)
    })
}
