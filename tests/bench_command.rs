//! `adexnet bench`: what it measures is said in full, and what cannot be measured is refused.

#[path = "support/tool.rs"]
mod tool;

use serde_json::Value;
use tool::Workplace;

const QUICK: [&str; 8] = [
    "bench",
    "notebook",
    "--duration",
    "50 ms",
    "--warm-up",
    "10 ms",
    "--threads",
    "1,2",
];

#[test]
fn the_table_has_a_line_for_each_kind() {
    let place = Workplace::new();
    let table = place.succeeds(&QUICK).stdout;
    for line in table.lines() {
        assert!(line.chars().count() <= 110, "too wide: {line}");
    }
    let rows: Vec<_> = table
        .lines()
        .filter(|line| line.starts_with("notebook"))
        .collect();
    assert_eq!(rows.len(), 4, "{table}");
    for (row, kind) in rows.iter().zip([
        ["single", "1"],
        ["single", "2"],
        ["double", "1"],
        ["double", "2"],
    ]) {
        let words: Vec<_> = row.split_whitespace().collect();
        assert_eq!(words[1..3], kind);
        assert!(
            words[4].parse::<f64>().is_ok_and(|factor| factor > 0.0),
            "{row}"
        );
    }
    assert!(place.files().is_empty());
}

#[test]
fn json_and_plot_hold_the_same_measurements() {
    let place = Workplace::new();
    let mut arguments = QUICK.to_vec();
    arguments.extend([
        "--repeat",
        "2",
        "--json",
        "bench.json",
        "--plot",
        "bench.png",
    ]);
    place.succeeds(&arguments);
    let files = place.files();
    let json: Value = serde_json::from_slice(&files["bench.json"]).unwrap();
    let results = json["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let number = |key: &str| {
            result[key]
                .as_f64()
                .unwrap_or_else(|| panic!("{key} in {result}"))
        };
        assert_eq!(number("repetitions"), 2.0);
        assert_eq!(
            (
                number("neurons"),
                number("simulated_s"),
                number("warm_up_s")
            ),
            (100.0, 0.05, 0.01)
        );
        assert!(number("wall_s") > 0.0 && number("construction_s") > 0.0);
        assert!(number("ns_per_neuron_step_min") <= number("ns_per_neuron_step"));
        assert!(number("ns_per_neuron_step") <= number("ns_per_neuron_step_max"));
        // 500 synapses are to be expected of 99 x 100 pairs, and some spikes in 50 ms.
        assert!((400.0..600.0).contains(&number("synapses")));
        assert!((1.0..50.0).contains(&number("mean_rate_hz")));
        let phases = &result["phases_s"];
        for phase in ["deliver", "record", "update", "other"] {
            assert!(
                phases[phase].as_f64().is_some_and(|seconds| seconds >= 0.0),
                "{phases}"
            );
        }
    }
    assert!(
        json["machine"]["cores"]
            .as_u64()
            .is_some_and(|cores| cores > 0)
    );
    assert!(files["bench.png"].starts_with(b"\x89PNG"));
    assert_eq!(files.len(), 2);
}

/// Two threads are compared with one, and double precision with single, within each turn.
#[test]
fn ratios_are_those_of_turns() {
    let place = Workplace::new();
    let mut arguments = QUICK.to_vec();
    arguments.extend(["--repeat", "3", "--json", "bench.json"]);
    let table = place.succeeds(&arguments).stdout;
    let json: Value = serde_json::from_slice(&place.files()["bench.json"]).unwrap();
    let results = json["results"].as_array().unwrap();
    let by_turn = |result: &Value| -> Vec<f64> {
        let turns = result["ns_per_neuron_step_by_turn"].as_array().unwrap();
        turns.iter().map(|ns| ns.as_f64().unwrap()).collect()
    };
    let check = |found: &Value, above: &Value, below: &Value| {
        let pairs = by_turn(above).into_iter().zip(by_turn(below));
        let mut ratios: Vec<f64> = pairs.map(|(above, below)| above / below).collect();
        ratios.sort_by(f64::total_cmp);
        for (key, expected) in ["min", "median", "max"].iter().zip(&ratios) {
            let ratio = found[key].as_f64().unwrap();
            assert!((ratio / expected - 1.0).abs() < 1e-9, "{key} of {found}");
        }
        let line = format!("{:.2} to {:.2}", ratios[0], ratios[2]);
        assert!(table.contains(&line), "no {line:?} in: {table}");
    };
    // Single precision with one and two threads, then double.
    let [one, two, double_one, double_two] = &results[..] else {
        panic!("{} results", results.len());
    };
    check(&two["times_as_fast_as_one_thread"], one, two);
    check(
        &double_two["times_as_fast_as_one_thread"],
        double_one,
        double_two,
    );
    check(&double_one["times_as_slow_as_single"], double_one, one);
    check(&double_two["times_as_slow_as_single"], double_two, two);
    assert!(one["times_as_fast_as_one_thread"].is_null());
    assert!(two["times_as_slow_as_single"].is_null());
}

#[test]
fn json_without_a_file_is_all_that_is_printed() {
    let place = Workplace::new();
    let mut arguments = QUICK.to_vec();
    arguments.extend(["--precision", "single", "--json"]);
    let printed = place.succeeds(&arguments).stdout;
    let json: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(json["results"].as_array().unwrap().len(), 2);
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let place = Workplace::new();
    #[rustfmt::skip]
    let mistakes: &[(&[&str], &[&str])] = &[
        (&["n5k"], &["NETWORK n5k", "notebook, n4k, n100k, n1m, n10m, or all"]),
        (&["--threads", "1,x"], &["--threads x", "whole numbers"]),
        (&["--threads", "70000"], &["--threads 70000", "65535"]),
        (&["--precision", "half"], &["--precision half", "single and double"]),
        (&["--duration", "5 mV"], &["--duration 5 mV", "\"1 s\""]),
        (&["--duration", "0 s"], &["--duration 0 s", "at least one step"]),
        (&["--warm-up", "1e9 s"], &["--warm-up 1e9 s", "10000 s"]),
        (&["--repeat", "0"], &["'0' for '--repeat <K>'"]),
        (&["--plot", "bench.pdf"], &["--plot bench.pdf", ".svg or .png"]),
    ];
    for (options, says) in mistakes {
        let arguments: Vec<&str> = [&["bench"], *options].concat();
        let finished = place.adexnet(&arguments);
        assert_eq!(finished.code, Some(2), "{arguments:?}: {}", finished.stderr);
        for fragment in *says {
            assert!(
                finished.stderr.contains(fragment),
                "no {fragment:?} in: {}",
                finished.stderr
            );
        }
    }
    assert!(place.files().is_empty());
}
