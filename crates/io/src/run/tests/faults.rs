//! Every operation of the file system fails, once or for good: what is on disk is continued to the right bytes.

use super::*;
use crate::files::FileSystem;
use crate::files::testing::{Fault, FaultyDisk, LyingDisk, QuotaDisk};
use crate::names::{HEARTBEAT, is_run_file};
use std::collections::BTreeSet;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::sync::Arc;

/// A whole run, with checkpoints.
pub(super) fn run(plan: &Plan, directory: RunDirectory) -> Result<Summary, RunFailure> {
    let output = OutputOptions::default();
    let mut run = Run::start(plan, simulation(plan, 1), directory, output, every(70))?;
    run.simulate()?;
    run.finish()
}

/// Goes on with what was left, or starts again where nothing had begun.
pub(super) fn go_on(
    plan: &Plan,
    path: &Path,
    disk: Arc<dyn FileSystem>,
) -> Result<Summary, RunFailure> {
    match SavedRun::open(path, None) {
        Ok(mut saved) => {
            saved.directory = saved.directory.with_file_system(disk);
            if saved.is_simulated() {
                return saved.finish();
            }
            let mut run = saved.resume(simulation(plan, 2), every(70))?;
            run.simulate()?;
            run.finish()
        }
        Err(RunFailure::NoRun { .. }) => {
            let directory = RunDirectory::replace(path, [])?;
            run(plan, directory.with_file_system(disk))
        }
        Err(failure) => Err(failure),
    }
}

/// What was left becomes the files of a run that was not disturbed.
pub(super) fn goes_on_to_the_end(plan: &Plan, path: &Path, whole: &Files, why: &str) {
    go_on(plan, path, FaultyDisk::new(None).shared())
        .unwrap_or_else(|failure| panic!("{why}: {failure}"));
    assert_same(&files(path), whole, why);
}

/// What the operating system refused.
fn cause(failure: &RunFailure) -> Option<ErrorKind> {
    let error: &(dyn Error + 'static) = failure;
    let mut chain = std::iter::successors(Some(error), |&error| error.source());
    let of_system = chain.find_map(|error| error.downcast_ref::<io::Error>());
    of_system.map(io::Error::kind)
}

/// Final names belong to whole files: those of a run that was not disturbed, or at some checkpoint of it.
pub(super) fn no_file_is_cut(path: &Path, whole: &Files, why: &str) {
    for (name, bytes) in files(path) {
        if name == CHECKPOINT {
            crate::checkpoint::Checkpoint::read(&path.join(name)).unwrap();
        } else if is_run_file(&name) && !is_open(&name) && name != HEARTBEAT {
            assert!(whole[&name] == bytes, "{why}: {name}");
        }
    }
}

/// A summary says that a run is complete, so there is none beside records that are not.
fn no_summary_of_open_records(path: &Path, why: &str) {
    let has_open = || files(path).keys().any(|name| is_open(name));
    assert!(!path.join(SUMMARY).exists() || !has_open(), "{why}");
}

/// If this fails, a disk that is full for a moment, or a crash, costs a run.
#[test]
fn after_any_failure_a_run_goes_on_to_the_same_bytes() {
    let plan = plan(&[]);
    let whole = whole(&plan);
    let count = {
        let (_base, directory) = place();
        let disk = FaultyDisk::new(None);
        run(&plan, directory.with_file_system(disk.shared())).unwrap();
        disk.operations()
    };
    assert!(count > 150, "{count}");
    let mut kinds = BTreeSet::new();
    for at in 0..count {
        // The records are tested with both at each operation.
        let (kind, lasting) = (ErrorKind::StorageFull, at % 2 == 0);
        let disk = FaultyDisk::new(Some(Fault { at, kind, lasting }));
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        let outcome = run(&plan, directory.with_file_system(disk.shared()));
        // The number of operations depends on where portions end.
        let Some(failed) = disk.failed() else {
            assert!(outcome.is_ok(), "{outcome:?}");
            continue;
        };
        let why = format!("{failed} ({at}, lasting: {lasting})");
        match &outcome {
            Ok(_) => assert!(failed.starts_with("remove"), "{why} was not noticed"),
            Err(failure) => assert_eq!(cause(failure), Some(kind), "{failure}"),
        }
        kinds.insert(failed.split(' ').next().unwrap().to_owned());
        no_file_is_cut(&path, &whole, &why);
        goes_on_to_the_end(&plan, &path, &whole, &why);
    }
    let all = ["create", "remove", "rename", "sync", "write"];
    assert!(
        all.iter()
            .all(|kind| kinds.iter().any(|found| found == kind)),
        "{kinds:?}"
    );
}

/// If this fails, a run is lost when going on fails.
#[test]
fn after_any_failure_to_go_on_it_can_be_tried_again() {
    let plan = plan(&[]);
    any_failure_to_go_on_from(90, &plan);
}

/// If this fails, a run is lost when nothing but its files is to be made.
#[test]
fn after_any_failure_to_finish_it_can_be_tried_again() {
    let plan = plan(&[]);
    any_failure_to_go_on_from(STEPS, &plan);
}

fn any_failure_to_go_on_from(steps: u64, plan: &Plan) {
    let whole = whole(plan);
    let count = {
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        stopped(plan, directory, steps);
        SavedRun::open(&path, None).unwrap().finish().unwrap();
        fs::remove_file(path.join(SUMMARY)).unwrap();
        let disk = FaultyDisk::new(None);
        go_on(plan, &path, disk.shared()).unwrap();
        disk.operations()
    };
    for at in 0..count {
        let kind = ErrorKind::PermissionDenied;
        let disk = FaultyDisk::new(Some(Fault {
            at,
            kind,
            lasting: true,
        }));
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        stopped(plan, directory, steps);
        // Made a complete run of, so that names are to be put back.
        if at % 2 == 0 {
            SavedRun::open(&path, None).unwrap().finish().unwrap();
        }
        let outcome = go_on(plan, &path, disk.shared());
        let why = format!("{:?} ({at})", disk.failed());
        assert!(
            outcome.is_err()
                || disk
                    .failed()
                    .is_none_or(|failed| failed.starts_with("remove")),
            "{why}"
        );
        no_summary_of_open_records(&path, &why);
        goes_on_to_the_end(plan, &path, &whole, &why);
    }
}

/// If this fails, `--verify` finds damage when the last good checkpoint is gone, or not at all.
#[test]
fn what_is_not_on_disk_as_it_was_written_is_found_before_it_costs_the_run() {
    let plan = plan(&[]);
    let whole = whole(&plan);
    for (file, words) in [
        (CHECKPOINT, "the one before is still there"),
        ("spikes-neuron-000000", "is damaged"),
        ("state-trace-ge-000000", "is damaged"),
    ] {
        let disk = LyingDisk::new(file, 1);
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        let options = RunOptions {
            verify: true,
            ..every(70)
        };
        let mut run = start(&plan, directory.with_file_system(disk.shared()), options);
        let failure = run.simulate().unwrap_err();
        drop(run);
        assert!(failure.to_string().contains(words), "{failure}");
        assert_eq!(disk.checkpoints(), 1, "{file}");
        goes_on_to_the_end(&plan, &path, &whole, file);
    }
}

/// If this fails, a run writes the same checkpoint twice, or one less than it was to.
#[test]
fn a_checkpoint_that_is_due_at_the_end_is_written_once() {
    let plan = plan(&[]);
    for (steps, expected) in [(100, 2), (70, 3), (1000, 1)] {
        let disk = LyingDisk::new("no file", 0);
        let (_base, directory) = place();
        let mut run = start(
            &plan,
            directory.with_file_system(disk.shared()),
            every(steps),
        );
        assert_eq!(run.simulate().unwrap(), Ended::Completed);
        assert_eq!(disk.checkpoints(), expected, "every {steps}");
    }
}

/// If this fails, a full disk leaves files that look complete, or an error that does not tell of it.
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let plan = plan(&[]);
    let whole = whole(&plan);
    let bytes: usize = whole.values().map(Vec::len).sum();
    for part in 1..20 {
        let (_base, directory) = place();
        let path = directory.path().to_owned();
        let quota = (bytes * part / 20) as u64;
        let disk = QuotaDisk::new(quota);
        let outcome = run(&plan, directory.with_file_system(disk.shared()));
        let failure = outcome.map(drop).unwrap_err();
        assert_eq!(cause(&failure), Some(ErrorKind::StorageFull), "{failure}");
        no_file_is_cut(&path, &whole, &format!("{quota} bytes"));
        goes_on_to_the_end(&plan, &path, &whole, &format!("{quota} bytes"));
    }
}
