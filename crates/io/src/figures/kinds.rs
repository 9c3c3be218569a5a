//! Which neurons are excitatory and which inhibitory, and which of them a raster shows.

use std::ops::Range;

use super::error::FigureError;

/// The two kinds of neurons of a raster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Excitatory,
    Inhibitory,
}

/// A population divided into excitatory and inhibitory neurons.
#[derive(Debug)]
pub(super) struct Kinds {
    size: usize,
    /// Inhibitory neurons: ranges in ascending order, neither empty nor overlapping, each with the
    /// number of inhibitory neurons before it.
    ranges: Vec<(Range<usize>, usize)>,
    inhibitory: usize,
}

impl Kinds {
    /// Divides `size` neurons; the ranges may overlap and come in any order.
    pub(super) fn new(size: usize, inhibitory: &[Range<usize>]) -> Result<Self, FigureError> {
        if size == 0 {
            return Err(FigureError::NoNeurons);
        }
        if let Some(range) = inhibitory.iter().find(|r| r.start > r.end || r.end > size) {
            return Err(FigureError::Inhibitory {
                start: range.start,
                end: range.end,
                size,
            });
        }
        let mut sorted: Vec<_> = inhibitory
            .iter()
            .filter(|range| !range.is_empty())
            .collect();
        sorted.sort_unstable_by_key(|range| range.start);
        let mut kinds = Self {
            size,
            ranges: Vec::new(),
            inhibitory: 0,
        };
        let mut covered = 0;
        for range in sorted {
            let new = range.start.max(covered)..range.end;
            if !new.is_empty() {
                covered = new.end;
                let before = kinds.inhibitory;
                kinds.inhibitory += new.len();
                kinds.ranges.push((new, before));
            }
        }
        Ok(kinds)
    }

    /// Number of neurons of a kind.
    pub(super) fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Excitatory => self.size - self.inhibitory,
            Kind::Inhibitory => self.inhibitory,
        }
    }

    /// The kind of a neuron and its number among those of its kind.
    pub(super) fn of(&self, neuron: usize) -> (Kind, usize) {
        let after = self
            .ranges
            .partition_point(|(range, _)| range.start <= neuron);
        let Some((range, before)) = after.checked_sub(1).map(|last| &self.ranges[last]) else {
            return (Kind::Excitatory, neuron);
        };
        if range.contains(&neuron) {
            (Kind::Inhibitory, before + neuron - range.start)
        } else {
            (Kind::Excitatory, neuron - before - range.len())
        }
    }

    /// The distance of neurons to show of each kind so that at most `most` of the spikes remain;
    /// 1 if that is all of them. The first neuron of each kind always stays.
    pub(super) fn stride<I>(&self, most: usize, spikes: impl Fn() -> I) -> usize
    where
        I: Iterator<Item = usize>,
    {
        let mut stride = 1;
        loop {
            let left = spikes()
                .filter(|&neuron| self.shown(neuron, stride).is_some())
                .count();
            if left <= most || stride >= self.size {
                return stride;
            }
            // Proportional growth gets near at once, even where few neurons emit most spikes.
            let wanted = (stride as f64 * left as f64 / most as f64).ceil() as usize;
            stride = wanted.max(stride + 1);
        }
    }

    /// The kind of a neuron, if a raster of every `stride`th neuron of each kind shows it.
    pub(super) fn shown(&self, neuron: usize, stride: usize) -> Option<Kind> {
        let (kind, number) = self.of(neuron);
        number.is_multiple_of(stride).then_some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_ranges_count_each_neuron_once() {
        let kinds = Kinds::new(100, &[90..100, 80..95, 20..20, 85..88]).unwrap();
        assert_eq!(kinds.count(Kind::Inhibitory), 20);
        assert_eq!(kinds.count(Kind::Excitatory), 80);
        for neuron in 0..100 {
            let inhibitory = kinds.of(neuron).0 == Kind::Inhibitory;
            assert_eq!(inhibitory, neuron >= 80, "neuron {neuron}");
        }
    }

    #[test]
    fn neurons_are_numbered_within_their_kind() {
        let kinds = Kinds::new(10, &[2..4, 7..8]).unwrap();
        let numbers: Vec<_> = (0..10).map(|neuron| kinds.of(neuron).1).collect();
        assert_eq!(numbers, [0, 1, 0, 1, 2, 3, 4, 2, 5, 6]);
    }

    #[test]
    fn a_stride_leaves_no_more_spikes_than_wanted_and_both_kinds() {
        // Every fifth neuron is inhibitory: a stride over plain indices could drop all of a kind.
        let inhibitory: Vec<_> = (0..200).map(|n| 5 * n..5 * n + 1).collect();
        let kinds = &Kinds::new(1000, &inhibitory).unwrap();
        let spikes = || (0..50_000).map(|n| n % 1000);
        let stride = kinds.stride(10_000, spikes);
        assert_eq!(stride, 5);
        let shown = |kind| (0..1000).filter(move |&n| kinds.shown(n, stride) == Some(kind));
        assert_eq!(shown(Kind::Excitatory).count(), 160);
        assert_eq!(shown(Kind::Inhibitory).count(), 40);
        assert_eq!(kinds.stride(50_000, spikes), 1);
    }

    #[test]
    fn a_stride_is_found_even_if_one_neuron_emits_all_spikes() {
        let kinds = Kinds::new(usize::MAX, &[]).unwrap();
        let stride = kinds.stride(10, || std::iter::repeat_n(0, 1000));
        assert!(stride >= usize::MAX / 100);
    }

    #[test]
    fn ranges_beyond_the_last_neuron_are_refused() {
        #[expect(clippy::reversed_empty_ranges, reason = "what is to be refused")]
        for range in [90..101, 101..101, 5..4] {
            let refused = Kinds::new(100, std::slice::from_ref(&range));
            assert!(
                matches!(refused, Err(FigureError::Inhibitory { .. })),
                "{range:?}"
            );
        }
        assert!(matches!(Kinds::new(0, &[]), Err(FigureError::NoNeurons)));
    }
}
