//! The power goes at every operation of the file system: whatever the disk has kept of the records is continued
//! to the right bytes.

use super::faults::{no_final_name_is_incomplete, run};
use super::*;
use crate::files::testing::{PowerCutDisk, try_power_cuts};

/// Files by name, with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// The files of the records; hidden ones apart, which a crash leaves.
fn named_files(directory: &RunDirectory) -> Files {
    let mut files = files(directory);
    files.retain(|name, _| !name.starts_with('.'));
    files
}

/// Continues at a position, or begins again where there is none, to the end, and compares.
fn goes_on(
    directory: &RunDirectory,
    saved: Option<&(u64, Vec<StreamPosition>)>,
    whole: &Files,
    why: &str,
) {
    let index = index(DataType::F64);
    let continued = match saved {
        Some((_, positions)) => RecordWriter::resume(directory, &index, positions),
        None => RecordWriter::create(directory, &index),
    };
    let mut writer = continued.unwrap_or_else(|error| panic!("{why}: {error}"));
    let from = saved.map_or(0, |&(moment, _)| moment);
    append(&mut writer, from..MOMENTS).unwrap();
    writer.finish().unwrap();
    assert!(named_files(directory) == *whole, "{why}");
}

/// If this fails, a checkpoint is made of records that are lost with the power.
#[test]
fn after_a_power_cut_the_last_checkpoint_is_continued_to_the_same_bytes() {
    let index = index(DataType::F64);
    let whole = undisturbed(&index);
    try_power_cuts(1, |at, seed| {
        let (_base, directory) = place();
        let disk = PowerCutDisk::new(directory.path(), at, seed);
        let mut saved = None;
        let cut = directory.clone().with_file_system(disk.shared());
        let outcome = run(&cut, &index, &mut saved);
        disk.cut().unwrap();
        if outcome.is_ok() {
            assert!(
                named_files(&directory) == whole,
                "{} has lost what was finished",
                disk.case()
            );
        }
        no_final_name_is_incomplete(&directory, &index);
        goes_on(&directory, saved.as_ref(), &whole, &disk.case());
        disk
    });
}

/// If this fails, records are lost where the power goes while they are continued.
#[test]
fn after_a_power_cut_while_they_are_continued_records_can_be_continued_again() {
    let index = index(DataType::F64);
    let whole = undisturbed(&index);
    // Killed, and finished: then names are to be put back.
    for finish in [false, true] {
        try_power_cuts(2, |at, seed| {
            let (_base, directory) = place();
            let mut writer = RecordWriter::create(&directory, &index).unwrap();
            let saved = (7, write_to(&mut writer, 0, 7).unwrap());
            write_to(&mut writer, 7, MOMENTS).unwrap();
            if finish {
                writer.finish().unwrap();
            }
            let disk = PowerCutDisk::new(directory.path(), at, seed);
            let cut = directory.clone().with_file_system(disk.shared());
            // That it fails is what is wanted.
            let _ = RecordWriter::resume(&cut, &index, &saved.1).and_then(|mut writer| {
                append(&mut writer, 7..MOMENTS)?;
                writer.finish()
            });
            disk.cut().unwrap();
            no_final_name_is_incomplete(&directory, &index);
            goes_on(&directory, Some(&saved), &whole, &disk.case());
            disk
        });
    }
}
