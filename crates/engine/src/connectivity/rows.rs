//! The synapses of a pathway that end in one block: rows by source, two bytes a synapse.

use crate::pages::Zeroed;
use crate::prefetch::prefetch;
use std::ops::Range;

/// Lines of a row that are fetched ahead; the processor itself goes on from there.
const ROW_LINES: usize = 16;

/// Compressed rows: row = source of the pathway, entries = targets within the block.
#[derive(Debug)]
pub(crate) struct Rows<F> {
    pub(super) places: Places,
    /// Targets, counted from the first neuron of the pathway in the block, ascending in each row.
    pub(super) targets: Zeroed<u16>,
    /// Weights in nS, where they are not all equal.
    pub(super) weights: Option<Vec<F>>,
}

impl<F> Default for Rows<F> {
    fn default() -> Self {
        Self {
            places: Places::default(),
            targets: Zeroed::default(),
            weights: None,
        }
    }
}

impl<F> Rows<F> {
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

    /// Begins to fetch the place of a source's row.
    #[inline(always)]
    pub(crate) fn prefetch_place(&self, source: usize) {
        prefetch(&self.places.ends[source..=source], 1);
    }

    /// Begins to fetch a source's row.
    #[inline(always)]
    pub(crate) fn prefetch_row(&self, source: usize) {
        prefetch(self.targets(source), ROW_LINES);
    }
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
