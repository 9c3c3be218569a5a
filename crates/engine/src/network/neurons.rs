//! The parameters, initial values and refractory periods of single neurons.
//!
//! One idea: values of a neuron have addresses, so that any part of a population can be built at any time, by any
//! thread.

use super::{Population, Values};
use crate::cells::CellsPlan;
use crate::level::{LANES, Level, Machine, Task};
use crate::random::{DrawnValues, Purpose};
use adexnet_model::neuron::{NeuronModel, Parameter};
use std::ops::Range;

/// Number under which refractory periods are drawn, beyond those of all parameters.
const REFRACTORY: u64 = u32::MAX as u64;

impl Population {
    /// The initial values of some neurons, for each state variable that has any.
    pub(crate) fn initial_of(&self, plan: &CellsPlan<'_>) -> Vec<(usize, Vec<f64>)> {
        let Some(group) = self.neurons() else {
            return Vec::new();
        };
        let of = |(symbol, values): &(String, Values)| {
            let mut variables = group.model.variables().iter();
            let number = variables.position(|variable| variable.symbol == symbol)?;
            let purpose = (Purpose::Initial, number as u64);
            Some((number, draw(plan, values, purpose)))
        };
        group.initial.iter().filter_map(of).collect()
    }

    /// The model of each of some neurons; `None` if it is the same for all.
    pub(crate) fn individual_models<M: NeuronModel>(
        &self,
        model: &M,
        plan: &CellsPlan<'_>,
    ) -> Option<Vec<M>> {
        let group = self.neurons()?;
        if group.parameters.is_empty() {
            return None;
        }
        let mut models = vec![model.clone(); plan.neurons.len()];
        for (symbol, values) in &group.parameters {
            let parameters = Parameter::<M>::find(symbol).ok()?;
            let number = M::PARAMETERS
                .iter()
                .position(|parameter| parameter.symbol == parameters[0].symbol)?;
            let purpose = (Purpose::Parameter, number as u64);
            for (model, value) in models.iter_mut().zip(draw(plan, values, purpose)) {
                for parameter in &parameters {
                    (parameter.set)(model, value);
                }
            }
        }
        Some(models)
    }

    /// The refractory periods of some neurons, in ms: of each, or one for all; `None` if there are none.
    pub(crate) fn refractory_of(&self, plan: &CellsPlan<'_>) -> Option<Vec<f64>> {
        match &self.neurons()?.refractory {
            Values::Constant(period) if *period == 0.0 => None,
            Values::Constant(period) => Some(vec![*period]),
            values => Some(draw(plan, values, (Purpose::Parameter, REFRACTORY))),
        }
    }
}

/// The values of some neurons for the parameter or variable of a number.
fn draw(plan: &CellsPlan<'_>, values: &Values, (purpose, number): (Purpose, u64)) -> Vec<f64> {
    let neurons = plan.neurons.clone();
    match values {
        Values::Constant(value) => vec![*value; neurons.len()],
        Values::Given(all) => all[neurons].to_vec(),
        Values::Drawn(distribution) => {
            let seed = plan.network.description().seed;
            let drawn = DrawnValues::new(seed, purpose, plan.population, distribution);
            let mut values = Vec::new();
            // Building is no hot loop, and every level gives the same bits.
            Level::BASELINE.run(DrawNeurons {
                drawn: &drawn,
                number,
                neurons,
                values: &mut values,
            });
            values
        }
    }
}

struct DrawNeurons<'a> {
    drawn: &'a DrawnValues,
    number: u64,
    neurons: Range<usize>,
    values: &'a mut Vec<f64>,
}

impl Task for DrawNeurons<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let Range { start, end } = self.neurons;
        for first in (start..end).step_by(LANES) {
            let streams = std::array::from_fn(|lane| (first + lane) as u64);
            let drawn = self.drawn.draw(machine, streams, [self.number; LANES]);
            self.values.extend(&drawn[..LANES.min(end - first)]);
        }
    }
}
