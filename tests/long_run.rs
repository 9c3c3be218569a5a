//! Runs that are stopped, killed, out of time or out of disk: their exit codes, and that none is lost.
#![cfg(unix)]

#[path = "support/tool.rs"]
mod tool;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tool::{Finished, Workplace, assert_same, files, results, summary};

/// A network whose state is large for what it costs: delays, plasticity, records of all kinds.
const NETWORK: &str = r#"[simulation]
duration = "3 s"
seed = 11

[[population]]
name = "cells"
size = 500
neuron = "cortical-rs"
refractory = "1 ms"

[[projection]]
name = "E"
source = "cells[:400]"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 0.05 }
weight = "0.6 nS"
delay = { distribution = "uniform", low = "0.5 ms", high = "4 ms" }
plasticity = { U = 0.5, tau_rec = "100 ms" }

[[projection]]
name = "I"
source = "cells[400:]"
target = "cells"
receptor = "inhibitory"
connect = { rule = "fixed-in-degree", degree = 10 }
weight = "3 nS"

[[input]]
target = "cells"
poisson = { rate = "300 Hz", receptor = "excitatory", weight = "0.5 nS" }

[[record.state]]
name = "some"
variables = ["V", "ge"]
neurons = "cells[395:405]"
every = "0.5 ms"

[[record.rate]]
name = "all"
neurons = "cells"
bin = "7 ms"
"#;

/// Far more than can be simulated while a test waits.
const LONG: [&str; 2] = ["--duration", "100000 s"];

fn place() -> Workplace {
    let place = Workplace::new();
    place.write("net.toml", NETWORK);
    place
}

/// Starts a run and waits until it simulates.
fn simulating(place: &Workplace, arguments: &[&str]) -> (Child, BufReader<impl Read + use<>>) {
    let mut command = place.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the tool can be started");
    let mut stderr = BufReader::new(child.stderr.take().expect("stderr is a pipe"));
    let mut told = String::new();
    while !told.contains("Starting simulation") {
        let read = stderr.read_line(&mut told).expect("stderr is text");
        assert!(read > 0, "the tool ended before it simulated: {told}");
    }
    (child, stderr)
}

fn send(signal: &str, child: &Child) {
    let kill = format!("kill -{signal} {}", child.id());
    let sent = Command::new("sh").args(["-c", &kill]).status();
    assert!(sent.expect("there is a shell").success());
}

/// If this fails, a power cut or a batch queue costs a run, or makes another one of it.
#[test]
fn a_run_that_is_killed_a_hundred_times_has_the_files_of_one_that_was_not() {
    let place = place();
    let begun = Instant::now();
    place.succeeds(&["run", "net.toml", "--out", "whole"]);
    let wall = begun.elapsed();
    let whole = results(&place.path("whole"));

    let killed = place.path("killed");
    let checkpoints = ["--checkpoint-simulated", "20 ms"];
    let (mut kills, mut completed) = (0, 0);
    for turn in 0_u32.. {
        if kills == 100 {
            break;
        }
        let threads = ["1", "2", "3"][turn as usize % 3];
        let command = if killed.join("records/index.json").exists() {
            ["resume", "killed", "--threads", threads]
        } else {
            ["run", "net.toml", "--out", "killed"]
        };
        let start_again = command[0] == "run" && killed.exists();
        let mut child = place
            .command(&command)
            .args(checkpoints)
            .args(start_again.then_some("--force"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the tool can be started");
        // Any moments will do: these are spread over the life of a process by the golden ratio, from its first
        // microseconds to the writing of the last files.
        let moment = f64::from(turn + 1) * 0.618_033_988_749_894_9;
        sleep(wall.mul_f64(1.2 * moment.fract()));
        child.kill().expect("it is our child");
        let status = child.wait().expect("it has ended");
        match status.code() {
            None => kills += 1,
            Some(0) => completed += 1,
            Some(code) => panic!("turn {turn}: exit code {code}"),
        }
        if killed.join("summary.json").exists() {
            assert_same(&results(&killed), &whole, &format!("after {kills} kills"));
            fs::remove_dir_all(&killed).expect("it can be removed");
        }
    }
    assert!(completed < 1000, "it was hardly ever killed");
    if killed.exists() {
        let again = killed.join("records/index.json").exists();
        let last = if again {
            &["resume", "killed"][..]
        } else {
            &["run", "net.toml", "--out", "killed", "--force"]
        };
        place.succeeds(last);
        assert_same(&results(&killed), &whole, "in the end");
    }
}

/// If this fails, Ctrl-C or a batch system costs the results.
#[test]
fn a_signal_ends_a_run_with_a_checkpoint_and_tells_by_the_exit_code() {
    for (signal, code, options) in [
        (
            "INT",
            130,
            ["--threads", "1", "--set", "simulation.rng=chacha8"],
        ),
        (
            "TERM",
            143,
            ["--threads", "2", "--set", "simulation.rng=chacha8"],
        ),
    ] {
        let place = place();
        let run = [
            &["run", "net.toml", "--out", "stopped"][..],
            &LONG,
            &options,
        ]
        .concat();
        let (child, mut stderr) = simulating(&place, &run);
        sleep(Duration::from_millis(200));
        send(signal, &child);
        let mut told = String::new();
        stderr.read_to_string(&mut told).expect("stderr is text");
        let finished = Finished::new(child.wait_with_output().expect("the tool ends"));
        assert_eq!(finished.code, Some(code), "{told}");
        let text = &finished.stdout;
        assert!(
            text.contains("stopped after") && text.contains("adexnet resume stopped"),
            "{text}"
        );

        let stopped = place.path("stopped");
        assert!(stopped.join("checkpoint.npz").exists());
        for absent in ["summary.json", "spikes.npz", "heartbeat.json"] {
            assert!(!stopped.join(absent).exists(), "{absent}");
        }
        assert!(stopped.join("records/spikes-step-000000.npy.part").exists());

        // Made a complete run of, it is the run of that duration.
        place.succeeds(&["finish", "stopped"]);
        let told = summary(&stopped);
        assert_eq!(told["status"], "interrupted");
        let steps = told["steps"].as_u64().expect("steps are whole");
        assert!(steps > 0, "nothing was simulated in a fifth of a second");
        let duration = format!("{}.{} ms", steps / 10, steps % 10);
        let short = ["run", "net.toml", "--out", "short", "--duration", &duration];
        place.succeeds(&[&short[..], &options].concat());
        let [mut stopped, mut short] = ["stopped", "short"].map(|run| results(&place.path(run)));
        for (run, told) in [(&mut stopped, "100000 s"), (&mut short, duration.as_str())] {
            let description = run.remove("network.toml").expect("there is a description");
            assert!(String::from_utf8(description).unwrap().contains(told));
        }
        assert_same(&stopped, &short, signal);
    }
}

#[test]
fn a_second_signal_ends_the_program_at_once() {
    let place = place();
    // A checkpoint so large that it takes its time cannot be had in a test: the signals come together.
    let run = [&["run", "net.toml", "--out", "stopped"][..], &LONG].concat();
    let (child, _stderr) = simulating(&place, &run);
    send("INT", &child);
    send("INT", &child);
    let finished = Finished::new(child.wait_with_output().expect("the tool ends"));
    assert_eq!(finished.code, Some(130));
    place.succeeds(&["resume", "stopped", "--duration", "3 s"]);
    place.succeeds(&["run", "net.toml", "--out", "whole"]);
    let [stopped, whole] = ["stopped", "whole"].map(|run| results(&place.path(run)));
    assert_same(&stopped, &whole, "two signals");
}

/// If this fails, Ctrl-C is swallowed while files are made, or what was made so far looks complete.
#[test]
fn a_signal_while_files_are_made_ends_the_program_at_once() {
    let place = place();
    let (mut child, _stderr) = simulating(&place, &["run", "net.toml", "--out", "stopped"]);
    let stopped = place.path("stopped");
    // The first of the files that are made of the records; the figures, which take longest, are the last.
    while !stopped.join("spikes.npz").exists() {
        let ended = child.try_wait().expect("the tool can be asked");
        assert!(ended.is_none(), "it has ended without files: {ended:?}");
    }
    send("INT", &child);
    let finished = Finished::new(child.wait_with_output().expect("the tool ends"));
    // On a machine that is busy the signal may come too late.
    let expected = if stopped.join("summary.json").exists() {
        0
    } else {
        130
    };
    assert_eq!(finished.code, Some(expected), "{}", finished.stderr);
    place.succeeds(&["finish", "stopped"]);
    place.succeeds(&["run", "net.toml", "--out", "whole"]);
    let [stopped, whole] = ["stopped", "whole"].map(|run| results(&place.path(run)));
    assert_same(&stopped, &whole, "a signal while files are made");
}

/// If this fails, a job of a batch queue is killed before it has saved anything, or is never told to go on.
#[test]
fn a_run_ends_before_its_wall_time_is_over_and_can_be_longer() {
    let place = place();
    let run = [
        "run",
        "net.toml",
        "--out",
        "slow",
        "--max-wall",
        "300ms",
        "--verify",
    ];
    let finished = place.adexnet(&[&run[..], &LONG].concat());
    assert_eq!(finished.code, Some(3), "{}", finished.stderr);
    assert!(
        finished.stdout.contains("stopped after"),
        "{}",
        finished.stdout
    );
    let log = fs::read_to_string(place.path("slow/run.log")).expect("there is a log");
    assert!(
        log.contains("checkpoint step=") && log.contains("OutOfTime"),
        "{log}"
    );

    let refused = place.adexnet(&["resume", "slow", "--duration", "1 ms"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("cannot be reached any more"),
        "{}",
        refused.stderr
    );
    let reached = fs::read_to_string(place.path("slow/run.log")).unwrap();
    assert_eq!(
        reached.lines().count(),
        log.lines().count(),
        "a refusal writes nothing"
    );
}

/// If this fails, hours are spent on numbers without meaning, or their cause is not told.
#[test]
fn a_run_that_diverges_says_which_neuron_when_and_what_to_do() {
    let place = place();
    let run = [
        "run",
        "--out",
        "wild",
        "--set",
        "population.cells.neuron.a=-100 nS",
    ];
    let options = [
        "--set",
        "simulation.rng=chacha8",
        "--checkpoint-simulated",
        "10 ms",
    ];
    let wild = place.adexnet(&[&run[..], &options].concat());
    assert_eq!(wild.code, Some(1), "{}", wild.stderr);
    let text = wild.stderr.replace(['\n', '│'], " ");
    for words in [
        "has diverged",
        "of population \"cells\"",
        "smaller dt",
        "adexnet finish wild",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(
        !text.contains("adexnet resume"),
        "it would diverge again: {text}"
    );
    let finished = place.succeeds(&["finish", "wild"]);
    assert!(
        finished.stdout.contains("of 60 s are simulated"),
        "{}",
        finished.stdout
    );
    assert!(place.path("wild/voltage.png").exists());
}

/// If this fails, two processes write into one run, or one is replaced while it goes on.
#[test]
fn a_run_that_goes_on_is_left_alone() {
    let place = place();
    let run = [&["run", "net.toml", "--out", "busy"][..], &LONG].concat();
    let (mut child, _stderr) = simulating(&place, &run);
    for other in [
        &["resume", "busy"][..],
        &["finish", "busy"],
        &["run", "net.toml", "--out", "busy", "--force"],
    ] {
        let refused = place.adexnet(other);
        assert_eq!(refused.code, Some(2), "{other:?}: {}", refused.stderr);
        assert!(
            refused.stderr.contains("a run is going on in"),
            "{}",
            refused.stderr
        );
    }
    assert!(place.path("busy/heartbeat.json").exists());
    child.kill().expect("it is our child");
    child.wait().expect("it has ended");
}

/// If this fails, a bit that has flipped on the way to the disk or back goes unnoticed into the results.
#[test]
fn a_flipped_bit_in_any_file_is_refused_or_without_consequence() {
    let place = place();
    place.succeeds(&["run", "net.toml", "--out", "whole", "--duration", "40 ms"]);
    place.succeeds(&["run", "net.toml", "--out", "half", "--duration", "20 ms"]);
    let whole = results(&place.path("whole"));
    let half = files(&place.path("half"));
    let mut refused = 0;
    let needed = half.iter().filter(|(name, _)| {
        *name == "network.toml" || *name == "checkpoint.npz" || name.starts_with("records/")
    });
    for (name, bytes) in needed.filter(|(_, bytes)| !bytes.is_empty()) {
        for turn in 0..12 {
            let damaged = place.path("damaged");
            copy(&place.path("half"), &damaged);
            let bit = bytes.len() * 8 * turn / 12 + turn % 8;
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            fs::write(damaged.join(name), &bytes).expect("it can be written");
            let resumed = place.adexnet(&["resume", "damaged", "--duration", "40 ms"]);
            match resumed.code {
                Some(0) => {
                    let mut found = results(&damaged);
                    if name == "network.toml" {
                        // A comment, a name of a variable nobody needs: the description is written anew.
                        found.insert("network.toml".to_owned(), whole["network.toml"].clone());
                    }
                    assert_same(&found, &whole, &format!("bit {bit} of {name}"));
                }
                Some(2) => {
                    refused += 1;
                    let text = resumed.stderr.replace('\n', " ");
                    assert!(text.contains('×'), "{text}");
                }
                other => panic!("bit {bit} of {name}: {other:?}: {}", resumed.stderr),
            }
            fs::remove_dir_all(&damaged).expect("it can be removed");
        }
    }
    assert!(refused > 40, "{refused}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("it can be copied");
        }
    }
}

/// If this fails, a full disk looks like success. Where no small file system can be mounted, there is nothing to see.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_by_the_exit_code_and_loses_nothing() {
    let place = place();
    let small = place.path("small");
    fs::create_dir(&small).expect("a directory can be made");
    let mount = |arguments: &[&str]| {
        let mut command = Command::new(arguments[0]);
        command
            .args(&arguments[1..])
            .arg(&small)
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs"]) {
        eprintln!("skipped: no file system can be mounted here");
        return;
    }
    let run = [
        "run",
        "net.toml",
        "--out",
        "small/run",
        "--checkpoint-simulated",
        "50 ms",
    ];
    let full = place.adexnet(&run);
    let left = small.join("run/records/spikes-step-000000.npy");
    let is_final = left.exists();
    let grown = mount(&["mount", "-o", "remount,size=100m"]);
    let resumed = place.adexnet(&["resume", "small/run"]);
    place.succeeds(&["run", "net.toml", "--out", "whole"]);
    let outcome = grown.then(|| results(&small.join("run")));
    assert!(mount(&["umount"]));
    assert_eq!(full.code, Some(4), "{}", full.stderr);
    let text = full.stderr.replace('\n', " ");
    assert!(text.contains("No space left on device"), "{text}");
    assert!(text.contains("adexnet resume small/run"), "{text}");
    assert!(!is_final, "a part has its final name");
    assert_eq!(resumed.code, Some(0), "{}", resumed.stderr);
    let outcome = outcome.expect("the file system can grow");
    assert_same(
        &outcome,
        &results(&place.path("whole")),
        "after the disk was full",
    );
}
