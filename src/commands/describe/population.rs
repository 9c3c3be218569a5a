//! What is said of a population.

use super::{amounts, indented};
use crate::console::{grouped, heading, plural, row, say};
use adexnet::engine::{
    Coordinates, Fluctuating, Input, NeuronGroup, PopulationKind, Positions, Values,
};
use adexnet::io::config::Plan;

pub(super) fn describe(plan: &Plan, number: usize) {
    let network = &plan.network;
    let population = &network.description().populations[number];
    let range = network.population_range(number);
    heading(format_args!("population \"{}\"", population.name));
    let kind = match population.kind {
        PopulationKind::Neurons(_) => "neurons",
        _ => "sources",
    };
    row(kind, {
        let size = grouped(population.size as u64);
        format!("{size}, numbered {} to {}", range.start, range.end - 1)
    });
    if let Some(positions) = &population.positions {
        row("positions", places(positions));
    }
    match &population.kind {
        PopulationKind::Neurons(group) => {
            let parts = plan.inhibitory.iter();
            let parts = parts.filter(|part| range.contains(&part.start));
            let inhibitory: usize = parts.map(ExactSizeIterator::len).sum();
            row("inhibitory", grouped(inhibitory as u64));
            say("");
            let injected = injected(&network.description().inputs, number);
            say(indented(&equations(group, injected)));
        }
        PopulationKind::SpikeSource(times) => {
            row("spikes", plural(times.spikes().len() as u64, "given spike"));
        }
        PopulationKind::PoissonSource { rates } => row("rate", amounts(rates, "Hz")),
    }
}

/// "grid of 80 x 80, 12.5 µm apart, periodic".
fn places(positions: &Positions) -> String {
    let numbers = |numbers: Vec<String>| numbers.join(" x ");
    let (which, extent) = match &positions.coordinates {
        Coordinates::Grid { shape, spacing } => (
            format!(
                "grid of {}, {spacing} µm apart",
                numbers(shape.iter().map(usize::to_string).collect())
            ),
            shape.len(),
        ),
        Coordinates::Given(array) => {
            let dimensions = array.ncols();
            let given = plural(dimensions as u64, "dimension");
            (format!("given in {given}"), dimensions)
        }
    };
    let periods: Vec<String> = positions
        .periods
        .iter()
        .map(|period| period.map_or_else(|| "-".to_owned(), |period| format!("{period} µm")))
        .collect();
    if periods.iter().all(|period| period == "-") || extent == 0 {
        return which;
    }
    format!("{which}, periodic ({})", numbers(periods))
}

/// What comes into the bracket of the membrane equation from outside: "+ Iinj".
fn injected(inputs: &[Input], population: usize) -> Option<&'static str> {
    let (mut current, mut conductance) = (false, false);
    for input in inputs {
        match input {
            Input::Current(input) => current |= input.target.population == population,
            Input::Fluctuations(input) if input.target.population == population => {
                match input.kind {
                    Fluctuating::Current => current = true,
                    Fluctuating::Conductance { .. } => conductance = true,
                }
            }
            _ => {}
        }
    }
    match (current, conductance) {
        (false, false) => None,
        (true, false) => Some("+ Iinj"),
        (false, true) => Some("- g (V - E)"),
        (true, true) => Some("+ Iinj - g (V - E)"),
    }
}

/// Equations and parameters of neurons, with the state in which they begin and what is injected.
fn equations(group: &NeuronGroup, injected: Option<&str>) -> String {
    let model = &group.model;
    let mut lines: Vec<String> = model.describe().lines().map(str::to_owned).collect();
    individual(group, &mut lines);
    let Some(initially) = lines.iter().position(|line| line.starts_with("initially")) else {
        return lines.join("\n");
    };
    let width = lines[initially].find(':').unwrap_or_default();
    let mut rules = Vec::new();
    if let Some(injected) = injected {
        let note = format!("{injected} inside the bracket of dV/dt, see input");
        rules.push(format!("{:width$}: {note}", "injected"));
    }
    if group.refractory != Values::Constant(0.0) {
        let period = amounts(&group.refractory, "ms");
        rules.push(format!(
            "{:width$}: {period} after a spike, in which V stays",
            "refractory"
        ));
    }
    if !group.initial.is_empty() {
        let values = group.initial.iter().map(|(symbol, values)| {
            let unit = model.variable(symbol).map(|known| known.unit);
            let unit = unit.as_ref().map_or("", |unit| unit.symbol());
            format!("{symbol} = {}", amounts(values, unit))
        });
        let state = values.collect::<Vec<_>>().join(", ");
        lines[initially] = format!("{:width$}: {state}, the rest as at rest", "initially");
    }
    lines.splice(initially..initially, rules);
    lines.join("\n")
}

/// Replaces the values of parameters that differ from neuron to neuron.
fn individual(group: &NeuronGroup, lines: &mut [String]) {
    let blank = lines.iter().rposition(String::is_empty).unwrap_or_default();
    let known = group.model.parameters();
    for (symbol, values) in &group.parameters {
        let shared = group.model.shared().iter();
        let mut shared = shared.filter(|(shared, _)| shared == symbol);
        let members = shared.next().map(|(_, members)| *members);
        for parameter in &known {
            let is_meant = match members {
                Some(members) => members.contains(&parameter.symbol),
                None => parameter.symbol == symbol,
            };
            let begins = |line: &&mut String| line.split(' ').next() == Some(parameter.symbol);
            let mut own = lines[blank..].iter_mut();
            if let (true, Some(line)) = (is_meant, own.find(begins)) {
                let end = line.find('=').unwrap_or_default();
                let together = members.map_or_else(String::new, |members| {
                    format!(", the same for {}", members.join(" and "))
                });
                *line = format!(
                    "{}= {}  {}{together}",
                    &line[..end],
                    amounts(values, parameter.unit.symbol()),
                    parameter.name
                );
            }
        }
    }
}
