//! What must hold of descriptions and of the options that change them.

use super::Outcome;
use adexnet_engine::NetworkDescription;
use adexnet_io::config::{ConfigError, Configuration, NetworkSpec, Overrides, Plan, Source};
use std::path::Path;

/// Most neurons of a description that is planned. Whoever describes more gets more, and pays with time.
const NEURONS: usize = 20_000;

/// A network that uses most keys, for options to change.
const NETWORK: &str = include_str!("../../seeds/network.toml");

/// Reads a description.
pub(super) fn network(text: &str, directory: &Path) -> Outcome {
    plan(text, &Overrides::default(), directory)
}

/// Changes a description by options, one a line: `--duration`, `--precision`, or else `--set`.
pub(super) fn set(text: &str, directory: &Path) -> Outcome {
    let mut overrides = Overrides::default();
    for line in text.lines() {
        if let Some(duration) = line.strip_prefix("--duration ") {
            overrides.duration = Some(duration.to_owned());
        } else if let Some(precision) = line.strip_prefix("--precision ") {
            overrides.precision = Some(precision.to_owned());
        } else {
            overrides.set.push(line.to_owned());
        }
    }
    plan(NETWORK, &overrides, directory)
}

fn plan(text: &str, overrides: &Overrides, directory: &Path) -> Outcome {
    let configuration = match load(text, overrides, directory) {
        Ok(configuration) => configuration,
        Err(error) => return refused(&error),
    };
    if neurons(configuration.spec()) > NEURONS {
        return Outcome::Read;
    }
    match configuration.plan() {
        Ok(plan) => {
            check_completed(&plan, directory);
            Outcome::Read
        }
        Err(error) => refused(&error),
    }
}

fn load(text: &str, overrides: &Overrides, directory: &Path) -> Result<Configuration, ConfigError> {
    let source = Source::Text {
        name: "network.toml",
        text,
        directory,
    };
    Configuration::load(source, overrides)
}

fn neurons(spec: &NetworkSpec) -> usize {
    spec.population
        .iter()
        .map(|population| population.size)
        .fold(0, usize::saturating_add)
}

/// The completed description must be read as the same plan, or a run could not be repeated.
fn check_completed(plan: &Plan, directory: &Path) {
    let completed = plan.to_toml();
    let again = load(&completed, &Overrides::default(), directory)
        .and_then(|configuration| configuration.plan());
    match again {
        Ok(again) => {
            assert_eq!(again.to_toml(), completed);
            assert_eq!(again.spec(), plan.spec());
            // Every number is shown in the fewest digits that denote it: equal texts mean equal bits.
            let [again, plan] = [&again, plan].map(|plan| format!("{:?}", with_rest(plan)));
            assert_eq!(again, plan);
        }
        Err(error) => panic!("{error}\nin the completed description\n{completed}"),
    }
}

/// The network of a plan, with what is at rest said as complete descriptions say it.
fn with_rest(plan: &Plan) -> NetworkDescription {
    let mut description = plan.network.description().clone();
    let groups = description.populations.iter_mut();
    for group in groups.filter_map(|population| population.neurons_mut()) {
        if !group.parameters.is_empty() {
            continue;
        }
        let given = std::mem::take(&mut group.initial);
        for (variable, value) in group.model.variables().iter().zip(group.model.rest()) {
            let own = given.iter().find(|(symbol, _)| symbol == variable.symbol);
            let at_rest = || (variable.symbol.to_owned(), value.into());
            group.initial.push(own.cloned().unwrap_or_else(at_rest));
        }
    }
    description
}

/// The place of a refusal must lie in its text, so that it can be shown.
fn refused(error: &ConfigError) -> Outcome {
    assert!(!error.message().is_empty());
    assert!(error.to_string().contains(&error.place().origin));
    let _ = error.help();
    let place = error.place();
    if let (Some(text), Some(span)) = (&place.text, &place.span) {
        assert!(
            text.get(span.clone()).is_some(),
            "{span:?} is no part of {text:?}"
        );
    }
    Outcome::Refused
}
