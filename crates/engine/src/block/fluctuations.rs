//! Ornstein-Uhlenbeck currents and conductances of the neurons of a segment.

use super::Hull;
use crate::level::Machine;
use crate::network::{Fluctuating, Fluctuations, Network};
use crate::random::{Purpose, WhiteNoise};
use crate::snapshot::Keeper;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use std::ops::Range;

/// The processes of one [`Fluctuations`] in a segment.
#[derive(Debug)]
pub(crate) struct OrnsteinUhlenbeck<F> {
    /// Number of the input among those of its kind.
    number: usize,
    neurons: Hull,
    /// η of each of them, at the step that comes next.
    values: Vec<F>,
    noise: WhiteNoise,
    /// Number of the segment's first group of 128 neurons, counted within the population.
    first_group: u64,
    mean: F,
    decay: F,
    increment: F,
    /// Reversal potential in mV of a conductance.
    reversal: Option<F>,
}

/// Draw of the noise from which the process of a neuron begins; draw n + 1 leads from step n to step n + 1.
const BEGINNING: u64 = 0;

impl<F: Float> OrnsteinUhlenbeck<F> {
    pub(super) fn build_all(
        network: &Network,
        first_group: u64,
        segment: &Range<u32>,
    ) -> Vec<Self> {
        let inputs = network.description().fluctuations();
        let part = |(number, input): (usize, &Fluctuations)| {
            let neurons = Hull::of(&network.slice_numbers(&input.target), segment)?;
            let ratio = network.time_step().ms() / input.tau;
            let seed = network.description().seed;
            Some(
                Self {
                    number,
                    values: vec![F::from_f64(input.mean); neurons.range.len()],
                    neurons,
                    noise: WhiteNoise::new(seed, Purpose::Fluctuations, number),
                    first_group,
                    mean: F::from_f64(input.mean),
                    decay: F::from_f64(libm::exp(-ratio)),
                    increment: F::from_f64(input.sd * (-libm::expm1(-2.0 * ratio)).sqrt()),
                    reversal: match input.kind {
                        Fluctuating::Current => None,
                        Fluctuating::Conductance { reversal } => Some(F::from_f64(reversal)),
                    },
                }
                .stationary(input.sd),
            )
        };
        inputs.filter_map(part).collect()
    }

    /// Draws the values of step 0 from the stationary distribution.
    fn stationary(mut self, sd: f64) -> Self {
        let groups = self.neurons.range.start / GROUP..self.neurons.range.end.div_ceil(GROUP);
        for group in groups {
            let (own, here) = self.part(&(group * GROUP..(group + 1) * GROUP));
            let normals = self
                .noise
                .anywhere(self.first_group + group as u64, BEGINNING);
            let normals = &normals[here.start - group * GROUP..];
            for (value, &z) in self.values[own].iter_mut().zip(normals) {
                *value += F::from_f64(sd * f64::from(z));
            }
        }
        self
    }

    /// Visits what must be kept: the processes of the neurons that are meant.
    pub(crate) fn keep(&mut self, keeper: &mut dyn Keeper<F>) {
        let name = format!("fluctuations.{}", self.number);
        self.neurons
            .visit(&mut self.values, |values| keeper.floats(&name, values));
    }

    /// The part of some neurons of the segment that receives the process, counted from its first neuron, and
    /// counted within the segment.
    #[inline(always)]
    fn part(&self, group: &Range<usize>) -> (Range<usize>, Range<usize>) {
        let Range { start: first, end } = self.neurons.range;
        let start = group.start.clamp(first, end);
        let end = group.end.clamp(start, end);
        (start - first..end - first, start..end)
    }

    /// Adds the currents of a step, in pA, to those of a group of the segment's neurons with these membrane
    /// potentials, and advances the processes.
    #[inline(always)]
    pub(crate) fn add_to<M: Machine>(
        &mut self,
        machine: M,
        step: u64,
        group: &Range<usize>,
        potentials: &[F],
        currents: &mut [F],
    ) {
        let (own, here) = self.part(group);
        if own.is_empty() {
            return;
        }
        let mut normals = [0.0; GROUP];
        let number = self.first_group + (group.start / GROUP) as u64;
        self.noise.normals(machine, number, step + 1, &mut normals);
        let (first, count) = (here.start, here.end - here.start);
        let here = here.start - group.start..here.end - group.start;
        let values = &mut self.values[own];
        // What each receives, and nothing for those that are not meant.
        let mut received = [F::ZERO; GROUP];
        let received = &mut received[..count];
        received.copy_from_slice(values);
        self.neurons.mask(first, received);
        let currents = &mut currents[here.clone()];
        if let Some(reversal) = self.reversal {
            let potentials = &potentials[here.clone()];
            for ((&value, &v), current) in received.iter().zip(potentials).zip(currents) {
                let conductance = if value > F::ZERO { value } else { F::ZERO };
                *current = (-conductance).multiply_add::<M::Arithmetic>(v - reversal, *current);
            }
        } else {
            for (&value, current) in received.iter().zip(currents) {
                *current += value;
            }
        }
        for (value, &z) in values.iter_mut().zip(&normals[here]) {
            let noisy = self
                .increment
                .multiply_add::<M::Arithmetic>(F::from_f32(z), self.mean);
            *value = self
                .decay
                .multiply_add::<M::Arithmetic>(*value - self.mean, noisy);
        }
    }
}
