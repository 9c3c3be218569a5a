//! Every refusal once: if one of these fails, a run ends without what should have been recorded.

use crate::network::{Network, NetworkDescription, Population, Slice, SpikeTimes};
use crate::recording::{ALWAYS, RateRecording, Recording, SpikeRecording, StateRecording};
use adexnet_model::adex::AdexParameters;
use adexnet_model::neuron::Variable;
use std::ops::Range;

/// What is changed, and what the refusal says.
type Change<T> = (fn(&mut T), &'static str);

fn network() -> Network {
    let network = Network::new(NetworkDescription {
        dt: 0.1,
        populations: vec![
            Population::new("cells", 10, AdexParameters::default()),
            Population::spike_source("sources", 5, SpikeTimes::default()),
        ],
        ..NetworkDescription::default()
    });
    network.expect("a valid network")
}

fn refused(recording: &Recording) -> String {
    let refused = recording.validate(&network());
    refused.expect_err("it should be refused").to_string()
}

fn cells(neurons: Range<usize>) -> Slice {
    Slice::range(0, neurons)
}

#[test]
fn spikes() {
    for (slice, window, expected) in [
        (
            cells(3..11),
            ALWAYS,
            "recording \"spikes\", neurons: neurons 3..11 do not lie in the population",
        ),
        (
            cells(3..3),
            ALWAYS,
            "recording \"spikes\", neurons: no neuron given; name at least one",
        ),
        (
            cells(3..4),
            5..5,
            "recording \"spikes\", window: no step given; name at least one",
        ),
    ] {
        let neurons = vec![slice];
        let found = refused(&Recording {
            spikes: SpikeRecording::Part { neurons, window },
            ..Recording::default()
        });
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn states() {
    let valid = || StateRecording::new("some", &[Variable::V, Variable::I], cells(0..10));
    let of = |states: Vec<StateRecording>| Recording {
        states,
        ..Recording::default()
    };
    assert!(of(vec![valid()]).validate(&network()).is_ok());
    let found = refused(&of(vec![valid(), valid()]));
    assert!(
        found.starts_with("recording \"some\", name: the name is taken"),
        "{found}"
    );
    let changes: [Change<StateRecording>; 9] = [
        (
            |r| r.neurons.population = 2,
            "neurons: there is no population of number 2",
        ),
        (|r| r.neurons = cells(4..4), "neurons: no neuron given"),
        (|r| r.variables.clear(), "variables: no variable given"),
        (
            |r| r.variables.push(Variable::U),
            "variables: the model adex has no variable \"u\"; it has V, w, ge, gi, I",
        ),
        (
            |r| r.neurons = Slice::range(1, 0..5),
            "variables: the model of spike sources has no variable \"V\"",
        ),
        (
            |r| r.variables.push(Variable::V),
            "variables: the name is taken already",
        ),
        (
            |r| r.every = 0,
            "every: 0 is out of range; accepted is an interval of at least one",
        ),
        (|r| r.window = 7..7, "window: no step given"),
        (
            |r| r.neurons = Slice::list(0, vec![3, 1]),
            "neurons: neuron 1 of the list follows 3",
        ),
    ];
    for (change, expected) in changes {
        let mut recording = valid();
        change(&mut recording);
        let found = refused(&of(vec![recording]));
        let expected = format!("recording \"some\", {expected}");
        assert!(found.starts_with(&expected), "{found}");
    }
}

#[test]
fn rates() {
    let valid = || RateRecording {
        name: "all".to_owned(),
        neurons: vec![cells(0..10), Slice::range(1, 0..5)],
        bin: 10,
        window: ALWAYS,
    };
    let of = |rates: Vec<RateRecording>| Recording {
        rates,
        ..Recording::default()
    };
    assert!(of(vec![valid()]).validate(&network()).is_ok());
    let found = refused(&of(vec![valid(), valid()]));
    assert!(
        found.starts_with("recording \"all\", name: the name is taken"),
        "{found}"
    );
    let changes: [Change<RateRecording>; 4] = [
        (|r| r.neurons.clear(), "neurons: no neuron given"),
        (
            |r| r.neurons.push(cells(9..11)),
            "neurons: neurons 9..11 do not lie",
        ),
        (
            |r| r.bin = 0,
            "bin: 0 is out of range; accepted is an interval of at least one",
        ),
        (|r| r.window = 7..7, "window: no step given"),
    ];
    for (change, expected) in changes {
        let mut recording = valid();
        change(&mut recording);
        let found = refused(&of(vec![recording]));
        let expected = format!("recording \"all\", {expected}");
        assert!(found.starts_with(&expected), "{found}");
    }
}
