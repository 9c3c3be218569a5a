//! Descriptions with parameters and expressions: what they mean, and how they come back.

use super::complete::check_round_trip;
use super::{EVERYTHING, Overrides, Plan, load, plan, set};
use adexnet_engine::ConnectionRule;
use proptest::prelude::*;

/// [`EVERYTHING`] again, with an expression in every place where a number can stand.
pub(super) const EXPRESSIONS: &str = r#"[parameters]
weak = "strong/4"                 # parameters use each other in any order
N = 100
p = 0.05
strong = "4*(10 nS/(N*p))"
half = "N//2"
tau = "1 ms"
unused = "1 V"

[simulation]
duration = "500*tau"
dt = "tau/10"
seed = "N - 93"
rng = "chacha8"
noise = "none"
precision = "single"
threads = "1 + 1"

[[population]]
name = "cells"
size = "N"
neuron = "cortical-rs"
initial = { V = "-60 mV", w = "5*1 pA", ge = "weak/2", gi = "weak + 1 nS" }
inhibitory = "cells[4*N//5:]"

[[population]]
name = "others"
size = "0.1*N"
neuron = { preset = "tonic-spiking", b = "2*10 pA", Iext = "2*1 pA*sqrt(s)" }
inhibitory = "others"

[[projection]]
name = "E"
source = "cells[0 : 8*N//10]"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = "p", autapses = true }
weight = "weak"
delay = "1.5*tau"

[[projection]]
source = "others[-N//100]"
target = "cells"
receptor = "inhibitory"
connect = { rule = "pairwise-bernoulli", p = "20*p" }
weight = "strong"

[[input]]
target = "cells[:min(10, N)]"
current = "100*2 pA"

[[input]]
target = "others"
current = { times = ["0 s", "100*tau"], values = ["0 pA", "(1 mV)*(200 nS)"] }

[record]
spikes = false

[[record.state]]
name = "trace"
variables = ["V", "w", "ge", "gi", "I"]
neurons = "others[2:4]"
every = "tau/2"
"#;

/// What is simulated, with all numbers in the fewest digits that denote them.
fn shown(plan: &Plan) -> String {
    format!(
        "{:?} {:?} {} {:?} {} {:?}",
        plan.network.description(),
        plan.recording,
        plan.steps,
        plan.precision,
        plan.threads,
        plan.inhibitory
    )
}

/// If this fails, there is a place that does not take expressions, or one rounds what is exact.
#[test]
fn every_number_can_be_an_expression() {
    let computed = plan(EXPRESSIONS).unwrap();
    assert_eq!(shown(&computed), shown(&plan(EVERYTHING).unwrap()));
}

#[test]
fn degrees_and_totals_can_be_expressions() {
    for (rule, expected) in [
        (
            "rule = \"fixed-in-degree\", degree = \"N*p\"",
            "FixedInDegree { degree: 5,",
        ),
        (
            "rule = \"fixed-out-degree\", degree = \"N/3 - 1/3\"",
            "FixedOutDegree { degree: 33,",
        ),
        (
            "rule = \"fixed-total\", synapses = \"N**2/2\"",
            "FixedTotal { synapses: 5000,",
        ),
    ] {
        let text = EXPRESSIONS.replace("rule = \"pairwise-bernoulli\", p = \"p\"", rule);
        let plan = plan(&text).unwrap();
        let found = format!("{:?}", plan.network.description().projections[0].rule);
        assert!(found.starts_with(expected), "{found}");
    }
}

/// If this fails, a run cannot be repeated, or nobody sees any more how it was parametrised.
#[test]
fn expressions_come_back_with_their_values() {
    let plan = plan(EXPRESSIONS).unwrap();
    check_round_trip(&plan);
    let text = plan.to_toml();
    for line in [
        "[parameters]\nweak = \"strong/4\"  # = 2 nS\nN = 100\np = 0.05\n",
        "strong = \"4*(10 nS/(N*p))\"  # = 8 nS\n",
        "half = \"N//2\"  # = 50\n",
        "unused = \"1 V\"\n",
        "duration = \"500*tau\"  # = 500 ms\n",
        "seed = \"N - 93\"  # = 7\n",
        "threads = \"1 + 1\"  # = 2\n",
        "size = \"N\"  # = 100\n",
        "name = \"cells\"\n",
        "inhibitory = \"cells[4*N//5:]\"  # = cells[80:]\n",
        "source = \"cells[0 : 8*N//10]\"  # = cells[0 :80]\n",
        "b = \"2*10 pA\"  # = 20 pA\n",
        "Iext = \"2*1 pA*sqrt(s)\"  # = 2 pA*sqrt(s)\n",
        "V = \"-60 mV\"\n",
        "p = \"p\"  # = 0.05\n",
        "p = \"20*p\"  # = 1\n",
        "times = [\"0 s\", \"100*tau\"]  # = 100 ms\n",
        "values = [\"0 pA\", \"(1 mV)*(200 nS)\"]  # = 200 pA\n",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

/// If this fails, an option changes one number where it should change the network.
#[test]
fn options_change_parameters_and_use_them() {
    let options = set(&[
        "parameters.N=1000",
        "parameters.tau=2*0.5 ms",
        "projection.E.connect.p=2*p",
        "population.others.size=N//4",
    ]);
    let plan = load(EXPRESSIONS, &options).unwrap().plan().unwrap();
    let network = plan.network.description();
    assert_eq!(network.populations[0].size, 1000);
    assert_eq!(network.populations[1].size, 250);
    assert_eq!(network.projections[0].source.neurons, (0..800).into());
    assert_eq!(network.projections[0].weight, 0.2.into());
    assert_eq!(network.projections[1].weight, 0.8.into());
    let ConnectionRule::PairwiseBernoulli { p, .. } = network.projections[0].rule else {
        panic!();
    };
    assert_eq!(p, 0.1);
    check_round_trip(&plan);
    assert!(plan.to_toml().contains("p = \"2*p\"  # = 0.1\n"));
}

/// If this fails, an expression is taken for a name, or a name for an expression.
#[test]
fn names_are_no_expressions() {
    let text = EXPRESSIONS
        .replace("name = \"cells\"", "name = \"N\"")
        .replace("\"cells", "\"N")
        .replace("name = \"trace\"", "name = \"half\"")
        .replace("unused", "none")
        .replace("tau", "adaptation")
        .replace("preset = \"tonic-spiking\"", "preset = \"adaptation\"");
    let plan = plan(&text).unwrap();
    assert_eq!(plan.network.description().populations[0].name, "N");
    assert_eq!(plan.network.description().populations[0].size, 100);
    assert_eq!(plan.recording.states[0].name, "half");
    check_round_trip(&plan);
    let toml = plan.to_toml();
    assert!(toml.contains("name = \"N\"\n") && toml.contains("noise = \"none\"\n"));
}

/// If this fails, a description costs more than its length.
#[test]
fn long_chains_of_parameters_are_evaluated() {
    use std::fmt::Write;
    let mut text = "[parameters]\nx0 = 1\n".to_owned();
    for number in (1..20_000).rev() {
        writeln!(text, "x{number} = \"x{} + 1\"", number - 1).unwrap();
    }
    text += &EVERYTHING.replace("size = 100\n", "size = \"x19999/200\"\n");
    assert_eq!(plan(&text).unwrap().network.size(), 110);
    let circle = text.replacen("x0 = 1", "x0 = \"x19999\"", 1);
    let message = plan(&circle).unwrap_err().to_string();
    assert!(
        message.contains("needs itself") && message.len() < 300,
        "{message}"
    );
}

#[test]
fn parameters_of_the_description_can_be_seen() {
    let configuration = load(EXPRESSIONS, &Overrides::default()).unwrap();
    let parameters = &configuration.spec().parameters;
    let found: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    assert_eq!(
        found[..5],
        [
            "weak = 2 nS",
            "N = 100",
            "p = 0.05",
            "strong = 8 nS",
            "half = 50"
        ]
    );
    assert!(!parameters.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// If this fails, a description can crash what reads it, or is not what its network.toml says.
    #[test]
    fn any_text_is_accepted_or_refused(
        place in proptest::sample::select(vec![
            "weak = \"strong/4\"",
            "N = 100",
            "size = \"N\"",
            "weight = \"weak\"",
            "p = \"p\"",
            "every = \"tau/2\"",
            "source = \"cells[0 : 8*N//10]\"",
            "b = \"2*10 pA\"",
        ]),
        tokens in proptest::collection::vec(proptest::sample::select(vec![
            "N", "p", "tau", "weak", "cells", "cells[", "]", ":", "ms", " nS", "1", "2.5", "1e300",
            "(", ")", "+", "-", "*", "/", "//", "%", "**", ",", "sqrt(", "min(", " ", "#", "=", "\\n",
        ]), 0..8)
    ) {
        let (key, _) = place.split_once(" = ").unwrap();
        let changed = format!("{key} = \"{}\"", tokens.concat());
        let text = EXPRESSIONS.replacen(place, &changed, 1);
        prop_assert!(text.contains(&changed));
        match plan(&text) {
            Ok(plan) => check_round_trip(&plan),
            Err(error) => prop_assert!(error.place().line_and_column.is_some(), "{}", error),
        }
    }
}
