//! The order in which parameters get their values.

use super::super::refusal::Refusal;
use super::at;
use super::definition::Definition;
use crate::config::error::ConfigProblem;
use crate::config::spec::reason;
use adexnet_model::units::Computed;
use std::collections::{BTreeMap, VecDeque};

/// Longest cycle of parameters that a message names completely.
const SHOWN_CYCLE: usize = 10;

/// Evaluates definitions, each as soon as all that it needs has a value.
pub(super) fn evaluate(
    definitions: &[(&str, Definition)],
) -> Result<BTreeMap<String, Computed>, Refusal> {
    let numbers: BTreeMap<&str, usize> = definitions
        .iter()
        .enumerate()
        .map(|(number, (name, _))| (*name, number))
        .collect();
    let mut missing: Vec<usize> = Vec::with_capacity(definitions.len());
    let mut users = vec![Vec::new(); definitions.len()];
    for (number, (_, definition)) in definitions.iter().enumerate() {
        missing.push(definition.needs().count());
        for needed in definition.needs() {
            users[numbers[needed]].push(number);
        }
    }
    let mut values = BTreeMap::new();
    let is_ready = |number: &usize| missing[*number] == 0;
    let mut ready: VecDeque<usize> = (0..definitions.len()).filter(is_ready).collect();
    while let Some(number) = ready.pop_front() {
        let (name, definition) = &definitions[number];
        let value = value_of(definition, &values).map_err(|problem| at(name, problem))?;
        values.insert((*name).to_owned(), value);
        for &user in &users[number] {
            missing[user] -= 1;
            if missing[user] == 0 {
                ready.push_back(user);
            }
        }
    }
    match cycle(definitions, &values) {
        None => Ok(values),
        Some(names) => Err(at(&names[0].clone(), ConfigProblem::Cycle { names })),
    }
}

fn value_of(
    definition: &Definition,
    values: &BTreeMap<String, Computed>,
) -> Result<Computed, ConfigProblem> {
    match definition {
        Definition::Number(number) => Ok(Computed::plain(*number)),
        Definition::Plain(quantity) => Computed::try_from(quantity)
            .map_err(|error| ConfigProblem::Value(reason(&error, &quantity.to_string()))),
        Definition::Expression(expression) => {
            Ok(expression.evaluate(&|name| values.get(name).copied())?)
        }
        Definition::Neither(error) => Err(ConfigProblem::Value(error.to_string())),
    }
}

/// Parameters that need each other in a circle, if some have no value; the first is repeated last.
fn cycle(
    definitions: &[(&str, Definition)],
    values: &BTreeMap<String, Computed>,
) -> Option<Vec<String>> {
    let is_open = |name: &&str| !values.contains_key(*name);
    let open: BTreeMap<&str, &Definition> = definitions
        .iter()
        .map(|(name, definition)| (*name, definition))
        .filter(|(name, _)| is_open(name))
        .collect();
    let (first, _) = definitions.iter().find(|(name, _)| is_open(name))?;
    // Each open parameter needs an open one, so following them leads into a circle.
    let mut way = vec![*first];
    let mut passed = BTreeMap::from([(*first, 0)]);
    loop {
        let last = way.last()?;
        let next = open.get(last)?.needs().find(is_open)?;
        let (&next, _) = open.get_key_value(next)?;
        way.push(next);
        if let Some(&start) = passed.get(next) {
            let mut names: Vec<String> = way[start..].iter().map(|&name| name.to_owned()).collect();
            if names.len() > SHOWN_CYCLE {
                names.truncate(SHOWN_CYCLE);
                names.push("...".to_owned());
            }
            return Some(names);
        }
        passed.insert(next, way.len() - 1);
    }
}
