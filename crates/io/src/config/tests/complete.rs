//! A complete description gives the plan that it was written for.

use super::{Configuration, EVERYTHING, Overrides, Plan, Source, plan};
use std::path::Path;

fn read_back(plan: &Plan) -> Plan {
    let text = plan.to_toml();
    let source = Source::Text {
        name: "network.toml",
        text: &text,
        directory: Path::new("/elsewhere"),
    };
    let configuration = Configuration::load(source, &Overrides::default());
    configuration
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .plan()
        .unwrap()
}

/// If this fails, a run cannot be repeated from its network.toml.
pub(super) fn check_round_trip(plan: &Plan) {
    let again = read_back(plan);
    assert_eq!(again.spec(), plan.spec());
    assert_eq!(again.to_toml(), plan.to_toml());
    // Shows every number in the fewest digits that denote it: equal texts mean equal bits.
    let shown = |plan: &Plan| format!("{:?}", plan.network.description());
    assert_eq!(shown(&again), shown(plan));
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
fn presets_come_back() {
    let configuration = Configuration::load(Source::Preset("notebook"), &Overrides::default());
    check_round_trip(&configuration.unwrap().plan().unwrap());
}

#[test]
fn a_network_with_every_feature_comes_back() {
    check_round_trip(&plan(EVERYTHING).unwrap());
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
        "b = \"20 pA\"",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(
        !text.contains("preset"),
        "later versions may change presets:\n{text}"
    );
}
