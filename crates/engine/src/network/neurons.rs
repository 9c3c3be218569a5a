//! The parameters, initial values and refractory periods of single neurons.
//!
//! One idea: values of a neuron have addresses, so that any part of a population can be built at any time, by any
//! thread.

use super::{Model, NeuronGroup, Population, Problem, Values};
use crate::cells::CellsPlan;
use crate::level::{LANES, Level, Machine, Task};
use crate::random::{DrawnValues, Purpose};
use adexnet_model::neuron::{NeuronModel, Parameter};
use std::ops::Range;

/// Number under which refractory periods, and rates of sources, are drawn: beyond those of all parameters.
const PROPERTY: u64 = u32::MAX as u64;

/// Neurons whose parameters are checked at a time.
const PORTION: usize = 4096;

impl Population {
    /// The initial values of some neurons, for each state variable that has any.
    pub(crate) fn initial_of(&self, plan: &CellsPlan<'_>) -> Vec<(usize, Vec<f64>)> {
        let Some(group) = self.neurons() else {
            return Vec::new();
        };
        let of = |(symbol, values): &(String, Values)| {
            let mut variables = group.model.variables().iter();
            let number = variables.position(|variable| variable.symbol == symbol)?;
            let item = (Purpose::Initial, number as u64);
            Some((number, draw(plan, values, item)))
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
            let item = (Purpose::Parameter, number_of(&group.model, symbol)?);
            for (model, value) in models.iter_mut().zip(draw(plan, values, item)) {
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
            periods => Some(plan.values(periods)),
        }
    }
}

impl CellsPlan<'_> {
    /// The values of a property that is no parameter of a model: of each neuron, or one for all.
    pub(crate) fn values(&self, values: &Values) -> Vec<f64> {
        match values {
            Values::Constant(value) => vec![*value],
            values => draw(self, values, (Purpose::Parameter, PROPERTY)),
        }
    }
}

fn draw(plan: &CellsPlan<'_>, values: &Values, item: (Purpose, u64)) -> Vec<f64> {
    let seed = plan.network.description().seed;
    draw_some(values, (seed, plan.population), item, plan.neurons.clone())
}

/// The values of some neurons of a population for the parameter or variable of a number.
fn draw_some(
    values: &Values,
    (seed, population): (u64, usize),
    (purpose, number): (Purpose, u64),
    neurons: Range<usize>,
) -> Vec<f64> {
    match values {
        Values::Constant(value) => vec![*value; neurons.len()],
        Values::Given(all) => all[neurons].to_vec(),
        Values::Drawn(distribution) => {
            let drawn = DrawnValues::new(seed, purpose, population, distribution);
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

/// Number under which a parameter of a model is drawn.
fn number_of(model: &Model, symbol: &str) -> Option<u64> {
    let own = model.shared().iter().find(|(shared, _)| *shared == symbol);
    let symbol = own.map_or(symbol, |(_, symbols)| symbols[0]);
    let parameters = model.parameters();
    let mut parameters = parameters.iter();
    let number = parameters.position(|parameter| parameter.symbol == symbol)?;
    Some(number as u64)
}

impl NeuronGroup {
    /// Checks the parameters of every single neuron, and returns whether any has noise.
    pub(super) fn check_individual(
        &self,
        (seed, population): (u64, usize),
        size: usize,
        dt: f64,
    ) -> Result<bool, Problem> {
        let mut noisy = self.model.noise() > 0.0;
        if self.parameters.is_empty() {
            return Ok(noisy);
        }
        let symbols: Vec<&str> = self
            .parameters
            .iter()
            .map(|(symbol, _)| &**symbol)
            .collect();
        for first in (0..size).step_by(PORTION) {
            let neurons = first..size.min(first + PORTION);
            let values = self.parameters.iter().map(|(symbol, values)| {
                let number = number_of(&self.model, symbol).unwrap_or_default();
                let item = (Purpose::Parameter, number);
                draw_some(values, (seed, population), item, neurons.clone())
            });
            let values: Vec<Vec<f64>> = values.collect();
            for neuron in neurons.clone() {
                let own: Vec<f64> = values.iter().map(|values| values[neuron - first]).collect();
                let checked = self.model.any().check_with(&symbols, &own, dt);
                let refused = |problem| Problem::ParameterOf {
                    neuron,
                    problem: Box::new(problem),
                };
                noisy |= checked.map_err(refused)? > 0.0;
            }
        }
        Ok(noisy)
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
