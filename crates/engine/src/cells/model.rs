//! Cells of a neuron model.

use super::refractory::Refractory;
use super::run::{Advance, Settle};
use super::{Cells, CellsPlan, Observed, Passage};
use crate::block::Surroundings;
use crate::snapshot::Keeper;
use adexnet_model::float::Float;
use adexnet_model::math::GROUP;
use adexnet_model::neuron::{FloatArray, NeuronModel};

/// Membrane potential in mV beyond which a neuron has left all physiology.
const RUNAWAY: f64 = 1e6;

/// Neurons of which the largest vector of any level holds one variable. Where neurons share their constants, they are
/// advanced in such numbers: beyond the last of a segment there are some that nobody sees, to which nothing happens.
/// One after the other, the rest would take longer than a whole vector.
pub(super) const VECTOR: usize = 16;

/// State and constants of neighbouring neurons of the model `M`.
#[derive(Debug)]
pub(crate) struct ModelCells<F: Float, M: NeuronModel> {
    /// Number of neurons.
    count: usize,
    /// One array for each state variable: of the neurons, filled up to a multiple of [`VECTOR`] with some at rest.
    pub(super) state: Vec<Vec<F>>,
    pub(super) constants: Constants<F, M>,
    pub(super) refractory: Option<Refractory>,
}

/// The constants of neurons.
#[derive(Debug)]
pub(super) enum Constants<F: Float, M: NeuronModel> {
    /// The same for all.
    Uniform(M::Constants<F>),
    /// One array for each constant: of each neuron, or, where all are equal, of one group.
    Individual(Vec<Vec<F>>),
}

impl<F: Float, M: NeuronModel> Constants<F, M> {
    /// The constants of one neuron.
    #[inline]
    pub(super) fn of(&self, neuron: usize) -> M::Constants<F> {
        match self {
            Self::Uniform(constants) => *constants,
            Self::Individual(arrays) => M::Constants::from_function(|number| {
                let array = &arrays[number];
                *array.get(neuron).unwrap_or(&array[0])
            }),
        }
    }
}

impl<F: Float, M: NeuronModel> ModelCells<F, M> {
    pub(crate) fn build(model: &M, plan: &CellsPlan<'_>) -> Self {
        let population = plan.population();
        let count = plan.neurons.len();
        let dt = plan.network.time_step().ms();
        let noisy = plan.network.is_noisy(plan.population);
        let models = population.individual_models::<M>(model, plan);
        let mut state: Vec<Vec<F>> = match &models {
            None => {
                let rest = model.rest();
                let values = rest.as_ref().iter();
                values
                    .map(|&value| vec![F::from_f64(value); count])
                    .collect()
            }
            Some(models) => {
                let rests: Vec<_> = models.iter().map(NeuronModel::rest).collect();
                let variable = |number: usize| {
                    let values = rests.iter().map(|rest| F::from_f64(rest.as_ref()[number]));
                    values.collect()
                };
                (0..M::State::<f64>::COUNT).map(variable).collect()
            }
        };
        for (array, &rest) in state.iter_mut().zip(model.rest().as_ref()) {
            array.resize(count.next_multiple_of(VECTOR), F::from_f64(rest));
        }
        for (number, values) in population.initial_of(plan) {
            for (own, value) in state[number].iter_mut().zip(values) {
                *own = F::from_f64(value);
            }
        }
        let constants = match models {
            None => Constants::Uniform(model.constants(dt, noisy)),
            Some(models) => {
                let constants: Vec<_> = models
                    .iter()
                    .map(|model| model.constants::<F>(dt, noisy))
                    .collect();
                let array = |number: usize| -> Vec<F> {
                    let values = constants.iter().map(|of_neuron| of_neuron.as_ref()[number]);
                    values.collect()
                };
                let arrays = (0..M::Constants::<F>::COUNT).map(array);
                Constants::Individual(arrays.map(shortened).collect())
            }
        };
        Self {
            count,
            state,
            constants,
            refractory: Refractory::build(plan),
        }
    }
}

/// An array whose values are all equal is as long as a group; it is then read again for each of them.
fn shortened<F: Float>(values: Vec<F>) -> Vec<F> {
    match values.first() {
        Some(&first) if values.iter().all(|&value| value == first) => vec![first; GROUP],
        _ => values,
    }
}

impl<F: Float, M: NeuronModel> Cells<F> for ModelCells<F, M> {
    fn advance(&mut self, surroundings: &mut Surroundings<F>, passage: Passage<'_, F>) {
        passage.common.level.run(Advance {
            cells: self,
            surroundings,
            passage,
        });
    }

    fn settle(&mut self, surroundings: &mut Surroundings<F>, passage: Passage<'_, F>) {
        passage.common.level.run(Settle {
            cells: self,
            surroundings,
            passage,
        });
    }

    fn append_values(&self, observed: Observed, values: &mut Vec<f64>) {
        let value = |neuron| self.observe(observed, neuron).to_f64();
        values.extend((0..self.count).map(value));
    }

    fn set_values(&mut self, variable: usize, values: &[f64]) {
        let own = &mut self.state[variable][..self.count];
        for (own, &value) in own.iter_mut().zip(values) {
            *own = F::from_f64(value);
        }
    }

    fn keep(&mut self, population: &str, keeper: &mut dyn Keeper<F>) {
        for (variable, values) in M::VARIABLES.iter().zip(&mut self.state) {
            let name = format!("state.{population}.{}", variable.symbol);
            keeper.floats(&name, &mut values[..self.count]);
        }
        if let Some(refractory) = &mut self.refractory {
            refractory.keep(population, keeper);
        }
    }

    fn resume_at(&mut self, _: u64) {
        if let Some(refractory) = &mut self.refractory {
            refractory.count_active();
        }
    }

    fn runaway(&self) -> Option<(usize, f64)> {
        let bound = F::from_f64(RUNAWAY);
        // NaN is within no bounds.
        let is_within = |v: F| v <= bound && v >= -bound;
        let potentials = &self.state[0][..self.count];
        let mut groups = potentials.chunks(GROUP);
        let group =
            groups.position(|group| !group.iter().fold(true, |all, &v| all & is_within(v)))?;
        let mut beyond = potentials.iter().enumerate().skip(group * GROUP);
        let (neuron, v) = beyond.find(|&(_, &v)| !is_within(v))?;
        Some((neuron, v.to_f64()))
    }
}

impl<F: Float, M: NeuronModel> ModelCells<F, M> {
    /// The value of something of one neuron.
    pub(super) fn observe(&self, observed: Observed, neuron: usize) -> F {
        match observed {
            Observed::State(number) => self.state[number][neuron],
            Observed::Current => {
                let state = M::State::from_function(|number| self.state[number][neuron]);
                M::synaptic_current(&self.constants.of(neuron), &state)
            }
        }
    }
}
