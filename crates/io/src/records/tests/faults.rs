//! Every operation of the file system fails once: what is on disk is continued to the right bytes.

use super::*;
use crate::files::testing::{Fault, QuotaDisk};
use std::io::ErrorKind;

/// Writes a whole run with checkpoints; `saved` is the last one, with its moment.
pub(super) fn run(
    directory: &RunDirectory,
    index: &Index,
    saved: &mut Option<(u64, Vec<StreamPosition>)>,
) -> Result<(), RecordError> {
    let mut writer = RecordWriter::create(directory, index)?;
    for moment in (0..MOMENTS).step_by(3) {
        *saved = Some((moment, write_to(&mut writer, moment, moment)?));
        append(&mut writer, moment..moment + 3)?;
    }
    *saved = Some((MOMENTS, write_to(&mut writer, MOMENTS, MOMENTS)?));
    writer.finish()
}

/// Number of operations that something takes.
fn operations(act: impl FnOnce(&FaultyDisk)) -> u64 {
    let disk = FaultyDisk::new(None);
    act(&disk);
    disk.operations()
}

/// All faults of `count` operations.
fn faults(count: u64) -> impl Iterator<Item = Fault> {
    let kind = ErrorKind::StorageFull;
    let fault = move |at| [false, true].map(|lasting| Fault { at, kind, lasting });
    (0..count).flat_map(fault)
}

/// If this fails, a disk that is full for a moment costs a run.
#[test]
fn after_any_failure_the_last_checkpoint_is_continued_to_the_same_bytes() {
    let index = index(DataType::F64);
    let count = operations(|disk| {
        let (_base, directory) = place();
        let directory = directory.with_file_system(disk.shared());
        run(&directory, &index, &mut None).unwrap();
    });
    assert!(count > 60, "{count}");
    for fault in faults(count) {
        let (_base, directory) = place();
        let disk = FaultyDisk::new(Some(fault));
        let faulty = directory.clone().with_file_system(disk.shared());
        let mut saved = None;
        let outcome = run(&faulty, &index, &mut saved);
        let failed = disk.failed().unwrap();
        if let Err(error) = &outcome {
            assert!(is_of_the_disk(error), "{failed}: {error}");
        } else {
            assert_eq!(failed, "remove .index.json", "only this may fail unnoticed");
        }
        no_final_name_is_incomplete(&directory, &index);
        if let Some((moment, positions)) = saved {
            continue_and_compare(&directory, &index, &positions, moment);
        } else {
            // Nothing but the index was to be written: the run starts again.
            let mut writer = RecordWriter::create(&directory, &index).unwrap();
            append(&mut writer, 0..MOMENTS).unwrap();
            writer.finish().unwrap();
        }
    }
}

/// If this fails, a run is lost when resuming it fails.
#[test]
fn after_any_failure_to_resume_it_can_be_tried_again() {
    let index = index(DataType::F64);
    // Killed, and finished: then names are to be put back.
    for finish in [false, true] {
        let prepare = || {
            let (base, directory) = place();
            let mut writer = RecordWriter::create(&directory, &index).unwrap();
            let positions = write_to(&mut writer, 0, 7).unwrap();
            write_to(&mut writer, 7, MOMENTS).unwrap();
            if finish {
                writer.finish().unwrap();
            }
            (base, directory, positions)
        };
        let resume = |directory: &RunDirectory, positions: &[StreamPosition]| {
            let mut writer = RecordWriter::resume(directory, &index, positions)?;
            append(&mut writer, 7..MOMENTS)?;
            writer.finish()
        };
        let count = operations(|disk| {
            let (_base, directory, positions) = prepare();
            resume(&directory.with_file_system(disk.shared()), &positions).unwrap();
        });
        for fault in faults(count) {
            let (_base, directory, positions) = prepare();
            let disk = FaultyDisk::new(Some(fault));
            let faulty = directory.clone().with_file_system(disk.shared());
            let error = resume(&faulty, &positions).unwrap_err();
            assert!(is_of_the_disk(&error), "{:?}: {error}", disk.failed());
            continue_and_compare(&directory, &index, &positions, 7);
        }
    }
}

/// If this fails, a full disk costs more than the time since the last checkpoint.
#[test]
fn on_a_disk_of_any_size_the_last_checkpoint_stays_good() {
    let index = index(DataType::F64);
    let all: usize = undisturbed(&index).values().map(Vec::len).sum();
    let mut has_fit = false;
    for bytes in (0..).step_by(97).take_while(|&bytes| bytes < 2 * all) {
        let (_base, directory) = place();
        let disk = QuotaDisk::new(bytes as u64);
        let limited = directory.clone().with_file_system(disk.shared());
        let mut saved = None;
        match run(&limited, &index, &mut saved) {
            Ok(()) => has_fit = true,
            Err(error) => {
                assert!(!has_fit && is_of_the_disk(&error), "{bytes} bytes: {error}");
                if let Some((moment, positions)) = saved {
                    no_final_name_is_incomplete(&directory, &index);
                    continue_and_compare(&directory, &index, &positions, moment);
                }
            }
        }
    }
    assert!(has_fit);
}

/// If this fails, a checkpoint is made of files whose names are lost with the power.
#[test]
fn after_a_directory_that_was_not_synced_there_are_no_positions() {
    let index = index(DataType::F64);
    let (_base, directory) = place();
    let disk = FaultyDisk::new(None);
    let counted = directory.with_file_system(disk.shared());
    let mut writer = RecordWriter::create(&counted, &index).unwrap();
    write_to(&mut writer, 0, 2).unwrap();
    let fault = Fault {
        at: disk.operations() - 1,
        kind: ErrorKind::Other,
        lasting: false,
    };
    let (_base, directory) = place();
    let disk = FaultyDisk::new(Some(fault));
    let faulty = directory.with_file_system(disk.shared());
    let mut writer = RecordWriter::create(&faulty, &index).unwrap();
    write_to(&mut writer, 0, 2).unwrap_err();
    assert_eq!(disk.failed().unwrap(), "sync directory records");
    assert!(matches!(writer.sync(), Err(RecordError::Broken)));
}

/// If this fails, a checkpoint could be made of a stream with a hole.
#[test]
fn after_a_failed_write_nothing_is_taken_any_more() {
    let index = index(DataType::F64);
    let (_base, directory) = place();
    // Create the directory, sync that above it, what publishing the index takes (create, write, sync, rename,
    // sync, remove), and sync the directory.
    let at = 2 + 6 + 1;
    let kind = ErrorKind::StorageFull;
    let disk = FaultyDisk::new(Some(Fault {
        at,
        kind,
        lasting: false,
    }));
    let directory = directory.with_file_system(disk.shared());
    let mut writer = RecordWriter::create(&directory, &index).unwrap();
    let (spikes, _, _) = recorded(0..3);
    writer.append_spikes(&spikes).unwrap_err();
    assert_eq!(disk.failed().unwrap(), "create spikes-step-000000.npy.part");
    let again = writer.append_spikes(&spikes).unwrap_err();
    assert!(matches!(again, RecordError::Broken), "{again}");
    assert!(matches!(writer.sync(), Err(RecordError::Broken)));
    assert!(matches!(writer.finish(), Err(RecordError::Broken)));
}

fn is_of_the_disk(error: &RecordError) -> bool {
    let RecordError::File(crate::files::FileError::Io { source, .. }) = error else {
        return false;
    };
    source.kind() == ErrorKind::StorageFull
}

/// A file under its final name is a beginning of the right one's stream: a part of the undisturbed run, or one
/// that ends where its header says.
pub(super) fn no_final_name_is_incomplete(directory: &RunDirectory, index: &Index) {
    if !directory.file("records").is_dir() {
        return;
    }
    let expected = undisturbed(index);
    for (name, bytes) in files(directory) {
        if !is_open(&name) && !name.starts_with('.') {
            assert!(bytes == expected[&name], "{name} is not complete");
        }
    }
}
