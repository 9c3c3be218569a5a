//! The power goes at every operation of the file system: whatever the disk has kept is continued to the right bytes.

use super::faults::{go_on, goes_on_to_the_end, no_file_is_cut, run};
use super::*;
use crate::files::FileSystem;
use crate::files::testing::{FaultyDisk, PowerCutDisk, try_power_cuts};
use crate::names::is_run_file;
use crate::run::RunFailure;
use std::sync::Arc;

/// One in so many operations is tried, or in twice as many, for a test to take a few seconds if it is not optimised.
const STRIDE: u64 = 4;

/// A run without figures, which take nearly all the time and are files like the others. Spikes, which are drawn, are
/// records like the others: the tests of the records have them.
fn undrawn() -> Plan {
    let state =
        r#"[{ name = "trace", variables = ["ge"], neurons = "cells[3:7]", every = "0.3 ms" }]"#;
    plan(&["record.spikes=false", &format!("record.state={state}")])
}

/// A disk that neither fails nor takes the time to force anything.
fn certain() -> Arc<dyn FileSystem> {
    FaultyDisk::new(None).shared()
}

/// Cuts the power at one in `stride` operations of what `act` does in a directory that `prepare` has filled. Then `check` looks at
/// what is left; it is told whether `act` succeeded.
fn cut_at_operations(
    stride: u64,
    prepare: impl Fn(RunDirectory),
    act: impl Fn(&Path, Arc<dyn FileSystem>) -> Result<Summary, RunFailure>,
    check: impl Fn(&Path, bool, &str),
) {
    try_power_cuts(stride, |at, seed| {
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        prepare(directory.with_file_system(certain()));
        let disk = PowerCutDisk::new(&path, at, seed);
        let has_ended = act(&path, disk.shared()).is_ok();
        disk.cut().unwrap();
        check(&path, has_ended, &disk.case());
        disk
    });
}

/// Makes a complete run of one that was stopped.
fn finish(path: &Path, disk: Arc<dyn FileSystem>) -> Result<Summary, RunFailure> {
    let mut saved = SavedRun::open(path, None)?;
    saved.directory = saved.directory.with_file_system(disk);
    saved.finish()
}

/// A run whose end was told is on disk.
fn is_whole(path: &Path, why: &str) {
    let saved = SavedRun::open(path, None).unwrap_or_else(|failure| panic!("{why}: {failure}"));
    assert!(saved.is_complete(), "{why}");
}

/// If this fails, a power cut costs a run, or makes another one of it.
#[test]
fn after_a_power_cut_a_run_goes_on_to_the_same_bytes() {
    let plan = undrawn();
    let whole = whole(&plan);
    cut_at_operations(
        STRIDE,
        drop,
        |path, disk| run(&plan, RunDirectory::open(path)?.with_file_system(disk)),
        |path, has_ended, why| {
            if has_ended {
                is_whole(path, why);
            }
            no_file_is_cut(path, &whole, why);
            goes_on_to_the_end(&plan, path, &whole, why);
        },
    );
}

/// If this fails, a run is lost when the power goes again, or while it becomes longer.
#[test]
fn after_a_power_cut_while_it_goes_on_a_run_goes_on_to_the_same_bytes() {
    let plan = undrawn();
    let whole = whole(&plan);
    for is_finished in [false, true] {
        cut_at_operations(
            2 * STRIDE,
            |directory| {
                let path = directory.path().to_owned();
                stopped(&plan, directory, 90);
                // Made a complete run of, so that names are to be put back.
                if is_finished {
                    finish(&path, certain()).unwrap();
                }
            },
            |path, disk| go_on(&plan, path, disk),
            |path, has_ended, why| {
                if has_ended {
                    is_whole(path, why);
                }
                goes_on_to_the_end(&plan, path, &whole, why);
            },
        );
    }
}

/// If this fails, a run cannot be finished, or not go on, where the power went while it was finished.
#[test]
fn after_a_power_cut_while_it_is_finished_a_run_is_finished_or_goes_on() {
    let plan = undrawn();
    let whole = whole(&plan);
    let early = {
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        stopped(&plan, directory.with_file_system(certain()), 90);
        finish(&path, certain()).unwrap();
        files(&path)
    };
    cut_at_operations(
        STRIDE,
        |directory| stopped(&plan, directory, 90),
        finish,
        |path, has_ended, why| {
            if !has_ended {
                let again = finish(path, certain());
                again.unwrap_or_else(|failure| panic!("{why}: {failure}"));
            }
            let mut found = files(path);
            // The cut brings back the lock of the process that was killed.
            found.retain(|name, _| is_run_file(name));
            assert_same(&found, &early, why);
            goes_on_to_the_end(&plan, path, &whole, why);
        },
    );
}

/// If this fails, a run that was stopped, or whose end was near, begins again after a power cut.
#[test]
fn a_checkpoint_that_was_told_of_is_on_disk() {
    let plan = undrawn();
    let whole = whole(&plan);
    for seed in 0..20 {
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        let disk = PowerCutDisk::new(&path, u64::MAX, seed);
        stopped(&plan, directory.with_file_system(disk.shared()), 90);
        disk.cut().unwrap();
        let saved = SavedRun::open(&path, None).unwrap();
        assert_eq!(saved.step(), 90, "{}", disk.case());
        drop(saved);
        goes_on_to_the_end(&plan, &path, &whole, &disk.case());
    }
}

/// If this fails, samples are told to be of other neurons where a description and an index of two runs meet.
#[test]
fn without_a_checkpoint_the_records_must_be_those_of_the_description() {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    drop(start(&undrawn(), directory, RunOptions::default()));
    let text = fs::read_to_string(path.join("network.toml")).unwrap();
    let other = text.replace("cells[3:7]", "cells[4:8]");
    assert!(other != text);
    fs::write(path.join("network.toml"), other).unwrap();
    let failure = SavedRun::open(&path, None).unwrap_err();
    assert!(matches!(failure, RunFailure::Record(_)), "{failure}");
    fs::write(path.join("network.toml"), text).unwrap();
    SavedRun::open(&path, None).unwrap();
}
