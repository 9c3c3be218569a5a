//! Positions, and connections by distance.

use super::complete::check_round_trip;
use super::mistake_table::check_in;
use super::{ConfigError, Configuration, Overrides, Plan, Source, plan};
use crate::files::write_npy;
use adexnet_engine::{ConnectionRule, Positions, Profile};
use ndarray::array;
use tempfile::TempDir;

pub(super) const SHEETS: &str = r#"[parameters]
n = 10

[simulation]
duration = "10 ms"

[[population]]
name = "sheet"
size = "n*n"
neuron = "cortical-rs"
positions = { grid = ["n", "n"], spacing = "0.05 mm", periodic = true }

[[population]]
name = "tube"
size = 20
neuron = "cortical-rs"
positions = { grid = [4, 5], spacing = "50 um", periodic = [true, false] }

[[population]]
name = "line"
size = 5
poisson = { rate = "10 Hz" }
positions = { grid = [5], spacing = "50 um" }

[[projection]]
name = "near"
source = "sheet"
target = "sheet"
receptor = "excitatory"
connect = { rule = "distance", profile = "gaussian", sd = "100 um", p_max = 0.3 }
weight = "1 nS"

[[projection]]
name = "far"
source = "tube"
target = "tube"
receptor = "inhibitory"
connect = { rule = "distance", profile = "exponential", length = "0.2 mm", p_max = "n/20", autapses = true }
weight = "1 nS"
storage = "procedural"
"#;

#[test]
fn positions_and_profiles_arrive() {
    let plan = plan(SHEETS).unwrap();
    let network = plan.network.description();
    let positions: Vec<_> = network
        .populations
        .iter()
        .map(|p| p.positions.clone().unwrap())
        .collect();
    assert_eq!(
        positions,
        [
            Positions::periodic_grid([10, 10], 50.0),
            Positions::grid([4, 5], 50.0).with_periods([Some(200.0), None]),
            Positions::grid([5], 50.0),
        ]
    );
    let rules: Vec<_> = network
        .projections
        .iter()
        .map(|given| &given.rule)
        .collect();
    assert!(matches!(
        rules[0],
        ConnectionRule::Distance {
            profile: Profile::Gaussian { sd: 100.0 },
            p_max: 0.3,
            autapses: false
        }
    ));
    assert!(matches!(
        rules[1],
        ConnectionRule::Distance {
            profile: Profile::Exponential { length: 200.0 },
            p_max: 0.5,
            autapses: true
        }
    ));
    check_round_trip(&plan);
    let text = plan.to_toml();
    for line in [
        "grid = [\"n\", \"n\"]  # = 10, 10",
        "profile = \"gaussian\"",
        "periodic = false",
        "length = \"0.2 mm\"",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

const GIVEN: &str = r#"[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = 3
neuron = "cortical-rs"
positions = { file = "xy.npy", unit = "mm", periods = ["0.2 mm", false] }

[[population]]
name = "line"
size = 3
neuron = "cortical-rs"
positions = { file = "x.npy", unit = "um" }
"#;

fn plan_in(directory: &TempDir, text: &str) -> Result<Plan, ConfigError> {
    let source = Source::Text {
        name: "net.toml",
        text,
        directory: directory.path(),
    };
    Configuration::load(source, &Overrides::default())?.plan()
}

#[test]
fn positions_in_files_arrive_or_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    write_npy(
        &path("xy.npy"),
        &array![[0.0, 0.1], [0.12, 0.3], [0.07, -1.0]],
    )
    .unwrap();
    write_npy(&path("x.npy"), &array![10_u8, 20, 30]).unwrap();
    let plan = plan_in(&directory, GIVEN).unwrap();
    let populations = &plan.network.description().populations;
    let expected = Positions::given(array![[0.0, 100.0], [120.0, 300.0], [70.0, -1000.0]])
        .with_periods([Some(200.0), None]);
    assert_eq!(populations[0].positions, Some(expected));
    let expected = Positions::given(array![[10.0], [20.0], [30.0]]);
    assert_eq!(populations[1].positions, Some(expected));
    check_round_trip(&plan);
    let refusal = |right: &str, wrong: &str| {
        assert!(GIVEN.contains(right));
        let text = GIVEN.replacen(right, wrong, 1);
        let message = plan_in(&directory, &text).unwrap_err().to_string();
        println!("{message}\n");
        message
    };
    for (right, wrong, says) in [
        (
            "size = 3",
            "size = 4",
            "cells.positions.file = \"xy.npy\": there are positions of 3 neurons",
        ),
        (
            "\"0.2 mm\"",
            "\"0.1 mm\"",
            "cells.positions.periods.0 = \"0.1 mm\": the neurons extend over 120",
        ),
        (
            "\"0.2 mm\"",
            "\"0 mm\"",
            "cells.positions.periods.0 = \"0 mm\": out of range; accepted is a period",
        ),
        (
            "\"0.2 mm\"",
            "\"0.2 mV\"",
            "cells.positions.periods.0 = \"0.2 mV\": expected a length such as \"100 um\"",
        ),
        (
            "\"0.2 mm\"",
            "true",
            "cells.positions.periods.0 = true: the circumference is not known",
        ),
        (
            ", false]",
            "]",
            "cells.positions.periods: there are 1 periods; the positions have 2",
        ),
        (
            "unit = \"mm\"",
            "unit = \"mV\"",
            "cells.positions.unit = \"mV\": expected a length",
        ),
        (
            "unit = \"mm\", ",
            "",
            "cells.positions: these keys do not make positions",
        ),
        ("xy.npy", "yx.npy", "cannot read"),
    ] {
        let message = refusal(right, wrong);
        assert!(message.contains(says), "{says:?} is not in: {message}");
    }
}

#[test]
fn mistakes() {
    check_in(
        SHEETS,
        r#"
grid = ["n", "n"] => grid = ["n", 11]
    ["n", 11] | population.sheet.positions.grid | positions of 110 neurons in 2 dimensions; 100 neurons
grid = ["n", "n"] => grid = [5, 5, 2, 2]
    [5, 5, 2, 2] | population.sheet.positions.grid | in 4 dimensions; 100 neurons in 1 to 3
grid = ["n", "n"] => grid = 10
    10 | population.sheet.positions.grid | expected an array
"0.05 mm" => "0 mm"
    "0 mm" | population.sheet.positions.spacing | out of range; accepted is a spacing in
"0.05 mm" => 50
    50 | population.sheet.positions.spacing | write "50 um"
[true, false] => [true]
    [true] | population.tube.positions.periodic | the grid has 2 dimensions
[true, false] => "yes"
    "yes" | population.tube.positions.periodic | true or false
spacing = "50 um", periodic => periodic
    { grid = [4, 5], periodic = [true, false] } | population.tube.positions | do not make positions; expected is { grid
p_max = 0.3 => p_max = 1.3
    1.3 | projection.near.connect.p_max | out of range; accepted is a probability
p_max = 0.3 => p = 0.3
    p | projection.near.connect.p | known here: rule, profile, sd, length, p_max, autapses
sd = "100 um" => length = "100 um"
    { rule = "distance", profile = "gaussian", length = "100 um", p_max = 0.3 } | projection.near.connect | profile = "gaussian" with sd
sd = "100 um" => sd = "100 ms"
    "100 ms" | projection.near.connect.sd | expected a length
sd = "100 um" => sd = "0 um"
    "0 um" | projection.near.connect.sd | out of range; accepted is a length
profile = "gaussian", => (nothing)
    { rule = "distance",  sd = "100 um", p_max = 0.3 } | projection.near.connect | "profile" is missing; write profile = "gaussian"
source = "sheet" => source = "tube"
    "distance" | projection.near.connect.rule | different spaces
positions = { grid = ["n", "n"], spacing = "0.05 mm", periodic = true } => (nothing)
    "distance" | projection.near.connect.rule | population "sheet" has none; write positions
"#,
    );
}
