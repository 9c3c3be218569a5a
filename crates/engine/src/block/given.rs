//! Given arrivals at the neurons of a segment.

use super::overlap;
use crate::network::{ArrivalInput, Network, Receptor};
use adexnet_model::float::Float;
use std::ops::Range;

/// The events of one [`ArrivalInput`] in a segment, by step.
#[derive(Debug)]
pub(crate) struct GivenArrivals<F> {
    pub(crate) receptor: Receptor,
    weight: F,
    /// (step, neuron within the segment, count), ascending, without repetition.
    events: Vec<(u64, u32, u32)>,
    /// First event that may still come.
    next: usize,
}

impl<F: Float> GivenArrivals<F> {
    pub(super) fn build_all(network: &Network, segment: &Range<u32>) -> Vec<Self> {
        let inputs = network.description().arrivals().map(|(_, input)| input);
        let part = |input: &ArrivalInput| {
            let population = network.population_range(input.population);
            let neurons = overlap(segment, &population);
            if neurons.is_empty() {
                return None;
            }
            let first = segment.start as usize + neurons.start - population.start as usize;
            let here = first..first + neurons.len();
            let mut events: Vec<_> = input
                .events
                .iter()
                .filter(|event| {
                    event.count > 0
                        && event.step < u64::MAX
                        && here.contains(&(event.neuron as usize))
                })
                .map(|event| {
                    let local = event.neuron as usize - first + neurons.start;
                    (event.step, local as u32, event.count)
                })
                .collect();
            events.sort_unstable();
            events.dedup_by(|later, earlier| {
                let same = (later.0, later.1) == (earlier.0, earlier.1);
                if same {
                    earlier.2 = earlier.2.saturating_add(later.2);
                }
                same
            });
            (!events.is_empty()).then(|| Self {
                receptor: input.receptor,
                weight: F::from_f64(input.weight),
                events,
                next: 0,
            })
        };
        inputs.filter_map(part).collect()
    }

    /// Adds what the synapse slot of step `emission` receives to the segment's array `sink`, in nS.
    /// Called for ascending steps.
    #[inline]
    pub(crate) fn add_to(&mut self, emission: u64, sink: &mut [F]) {
        let rest = &self.events[self.next..];
        for &(_, neuron, count) in rest.iter().take_while(|&&(step, ..)| step == emission) {
            sink[neuron as usize] += F::from_count(count) * self.weight;
            self.next += 1;
        }
    }

    /// Goes to where a simulation has been restored: what arrives at the beginning of `step` has been added.
    pub(crate) fn resume_at(&mut self, step: u64) {
        self.next = self
            .events
            .partition_point(|&(emission, ..)| emission < step);
    }

    /// Whether the synapse slot of step `emission` receives anything.
    #[inline]
    pub(crate) fn is_pending(&self, emission: u64) -> bool {
        self.events
            .get(self.next)
            .is_some_and(|&(step, ..)| step == emission)
    }
}
