//! Cells without state: sources of spikes.

use super::{Cells, CellsPlan, Observed, Passage};
use crate::block::Surroundings;
use crate::level::{Machine, Task};
use crate::network::{SpikeTimes, Values};
use crate::random::{DRAW, Purpose, Words};
use crate::snapshot::Keeper;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;

/// Cells that spike at given steps.
#[derive(Debug)]
pub(crate) struct GivenSpikes {
    /// (step, neuron counted within the segment), ascending, without repetition.
    spikes: Vec<(u64, u32)>,
    /// First spike that may still come.
    next: usize,
}

impl GivenSpikes {
    pub(crate) fn build(times: &SpikeTimes, plan: &CellsPlan<'_>) -> Self {
        let time_step = plan.network.time_step();
        let here = times.spikes().iter().filter_map(|&(time, neuron)| {
            let local = (neuron as usize).checked_sub(plan.neurons.start)?;
            (local < plan.neurons.len()).then(|| (time_step.step_of(time), local as u32))
        });
        let mut spikes: Vec<_> = here.collect();
        spikes.sort_unstable();
        spikes.dedup();
        Self { spikes, next: 0 }
    }
}

impl<F: Float> Cells<F> for GivenSpikes {
    fn advance(&mut self, surroundings: &mut Surroundings<F>, passage: Passage<'_, F>) {
        while let Some(&(step, neuron)) = self.spikes.get(self.next)
            && step < passage.steps.end
        {
            if step >= passage.steps.start {
                let k = (step - passage.common.interval.first) as usize;
                let number = surroundings.neurons.start + neuron;
                passage.emitted.push_group(k, number, 1);
            }
            self.next += 1;
        }
    }

    fn settle(&mut self, _: &mut Surroundings<F>, _: Passage<'_, F>) {}

    fn append_values(&self, _: Observed, _: &mut Vec<f64>) {}

    fn set_values(&mut self, _: usize, _: &[f64]) {}

    fn keep(&mut self, _: &str, _: &mut dyn Keeper<F>) {}

    fn resume_at(&mut self, step: u64) {
        self.next = self.spikes.partition_point(|&(own, _)| own < step);
    }

    fn runaway(&self) -> Option<(usize, f64)> {
        None
    }
}

/// Cells that spike at random: in each step of dt with probability rate·dt, independently of each other and of
/// earlier steps.
#[derive(Debug)]
pub(crate) struct PoissonSpikes {
    words: Words,
    /// Number of random words of 2^32 that make a cell spike: one for all cells, or one each.
    below: Vec<u64>,
}

impl PoissonSpikes {
    pub(crate) fn build(rates: &Values, plan: &CellsPlan<'_>) -> Self {
        let seed = plan.network.description().seed;
        let dt = plan.network.time_step().seconds();
        let below = |rate: f64| (rate * dt * 4_294_967_296.0).round() as u64;
        Self {
            words: Words::new(seed, Purpose::PoissonSource, plan.population),
            below: plan.values(rates).into_iter().map(below).collect(),
        }
    }
}

impl<F: Float> Cells<F> for PoissonSpikes {
    fn advance(&mut self, surroundings: &mut Surroundings<F>, passage: Passage<'_, F>) {
        passage.common.level.run(DrawSpikes {
            cells: self,
            surroundings,
            passage,
        });
    }

    fn settle(&mut self, _: &mut Surroundings<F>, _: Passage<'_, F>) {}

    fn append_values(&self, _: Observed, _: &mut Vec<f64>) {}

    fn set_values(&mut self, _: usize, _: &[f64]) {}

    fn keep(&mut self, _: &str, _: &mut dyn Keeper<F>) {}

    fn resume_at(&mut self, _: u64) {}

    fn runaway(&self) -> Option<(usize, f64)> {
        None
    }
}

struct DrawSpikes<'a, F> {
    cells: &'a PoissonSpikes,
    surroundings: &'a Surroundings<F>,
    passage: Passage<'a, F>,
}

impl<F: Float> Task for DrawSpikes<'_, F> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        const _: () = assert!(DRAW == GROUP, "a cell uses one word");
        let count = self.surroundings.neurons.len();
        for step in self.passage.steps.clone() {
            let k = (step - self.passage.common.interval.first) as usize;
            for first in (0..count).step_by(GROUP) {
                let group = self.surroundings.first_group + (first / GROUP) as u64;
                let words = self.cells.words.draw(machine, group, step);
                let mut spikes = 0_u128;
                for (place, &word) in words[..GROUP.min(count - first)].iter().enumerate() {
                    let below = &self.cells.below;
                    let below = *below.get(first + place).unwrap_or(&below[0]);
                    spikes |= u128::from(u64::from(word) < below) << place;
                }
                let number = self.surroundings.neurons.start + first as u32;
                self.passage.emitted.push_group(k, number, spikes);
            }
        }
    }
}
