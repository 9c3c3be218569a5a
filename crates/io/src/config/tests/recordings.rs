//! What is recorded: parts, windows and rates.

use super::complete::check_round_trip;
use super::mistake_table::check_in;
use super::plan;
use adexnet_engine::{ALWAYS, RateRecording, Slice, SpikeRecording, StateRecording, Variable};

pub(super) const RECORDINGS: &str = r#"[parameters]
N = 10
transient = "20 ms"

[simulation]
duration = "100 ms"

[[population]]
name = "E"
size = "N"
neuron = "izhikevich-rs"

[[population]]
name = "I"
size = 2
neuron = "coba-lif"

[[population]]
name = "source"
size = 3
poisson = { rate = "10 Hz" }

[record]
spikes = { neurons = ["E[0:N//2]", "source"], from = "transient", to = "90.05 ms" }

[[record.state]]
name = "u"
variables = ["V", "u", "I"]
neurons = "E[0, 9]"
every = "1 ms"
from = "transient"

[[record.state]]
name = "v"
variables = ["V"]
neurons = "I"
to = "0.3 ms"

[[record.rate]]
name = "E"
neurons = "E"
bin = "5 ms"

[[record.rate]]
name = "all"
neurons = ["E", "I", "source[1]"]
bin = "transient/2"
from = "10 ms"
to = "100 ms"
"#;

#[test]
fn recordings_arrive() {
    let plan = plan(RECORDINGS).unwrap();
    let recording = &plan.recording;
    let (five, sources) = (Slice::range(0, 0..5), Slice::range(2, 0..3));
    assert_eq!(
        recording.spikes,
        SpikeRecording::Part {
            neurons: vec![five, sources],
            window: 200..901,
        }
    );
    let state = |name, variables: &[_], neurons, every, window| StateRecording {
        every,
        window,
        ..StateRecording::new(name, variables, neurons)
    };
    let (v, u, i) = (Variable::V, Variable::U, Variable::I);
    let some = Slice::list(0, vec![0, 9]);
    let expected = [
        state("u", &[v, u, i], some, 10, 200..u64::MAX),
        state("v", &[v], Slice::range(1, 0..2), 1, 0..3),
    ];
    assert_eq!(recording.states, expected);
    let rate = |name: &str, neurons, bin, window| RateRecording {
        name: name.to_owned(),
        neurons,
        bin,
        window,
    };
    let (all, both) = (Slice::range(0, 0..10), Slice::range(1, 0..2));
    let expected = [
        rate("E", vec![all.clone()], 50, ALWAYS),
        rate(
            "all",
            vec![all, both, Slice::range(2, 1..2)],
            100,
            100..1000,
        ),
    ];
    assert_eq!(recording.rates, expected);
    check_round_trip(&plan);
    let text = plan.to_toml();
    for line in [
        "neurons = [\"E[0:N//2]\", \"source\"]  # = E[0:5]",
        "from = \"transient\"  # = 20 ms",
        "bin = \"transient/2\"  # = 10 ms",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

#[test]
fn a_window_alone_is_of_all_neurons() {
    let text = RECORDINGS.replace("neurons = [\"E[0:N//2]\", \"source\"], ", "");
    let plan = plan(&text).unwrap();
    let SpikeRecording::Part { neurons, .. } = &plan.recording.spikes else {
        panic!("no part");
    };
    let sizes: Vec<_> = neurons.iter().map(|slice| slice.neurons.len()).collect();
    assert_eq!(sizes, [10, 2, 3]);
    check_round_trip(&plan);
}

#[test]
fn mistakes() {
    check_in(
        RECORDINGS,
        r#"
to = "90.05 ms" => to = "20 ms"
    "20 ms" | record.spikes.to | to = "20 ms": no step lies before this time
from = "transient" => from = "-1 ms"
    "-1 ms" | record.spikes.from | out of range; accepted is a time from 0 ms
from = "transient" => from = "1e30 s"
    "1e30 s" | record.spikes.from | out of range
from = "transient" => from = 20
    20 | record.spikes.from | write "20 ms"
from = "transient" => start = "20 ms"
    start | record.spikes.start | known here: neurons, from, to
"E[0:N//2]", "source" => (nothing)
    [] | record.spikes.neurons | the array is empty
"E[0:N//2]", "source" => "E[0:N//2]", "sourc"
    "sourc" | record.spikes.neurons.1 | did you mean "source"?
"E[0:N//2]", "source" => "E[0:N//2]", 5
    5 | record.spikes.neurons.1 | found a whole number; expected a text
variables = ["V", "u", "I"] => variables = ["V", "w", "I"]
    "w" | record.state.u.variables.1 | known here: V, u, ge, gi, I
variables = ["V"] => variables = ["V", "u"]
    "u" | record.state.v.variables.1 | known here: V, ge, gi, I
variables = ["V"] => variables = [5]
    5 | record.state.v.variables.0 | a text in quotation marks
variables = ["V"] => variables = []
    [] | record.state.v.variables | the array is empty
neurons = "I"\nto => neurons = "source"\nto
    ["V"] | record.state.v.variables | are sources of spikes; accepted are neurons
to = "0.3 ms" => to = "0 ms"
    "0 ms" | record.state.v.to | no step lies before
bin = "5 ms" => bin = "0 ms"
    "0 ms" | record.rate.E.bin | a time from one step
bin = "5 ms" => every = "5 ms"
    every | record.rate.E.every | known here: name, neurons, bin, from, to
bin = "5 ms" => (nothing)
    [[record.rate]] | record.rate.E | "bin" is missing; write bin = "10 ms"
name = "all" => name = "e"
    "e" | record.rate.e.name | another one has this name
neurons = "E"\nbin => neurons = "E[0:11]"\nbin
    "E[0:11]" | record.rate.E.neurons | 11 lies outside
"#,
    );
}
