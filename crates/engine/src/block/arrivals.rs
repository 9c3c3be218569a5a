//! What arrives along a pathway at the neurons of a block: counts, or sums of weights, by step.
//!
//! One idea: all arrivals of an interval are known at its start, so they are counted for all its steps
//! before the neurons advance. Where all weights are equal a count is one byte, and a list says which
//! counts have passed 255; it is multiplied by the weight once, so the result does not depend on the
//! order of arrival. This memory belongs to a thread, which uses it for one block after the
//! other; between two blocks all of it is zero. Only where delays are individual does a block have arrivals of its
//! own: a ring of steps, in which those of later intervals wait.

use crate::connectivity::Weight;
use adexnet_model::float::Float;
use std::ops::Range;

/// Arrivals along one pathway in consecutive steps.
#[derive(Debug, Default)]
pub(crate) struct Arrivals<F> {
    /// Targets of the pathway in the block.
    targets: usize,
    /// Where the first of the steps lies, and number of steps that there is room for; beyond the last of
    /// them a ring goes on with the first.
    first: usize,
    rows: usize,
    /// Equal weights: counts modulo 256, \[step, target\].
    counts: Vec<u8>,
    /// Indices of counts, once for each time that they passed 255; ascending when they are read.
    passed: Vec<usize>,
    /// Individual weights: sums in nS, \[step, target\].
    sums: Vec<F>,
    /// Whether anything arrives, by step.
    pending: Vec<bool>,
}

/// What arrives at all targets in all steps of a ring: place = row x targets + target.
pub(super) enum Ring<'a, F> {
    Counts(Counter<'a>),
    Sums(&'a mut [F]),
}

impl<F: Float> Arrivals<F> {
    /// Begins a number of steps for a pathway.
    pub(super) fn begin(&mut self, weight: Weight, steps: usize, targets: usize) {
        self.passed.clear();
        self.pending.clear();
        self.pending.resize(steps, false);
        self.make_room(weight, steps, targets);
    }

    /// Room for a ring of `rows` steps, in which nothing arrives.
    pub(super) fn ring(weight: Weight, rows: usize, targets: usize) -> Self {
        let mut ring = Self::default();
        ring.make_room(weight, rows, targets);
        ring
    }

    fn make_room(&mut self, weight: Weight, rows: usize, targets: usize) {
        (self.first, self.rows, self.targets) = (0, rows, targets);
        let size = rows * targets;
        match weight {
            Weight::Uniform(_) if self.counts.len() < size => self.counts.resize(size, 0),
            Weight::Individual | Weight::Released(_) if self.sums.len() < size => {
                self.sums.resize(size, F::ZERO);
            }
            _ => {}
        }
    }

    /// Forgets which counts of a ring have passed 255 in rows whose steps are over.
    pub(super) fn forget_passed(&mut self, is_over: impl Fn(usize) -> bool) {
        let targets = self.targets;
        self.passed.retain(|index| !is_over(index / targets));
    }

    /// What arrives in all steps of a ring.
    pub(super) fn whole(&mut self, weight: Weight) -> Ring<'_, F> {
        match weight {
            Weight::Uniform(_) => Ring::Counts(Counter {
                counts: &mut self.counts,
                passed: &mut self.passed,
                first: 0,
            }),
            Weight::Individual | Weight::Released(_) => Ring::Sums(&mut self.sums),
        }
    }

    /// Turns a ring to the steps that begin in row `first`; `pending` tells whether anything arrives in each.
    pub(super) fn turn(&mut self, first: usize, pending: impl Iterator<Item = bool>) {
        self.first = first;
        self.pending.clear();
        self.pending.extend(pending);
        self.end();
    }

    /// The counter of a step.
    #[inline(always)]
    pub(super) fn counter(&mut self, step: usize) -> Counter<'_> {
        self.pending[step] = true;
        let first = step * self.targets;
        Counter {
            counts: &mut self.counts[first..first + self.targets],
            passed: &mut self.passed,
            first,
        }
    }

    /// The sums of a step.
    #[inline(always)]
    pub(super) fn sums(&mut self, step: usize) -> &mut [F] {
        self.pending[step] = true;
        let first = step * self.targets;
        &mut self.sums[first..first + self.targets]
    }

    /// Adds weights to the sums of a step, in their order.
    #[inline]
    pub(super) fn add(&mut self, step: usize, targets: &[u16], weights: &[F]) {
        let sums = self.sums(step);
        for (&target, &weight) in targets.iter().zip(weights) {
            sums[usize::from(target)] += weight;
        }
    }

    /// Adds what a source releases of weights to the sums of a step, in their order; `common` is the weight where there
    /// are none of their own.
    #[inline]
    pub(super) fn add_released(
        &mut self,
        step: usize,
        targets: &[u16],
        (weights, common): (Option<&[F]>, f64),
        released: f64,
    ) {
        let (common, released) = (F::from_f64(common), F::from_f64(released));
        let sums = self.sums(step);
        for (k, &target) in targets.iter().enumerate() {
            let weight = weights.map_or(common, |weights| weights[k]);
            sums[usize::from(target)] += weight * released;
        }
    }

    /// Ends the counting.
    pub(super) fn end(&mut self) {
        self.passed.sort_unstable();
    }

    /// Whether anything arrives in a step.
    #[inline(always)]
    pub(super) fn is_pending(&self, step: usize) -> bool {
        self.pending[step]
    }

    /// Adds what arrives in a step at some of the targets to `sink`, in nS, and forgets it.
    #[inline(always)]
    pub(super) fn drain(
        &mut self,
        step: usize,
        range: Range<usize>,
        weight: Weight,
        sink: &mut [F],
    ) {
        let mut row = self.first + step;
        if row >= self.rows {
            row -= self.rows;
        }
        let first = row * self.targets;
        let range = first + range.start..first + range.end;
        match weight {
            Weight::Uniform(weight) => {
                let weight = F::from_f64(weight);
                if !self.passed.is_empty() {
                    self.drain_large(range.clone(), weight, sink);
                }
                for (count, sink) in self.counts[range].iter_mut().zip(sink) {
                    *sink += F::from_count(u32::from(*count)) * weight;
                    *count = 0;
                }
            }
            Weight::Individual | Weight::Released(_) => {
                for (sum, sink) in self.sums[range].iter_mut().zip(sink) {
                    *sink += *sum;
                    *sum = F::ZERO;
                }
            }
        }
    }

    /// The same for counts beyond 255, which become 0, so that what follows adds nothing to them.
    #[cold]
    fn drain_large(&mut self, range: Range<usize>, weight: F, sink: &mut [F]) {
        let from = self.passed.partition_point(|&index| index < range.start);
        let to = self.passed.partition_point(|&index| index < range.end);
        for same in self.passed[from..to].chunk_by(|a, b| a == b) {
            let index = same[0];
            let count = 256 * same.len() as u32 + u32::from(self.counts[index]);
            sink[index - range.start] += F::from_count(count) * weight;
            self.counts[index] = 0;
        }
    }
}

/// Counts the arrivals of one step.
pub(super) struct Counter<'a> {
    counts: &'a mut [u8],
    passed: &'a mut Vec<usize>,
    first: usize,
}

impl Counter<'_> {
    /// One more arrival at a target.
    #[inline(always)]
    pub(super) fn count(&mut self, target: usize) {
        let count = &mut self.counts[target];
        let (sum, has_passed) = count.overflowing_add(1);
        *count = sum;
        if has_passed {
            self.note(target);
        }
    }

    #[cold]
    #[inline(never)]
    fn note(&mut self, target: usize) {
        self.passed.push(self.first + target);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A count has no largest value, although it is kept in a byte.
    #[test]
    fn counts_go_on_beyond_a_byte() {
        let weight = Weight::Uniform(0.5);
        let mut arrivals = Arrivals::<f64>::default();
        for _ in 0..2 {
            arrivals.begin(weight, 2, 5);
            for (step, target, count) in [(0, 1, 255), (0, 4, 256), (1, 0, 1), (1, 4, 1_000)] {
                (0..count).for_each(|_| arrivals.counter(step).count(target));
            }
            arrivals.end();
            let mut sink = [1.0; 3];
            arrivals.drain(0, 2..5, weight, &mut sink);
            assert_eq!(sink, [1.0, 1.0, 129.0]);
            let mut sink = [0.0; 2];
            arrivals.drain(0, 0..2, weight, &mut sink);
            assert_eq!(sink, [0.0, 127.5]);
            let mut sink = [0.0; 5];
            arrivals.drain(1, 0..5, weight, &mut sink);
            assert_eq!(sink, [0.5, 0.0, 0.0, 0.0, 500.0]);
        }
        assert!(
            arrivals.counts.iter().all(|&count| count == 0),
            "all is forgotten"
        );
    }
}
