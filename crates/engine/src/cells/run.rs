//! The way of the cells of a model through an interval: the hot loop of the simulator.

use super::model::{Constants, VECTOR};
use super::{ModelCells, Passage};
use crate::block::{SegmentNoise, Surroundings};
use crate::level::{Machine, Task};
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use adexnet_model::neuron::{FloatArray, NeuronModel, group};
use std::ops::Range;
use std::time::{Duration, Instant};

/// Advances cells through the steps of a passage: what is compiled once for every model and level.
pub(super) struct Advance<'a, F: Float, M: NeuronModel> {
    pub(super) cells: &'a mut ModelCells<F, M>,
    pub(super) surroundings: &'a mut Surroundings<F>,
    pub(super) passage: Passage<'a, F>,
}

/// Adds what arrives in the steps of a passage.
pub(super) struct Settle<'a, F: Float, M: NeuronModel> {
    pub(super) cells: &'a mut ModelCells<F, M>,
    pub(super) surroundings: &'a mut Surroundings<F>,
    pub(super) passage: Passage<'a, F>,
}

impl<F: Float, M: NeuronModel> Task for Settle<'_, F, M> {
    #[inline(always)]
    fn run<Mach: Machine>(mut self, machine: Mach) {
        for (k, step) in self.passage.steps.clone().enumerate() {
            let (state, passage) = (&mut self.cells.state, &mut self.passage);
            let when = (step, k);
            self.surroundings
                .arrive(machine, state, M::RECEPTORS, when, passage);
        }
    }
}

impl<F: Float, M: NeuronModel> Task for Advance<'_, F, M> {
    #[inline(always)]
    fn run<Mach: Machine>(mut self, machine: Mach) {
        for (k, step) in self.passage.steps.clone().enumerate() {
            if step >= self.passage.settled_until {
                let (state, passage) = (&mut self.cells.state, &mut self.passage);
                let when = (step, k);
                self.surroundings
                    .arrive(machine, state, M::RECEPTORS, when, passage);
            }
            if !self.surroundings.recorders.is_empty() {
                let start = self.passage.common.timed.then(Instant::now);
                for recorder in &mut self.surroundings.recorders {
                    let cells = &*self.cells;
                    recorder.sample(step, |observed, neuron| cells.observe(observed, neuron));
                }
                *self.passage.recording += start.map_or(Duration::ZERO, |start| start.elapsed());
            }
            self.step(machine, step);
        }
    }
}

/// What a group needs besides its state in a step. A thread keeps it from group to group: an interval of a small
/// network takes less time than filling it with zeros.
#[derive(Debug)]
pub(crate) struct GroupInputs<F> {
    /// Normals as they are drawn.
    drawn: [f32; GROUP],
    normals: [F; GROUP],
    /// Zeros.
    no_current: [F; GROUP],
    /// Sum of injected and fluctuating currents.
    current: [F; GROUP],
}

impl<F: Float> Default for GroupInputs<F> {
    fn default() -> Self {
        Self {
            drawn: [0.0; GROUP],
            normals: [F::ZERO; GROUP],
            no_current: [F::ZERO; GROUP],
            current: [F::ZERO; GROUP],
        }
    }
}

impl<F: Float, M: NeuronModel> Advance<'_, F, M> {
    #[inline(always)]
    fn step<Mach: Machine>(&mut self, machine: Mach, step: u64) {
        self.surroundings.current.advance_to(step);
        let count = self.surroundings.neurons.len();
        let whole = count / GROUP;
        for number in 0..whole {
            // The length is known here when the program is compiled.
            let first = number * GROUP;
            self.advance_group(machine, step, (number, first..first + GROUP));
        }
        let rest = whole * GROUP..count;
        if !rest.is_empty() {
            self.advance_group(machine, step, (whole, rest));
        }
    }

    /// Advances a group, by its number and neurons in the segment: integrate, find spikes, reset.
    #[inline(always)]
    fn advance_group<Mach: Machine>(
        &mut self,
        machine: Mach,
        step: u64,
        (number, range): (usize, Range<usize>),
    ) {
        let inputs = &mut *self.passage.inputs;
        let surroundings = &*self.surroundings;
        let count = range.end - range.start;
        let filled = self.cells.filled(&range);
        inputs.normals[count..filled].fill(F::ZERO);
        let normals = &mut inputs.normals[..count];
        match &surroundings.noise {
            SegmentNoise::Silent => normals.fill(F::ZERO),
            SegmentNoise::White(white) => {
                let group = surroundings.first_group + number as u64;
                white.normals(machine, group, step, &mut inputs.drawn);
                for (normal, &drawn) in normals.iter_mut().zip(&inputs.drawn) {
                    *normal = F::from_f32(drawn);
                }
            }
            SegmentNoise::Shared(first_column) => {
                let column = *first_column + number * GROUP;
                let row = &self.passage.common.normals.row(step)[column..column + count];
                for (normal, &given) in normals.iter_mut().zip(row) {
                    *normal = F::from_f64(given);
                }
            }
        }
        let injected = surroundings.current.get(range.clone());
        let current = if injected.is_none() && surroundings.fluctuations.is_empty() {
            &inputs.no_current[..filled]
        } else {
            let injected = injected.unwrap_or(&inputs.no_current[..count]);
            inputs.current[count..filled].fill(F::ZERO);
            let current = &mut inputs.current[..count];
            current.copy_from_slice(injected);
            let potentials = &self.cells.state[0][range.clone()];
            for input in &mut self.surroundings.fluctuations {
                input.add_to(machine, step, &range, potentials, current);
            }
            &inputs.current[..filled]
        };
        let normals = &inputs.normals[..filled];
        let spiked = self.cells.advance::<Mach>(number, &range, normals, current);
        if spiked != 0 {
            let k = (step - self.passage.common.interval.first) as usize;
            let first = self.surroundings.neurons.start + range.start as u32;
            self.passage.emitted.push_group(k, first, spiked);
        }
    }
}

impl<F: Float, M: NeuronModel> ModelCells<F, M> {
    /// Neurons that are advanced with those of a group, which are among them.
    #[inline(always)]
    fn filled(&self, range: &Range<usize>) -> usize {
        let count = range.end - range.start;
        match self.constants {
            Constants::Uniform(_) => count.next_multiple_of(VECTOR),
            Constants::Individual(_) => count,
        }
    }

    /// Advances a group by one step and returns those that spiked, as a bit mask; `normals` and `current` are those
    /// of all neurons that are advanced with it.
    #[inline(always)]
    fn advance<Mach: Machine>(
        &mut self,
        number: usize,
        range: &Range<usize>,
        normals: &[F],
        current: &[F],
    ) -> u128 {
        let held = match &self.refractory {
            None => None,
            Some(refractory) => refractory.hold(number, range, &self.state[0][range.clone()]),
        };
        let any = {
            let advanced = range.start..range.start + normals.len();
            let mut states = M::State::<F>::slices(&mut self.state, advanced);
            let states = &mut states;
            match &self.constants {
                Constants::Uniform(constants) => {
                    group::advance::<M, F, Mach::Arithmetic>(constants, states, normals, current)
                }
                Constants::Individual(arrays) => {
                    let constants = M::Constants::<F>::shared(arrays, range.clone());
                    group::advance_individual::<M, F, Mach::Arithmetic>(
                        constants, states, normals, current,
                    )
                }
            }
        };
        if any || held.is_some() {
            self.finish(number, range, held.as_ref())
        } else {
            0
        }
    }

    /// Puts held neurons back and resets those that spiked.
    #[cold]
    fn finish(
        &mut self,
        number: usize,
        range: &Range<usize>,
        held: Option<&super::refractory::Held<F>>,
    ) -> u128 {
        if let (Some(held), Some(refractory)) = (held, &mut self.refractory) {
            let potentials = &mut self.state[0][range.clone()];
            refractory.put_back(number, range, held, potentials);
        }
        let silent = held.map_or(0, |held| held.neurons);
        // Neurons that nobody sees may spike as well; if they were not reset, they would do so in every step.
        let count = self.filled(range);
        let advanced = range.start..range.start + count;
        let states = &mut M::State::<F>::slices(&mut self.state, advanced);
        let spikes = match &self.constants {
            Constants::Uniform(constants) => {
                group::reset::<M, F>(|_| *constants, states, count, silent)
            }
            Constants::Individual(arrays) => {
                let shared = M::Constants::<F>::shared(arrays, range.clone());
                let of = |k| M::Constants::<F>::read(&shared, k);
                group::reset::<M, F>(of, states, count, silent)
            }
        };
        let spikes = spikes & (u128::MAX >> (GROUP - range.len()));
        if let Some(refractory) = &mut self.refractory {
            refractory.begin(number, range, spikes);
        }
        spikes
    }
}
