//! What the command line changes, and how its mistakes are refused.

use super::{EVERYTHING, Overrides, load, set};
use adexnet_engine::{ConnectionRule, CurrentInput, Noise, Precision, SpikeRecording};

#[test]
fn options_change_what_they_name() {
    let mut overrides = set(&[
        "population.cells.neuron.b=20 pA",
        "population.1.neuron.preset = \"adaptation\"",
        "projection.E.connect.p=0.1",
        "projection.1.weight=\"4 nS\"",
        "input.0.current=1e-10 A",
        "record.state.trace.variables=[\"V\"]",
        "simulation.noise=white",
        "simulation.seed=1",
    ]);
    overrides.seed = Some(99);
    overrides.threads = Some(3);
    overrides.precision = Some("double".to_owned());
    overrides.duration = Some("10 ms".to_owned());
    let plan = load(EVERYTHING, &overrides).unwrap().plan().unwrap();
    let network = plan.network.description();
    assert_eq!(network.populations[0].parameter("b"), Some(20.0));
    assert_eq!(
        network.populations[0].parameter("C"),
        Some(104.0),
        "the preset stays"
    );
    assert_eq!(network.populations[1].parameter("C"), Some(200.0));
    assert!(matches!(
        network.projections[0].rule,
        ConnectionRule::PairwiseBernoulli {
            p: 0.1,
            autapses: true
        }
    ));
    assert_eq!(network.projections[1].weight, 4.0.into());
    let current = network.currents().next().unwrap().1;
    assert_eq!(
        *current,
        CurrentInput::constant(current.target.clone(), 100.0)
    );
    assert_eq!(plan.recording.states[0].variables.len(), 1);
    assert!(matches!(network.noise, Noise::White));
    assert_eq!(network.seed, 99, "--seed wins over --set");
    assert_eq!((plan.threads, plan.steps), (3, 100));
    assert_eq!(plan.precision, Precision::Double);
}

#[test]
fn a_key_that_was_left_out_can_be_set() {
    let text = "[simulation]\nduration = \"1 s\"\n[[population]]\nname = \"a\"\nsize = 1\nneuron = \"cortical-rs\"\n";
    let options = set(&[
        "simulation.noise=none",
        "population.a.initial.V=-70 mV",
        "record.spikes=false",
    ]);
    let plan = load(text, &options).unwrap().plan().unwrap();
    assert!(matches!(plan.network.description().noise, Noise::None));
    assert_eq!(
        plan.network.description().populations[0]
            .neurons()
            .unwrap()
            .initial[0]
            .1
            .common(),
        Some(-70.0)
    );
    assert_eq!(plan.recording.spikes, SpikeRecording::None);
}

/// If this fails, a mistyped option is obeyed, ignored, or blamed on the file.
#[test]
fn mistakes_in_options_are_refused_as_such() {
    for (option, at, says) in [
        (
            "population.cells.siz=5",
            "population.cells.siz",
            &["population.cells.siz: unknown key (did you mean \"size\"?)"][..],
        ),
        (
            "populaton.cells.size=5",
            "populaton.cells.size",
            &["populaton: unknown key (did you mean \"population\"?)"],
        ),
        (
            "population.cels.size=5",
            "population.cels.size",
            &[
                "there is no \"cels\" (did you mean \"cells\"?)",
                "its items are 0 to 1, or by name: cells, others",
            ],
        ),
        (
            "input.2.current=5 pA",
            "input.2.current",
            &["there is no \"2\"", "its items are 0 to 1"],
        ),
        (
            "population.cells.size=ten",
            "ten",
            &["population.cells.size = \"ten\": there is no parameter \"ten\""],
        ),
        (
            "population.cells.name=7",
            "7",
            &["population.0.name = 7", "found a whole number"],
        ),
        ("projection.E.weight=2", "2", &["write \"2 nS\""]),
        (
            "projection.E.weight=2 pF",
            "2 pF",
            &["expected a conductance"],
        ),
        (
            "projection.E.weight=-2 nS",
            "-2 nS",
            &["out of range", "not negative"],
        ),
        (
            "population.cells.neuron.b=20 mV",
            "20 mV",
            &["population.cells.neuron.b = \"20 mV\": expected a current"],
        ),
        (
            "population.cells.neuron.Vr=41 mV",
            "41 mV",
            &["must be below Vs"],
        ),
        (
            "population.cells.neuron.tauw=9 ms",
            "population.cells.neuron.tauw",
            &["did you mean \"tau_w\"?"],
        ),
        (
            "population.cells.size.x=5",
            "population.cells.size.x",
            &["there is no \"x\" in a whole number"],
        ),
        (
            "simulation.seed",
            "simulation.seed",
            &["expected is KEY=VALUE"],
        ),
        ("=5", "=5", &["expected is KEY=VALUE"]),
        ("a..b=5", "a..b=5", &["expected is KEY=VALUE"]),
    ] {
        let error = match load(EVERYTHING, &set(&[option])) {
            Err(error) => error,
            Ok(configuration) => configuration.plan().expect_err(option),
        };
        let message = error.to_string();
        println!("{message}\n");
        let place = error.place();
        assert_eq!(place.origin, format!("--set {option}"), "{message}");
        let (text, span) = (place.text.as_deref().unwrap(), place.span.clone().unwrap());
        assert_eq!(text[span].trim(), at, "{message}");
        for fragment in says {
            assert!(
                message.contains(fragment),
                "{fragment:?} is not in: {message}"
            );
        }
    }
}

#[test]
fn mistakes_in_short_options_name_the_option() {
    let half = Overrides {
        precision: Some("half".to_owned()),
        ..Overrides::default()
    };
    let bare = Overrides {
        duration: Some("60".to_owned()),
        ..Overrides::default()
    };
    let huge = Overrides {
        seed: Some(u64::MAX),
        ..Overrides::default()
    };
    for (overrides, says) in [
        (
            half,
            "--precision half: simulation.precision = \"half\": unknown name; known here: double, single",
        ),
        (
            bare,
            "--duration 60: simulation.duration = \"60\": has no unit",
        ),
        (huge, "--seed 18446744073709551615: the number is too large"),
    ] {
        let message = load(EVERYTHING, &overrides).unwrap_err().to_string();
        assert!(message.starts_with(says), "{message}");
    }
}

/// If this fails, an option can exhaust the stack.
#[test]
fn absurdly_deep_keys_are_refused() {
    let option = "a.".repeat(100_000) + "a=1";
    let error = load(EVERYTHING, &set(&[&option])).unwrap_err();
    assert!(error.to_string().contains("at most 8"));
}
