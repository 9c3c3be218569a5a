//! The parameters, initial values and refractory periods of single neurons.
//!
//! One idea: values of a neuron have addresses, so that any part of a population can be built at any time, by any
//! thread.

use super::{Population, Values};
use crate::cells::CellsPlan;
use crate::random::Purpose;
use adexnet_model::neuron::{NeuronModel, Parameter};

/// Number under which refractory periods are drawn, beyond those of all parameters.
const REFRACTORY: u64 = u32::MAX as u64;

impl Population {
    /// The initial values of some neurons, for each state variable that has any; `number` is that of the population.
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

fn draw(plan: &CellsPlan<'_>, values: &Values, (purpose, number): (Purpose, u64)) -> Vec<f64> {
    let seed = plan.network.description().seed;
    let range = plan.neurons.clone();
    match values {
        Values::Constant(value) => vec![*value; range.len()],
        Values::Given(all) => all[range].to_vec(),
        Values::Drawn(_) => { let _ = (seed, purpose, number); Vec::new() }
    }
}
