//! The files of networks other than the notebook: what depends on their size, on their projections
//! and on the files they read.

#[path = "support/tool.rs"]
mod tool;

use adexnet::io::files::{read_csr_npz, read_matrix, write_csr_npz, write_npy};
use ndarray::{Array2, Ix2, array};
use sprs::CsMatI;
use std::path::Path;
use tool::{Workplace, array, assert_same, results, summary, vector};

/// A network of `size` neurons without noise, before its projections and recordings.
fn network(size: usize) -> String {
    format!(
        "[simulation]\nduration = \"20 ms\"\nnoise = \"none\"\n\n[[population]]\nname = \"cells\"\n\
         size = {size}\nneuron = \"cortical-rs\"\ninitial = {{ V = \"-45 mV\" }}\n"
    )
}

/// A projection among all its neurons.
fn projection(name: &str, receptor: &str, connect: &str, weight: &str) -> String {
    format!(
        "\n[[projection]]\nname = \"{name}\"\nsource = \"cells\"\ntarget = \"cells\"\n\
         receptor = \"{receptor}\"\nconnect = {{ {connect} }}\nweight = \"{weight}\"\n"
    )
}

const SOME: &str = "rule = \"pairwise-bernoulli\", p = 0.3";

/// Why a file was left out.
fn left_out(run: &Path, name: &str) -> Option<String> {
    let summary = summary(run);
    let notes = summary["files"]
        .as_array()
        .expect("there is a list of files");
    let note = notes.iter().find(|note| note["name"] == name);
    let note = note.unwrap_or_else(|| panic!("no note of {name}: {notes:?}"));
    note["left_out"].as_str().map(str::to_owned)
}

#[test]
fn several_recordings_are_named_files() {
    let place = Workplace::new();
    let recordings = "\n[[record.state]]\nname = \"all\"\n\
        variables = [\"V\", \"w\", \"ge\", \"gi\", \"I\"]\nneurons = \"cells[1:3]\"\nevery = \"1 ms\"\n\
        \n[[record.state]]\nname = \"last\"\nvariables = [\"w\"]\nneurons = \"cells[-1]\"\n";
    place.write("net.toml", network(5) + recordings);
    place.succeeds(&["run", "net.toml", "--out", "run"]);
    let [all, last] = ["run/state-all.npz", "run/state-last.npz"].map(|name| place.path(name));
    assert!(!place.path("run/state.npz").exists());
    assert_eq!(vector::<u32>(&all, "neurons"), [1, 2]);
    let times: Vec<f64> = vector(&all, "t");
    assert!(
        times
            .iter()
            .enumerate()
            .all(|(k, &t)| t == (10 * k) as f64 * 1e-4)
    );
    assert_eq!(times.len(), 20);
    for variable in ["V", "w", "ge", "gi", "I"] {
        assert_eq!(
            array::<f64, Ix2>(&all, variable).dim(),
            (2, 20),
            "{variable}"
        );
    }
    assert_eq!(array::<f64, Ix2>(&all, "V")[[0, 0]], -45.0);
    assert_eq!(vector::<u32>(&last, "neurons"), [4]);
    assert_eq!(array::<f64, Ix2>(&last, "w").dim(), (1, 200));
    // The figure shows the first potential that was recorded.
    assert!(place.path("run/voltage.svg").is_file());
}

/// If this fails, synapses are lost or summed in the files without a word.
#[test]
fn several_synapses_of_a_pair_keep_their_own_files() {
    let place = Workplace::new();
    let pairs = "rule = \"pairwise-bernoulli\", p = 1";
    let text = network(3)
        + &projection("fast", "excitatory", pairs, "2 nS")
        + &projection("slow", "inhibitory", pairs, "3 nS");
    place.write("net.toml", text);
    place.succeeds(&["run", "net.toml", "--out", "run"]);
    let run = place.path("run");
    for (name, weight) in [("fast", 2.0), ("slow", -3.0)] {
        let matrix = read_csr_npz(&run.join(format!("connectivity-{name}.npz"))).unwrap();
        assert_eq!((matrix.shape(), matrix.nnz()), ((3, 3), 6));
        assert!(matrix.data().iter().all(|&found| found == weight), "{name}");
    }
    for file in ["connectivity.npz", "connectivity_matrix.npy"] {
        assert!(!run.join(file).exists(), "{file}");
        let reason = left_out(&run, file).expect("the file was left out");
        assert!(reason.contains("several synapses"), "{reason}");
    }
    assert_eq!(summary(&run)["synapses"], 12);
}

#[test]
fn weights_without_whole_ratios_are_floats() {
    let place = Workplace::new();
    let text = network(4)
        + &projection(
            "E",
            "excitatory",
            "rule = \"from-matrix\", path = \"e.npy\"",
            "2 nS",
        )
        + &projection(
            "I",
            "inhibitory",
            "rule = \"from-matrix\", path = \"i.npy\"",
            "5 nS",
        );
    write_npy(&place.path("e.npy"), &(Array2::<u8>::eye(4))).unwrap();
    let mut inhibitory = Array2::from_elem((4, 4), false);
    inhibitory[[0, 3]] = true;
    write_npy(&place.path("i.npy"), &inhibitory).unwrap();
    place.write("net.toml", text);
    let finished = place.succeeds(&["run", "net.toml", "--out", "run"]);
    let note = "the file of projection \"E\" connects 4 neurons to itself or themselves";
    assert!(finished.stderr.contains(note), "{}", finished.stderr);
    let path = place.path("run/connectivity_matrix.npy");
    let header = std::fs::read(&path).unwrap();
    assert!(header.windows(5).any(|bytes| bytes == b"'<f8'"), "float64");
    let mut expected = Array2::<f64>::eye(4);
    expected[[0, 3]] = -2.5;
    assert_eq!(read_matrix(&path).unwrap(), expected);
}

/// If this fails, a network of a million neurons fills the disk with zeros.
#[test]
fn large_networks_leave_out_files_that_grow_with_the_square() {
    let place = Workplace::new();
    let text = network(2_001)
        + &projection(
            "E",
            "excitatory",
            "rule = \"pairwise-bernoulli\", p = 0.001",
            "1 nS",
        );
    place.write("net.toml", text);
    let run = ["run", "net.toml", "--duration", "1 ms"];
    let finished = place.succeeds(&[run.as_slice(), &["--out", "some"]].concat());
    for file in ["connectivity_matrix.npy", "spiketimes.npz"] {
        assert!(!place.path("some").join(file).exists(), "{file}");
        let reason = left_out(&place.path("some"), file).expect("the file was left out");
        assert!(
            reason.contains("2001") && reason.contains("--all-files"),
            "{reason}"
        );
        let said = format!("not {file}: {reason}");
        assert!(finished.stdout.contains(&said), "{}", finished.stdout);
    }
    place.succeeds(&[run.as_slice(), &["--out", "all", "--all-files"]].concat());
    let dense = read_matrix(&place.path("all/connectivity_matrix.npy")).unwrap();
    let synapses = dense.iter().filter(|&&weight| weight != 0.0).count();
    assert_eq!(summary(&place.path("all"))["synapses"], synapses);
    let spiking: Vec<u32> = vector(&place.path("all/spikes.npz"), "i");
    let train: Vec<f64> = vector(&place.path("all/spiketimes.npz"), "neuron_2000");
    assert_eq!(train.len(), spiking.iter().filter(|&&i| i == 2_000).count());
}

/// A written matrix of a run can be the given one of another, in both of its forms.
#[test]
fn written_connectivity_can_be_read_back() {
    let place = Workplace::new();
    let text = network(30)
        + &projection("E", "excitatory", SOME, "2 nS")
            .replace("source = \"cells\"", "source = \"cells[:20]\"")
        + &projection("I", "inhibitory", SOME, "8 nS")
            .replace("source = \"cells\"", "source = \"cells[20:]\"");
    place.write("drawn.toml", text);
    place.succeeds(&["run", "drawn.toml", "--out", "drawn"]);
    for (file, weight) in [
        ("connectivity_matrix.npy", "2 nS"),
        ("connectivity.npz", "1 nS"),
    ] {
        let connect = format!("rule = \"from-matrix\", path = \"drawn/{file}\"");
        place.write(
            "given.toml",
            network(30) + &projection("M", "by-sign", &connect, weight),
        );
        let finished = place.succeeds(&["run", "given.toml", "--out", "given", "--force"]);
        assert!(!finished.stderr.contains("autaps"), "{}", finished.stderr);
        for same in [
            "connectivity.npz",
            "connectivity_matrix.npy",
            "spikes.npz",
            "spiketimes.npz",
        ] {
            let [drawn, given] = ["drawn", "given"].map(|run| place.path(run).join(same));
            assert!(
                std::fs::read(drawn).unwrap() == std::fs::read(given).unwrap(),
                "{file}: {same}"
            );
        }
        let spikes: Vec<u32> = vector(&place.path("given/spikes.npz"), "i");
        assert!(!spikes.is_empty(), "nothing was compared");
    }
}

/// If this fails, a description cannot be carried to another directory, or is run with other data.
#[test]
fn a_description_with_files_runs_again_from_elsewhere() {
    let place = Workplace::new();
    let matrix = CsMatI::new(
        (3, 3),
        vec![0, 1, 2, 3],
        vec![1_u32, 2, 2],
        vec![1.0, -4.0, 2.0],
    );
    write_csr_npz(&place.path("matrix.npz"), &matrix).unwrap();
    let normals = Array2::from_shape_fn((200, 3), |(step, neuron)| {
        ((step + neuron) % 5) as f32 - 2.0
    });
    write_npy(&place.path("normals.npy"), &normals).unwrap();
    let connect = "rule = \"from-matrix\", path = \"matrix.npz\"";
    let text = network(3).replace("\"none\"", "{ recorded = \"normals.npy\" }")
        + &projection("M", "by-sign", connect, "2 nS")
        + "\n[[record.state]]\nname = \"all\"\nvariables = [\"V\", \"w\", \"ge\", \"gi\"]\nneurons = \"cells\"\n";
    place.write("net.toml", text);
    let finished = place.succeeds(&["run", "net.toml", "--out", "first"]);
    assert!(
        finished.stderr.contains("connects 1 neuron to itself"),
        "{}",
        finished.stderr
    );
    let weights = read_csr_npz(&place.path("first/connectivity.npz")).unwrap();
    assert_eq!(
        weights.to_dense(),
        array![[0.0, 2.0, 0.0], [0.0, 0.0, -8.0], [0.0, 0.0, 4.0]]
    );

    let other = Workplace::new();
    let description = place.path("first/network.toml");
    other.succeeds(&["run", description.to_str().unwrap(), "--out", "again"]);
    let again = results(&other.path("again"));
    assert_same(&again, &results(&place.path("first")), "run again");
    // The file has changed: it is another network.
    write_npy(&place.path("normals.npy"), &normals.mapv(|z| -z)).unwrap();
    let refused = other.adexnet(&["run", description.to_str().unwrap()]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused
            .stderr
            .contains("normals.npy\" has changed, its SHA-256 is now"),
        "{}",
        refused.stderr
    );
}
