//! Files: descriptions themselves, matrices and recorded normals.

use super::complete::check_round_trip;
use super::{ConfigError, Configuration, Overrides, Plan, Source, set};
use crate::files::{write_csr_npz, write_npy};
use adexnet_engine::{ConnectionRule, Noise};
use ndarray::{Array2, array};
use sprs::CsMatI;
use std::fs;
use tempfile::TempDir;

/// Four neurons, with files beside the description.
const TEXT: &str = r#"[simulation]
duration = "1 ms"
noise = { recorded = "normals.npy" }

[[population]]
name = "cells"
size = 4
neuron = "cortical-rs"

[[projection]]
name = "M"
source = "cells"
target = "cells"
receptor = "by-sign"
connect = { rule = "from-matrix", path = "matrix.npy" }
weight = "2 nS"
"#;

fn matrix() -> Array2<i64> {
    array![[0, 1, 0, 0], [0, 1, 0, 0], [-4, 0, 0, 1], [0, 0, 0, 0]]
}

/// A directory with the description and what it names.
fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    fs::write(path("net.toml"), TEXT).unwrap();
    write_npy(&path("matrix.npy"), &matrix()).unwrap();
    write_npy(&path("normals.npy"), &Array2::from_elem((10, 4), 0.5_f32)).unwrap();
    directory
}

fn plan(directory: &TempDir, overrides: &Overrides) -> Result<Plan, ConfigError> {
    let path = directory.path().join("net.toml");
    Configuration::load(Source::File(&path), overrides)?.plan()
}

fn refusal(directory: &TempDir, options: &[&str]) -> String {
    let message = plan(directory, &set(options)).unwrap_err().to_string();
    println!("{message}\n");
    message
}

fn entries(plan: &Plan) -> Vec<(u32, u32, f64)> {
    let ConnectionRule::FromMatrix(matrix) = &plan.network.description().projections[0].rule else {
        panic!("no matrix");
    };
    matrix
        .iter()
        .map(|(&value, (row, column))| (row, column, value))
        .collect()
}

#[test]
fn files_are_read_beside_the_description_and_come_back_with_their_digests() {
    let directory = directory();
    let plan = plan(&directory, &Overrides::default()).unwrap();
    assert_eq!(
        entries(&plan),
        [(0, 1, 1.0), (1, 1, 1.0), (2, 0, -4.0), (2, 3, 1.0)]
    );
    let Noise::Recorded(normals) = &plan.network.description().noise else {
        panic!()
    };
    assert_eq!(normals.dim(), (10, 4));
    assert_eq!(plan.files.len(), 2);
    assert!(
        plan.files
            .iter()
            .all(|file| file.path.is_absolute() && file.sha256.len() == 64)
    );
    assert_eq!(plan.autapses.len(), 1);
    assert_eq!(
        (plan.autapses[0].projection.as_str(), plan.autapses[0].count),
        ("M", 1)
    );
    check_round_trip(&plan);
}

/// If this fails, a run is repeated with other data, and nobody notices.
#[test]
fn a_file_that_has_changed_is_noticed() {
    let directory = directory();
    let complete = plan(&directory, &Overrides::default()).unwrap().to_toml();
    let run = directory.path().join("network.toml");
    fs::write(&run, complete).unwrap();
    write_npy(&directory.path().join("matrix.npy"), &(matrix() * 2)).unwrap();
    let configuration = Configuration::load(Source::File(&run), &Overrides::default()).unwrap();
    let message = configuration.plan().unwrap_err().to_string();
    println!("{message}");
    assert!(message.contains("projection.M.connect.sha256") && message.contains("has changed"));
}

#[test]
fn scipy_matrices_are_read() {
    let directory = directory();
    let sparse = CsMatI::<f64, u32>::new((4, 4), vec![0, 1, 1, 1, 1], vec![1], vec![-2.0]);
    write_csr_npz(&directory.path().join("m.npz"), &sparse).unwrap();
    let path = directory.path().join("m.npz");
    let option = format!("projection.M.connect.path={}", path.display());
    assert_eq!(
        entries(&plan(&directory, &set(&[&option])).unwrap()),
        [(0, 1, -2.0)]
    );
}

#[test]
fn matrices_that_do_not_fit_are_refused() {
    let directory = directory();
    let path = directory.path().join("matrix.npy");
    let here = format!(
        "{}, line 15, column 42: projection.M.connect.path = \"matrix.npy\": ",
        directory.path().join("net.toml").display()
    );
    write_npy(&path, &Array2::<f64>::zeros((3, 4))).unwrap();
    let message = refusal(&directory, &[]);
    assert!(message.starts_with(&here), "{message}");
    assert!(
        message.contains("3 rows and 4 columns; 4 sources and 4 targets need 4 x 4"),
        "{message}"
    );
    write_npy(&path, &array![[f64::NAN]]).unwrap();
    assert!(refusal(&directory, &[]).contains("finite"));
    write_npy(&path, &array![1.0, 2.0]).unwrap();
    assert!(refusal(&directory, &[]).contains("shape [2]"));
    let header = "{'descr': '<c16', 'fortran_order': False, 'shape': (0, 0)}\n";
    let start = [
        b"\x93NUMPY\x01\x00",
        &(header.len() as u16).to_le_bytes()[..],
    ]
    .concat();
    fs::write(&path, [&start, header.as_bytes()].concat()).unwrap();
    let message = refusal(&directory, &[]);
    assert!(
        message.starts_with(&here) && message.contains("c16"),
        "{message}"
    );
    fs::write(&path, "0 1\n1 0\n").unwrap();
    assert!(refusal(&directory, &[]).contains("numpy.save"));
    write_npy(&path, &matrix()).unwrap();
    let message = refusal(&directory, &["projection.M.receptor=excitatory"]);
    assert!(
        message.contains("the matrix entry -4 at row 2, column 0 is negative; set receptor"),
        "{message}"
    );
    fs::remove_file(&path).unwrap();
    assert!(refusal(&directory, &[]).starts_with(&format!("{here}cannot read ")));
}

#[test]
fn normals_that_do_not_suffice_are_refused() {
    let directory = directory();
    let longer = Overrides {
        duration: Some("1.1 ms".to_owned()),
        ..Overrides::default()
    };
    let message = plan(&directory, &longer).unwrap_err().to_string();
    println!("{message}");
    assert!(message.contains("line 3, column 22: simulation.noise.recorded = \"normals.npy\""));
    assert!(
        message.contains("end after 10 steps; the run needs 11"),
        "{message}"
    );
    write_npy(
        &directory.path().join("normals.npy"),
        &Array2::from_elem((10, 3), 0.5),
    )
    .unwrap();
    assert!(refusal(&directory, &[]).contains("3 columns; the network has 4 neurons"));
}

#[test]
fn paths_in_options_are_relative_to_the_current_directory() {
    let message = refusal(
        &directory(),
        &["projection.M.connect.path=no such file.npy"],
    );
    assert!(
        message.starts_with("--set projection.M.connect.path=no such file.npy: "),
        "{message}"
    );
    let here = std::env::current_dir().unwrap().join("no such file.npy");
    assert!(
        message.contains(&format!("cannot read \"{}\"", here.display())),
        "{message}"
    );
}

#[test]
fn what_is_no_description_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("net.toml");
    let message = || {
        let error = Configuration::load(Source::File(&path), &Overrides::default()).unwrap_err();
        println!("{error}\n");
        error.to_string()
    };
    assert!(message().contains("cannot read"));
    fs::write(&path, b"a = 1\n\xff\xfe").unwrap();
    assert!(message().contains("line 2 is not UTF-8"));
    fs::write(&path, vec![b' '; (16 << 20) + 1]).unwrap();
    assert!(message().contains("16777217 bytes; a network description has at most 16777216"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(message().contains("a directory, a pipe or a device"));
}
