//! A run that is stopped by Ctrl-C is a complete run of a shorter time.
#![cfg(unix)]

#[path = "support/tool.rs"]
mod tool;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tool::{Finished, Workplace, files, summary, vector};

/// Far more than can be simulated while a test waits.
const LONG: &str = r#"[simulation]
duration = "100000 s"

[[population]]
name = "cells"
size = 20
neuron = "cortical-rs"

[[projection]]
source = "cells"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 0.2 }
weight = "2 nS"

[[record.state]]
name = "trace"
variables = ["V"]
neurons = "cells[0]"
every = "10 ms"
"#;

/// Starts a run and interrupts it once it simulates.
fn interrupted(place: &Workplace, arguments: &[&str]) -> Finished {
    let mut command = place.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the tool can be started");
    let mut stderr = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
    let mut told = String::new();
    while !told.contains("Starting simulation") {
        let read = stderr.read_line(&mut told).expect("stderr is text");
        assert!(read > 0, "the tool ended before it was interrupted: {told}");
    }
    // Any time will do: it only lets some steps pass.
    sleep(Duration::from_millis(200));
    let kill = format!("kill -INT {}", child.id());
    let sent = Command::new("sh").args(["-c", &kill]).status();
    assert!(sent.expect("there is a shell").success());
    stderr.read_to_string(&mut told).expect("stderr is text");
    let mut finished = Finished::new(child.wait_with_output().expect("the tool ends"));
    finished.stderr = told;
    finished
}

/// If this fails, Ctrl-C costs the results, or leaves files that do not fit together.
#[test]
fn ctrl_c_leaves_the_files_of_a_shorter_run() {
    for options in [
        ["--threads", "1", "--set", "simulation.rng=chacha8"],
        ["--threads", "2", "--set", "simulation.rng=chacha8"],
        ["--threads", "2", "--set", "simulation.rng=numpy-legacy"],
    ] {
        let place = Workplace::new();
        place.write("long.toml", LONG);
        let run = [
            ["run", "long.toml", "--out", "stopped"].as_slice(),
            &options,
        ]
        .concat();
        let finished = interrupted(&place, &run);
        assert_eq!(finished.code, Some(130), "{options:?}: {}", finished.stderr);
        assert!(
            finished.stdout.contains("interrupted: simulated "),
            "{}",
            finished.stdout
        );

        let stopped = place.path("stopped");
        let summary = summary(&stopped);
        assert_eq!(summary["status"], "interrupted");
        let steps = summary["steps"].as_u64().expect("steps are whole");
        assert!(steps > 0, "nothing was simulated in a fifth of a second");
        let simulated = summary["simulated_s"].as_f64().expect("time is a number");
        // The JSON parser of the tests may miss the last bit.
        assert!((simulated - steps as f64 * 1e-4).abs() < 1e-9 * simulated);
        let samples: Vec<f64> = vector(&stopped.join("state.npz"), "t");
        assert_eq!(samples.len() as u64, steps.div_ceil(100));
        let spikes: Vec<f64> = vector(&stopped.join("spikes.npz"), "t");
        assert!(spikes.iter().all(|&t| t < simulated));

        // A run that was to be as short leaves the same.
        let duration = format!("{}.{} ms", steps / 10, steps % 10);
        let short = [
            "run",
            "long.toml",
            "--out",
            "short",
            "--duration",
            &duration,
        ];
        place.succeeds(&[short.as_slice(), &options].concat());
        let [mut stopped, mut short] = ["stopped", "short"].map(|run| files(&place.path(run)));
        for (run, told) in [(&mut stopped, "100000 s"), (&mut short, duration.as_str())] {
            let description = run.remove("network.toml").expect("there is a description");
            assert!(String::from_utf8(description).unwrap().contains(told));
            assert!(run.remove("summary.json").is_some());
        }
        assert!(stopped.keys().eq(short.keys()), "{options:?}");
        for (name, bytes) in &stopped {
            assert!(short[name] == *bytes, "{options:?}: {name} differs");
        }
    }
}
