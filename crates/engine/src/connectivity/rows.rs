//! The synapses of a pathway that end in one block: rows by source, two bytes a synapse.

use crate::pages::Zeroed;
use crate::prefetch::prefetch;
use adexnet_model::float::Float;
use std::ops::Range;

/// Lines of a row that are fetched ahead; the processor itself goes on from there.
const ROW_LINES: usize = 16;

/// Compressed rows: row = source of the pathway, entries = targets within the block.
#[derive(Debug)]
pub(crate) struct Rows<F> {
    pub(super) places: Places,
    /// Targets, counted from the first neuron of the pathway in the block, ascending in each row; where delays are
    /// individual, ascending among those of the same delay.
    pub(super) targets: Zeroed<u16>,
    /// Weights in nS, where they are not all equal.
    pub(super) weights: Option<Zeroed<F>>,
    /// Delays in steps beyond the smallest of the pathway, where they are not all equal; ascending in each row.
    pub(super) delays: Option<Zeroed<u16>>,
}

impl<F> Default for Rows<F> {
    fn default() -> Self {
        Self {
            places: Places::default(),
            targets: Zeroed::default(),
            weights: None,
            delays: None,
        }
    }
}

impl<F: Float> Rows<F> {
    pub(crate) fn len(&self) -> usize {
        self.targets.len()
    }

    /// Targets of a source.
    #[inline(always)]
    pub(crate) fn targets(&self, source: usize) -> &[u16] {
        &self.targets[self.places.of(source)]
    }

    /// Weights of a source's synapses, where they are individual.
    #[inline(always)]
    pub(crate) fn weights(&self, source: usize) -> Option<&[F]> {
        let weights = self.weights.as_ref()?;
        Some(&weights[self.places.of(source)])
    }

    /// Delays of a source's synapses beyond the smallest of the pathway, where they are individual.
    pub(crate) fn delays(&self, source: usize) -> Option<&[u16]> {
        let delays = self.delays.as_ref()?;
        Some(&delays[self.places.of(source)])
    }

    /// The synapses with individual delays, where there are any.
    pub(crate) fn delayed(&self) -> Option<DelayedRows<'_, F>> {
        Some(DelayedRows {
            places: &self.places,
            targets: &self.targets,
            weights: self.weights.as_deref(),
            delays: self.delays.as_deref()?,
        })
    }

    /// Begins to fetch the place of a source's row.
    #[inline(always)]
    pub(crate) fn prefetch_place(&self, source: usize) {
        prefetch(&self.places.ends[source..=source], 1);
    }

    /// Begins to fetch a source's row: targets, and weights where they are individual.
    #[inline(always)]
    pub(crate) fn prefetch_row(&self, source: usize) {
        let place = self.places.of(source);
        prefetch(&self.targets[place.clone()], ROW_LINES);
        if let Some(weights) = &self.weights {
            prefetch(&weights[place], ROW_LINES);
        }
    }
}

/// Rows that are sorted by delay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DelayedRows<'a, F> {
    places: &'a Places,
    pub(crate) targets: &'a [u16],
    pub(crate) weights: Option<&'a [F]>,
    pub(crate) delays: &'a [u16],
}

impl<F> DelayedRows<'_, F> {
    /// Place of a source's synapses in the arrays.
    #[inline(always)]
    pub(crate) fn place(&self, source: usize) -> Range<usize> {
        self.places.of(source)
    }

    /// Longest delay in steps beyond the smallest of the pathway.
    pub(crate) fn longest(&self) -> u64 {
        self.delays.iter().copied().max().map_or(0, u64::from)
    }

    /// Bytes of all synapses.
    pub(crate) fn bytes(&self) -> usize {
        let weights = self.weights.map_or(0, size_of_val);
        size_of_val(self.targets) + size_of_val(self.delays) + weights
    }

    /// Begins to fetch the place of a source's row.
    #[inline(always)]
    pub(crate) fn prefetch_place(&self, source: usize) {
        prefetch(&self.places.ends[source..=source], 1);
    }

    /// Begins to fetch the synapses of a source whose delays lie in the given part of all from 0 to `longest`, where
    /// they are if delays are evenly distributed.
    #[inline(always)]
    pub(crate) fn prefetch(&self, source: usize, delays: &Range<u32>, longest: u64) {
        let Range { start, end } = self.place(source);
        let place = |delay: u32| start + expected_place(end - start, delay, longest);
        let part = place(delays.start)..(place(delays.end) + 1).min(end);
        prefetch(&self.delays[part.clone()], ROW_LINES);
        prefetch(&self.targets[part.clone()], ROW_LINES);
        if let Some(weights) = self.weights {
            prefetch(&weights[part], ROW_LINES);
        }
    }

    /// Place of the first synapse of a source with a delay of at least `delay`.
    #[inline(always)]
    pub(crate) fn first_from(&self, source: usize, delay: u32, longest: u64) -> usize {
        let Range { start, end } = self.place(source);
        let row = &self.delays[start..end];
        start + first_from(row, delay, expected_place(row.len(), delay, longest))
    }
}

/// Where a delay is to be expected in a row if delays are evenly distributed from 0 to `longest`.
#[inline(always)]
fn expected_place(length: usize, delay: u32, longest: u64) -> usize {
    let place = length as u64 * u64::from(delay) / (longest + 1);
    place.min(length as u64) as usize
}

/// Place of the first of ascending delays that is at least `delay`, searched for in growing steps from a guess.
#[inline(always)]
fn first_from(delays: &[u16], delay: u32, guess: usize) -> usize {
    let is_below = |place: usize| u32::from(delays[place]) < delay;
    let (mut low, mut high) = (0, delays.len());
    let mut reach = 4;
    if guess < high && is_below(guess) {
        low = guess + 1;
        while low + reach < high {
            if is_below(low + reach) {
                (low, reach) = (low + reach + 1, 2 * reach);
            } else {
                high = low + reach;
            }
        }
    } else {
        high = guess;
        while low + reach < high {
            if is_below(high - reach) {
                low = high - reach + 1;
            } else {
                (high, reach) = (high - reach, 2 * reach);
            }
        }
    }
    low + delays[low..high].partition_point(|&other| u32::from(other) < delay)
}

/// Where each row lies: four bytes a row, however many synapses there are.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// End of each row, counted from the beginning of its stretch.
    ends: Zeroed<u32>,
    /// Beginning of each stretch of rows.
    stretches: Vec<usize>,
}

/// Rows of a stretch, 2^8: of at most 65,536 synapses each, they have fewer than 2^32.
const STRETCH_SHIFT: usize = 8;

impl Places {
    /// Places rows of the given lengths one after the other, in the memory of the lengths.
    pub(super) fn from_lengths(lengths: Zeroed<u32>) -> Self {
        let mut ends = lengths;
        let mut stretches = Vec::with_capacity((ends.len() >> STRETCH_SHIFT) + 1);
        let mut start = 0;
        for stretch in ends.chunks_mut(1 << STRETCH_SHIFT) {
            stretches.push(start);
            let mut end = 0;
            for length in stretch {
                end += *length;
                *length = end;
            }
            start += end as usize;
        }
        Self { ends, stretches }
    }

    /// The place of a row.
    #[inline(always)]
    pub(super) fn of(&self, row: usize) -> Range<usize> {
        let stretch = self.stretches[row >> STRETCH_SHIFT];
        let start = match row & ((1 << STRETCH_SHIFT) - 1) {
            0 => 0,
            _ => self.ends[row - 1],
        };
        stretch + start as usize..stretch + self.ends[row] as usize
    }

    /// Number of synapses of consecutive sources.
    pub(super) fn of_stretch(&self, sources: &Range<u32>) -> usize {
        let (first, last) = (sources.start as usize, sources.end as usize - 1);
        self.of(last).end - self.of(first).start
    }

    /// The rows of consecutive sources among their synapses.
    pub(super) fn rows<'a, T>(
        &self,
        sources: Range<u32>,
        synapses: &'a [T],
    ) -> impl Iterator<Item = &'a [T]> {
        let mut rest = synapses;
        sources.map(move |source| {
            let length = self.of(source as usize).len();
            rest.split_off(..length).unwrap_or_default()
        })
    }

    /// Number of synapses in all rows.
    pub(super) fn total(&self) -> usize {
        self.ends
            .len()
            .checked_sub(1)
            .map_or(0, |last| self.of(last).end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, synapses are delivered twice or never.
    #[test]
    fn the_first_delay_is_found_from_any_guess() {
        for length in [0, 1, 2, 7, 64, 251] {
            let delays: Vec<u16> = (0..length).map(|k: u16| k * k / 50 + k % 2).collect();
            let mut delays = delays;
            delays.sort_unstable();
            for delay in (0..2_000).step_by(7) {
                let expected = delays.partition_point(|&other| u32::from(other) < delay);
                for guess in 0..=delays.len() {
                    let found = first_from(&delays, delay, guess);
                    assert_eq!(found, expected, "{delay} of {length} from {guess}");
                }
            }
        }
    }

    /// Rows lie one after the other, also beyond 2^32 synapses.
    #[test]
    fn places_follow_each_other() {
        let lengths: Vec<u32> = (0..200_000).map(|row| (row * 7919) % 65_537).collect();
        let mut copy = Zeroed::new(lengths.len());
        copy.copy_from_slice(&lengths);
        let places = Places::from_lengths(copy);
        let mut end = 0;
        for (row, &length) in lengths.iter().enumerate() {
            let place = places.of(row);
            assert_eq!(
                (place.start, place.len()),
                (end, length as usize),
                "row {row}"
            );
            end = place.end;
        }
        assert!(end > 1 << 32);
        assert_eq!(places.total(), end);
        assert_eq!(Places::from_lengths(Zeroed::new(0)).total(), 0);
    }
}
