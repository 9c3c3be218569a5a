//! Currents injected into the neurons of a segment.

use super::Part;
use crate::network::Network;
use adexnet_model::float::Float;
use std::ops::Range;

/// The sum of the injected currents of each neuron, kept up to date at the steps of change.
#[derive(Debug)]
pub(crate) struct InjectedCurrent<F> {
    /// Current of each neuron in pA; empty where nothing is injected.
    values: Vec<F>,
    inputs: Vec<Schedule>,
    next_change: u64,
}

/// One input: neurons of the segment, and from which steps on which current in pA.
#[derive(Debug)]
struct Schedule {
    neurons: Part,
    changes: Vec<(u64, f64)>,
}

impl<F: Float> InjectedCurrent<F> {
    pub(super) fn build(network: &Network, segment: &Range<u32>) -> Self {
        let mut inputs = Vec::new();
        for (_, input) in network.description().currents() {
            let neurons = Part::of(&network.slice_numbers(&input.target), segment);
            if neurons.len() == 0 {
                continue;
            }
            let steps = input
                .times
                .iter()
                .map(|&t| network.time_step().first_step_from(t));
            let changes = steps.zip(input.values.iter().copied()).collect();
            inputs.push(Schedule { neurons, changes });
        }
        let size = if inputs.is_empty() { 0 } else { segment.len() };
        Self {
            values: vec![F::ZERO; size],
            next_change: if inputs.is_empty() { u64::MAX } else { 0 },
            inputs,
        }
    }

    /// Brings the currents to what holds at a step; steps are called in ascending order.
    #[inline]
    pub(crate) fn advance_to(&mut self, step: u64) {
        if step >= self.next_change {
            self.change(step);
        }
    }

    #[cold]
    fn change(&mut self, step: u64) {
        self.values.fill(F::ZERO);
        self.next_change = u64::MAX;
        for input in &self.inputs {
            let passed = input.changes.partition_point(|&(from, _)| from <= step);
            if let Some(&(from, _)) = input.changes.get(passed) {
                self.next_change = self.next_change.min(from);
            }
            if let Some(&(_, current)) = passed.checked_sub(1).and_then(|k| input.changes.get(k)) {
                let current = F::from_f64(current);
                for k in 0..input.neurons.len() {
                    self.values[input.neurons.place(k)] += current;
                }
            }
        }
    }

    /// The currents of some neurons in pA; `None` where nothing is injected into the segment.
    #[inline(always)]
    pub(crate) fn get(&self, range: Range<usize>) -> Option<&[F]> {
        self.values.get(range)
    }
}
