//! Random arrivals at the neurons of a segment.
//!
//! One idea: the number of spikes that a neuron receives in a step is drawn at once, from one random word, by
//! comparing it with the distribution function of the binomial distribution. So a neuron's number has an address,
//! and the comparisons of 128 neurons run side by side.

use super::Hull;
use crate::level::Machine;
use crate::network::{Network, PoissonInput, Receptor};
use crate::random::{Binomial, DRAW, Purpose, Words};
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use std::ops::Range;

/// The arrivals of one [`PoissonInput`] in a segment.
#[derive(Debug)]
pub(crate) struct PoissonArrivals<F> {
    pub(crate) receptor: Receptor,
    neurons: Hull,
    weight: F,
    words: Words,
    /// Number of the segment's first group of 128 neurons, counted within the population.
    first_group: u64,
    /// From which steps on how many spikes a neuron receives; ascending.
    schedule: Vec<(u64, Option<Binomial>)>,
}

impl<F: Float> PoissonArrivals<F> {
    pub(super) fn build_all(
        network: &Network,
        first_group: u64,
        segment: &Range<u32>,
    ) -> Vec<Self> {
        let time_step = network.time_step();
        let part = |(number, input): (usize, &PoissonInput)| {
            let neurons = Hull::of(&network.slice_numbers(&input.target), segment)?;
            let changes = input.times.iter().zip(&input.rates);
            let schedule = changes.map(|(&time, &rate)| {
                let p = rate * time_step.seconds();
                let silent = p == 0.0 || input.sources == 0;
                let spikes = (!silent).then(|| Binomial::new(input.sources, p));
                (time_step.first_step_from(time), spikes)
            });
            Some(Self {
                receptor: input.receptor,
                neurons,
                weight: F::from_f64(input.weight),
                words: Words::new(network.description().seed, Purpose::PoissonInput, number),
                first_group,
                schedule: schedule.collect(),
            })
        };
        let inputs = network.description().poisson_inputs();
        inputs.filter_map(part).collect()
    }

    /// What the synapse slot of a step receives; `None` if nothing.
    fn spikes(&self, step: u64) -> Option<&Binomial> {
        let passed = self.schedule.partition_point(|&(from, _)| from <= step);
        self.schedule.get(passed.checked_sub(1)?)?.1.as_ref()
    }

    /// Whether the synapse slot of a step may receive anything.
    pub(crate) fn is_pending(&self, step: u64) -> bool {
        step != u64::MAX && self.spikes(step).is_some()
    }

    /// Adds what the synapse slot of a step receives to the segment's array `sink`, in nS.
    #[inline(always)]
    pub(crate) fn add_to<M: Machine>(&self, machine: M, step: u64, sink: &mut [F]) {
        const _: () = assert!(DRAW == GROUP, "a neuron uses one word");
        let Some(spikes) = self.spikes(step) else {
            return;
        };
        let Range { start, end } = self.neurons.range;
        for group in start / GROUP..end.div_ceil(GROUP) {
            let words = self
                .words
                .draw(machine, self.first_group + group as u64, step);
            let counts = spikes.counts(&words);
            let first = group * GROUP;
            let here = first.max(start)..end.min(first + GROUP);
            let counts = &counts[here.start - first..here.end - first];
            let mut received = [F::ZERO; GROUP];
            let received = &mut received[..counts.len()];
            for (value, &count) in received.iter_mut().zip(counts) {
                *value = F::from_count(count) * self.weight;
            }
            self.neurons.mask(here.start, received);
            for (value, &received) in sink[here].iter_mut().zip(&*received) {
                *value += received;
            }
        }
    }
}
