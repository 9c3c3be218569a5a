//! A complete description gives the plan that it was written for.

use super::{Configuration, EVERYTHING, Overrides, Plan, Source, networks, plan, set};
use adexnet_engine::NetworkDescription;
use adexnet_model::presets::presets;
use std::path::Path;

fn read_back(plan: &Plan, overrides: &Overrides) -> Plan {
    let text = plan.to_toml();
    let source = Source::Text {
        name: "network.toml",
        text: &text,
        directory: Path::new("/elsewhere"),
    };
    let configuration = Configuration::load(source, overrides);
    configuration
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .plan()
        .unwrap()
}

/// The network of a plan, with what is at rest said as complete descriptions say it.
fn with_rest(plan: &Plan) -> NetworkDescription {
    let mut description = plan.network.description().clone();
    for population in &mut description.populations {
        let Some(group) = population.neurons_mut() else {
            continue;
        };
        if group.parameters.is_empty() {
            let given = std::mem::take(&mut group.initial);
            for (variable, value) in group.model.variables().iter().zip(group.model.rest()) {
                let own = given.iter().find(|(symbol, _)| symbol == variable.symbol);
                let at_rest = || (variable.symbol.to_owned(), value.into());
                group.initial.push(own.cloned().unwrap_or_else(at_rest));
            }
        }
    }
    description
}

/// If this fails, a run cannot be repeated from its network.toml.
pub(super) fn check_round_trip(plan: &Plan) {
    let again = read_back(plan, &Overrides::default());
    let (again_text, text) = (again.to_toml(), plan.to_toml());
    assert!(again_text == text, "{again_text}\n\nis not\n\n{text}");
    assert_eq!(again.spec(), plan.spec());
    // Shows every number in the fewest digits that denote it: equal texts mean equal bits.
    let shown = |plan: &Plan| format!("{:#?}", with_rest(plan));
    let (again_shown, plan_shown) = (shown(&again), shown(plan));
    let mut lines = again_shown.lines().zip(plan_shown.lines());
    assert_eq!(lines.find(|(again, line)| again != line), None);
    assert_eq!(again_shown.len(), plan_shown.len());
    assert_eq!(
        format!("{:?}", again.recording),
        format!("{:?}", plan.recording)
    );
    assert_eq!(
        (
            again.steps,
            again.precision,
            again.threads,
            &again.inhibitory,
            &again.files
        ),
        (
            plan.steps,
            plan.precision,
            plan.threads,
            &plan.inhibitory,
            &plan.files
        )
    );
}

#[test]
fn presets_and_examples_come_back() {
    for (name, configuration) in networks() {
        println!("{name}");
        check_round_trip(&configuration.plan().unwrap());
    }
}

/// If this fails, a run that is prolonged becomes another, or cannot be prolonged again.
#[test]
fn a_longer_run_differs_in_its_duration_alone() {
    for (name, configuration) in networks() {
        println!("{name}");
        let plan = configuration.plan().unwrap();
        let steps = plan.steps + 1;
        let duration = format!(
            "{} us",
            steps as f64 * plan.network.time_step().ms() * 1000.0
        );
        let longer = read_back(&plan, &set(&[&format!("simulation.duration={duration}")]));
        assert_eq!(longer.steps, steps);
        assert_eq!(longer.fingerprint(), plan.fingerprint());
        let (before, after) = (plan.to_toml(), longer.to_toml());
        assert_eq!(before.lines().count(), after.lines().count());
        let lines = before.lines().zip(after.lines());
        let differing: Vec<_> = lines.filter(|(before, after)| before != after).collect();
        let [(_, line)] = differing[..] else {
            panic!("{differing:#?}")
        };
        assert_eq!(line, format!("duration = \"{duration}\""));
        check_round_trip(&longer);
    }
}

#[test]
fn a_network_with_every_feature_comes_back() {
    check_round_trip(&plan(EVERYTHING).unwrap());
}

/// The preset that is no longer named has values for these parameters as well.
#[test]
fn parameters_that_differ_from_neuron_to_neuron_come_back() {
    let drawn = "{ distribution = \"normal\", mean = \"65 pA\", sd = \"20 pA\" }";
    for preset in presets().filter(|preset| preset.model == "adex") {
        let neuron = format!("neuron = {{ preset = {:?}, b = {drawn} }}", preset.name);
        let text = EVERYTHING.replacen("neuron = \"cortical-rs\"", &neuron, 1);
        check_round_trip(&plan(&text).unwrap());
    }
}

#[test]
fn numbers_with_many_digits_come_back() {
    let text = EVERYTHING
        .replace("\"2 nS\"", "\"0.30000000000000004 nS\"")
        .replace("p = 0.05", "p = 0.1234567890123456789")
        .replace("\"0.02 nA\"", "\"0.1234567890123456789 nA\"")
        .replace("seed = 7", "seed = 9223372036854775807");
    check_round_trip(&plan(&text).unwrap());
}

#[test]
fn nothing_is_left_to_defaults() {
    let text = plan(EVERYTHING).unwrap().to_toml();
    for line in [
        "dt = \"100 us\"",
        "name = \"projection-1\"",
        "autapses = false",
        "delay = \"0 ms\"",
        "V = \"-70 mV\"",
        "tau_g = \"7 ms\"",
        "b = \"0.02 nA\"",
        "refractory = \"0 ms\"",
        "model = \"adex\"",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(
        !text.contains("preset"),
        "later versions may change presets:\n{text}"
    );
}
