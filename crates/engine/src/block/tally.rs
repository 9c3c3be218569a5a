//! What arrives along a pathway within one step: counts, or sums of weights.
//!
//! One idea: where all weights are equal, arrivals are counted and multiplied once, so the result does
//! not depend on their order. Counters are as wide as the largest in-degree needs, for most networks
//! a byte.

use crate::connectivity::{Rows, Weight};
use adexnet_model::float::Float;

/// Arrivals of one step, by target of the pathway within the block.
#[derive(Debug)]
pub(super) enum Tally<F> {
    /// Equal weights: counts, to be multiplied by the weight in nS.
    Counts(Counts, F),
    /// Individual weights: sums in nS, in the order of arrival.
    Sums(Vec<F>),
}

/// Counters of the width that the largest in-degree needs.
#[derive(Debug)]
pub(super) enum Counts {
    Narrow(Vec<u8>),
    Medium(Vec<u16>),
    Wide(Vec<u32>),
}

/// An unsigned integer that counts arrivals.
trait Counter: Copy + Default {
    fn increment(&mut self);
    fn get(self) -> u32;
}

macro_rules! counter {
    ($($type:ty),*) => {$(
        impl Counter for $type {
            #[inline(always)]
            fn increment(&mut self) {
                *self += 1;
            }
            #[inline(always)]
            fn get(self) -> u32 {
                u32::from(self)
            }
        }
    )*};
}

counter!(u8, u16, u32);

impl<F: Float> Tally<F> {
    pub(super) fn new(weight: Weight, targets: usize, rows: &Rows<F>) -> Self {
        match weight {
            Weight::Uniform(weight) => {
                let counts = match rows.largest_in_degree() {
                    0..=0xff => Counts::Narrow(vec![0; targets]),
                    0x100..=0xffff => Counts::Medium(vec![0; targets]),
                    _ => Counts::Wide(vec![0; targets]),
                };
                Self::Counts(counts, F::from_f64(weight))
            }
            Weight::Individual => Self::Sums(vec![F::ZERO; targets]),
        }
    }

    /// Adds the synapses of the spiking sources, in their order, and returns how many there were.
    pub(super) fn add(&mut self, rows: &Rows<F>, sources: impl Iterator<Item = usize>) -> u64 {
        match self {
            Self::Counts(Counts::Narrow(counts), _) => count(counts, rows, sources),
            Self::Counts(Counts::Medium(counts), _) => count(counts, rows, sources),
            Self::Counts(Counts::Wide(counts), _) => count(counts, rows, sources),
            Self::Sums(sums) => {
                let mut events = 0;
                for source in sources {
                    let targets = rows.targets(source);
                    events += targets.len() as u64;
                    let weights = rows.weights(source).unwrap_or_default();
                    for (&target, &weight) in targets.iter().zip(weights) {
                        sums[usize::from(target)] += weight;
                    }
                }
                events
            }
        }
    }

    /// Adds what arrived to `sink`, of the same length, and starts anew.
    pub(super) fn drain_into(&mut self, sink: &mut [F]) {
        match self {
            Self::Counts(Counts::Narrow(counts), weight) => drain(counts, *weight, sink),
            Self::Counts(Counts::Medium(counts), weight) => drain(counts, *weight, sink),
            Self::Counts(Counts::Wide(counts), weight) => drain(counts, *weight, sink),
            Self::Sums(sums) => {
                for (sum, sink) in sums.iter_mut().zip(sink) {
                    *sink += *sum;
                    *sum = F::ZERO;
                }
            }
        }
    }
}

fn count<C: Counter, F: Float>(
    counts: &mut [C],
    rows: &Rows<F>,
    sources: impl Iterator<Item = usize>,
) -> u64 {
    let mut events = 0;
    for source in sources {
        let targets = rows.targets(source);
        events += targets.len() as u64;
        for &target in targets {
            counts[usize::from(target)].increment();
        }
    }
    events
}

fn drain<C: Counter, F: Float>(counts: &mut [C], weight: F, sink: &mut [F]) {
    for (count, sink) in counts.iter_mut().zip(sink) {
        *sink += F::from_count(count.get()) * weight;
        *count = C::default();
    }
}
