//! Inputs, and the neurons that receive them.

use super::complete::check_round_trip;
use super::mistake_table::check_in;
use super::{ConfigError, Configuration, Overrides, Plan, Source, plan};
use crate::files::write_npy;
use adexnet_engine::{
    CurrentInput, Fluctuating, Fluctuations, Input, PoissonInput, Receptor, Slice, Waveform,
};
use ndarray::{Array2, Array3, array};
use tempfile::TempDir;

/// Inputs of every kind, without files.
pub(super) const INPUTS: &str = r#"[parameters]
N = 10
f = "8 Hz"

[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = "N"
neuron = "cortical-rs"

[[population]]
name = "source"
size = 2
poisson = { rate = "10 Hz" }

[[input]]
name = "drive"
target = "cells[0, 2, N//2 : 7, -1]"
current = { sine = { amplitude = "50 pA", frequency = "f", phase = "N/4" } }

[[input]]
target = "cells"
current = { sine = { amplitude = "1 nA", frequency = "2*f", offset = "-20 pA" } }

[[input]]
target = "cells[:4]"
poisson = { rate = "2*f", sources = "100*N", weight = "0.1 nS", receptor = "excitatory" }

[[input]]
target = "cells"
poisson = { rate = { times = ["0 s", "5 ms"], values = ["1 kHz", "0 Hz"] }, weight = "1 nS", receptor = "inhibitory" }

[[input]]
target = "cells"
fluctuations = { mean = "20 pA", sd = "0.01 nA", tau = "5 ms" }

[[input]]
target = "cells[3]"
fluctuations = { mean = "12 nS", sd = "3 nS", tau = "2.7 ms", reversal = "0 mV" }
"#;

#[test]
fn inputs_of_every_kind_arrive() {
    let plan = plan(INPUTS).unwrap();
    let all = || Slice::range(0, 0..10);
    let sine = |target, [amplitude, frequency, phase, offset]: [f64; 4]| {
        Input::Current(CurrentInput {
            target,
            waveform: Waveform::Sinusoid {
                offset,
                amplitude,
                frequency,
                phase,
            },
        })
    };
    let poisson = |target, receptor, sources, weight, times: &[f64], rates: &[f64]| {
        Input::Poisson(PoissonInput {
            target,
            receptor,
            sources,
            weight,
            times: times.to_vec(),
            rates: rates.to_vec(),
        })
    };
    let expected = [
        sine(Slice::list(0, vec![0, 2, 5, 6, 9]), [50.0, 8.0, 2.5, 0.0]),
        sine(all(), [1000.0, 16.0, 0.0, -20.0]),
        poisson(
            Slice::range(0, 0..4),
            Receptor::EXCITATORY,
            1000,
            0.1,
            &[0.0],
            &[16.0],
        ),
        poisson(
            all(),
            Receptor::INHIBITORY,
            1,
            1.0,
            &[0.0, 5.0],
            &[1000.0, 0.0],
        ),
        Input::Fluctuations(Fluctuations {
            target: all(),
            kind: Fluctuating::Current,
            mean: 20.0,
            sd: 10.0,
            tau: 5.0,
        }),
        Input::Fluctuations(Fluctuations {
            target: Slice::range(0, 3..4),
            kind: Fluctuating::Conductance { reversal: 0.0 },
            mean: 12.0,
            sd: 3.0,
            tau: 2.7,
        }),
    ];
    let found = &plan.network.description().inputs;
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
    check_round_trip(&plan);
    let text = plan.to_toml();
    for line in [
        "target = \"cells[0, 2, N//2 : 7, -1]\"  # = cells[0, 2,5: 7, -1]",
        "frequency = \"2*f\"  # = 16 Hz",
        "sources = \"100*N\"  # = 1000",
        "sources = 1\n",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
}

const WITH_FILES: &str = r#"[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = 4
neuron = "cortical-rs"
inhibitory = { population = "cells", file = "some.npy" }

[[input]]
target = { population = "cells", file = "some.npy" }
current = { file = "each.npy", every = "1 ms", unit = "nA" }

[[input]]
target = "cells"
current = { file = "all.npy", every = "0.5 ms", unit = "pA" }
"#;

fn with_files() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    write_npy(&path("some.npy"), &array![0_u8, 3]).unwrap();
    write_npy(&path("each.npy"), &array![[0.02, 0.1], [0.0, -1.0]]).unwrap();
    write_npy(&path("all.npy"), &array![1_i32, 2, 3]).unwrap();
    directory
}

fn plan_in(directory: &TempDir, text: &str) -> Result<Plan, ConfigError> {
    let source = Source::Text {
        name: "net.toml",
        text,
        directory: directory.path(),
    };
    Configuration::load(source, &Overrides::default())?.plan()
}

#[test]
fn samples_and_lists_in_files_arrive() {
    let directory = with_files();
    let plan = plan_in(&directory, WITH_FILES).unwrap();
    let sampled = |target, every, samples: Array2<f64>| {
        Input::Current(CurrentInput {
            target,
            waveform: Waveform::Sampled {
                every,
                samples: samples.into(),
            },
        })
    };
    let some = Slice::list(0, vec![0, 3]);
    let expected = [
        sampled(some, 1.0, array![[20.0, 100.0], [0.0, -1000.0]]),
        sampled(Slice::range(0, 0..4), 0.5, array![[1.0], [2.0], [3.0]]),
    ];
    assert_eq!(plan.network.description().inputs, expected);
    assert_eq!(plan.inhibitory, [0..1, 3..4]);
    assert_eq!(plan.files.len(), 4);
    check_round_trip(&plan);
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let directory = with_files();
    let refusal = |text: &str| {
        let message = plan_in(&directory, text).unwrap_err().to_string();
        println!("{message}\n");
        message
    };
    let path = |name| directory.path().join(name);
    write_npy(&path("each.npy"), &array![[1.0, 2.0, 3.0]]).unwrap();
    let message = refusal(WITH_FILES);
    assert!(
        message.contains("line 12, column 20: input.0.current.file = \"each.npy\": ")
            && message.contains("1 rows and 3 columns; accepted"),
        "{message}"
    );
    write_npy(&path("each.npy"), &Array3::<f64>::zeros((1, 1, 1))).unwrap();
    assert!(refusal(WITH_FILES).contains("shape [1, 1, 1]"));
    for (neurons, says) in [
        (vec![0.0, 4.0], "element [1] is 4; accepted are neurons"),
        (vec![0.5], "element [0] is 0.5; accepted"),
        (vec![-1.0], "element [0] is -1; accepted"),
        (
            vec![3.0, 0.0],
            "neuron 0 follows 3; listed neurons must ascend",
        ),
        (vec![3.0, 3.0], "neuron 3 follows 3"),
        (vec![], "the array is empty"),
    ] {
        write_npy(&path("some.npy"), &ndarray::Array1::from(neurons)).unwrap();
        let message = refusal(&WITH_FILES.replacen("inhibitory", "# ", 1));
        assert!(
            message.contains("input.0.target.file = \"some.npy\": "),
            "{message}"
        );
        assert!(message.contains(says), "{message}");
    }
    let files = with_files();
    let text = WITH_FILES.replacen(
        "population = \"cells\", file",
        "population = \"cell\", file",
        1,
    );
    let message = plan_in(&files, &text).unwrap_err().to_string();
    assert!(
        message.contains("population.cells.inhibitory: these are neurons of another"),
        "{message}"
    );
}

#[test]
fn mistakes() {
    check_in(
        INPUTS,
        r#"
amplitude = "50 pA", => (nothing)
    {  frequency = "f", phase = "N/4" } | input.drive.current.sine | "amplitude" is missing; write amplitude = "50 pA"
frequency = "f" => frequency = "5 ms"
    "5 ms" | input.drive.current.sine.frequency | expected a frequency such as "10 Hz"
frequency = "f" => frequency = "-5 Hz"
    "-5 Hz" | input.drive.current.sine.frequency | out of range; accepted is a frequency in Hz from 0
phase = "N/4" => phase = "3 ms"
    "3 ms" | input.drive.current.sine.phase | expected a plain number
phase = "N/4" => phse = 3
    phse | input.drive.current.sine.phse | did you mean "phase"?
current = { sine = { amplitude = "50 pA", frequency = "f", phase = "N/4" } } => current = { times = ["0 s"] }
    { times = ["0 s"] } | input.drive.current | do not make a current; expected is { times =
current = { sine = { amplitude = "50 pA", frequency = "f", phase = "N/4" } } => current = { file = "i.npy", every = "1 ms" }
    { file = "i.npy", every = "1 ms" } | input.drive.current | unit = "pA"
current = { sine = { amplitude = "50 pA", frequency = "f", phase = "N/4" } } => current = { sine = 3 }
    3 | input.drive.current.sine | a table such as { amplitude
current = { sine = { amplitude = "50 pA", frequency = "f", phase = "N/4" } } => (nothing)
    [[input]] | input.drive | "current" is missing; write current = "200 pA", or poisson
target = "cells"\ncurrent => target = "cells"\npoisson = { rate = "1 Hz", weight = "1 nS", receptor = "excitatory" }\ncurrent
    [[input]] | input.1 | of one kind; expected is one of
target = "cells"\ncurrent => name = "drive"\ntarget = "cells"\ncurrent
    "drive" | input.drive.name | another one has this name
target = "cells"\ncurrent => target = "source"\ncurrent
    "source" | input.1.target | cells of population "source" are sources of spikes; accepted are neurons
target = "cells[:4]" => target = "source"
    "source" | input.2.target | sources of spikes; accepted are neurons
sources = "100*N" => sources = -1
    -1 | input.2.poisson.sources | found a negative number
sources = "100*N" => source = 1
    source | input.2.poisson.source | did you mean "sources"?
weight = "0.1 nS" => weight = "-0.1 nS"
    "-0.1 nS" | input.2.poisson.weight | out of range; accepted is a weight
weight = "0.1 nS", => (nothing)
    { rate = "2*f", sources = "100*N",  receptor = "excitatory" } | input.2.poisson | "weight" is missing
"excitatory" => "exitatory"
    "exitatory" | input.2.poisson.receptor | did you mean "excitatory"?); known here: excitatory, inhibitory
"excitatory" => "by-sign"
    "by-sign" | input.2.poisson.receptor | known here: excitatory, inhibitory
rate = "2*f" => rate = 5
    5 | input.2.poisson.rate | write "5 Hz"
rate = "2*f" => rate = "20 kHz"
    "20 kHz" | input.2.poisson.rate | out of range; accepted is a rate
["1 kHz", "0 Hz"] => ["1 kHz"]
    { times = ["0 s", "5 ms"], values = ["1 kHz"] } | input.3.poisson.rate | 2 times and 1 values
["0 s", "5 ms"] => ["5 ms", "0 s"]
    ["5 ms", "0 s"] | input.3.poisson.rate.times | must ascend
mean = "20 pA" => mean = "20 mV"
    "20 mV" | input.4.fluctuations.mean | of dimension voltage; expected is a current such as
mean = "20 pA" => mean = "20"
    "20" | input.4.fluctuations.mean | of dimension dimensionless; expected is a current
mean = "20 pA" => mean = "20 nS"
    { mean = "20 nS", sd = "0.01 nA", tau = "5 ms" } | input.4.fluctuations | different dimensions
sd = "0.01 nA" => sd = "-1 pA"
    "-1 pA" | input.4.fluctuations.sd | out of range; accepted is a standard deviation
tau = "5 ms" => tau = "0 ms"
    "0 ms" | input.4.fluctuations.tau | above 0 ms
tau = "5 ms" => tau = "5 ms", reversal = "0 mV"
    { mean = "20 pA", sd = "0.01 nA", tau = "5 ms", reversal = "0 mV" } | input.4.fluctuations | has no "reversal"
, reversal = "0 mV" => (nothing)
    { mean = "12 nS", sd = "3 nS", tau = "2.7 ms" } | input.5.fluctuations | "reversal" is missing
"cells[3]" => "cells[3, 2]"
    "cells[3, 2]" | input.5.target | neuron 2 follows 3; listed neurons must ascend
"cells[3]" => "cells[3, 3]"
    "cells[3, 3]" | input.5.target | neuron 3 follows 3
"cells[3]" => "cells[2:5, 4:6]"
    "cells[2:5, 4:6]" | input.5.target | neuron 4 follows 4
"cells[3]" => "cells[3,]"
    "cells[3,]" | input.5.target | no slice
"cells[3]" => "cells[3, 10]"
    "cells[3, 10]" | input.5.target | 10 lies outside
"cells[3]" => { population = "cells" }
    { population = "cells" } | input.5.target | "file" is missing; write file =
"cells[3]" => ["cells"]
    ["cells"] | input.5.target | found an array; expected a text
"#,
    );
}
