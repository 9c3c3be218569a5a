//! Absolute refractory periods.
//!
//! One idea: a refractory neuron is integrated like any other, and then its membrane potential is put back to
//! what it was, so that neurons without a refractory period pay nothing for those that have one. As in Brian2 with
//! `(unless refractory)`, a neuron that spikes in step n with a period of r steps is held in the steps n + 1 to
//! n + r - 1; its other variables go on, and it cannot spike.

use super::CellsPlan;
use crate::snapshot::Keeper;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use std::ops::Range;

/// How long the neurons of a segment are still held.
#[derive(Debug)]
pub(super) struct Refractory {
    /// Steps for which each neuron is held after a spike: one number for all, or one each.
    held: Vec<u32>,
    /// Steps for which each neuron is still held.
    left: Vec<u32>,
    /// Number of neurons that are held, by group of 128.
    active: Vec<u8>,
}

/// The held neurons of a group during one step.
pub(super) struct Held<F> {
    /// Bit mask.
    pub(super) neurons: u128,
    potentials: [F; GROUP],
}

impl Refractory {
    /// `None` where periods are equal and no spike is followed by a held step.
    pub(super) fn build(plan: &CellsPlan<'_>) -> Option<Self> {
        let time_step = plan.network.time_step();
        let periods = plan.population().refractory_of(plan)?;
        let held: Vec<u32> = periods
            .into_iter()
            .map(|period| time_step.nearest_step(period).saturating_sub(1) as u32)
            .collect();
        let count = plan.neurons.len();
        // Where periods are individual, every segment keeps account, so that a snapshot has it of all neurons.
        let group = plan.population().neurons()?;
        let is_individual = group.refractory.common().is_none();
        (is_individual || held[0] > 0).then(|| Self {
            held,
            left: vec![0; count],
            active: vec![0; count.div_ceil(GROUP)],
        })
    }

    /// Notes the held neurons of a group before it advances; `potentials` are those of the group.
    #[inline(always)]
    pub(super) fn hold<F: Float>(
        &self,
        group: usize,
        range: &Range<usize>,
        potentials: &[F],
    ) -> Option<Held<F>> {
        if self.active[group] == 0 {
            return None;
        }
        let mut held = Held {
            neurons: 0,
            potentials: [F::ZERO; GROUP],
        };
        held.potentials[..potentials.len()].copy_from_slice(potentials);
        for (k, &left) in self.left[range.clone()].iter().enumerate() {
            held.neurons |= u128::from(left > 0) << k;
        }
        Some(held)
    }

    /// Puts the potentials of held neurons back, and brings them one step nearer to their release.
    pub(super) fn put_back<F: Float>(
        &mut self,
        group: usize,
        range: &Range<usize>,
        held: &Held<F>,
        potentials: &mut [F],
    ) {
        let mut neurons = held.neurons;
        while neurons != 0 {
            let k = neurons.trailing_zeros() as usize;
            neurons &= neurons - 1;
            potentials[k] = held.potentials[k];
            let left = &mut self.left[range.start + k];
            *left -= 1;
            self.active[group] -= u8::from(*left == 0);
        }
    }

    /// Visits what must be kept.
    pub(super) fn keep<F>(&mut self, population: &str, keeper: &mut dyn Keeper<F>) {
        keeper.words(&format!("refractory.{population}"), &mut self.left);
    }

    /// Counts the held neurons of each group.
    pub(super) fn count_active(&mut self) {
        for (active, left) in self.active.iter_mut().zip(self.left.chunks(GROUP)) {
            *active = left.iter().filter(|&&left| left > 0).count() as u8;
        }
    }

    /// Begins to hold the neurons of a group that have spiked, none of which is held.
    pub(super) fn begin(&mut self, group: usize, range: &Range<usize>, mut spikes: u128) {
        while spikes != 0 {
            let neuron = range.start + spikes.trailing_zeros() as usize;
            spikes &= spikes - 1;
            let held = *self.held.get(neuron).unwrap_or(&self.held[0]);
            self.left[neuron] = held;
            self.active[group] += u8::from(held > 0);
        }
    }
}
