//! Promise 4: bad input is refused before work starts, naming the file, the key, the value and what
//! would be accepted; with exit code 2, and with nothing left behind.

#[path = "support/tool.rs"]
mod tool;

use adexnet::io::files::{NpzWriter, write_npy};
use ndarray::{Array2, arr1};
use ndarray_npy::{WriteNpyError, WriteNpyExt};
use std::fs;
use std::io::Write;
use tool::Workplace;

/// A network without mistakes that reads a matrix.
const NETWORK: &str = r#"[simulation]
duration = "10 ms"

[[population]]
name = "cells"
size = 4
neuron = "cortical-rs"

[[projection]]
name = "E"
source = "cells[0:3]"
target = "cells"
receptor = "excitatory"
connect = { rule = "pairwise-bernoulli", p = 0.5 }
weight = "2 nS"

[[projection]]
name = "M"
source = "cells"
target = "cells"
receptor = "by-sign"
connect = { rule = "from-matrix", path = "matrix.npy" }
weight = "2 nS"
"#;

/// The network and its matrix.
fn workplace() -> Workplace {
    let place = Workplace::new();
    place.write("net.toml", NETWORK);
    write_npy(&place.path("matrix.npy"), &Array2::<i64>::eye(4)).unwrap();
    place
}

/// Runs the tool and checks that it refuses, says all of `says`, and leaves the directory as it was.
///
/// If this fails, a mistake costs its maker the time of a run, or the search for its place.
fn refused(place: &Workplace, arguments: &[&str], says: &[&str]) {
    let before = place.files();
    let finished = place.adexnet(arguments);
    let stderr = &finished.stderr;
    println!("adexnet {}\n{stderr}", arguments.join(" "));
    assert_eq!(finished.code, Some(2), "{arguments:?}: {stderr}");
    assert_eq!(finished.stdout, "", "{arguments:?}");
    for fragment in says {
        assert!(stderr.contains(fragment), "no {fragment:?} in: {stderr}");
    }
    for unwanted in ["panicked", "RUST_BACKTRACE", "\u{1b}["] {
        assert!(!stderr.contains(unwanted), "{unwanted:?} in: {stderr}");
    }
    assert!(place.files() == before, "{arguments:?} left files behind");
}

#[test]
fn the_network_of_these_tests_runs() {
    workplace().succeeds(&["run", "net.toml"]);
}

#[test]
fn mistakes_in_a_description() {
    let place = workplace();
    #[rustfmt::skip]
    let mistakes: &[(&str, &str, &[&str])] = &[
        ("size = 4", "siz = 4", &["bad.toml:6:1", "population.cells.siz", "did you mean \"size\"?", "known here: name, size"]),
        ("[simulation]", "[simulatoin]", &["bad.toml:1:2", "did you mean \"simulation\"?"]),
        ("\"2 nS\"", "\"2 pF\"", &["bad.toml:15:10", "projection.E.weight = \"2 pF\"", "expected a conductance such as \"4.3 nS\"", "found a capacitance"]),
        ("\"2 nS\"", "2", &["projection.E.weight = 2", "a number without a unit", "write \"2 nS\""]),
        ("\"2 nS\"", "\"-2 nS\"", &["projection.E.weight = \"-2 nS\": out of range", "a weight in nS that is not negative"]),
        ("p = 0.5", "p = 1.5", &["bad.toml:14:", "projection.E.connect.p = 1.5: out of range", "a probability from 0 to 1"]),
        ("p = 0.5", "p = -0.5", &["projection.E.connect.p = -0.5: out of range", "a probability from 0 to 1"]),
        ("cells[0:3]", "cells[0:5]", &["bad.toml:11:10", "projection.E.source = \"cells[0:5]\"", "5 lies outside the population, which has 4 neurons", "0 to 4"]),
        ("cells[0:3]", "cels[0:3]", &["no population \"cels\" (did you mean \"cells\"?)"]),
        ("cortical-rs", "cortical", &["population.cells.neuron = \"cortical\"", "known here: cortical-rs"]),
        ("pairwise-bernoulli\", p = 0.5", "fixed-in-degree\", degree = 4", &["bad.toml:14:", "projection.E.connect.degree", "each target is to have 4 synapses", "only 2 possible sources without autapses", "up to 2"]),
        ("pairwise-bernoulli\", p = 0.5", "fixed-out-degree\", degree = 4", &["projection.E.connect.degree", "only 3 possible targets without autapses"]),
        ("pairwise-bernoulli\", p = 0.5", "fixed-total\", synapses = 10", &["projection.E.connect.synapses", "9 pairs", "up to 9"]),
        ("pairwise-bernoulli\", p = 0.5", "one-to-one\"", &["projection.E.connect.rule", "3 sources and 4 targets"]),
        ("pairwise-bernoulli\", p = 0.5", "one-to-one\", p = 0.5", &["projection.E.connect.p", "known here: rule"]),
        ("pairwise-bernoulli\", p = 0.5", "fixed-in-degree\"", &["projection.E.connect", "the key \"degree\" is missing", "write degree = 100"]),
        ("pairwise-bernoulli\", p = 0.5", "fixed-in-degree\", degree = -1", &["projection.E.connect.degree = -1"]),
        ("weight = \"2 nS\"", "weight = \"2 nS\"\nstorage = \"none\"", &["projection.E.storage = \"none\"", "known here: auto, stored, procedural"]),
        ("duration = \"10 ms\"", "duration = \"10 ms", &["bad.toml:2:", "this is not TOML"]),
        ("duration = \"10 ms\"", "", &["the key \"duration\" is missing", "write duration = \"1 s\""]),
        ("size = 4", "size = 4.5", &["population.cells.size = 4.5", "a whole number"]),
        ("size = 4", "size = 5", &["bad.toml:22:", "projection.M.connect.path", "4 rows and 4 columns", "5 x 5"]),
        ("\"matrix.npy\"", "\"absent.npy\"", &["projection.M.connect.path = \"absent.npy\"", "absent.npy\"", "bad.toml:22:"]),
        ("\"matrix.npy\"", "\".\"", &["projection.M.connect.path = \".\"", "is a directory", "a file is expected"]),
    ];
    for (right, wrong, says) in mistakes {
        assert!(NETWORK.contains(right), "nothing to replace: {right}");
        place.write("bad.toml", NETWORK.replacen(right, wrong, 1));
        refused(&place, &["run", "bad.toml"], says);
        refused(&place, &["describe", "bad.toml"], says);
    }
}

#[test]
fn mistakes_on_the_command_line() {
    let place = workplace();
    #[rustfmt::skip]
    let mistakes: &[(&[&str], &[&str])] = &[
        (&["missing.toml"], &["cannot read \"missing.toml\""]),
        (&["."], &["\".\" is a directory", "a file is expected"]),
        (&["--preset", "notebok"], &["preset \"notebok\"", "did you mean \"notebook\"?", "known here: notebook"]),
        (&["--set", "simulation.seed"], &["--set simulation.seed", "this sets nothing", "KEY=VALUE"]),
        (&["--set", "population.cels.size=3"], &["--set population.cels.size=3", "there is no \"cels\" (did you mean \"cells\"?)", "by name: cells"]),
        (&["--set", "population.cells.siz=3"], &["population.cells.siz", "did you mean \"size\"?"]),
        (&["--set", "projection.E.weight=2 mV"], &["projection.E.weight = \"2 mV\"", "expected a conductance", "found a voltage"]),
        (&["--set", "projection.E.connect.p=2"], &["projection.E.connect.p = 2", "from 0 to 1"]),
        (&["--duration", "5 mV"], &["--duration 5 mV", "expected a time", "found a voltage"]),
        (&["--duration", "-5 s"], &["--duration -5 s", "simulation.duration = \"-5 s\"", "accepted"]),
        (&["--precision", "half"], &["--precision half", "unknown name", "double, single"]),
        (&["--seed", "-1"], &["'-1' for '--seed <N>'", "whole numbers from 0"]),
        (&["--seed", "99999999999999999999"], &["'99999999999999999999' for '--seed <N>'", "whole numbers from 0"]),
        (&["--seed", "4294967296"], &["simulation.seed = 4294967296", "0 to 4294967295", "chacha8"]),
        (&["--threads", "many"], &["'many' for '--threads <N>'", "whole numbers from 0"]),
        (&["--thread", "2"], &["--thread", "--threads"]),
        (&["net.toml", "--preset", "notebook"], &["cannot be used with"]),
    ];
    for (options, says) in mistakes {
        let arguments: Vec<&str> = [&["run"], *options].concat();
        refused(&place, &arguments, says);
    }
    refused(&place, &["run", "--force"], &["--out <DIR>"]);
    refused(&place, &["walk"], &["walk", "--help"]);
}

/// A version 1.0 npy file with this header, whatever it says, and these bytes after it.
fn npy(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let mut header =
        format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}").into_bytes();
    header.resize((10 + header.len()).next_multiple_of(64) - 11, b' ');
    header.push(b'\n');
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\x00".as_slice(), &length, &header, data].concat()
}

#[test]
fn matrices_that_cannot_be_meant() {
    let place = workplace();
    let eight = |count: usize| vec![0_u8; 8 * count];
    #[rustfmt::skip]
    let matrices: &[(&str, Vec<u8>, &[&str])] = &[
        ("wide.npy", npy("'<f8'", "(4, 5)", &eight(20)), &["4 rows and 5 columns", "4 x 4"]),
        ("flat.npy", npy("'<f8'", "(16,)", &eight(16)), &["shape [16]", "2 dimension"]),
        ("complex.npy", npy("'<c16'", "(4, 4)", &eight(32)), &["c16", "bool, integers of 8 to 64 bits and floats"]),
        ("objects.npy", npy("'|O'", "(4, 4)", &eight(16)), &["elements of type", "objects and strings never are"]),
        ("short.npy", npy("'<f8'", "(4, 4)", &eight(15)), &["is cut short", "takes 128 bytes, 120 are there"]),
        ("long.npy", npy("'<f8'", "(4, 4)", &eight(17)), &["after the end of its array"]),
        ("hostile.npy", npy("'<f8'", "(1000000000, 1000000000)", &eight(16)), &["8000000000000000000 bytes", "128 are there"]),
        ("overflow.npy", npy("'<f8'", "(4294967296, 4294967296)", &eight(16)), &["impossible shape [4294967296, 4294967296]"]),
        ("negative.npy", npy("'<f8'", "(-4, -4)", &eight(16)), &["impossible shape (-4, -4)"]),
        ("nan.npy", npy("'<f8'", "(4, 4)", &[0xff; 128]), &["element [0, 0]", "NaN", "finite"]),
        ("text.npy", b"source,target,weight\n0,1,2\n".to_vec(), &["is no .npy array", "source,"]),
        ("empty.npy", Vec::new(), &["empty.npy"]),
        ("text.npz", b"source,target,weight\n0,1,2\n".to_vec(), &["cannot be read as an .npz archive"]),
    ];
    for (name, bytes, says) in matrices {
        place.write(name, bytes);
        place.write("bad.toml", NETWORK.replace("matrix.npy", name));
        let key = format!("projection.M.connect.path = \"{name}\"");
        let says = [&["bad.toml:22:", &key], *says].concat();
        refused(&place, &["run", "bad.toml"], &says);
    }
    // Negative entries where only positive ones have a meaning.
    write_npy(&place.path("signs.npy"), &(-Array2::<i64>::eye(4))).unwrap();
    place.write(
        "bad.toml",
        NETWORK
            .replace("matrix.npy", "signs.npy")
            .replace("by-sign", "excitatory"),
    );
    let says = [
        "entry -1 at row 0, column 0 is negative",
        "receptor = \"by-sign\"",
    ];
    refused(&place, &["run", "bad.toml"], &says);
}

#[test]
fn sparse_matrices_that_contradict_themselves() {
    let place = workplace();
    // What scipy's coo_matrix((data, (i, j))) holds for a pair that is given twice.
    sparse(&place, "twice.npz", &[0, 2, 2, 2, 2], &[1, 1]);
    sparse(&place, "outside.npz", &[0, 2, 2, 2, 2], &[1, 4]);
    sparse(&place, "rows.npz", &[0, 3, 2, 2, 2], &[0, 1]);
    #[rustfmt::skip]
    let matrices: &[(&str, &[&str])] = &[
        ("twice.npz", &["several entries at row 0, column 1", "sum_duplicates()"]),
        ("outside.npz", &["entry in column 4", "4 columns"]),
        ("rows.npz", &["contradicts itself"]),
    ];
    for (name, says) in matrices {
        place.write("bad.toml", NETWORK.replace("matrix.npy", name));
        refused(&place, &["run", "bad.toml"], says);
    }
}

/// The text "csr" as scipy writes it.
struct Csr;

impl WriteNpyExt for Csr {
    fn write_npy<W: Write>(&self, mut writer: W) -> Result<(), WriteNpyError> {
        Ok(writer.write_all(&npy("'|S3'", "()", b"csr"))?)
    }
}

/// Writes a 4 x 4 matrix in scipy's CSR form, as its arrays say.
fn sparse(place: &Workplace, name: &str, row_starts: &[i32], columns: &[i32]) {
    let mut npz = NpzWriter::create(&place.path(name)).unwrap();
    npz.add("indices", &arr1(columns)).unwrap();
    npz.add("indptr", &arr1(row_starts)).unwrap();
    npz.add("format", &Csr).unwrap();
    npz.add("shape", &arr1(&[4_i64, 4])).unwrap();
    npz.add("data", &arr1(&vec![1.0; columns.len()])).unwrap();
    npz.finish().unwrap();
}

#[test]
fn output_directories_that_cannot_be_used() {
    let place = workplace();
    fs::create_dir(place.path("thesis")).unwrap();
    place.write("thesis/chapter.tex", "years of work");
    let run = |directory| ["run", "net.toml", "--out", directory];
    let says = [
        "\"thesis\" exists and is not empty",
        "name another one",
        "--force",
    ];
    refused(&place, &run("thesis"), &says);
    refused(&place, &run("net.toml"), &["\"net.toml\" is a file"]);
    refused(&place, &run("net.toml/a/b"), &["\"net.toml\" is a file"]);
    if cfg!(target_os = "linux") {
        let says = [
            "cannot create the output directory \"/proc/run\"",
            "writable",
        ];
        refused(&place, &run("/proc/run"), &says);
    }
    place.write("runs", "a file in the way of the default");
    refused(&place, &["run", "net.toml"], &["\"runs\" is a file"]);
}

/// If this fails, the machine swaps, or the system kills the run in the middle.
#[test]
fn networks_that_do_not_fit_into_memory() {
    let place = workplace();
    let billions = [
        "--set",
        "population.cells.size=4000000000",
        "--set",
        "simulation.rng=chacha8",
        "--set",
        "projection.E.storage=stored",
    ];
    let arguments = [&["run"], billions.as_slice()].concat();
    #[rustfmt::skip]
    let says = ["needs about", "of memory and", "can be had", "neuron state", "128.0 GB", "synapses", "total", "take less", "storage = \"procedural\""];
    refused(&place, &arguments, &says);
}

#[test]
fn messages_on_a_pipe_are_searchable() {
    let place = workplace();
    let name = format!("{}.npy", "a-long-name-".repeat(15));
    place.write("bad.toml", NETWORK.replace("matrix.npy", &name));
    let finished = place.adexnet(&["run", "bad.toml"]);
    let sentence = format!("cannot read \"{}\"\n", place.path(&name).display());
    assert!(finished.stderr.contains(&sentence), "{}", finished.stderr);
}
