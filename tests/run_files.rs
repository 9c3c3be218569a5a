//! What a run leaves behind: every file is there, holds what it should, and is the same again.

#[path = "support/tool.rs"]
mod tool;

use adexnet::io::files::{read_csr_npz, read_matrix};
use ndarray::{Array2, Ix2};
use std::fs::{self, File};
use std::path::Path;
use tool::{Workplace, array, assert_same, names, results, summary, vector};

/// Half a second of the notebook.
const HALF: [&str; 3] = ["run", "--duration", "0.5 s"];

#[test]
fn the_notebook_writes_all_its_files() {
    let place = Workplace::new();
    let finished = place.succeeds(&HALF);
    let run = place.path("runs/notebook-1234");
    #[rustfmt::skip]
    let expected = [
        "checkpoint.npz", "connectivity.npz", "connectivity_matrix.npy", "network.toml", "raster.png", "raster.svg",
        "records/", "records/index.json", "records/spikes-neuron-000000.npy", "records/spikes-step-000000.npy",
        "records/state-trace-V-000000.npy", "run.log", "spikes.npz", "spiketimes.npz", "state.npz", "summary.json",
        "voltage.png", "voltage.svg",
    ];
    assert_eq!(names(&run), expected);
    let told = expected
        .into_iter()
        .filter(|name| *name != "run.log" && !name.contains('/'));
    for name in told.chain(["records"]) {
        assert!(
            finished.stdout.contains(name),
            "{name} is not in: {}",
            finished.stdout
        );
    }
    let said = ["488 synapses, density 0.0488", "simulated 0.5 s in"];
    assert!(
        said.iter().all(|text| finished.stdout.contains(text)),
        "{}",
        finished.stdout
    );
    let told = [
        "Starting simulation at t=0 s for a duration of 0.5 s",
        "0.5 s (100%) simulated in",
    ];
    assert!(
        told.iter().all(|text| finished.stderr.contains(text)),
        "{}",
        finished.stderr
    );

    check_connectivity(&run);
    let spikes = check_spikes(&run);
    let times: Vec<f64> = vector(&run.join("state.npz"), "t");
    assert!(
        times
            .iter()
            .enumerate()
            .all(|(step, &t)| t == step as f64 * 1e-4)
    );
    let potential = array::<f64, Ix2>(&run.join("state.npz"), "V");
    assert_eq!((potential.dim(), times.len()), ((1, 5_000), 5_000));
    assert_eq!(potential[[0, 0]], -65.0);
    assert_eq!(vector::<u32>(&run.join("state.npz"), "neurons"), [0]);

    let summary = summary(&run);
    assert_eq!(summary["status"], "completed");
    assert_eq!(summary["neurons"], 100);
    assert_eq!(summary["synapses"], 488);
    assert_eq!(summary["density"], 0.0488);
    assert_eq!(summary["simulated_s"], 0.5);
    assert_eq!(summary["steps"], 5_000);
    assert_eq!(summary["seed"], 1234);
    assert_eq!(summary["precision"], "double");
    assert_eq!(summary["spikes"], spikes);
    assert_eq!(summary["rates_hz"]["all"], spikes as f64 / 50.0);
    assert!(summary["wall_s"]["simulate"].as_f64() > Some(0.0));
    let noted = summary["files"].as_array().unwrap();
    let mut noted_names: Vec<_> = noted
        .iter()
        .filter_map(|file| file["name"].as_str())
        .collect();
    noted_names.sort_unstable();
    #[rustfmt::skip]
    let all = [
        "checkpoint.npz", "connectivity.npz", "connectivity_matrix.npy", "network.toml", "raster.png", "raster.svg",
        "records", "spikes.npz", "spiketimes.npz", "state.npz", "voltage.png", "voltage.svg",
    ];
    assert_eq!(noted_names, all);
    assert!(
        noted.iter().all(|file| file["left_out"].is_null()),
        "{noted:?}"
    );

    for figure in ["voltage", "raster"] {
        let svg = fs::read_to_string(run.join(figure).with_extension("svg")).unwrap();
        assert!(
            svg.contains("<svg") && svg.trim_end().ends_with("</svg>"),
            "{figure}"
        );
        let png = fs::read(run.join(figure).with_extension("png")).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "{figure}");
        assert_eq!(
            png[16..24],
            [0, 0, 6, 64, 0, 0, 3, 132],
            "{figure} has 1600 x 900 pixels"
        );
    }
}

/// Both files hold the same 396 excitatory and 92 inhibitory synapses, in their units.
fn check_connectivity(run: &Path) {
    let relative: Array2<i64> =
        ndarray_npy::ReadNpyExt::read_npy(File::open(run.join("connectivity_matrix.npy")).unwrap())
            .expect("the matrix has whole numbers");
    let count = |weight: i64| relative.iter().filter(|&&entry| entry == weight).count();
    assert_eq!((count(1), count(-4), count(0)), (396, 92, 10_000 - 488));
    let nanosiemens = read_csr_npz(&run.join("connectivity.npz")).unwrap();
    assert_eq!((nanosiemens.shape(), nanosiemens.nnz()), ((100, 100), 488));
    for (&weight, (row, column)) in &nanosiemens {
        assert_eq!(
            weight,
            2.0 * relative[[row as usize, column as usize]] as f64
        );
    }
}

/// Both files hold the same spikes, in the order that is promised. Returns their number.
fn check_spikes(run: &Path) -> usize {
    let neurons: Vec<u32> = vector(&run.join("spikes.npz"), "i");
    let times: Vec<f64> = vector(&run.join("spikes.npz"), "t");
    assert!(neurons.len() > 100, "{} spikes", neurons.len());
    let spikes: Vec<(f64, u32)> = times.iter().copied().zip(neurons.iter().copied()).collect();
    assert!(spikes.is_sorted(), "ascending in time, then neuron");
    for neuron in 0..100 {
        let own = spikes.iter().filter(|&&(_, i)| i == neuron);
        let own: Vec<f64> = own.map(|&(t, _)| t).collect();
        let train: Vec<f64> = vector(&run.join("spiketimes.npz"), &format!("neuron_{neuron}"));
        assert_eq!(train, own, "neuron {neuron}");
    }
    spikes.len()
}

/// If this fails, a second run destroys the first, or a run cannot be repeated from its own files.
#[test]
fn a_repeated_run_is_the_same_beside_the_first() {
    let place = Workplace::new();
    place.succeeds(&HALF);
    place.succeeds(&HALF);
    let first = results(&place.path("runs/notebook-1234"));
    assert_same(
        &results(&place.path("runs/notebook-1234-2")),
        &first,
        "run twice",
    );

    // From another directory, and with the files of the first run as they are now.
    let other = Workplace::new();
    let description = place.path("runs/notebook-1234/network.toml");
    other.succeeds(&["run", description.to_str().unwrap()]);
    assert_same(
        &results(&other.path("runs/network-1234")),
        &first,
        "by its description",
    );
}

#[test]
fn force_replaces_a_run_and_nothing_else() {
    let place = Workplace::new();
    place.write("thesis.tex", "years of work");
    let into = |seed| [HALF.as_slice(), &["--seed", seed, "--out", "trial"]].concat();
    place.succeeds(&into("1"));
    let first = results(&place.path("trial"));
    fs::write(place.path("trial/notes.txt"), "mine").unwrap();
    fs::write(place.path("trial/state-old.npz"), "of an earlier run").unwrap();
    assert_eq!(
        place.adexnet(&into("1")).code,
        Some(2),
        "not without --force"
    );
    place.succeeds(&[into("1").as_slice(), &["--force"]].concat());
    let mut second = results(&place.path("trial"));
    assert_eq!(
        second.remove("notes.txt").as_deref(),
        Some(b"mine".as_slice())
    );
    assert_same(&second, &first, "replaced");
    place.succeeds(&[into("2").as_slice(), &["--force"]].concat());
    assert_ne!(
        results(&place.path("trial"))["spikes.npz"],
        first["spikes.npz"]
    );
}

/// If this fails, results depend on the machine.
#[test]
fn the_number_of_threads_changes_no_file() {
    let place = Workplace::new();
    let network = "simulation.rng=chacha8";
    let mut expected = None;
    for threads in ["1", "2", "3", "8"] {
        let options = ["--set", network, "--threads", threads, "--out", threads];
        place.succeeds(&[HALF.as_slice(), &options].concat());
        assert_eq!(
            summary(&place.path(threads))["threads"].to_string(),
            threads
        );
        let mut found = results(&place.path(threads));
        // It names the number of threads.
        found.remove("network.toml");
        assert_same(
            &found,
            expected.get_or_insert_with(|| found.clone()),
            "any options",
        );
    }
}

#[test]
fn single_precision_is_written_like_double() {
    let place = Workplace::new();
    place.succeeds(&[HALF.as_slice(), &["--precision", "single", "--out", "run"]].concat());
    let run = place.path("run");
    assert_eq!(summary(&run)["precision"], "single");
    check_connectivity(&run);
    check_spikes(&run);
    let potential = array::<f64, Ix2>(&run.join("state.npz"), "V");
    assert!(potential.iter().all(|&v| v == f64::from(v as f32)));
}

#[test]
fn nothing_is_written_of_what_is_not_recorded() {
    let place = Workplace::new();
    let network = "[simulation]\nduration = \"5 ms\"\n[[population]]\nname = \"cells\"\nsize = 3\n\
                   neuron = \"cortical-rs\"\n[record]\nspikes = false\n";
    place.write("quiet.toml", network);
    let finished = place.succeeds(&["run", "quiet.toml", "--out", "run"]);
    let expected = [
        "checkpoint.npz",
        "connectivity.npz",
        "connectivity_matrix.npy",
        "network.toml",
        "records/",
        "records/index.json",
        "run.log",
        "summary.json",
    ];
    assert_eq!(names(&place.path("run")), expected);
    assert!(
        finished
            .stdout
            .contains("not raster.svg, raster.png: spikes are not recorded")
    );
    assert!(
        finished
            .stdout
            .contains("not voltage.svg, voltage.png: no membrane potential is recorded")
    );
    let summary = summary(&place.path("run"));
    assert!(summary["spikes"].is_null() && summary["rates_hz"].is_null());
    assert_eq!(summary["synapses"], 0);
    let dense = read_matrix(&place.path("run/connectivity_matrix.npy")).unwrap();
    assert_eq!(dense, Array2::<f64>::zeros((3, 3)));
}
