//! Files that are not what the run wrote are refused by name.

use super::*;
use crate::names;

/// A run that was killed or finished at moment 10, and its position there.
fn run(index: &Index, finish: bool) -> (TempDir, RunDirectory, Vec<StreamPosition>) {
    let (base, directory) = place();
    let mut writer = RecordWriter::create(&directory, index).unwrap();
    let positions = write_to(&mut writer, 0, 10).unwrap();
    if finish {
        writer.finish().unwrap();
    }
    (base, directory, positions)
}

/// If this fails, a run goes on with records that are not its own.
#[test]
fn every_flipped_bit_is_noticed_or_does_no_harm() {
    let index = index(DataType::F64);
    for finish in [false, true] {
        let (_base, directory, positions) = run(&index, finish);
        verify(&directory, &index, &positions).unwrap();
        for (name, bytes) in files(&directory) {
            let path = directory.file("records").join(&name);
            // Those of the index are flipped one by one where it is parsed.
            let stride = if name == "index.json" { 29 } else { 1 };
            for place in (0..bytes.len()).step_by(stride) {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << (place % 8);
                fs::write(&path, &changed).unwrap();
                let found = verify(&directory, &index, &positions);
                match found {
                    Err(error) => assert!(error.to_string().contains(&name), "{error}"),
                    // The header of a part that is not full is written anew.
                    Ok(()) => assert!(place < 128, "byte {place} of {name}"),
                }
            }
            fs::write(&path, &bytes).unwrap();
        }
        verify(&directory, &index, &positions).unwrap();
    }
}

/// If this fails, `--verify` reads a whole day's records again every ten minutes, or overlooks what is new.
#[test]
fn what_has_grown_between_two_checkpoints_is_read_again() {
    use crate::records::resume::verify;
    let index = index(DataType::F64);
    let (_base, directory) = place();
    let mut writer = RecordWriter::create(&directory, &index).unwrap();
    let start = writer.positions();
    let before = write_to(&mut writer, 0, 10).unwrap();
    let now = write_to(&mut writer, 10, 20).unwrap();
    verify(&directory, &index, &before, &now).unwrap();
    let mut noticed = 0;
    for (name, bytes) in files(&directory) {
        let Some((_, number)) = names::stem_and_number(&name) else {
            continue;
        };
        let path = directory.file("records").join(&name);
        let mut changed = bytes.clone();
        changed[130] ^= 1;
        fs::write(&path, changed).unwrap();
        verify(&directory, &index, &start, &now).unwrap_err();
        // The first ten moments had nine spikes, ten samples and five bins, in parts of five, four and three.
        let full = if name.starts_with("state") { 2 } else { 1 };
        let found = verify(&directory, &index, &before, &now);
        assert_eq!(found.is_err(), number >= full, "{name}: {found:?}");
        noticed += u64::from(found.is_err());
        fs::write(&path, bytes).unwrap();
    }
    assert!(noticed > 5, "{noticed}");
}

/// If this fails, damage of a header that is repaired changes the files.
#[test]
fn the_header_of_a_part_in_progress_is_written_anew() {
    let index = index(DataType::F64);
    let (_base, directory, positions) = run(&index, false);
    let path = directory.file("records/spikes-step-000001.npy.part");
    assert!(path.exists());
    let mut bytes = fs::read(&path).unwrap();
    bytes[..128].fill(0);
    fs::write(&path, bytes).unwrap();
    continue_and_compare(&directory, &index, &positions, 10);
}

#[test]
fn parts_that_are_missing_or_cut_short_are_refused_and_nothing_is_changed() {
    let index = index(DataType::F64);
    let (_base, directory, positions) = run(&index, false);
    let before = files(&directory);
    for (name, bytes) in &before {
        let path = directory.file("records").join(name);
        for length in [0, 100, 127, bytes.len() - 1] {
            fs::write(&path, &bytes[..length.min(bytes.len() - 1)]).unwrap();
            refuse(&directory, &index, &positions, name);
        }
        fs::remove_file(&path).unwrap();
        refuse(
            &directory,
            &index,
            &positions,
            name.trim_end_matches(".part"),
        );
        fs::create_dir(&path).unwrap();
        refuse(&directory, &index, &positions, name);
        fs::remove_dir(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        assert_same(&files(&directory), &before);
    }
    continue_and_compare(&directory, &index, &positions, 10);
}

fn refuse(directory: &RunDirectory, index: &Index, positions: &[StreamPosition], name: &str) {
    let error = RecordWriter::resume(directory, index, positions).err();
    let error = error.unwrap_or_else(|| panic!("{name} is accepted"));
    assert!(error.to_string().contains(name), "{error}");
}

/// If this fails, a link makes a run write outside its directory.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let index = index(DataType::F64);
    let (base, directory, positions) = run(&index, false);
    let path = directory.file("records/spikes-step-000001.npy.part");
    let elsewhere = base.path().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    let error = RecordWriter::resume(&directory, &index, &positions).err();
    assert!(
        matches!(error, Some(RecordError::NotAFile { .. })),
        "{error:?}"
    );
}

/// If this fails, a checkpoint of another run, or one that lies, is continued.
#[test]
fn positions_of_other_streams_are_refused() {
    let index = index(DataType::F64);
    let (_base, directory, positions) = run(&index, false);
    let with = |change: fn(&mut Vec<StreamPosition>)| {
        let mut changed = positions.clone();
        change(&mut changed);
        let resumed = RecordWriter::resume(&directory, &index, &changed);
        resumed.err().expect("it is refused")
    };
    let refused = [
        with(|positions| drop(positions.pop())),
        with(|positions| positions.swap(0, 1)),
        with(|positions| drop(positions[1].crc32.pop())),
        with(|positions| positions[0].records += 5),
        with(|positions| positions[0].records = u64::MAX),
        with(|positions| positions[0].crc32[1].clear()),
        with(|positions| positions[2].crc32[0].push(0)),
    ];
    for error in refused {
        assert!(matches!(error, RecordError::Position { .. }), "{error}");
    }
    let damaged = [
        with(|positions| positions[2].records -= 1),
        with(|positions| positions[0].crc32[0].swap(0, 1)),
        with(|positions| positions[0].crc32.swap(0, 1)),
    ];
    for error in damaged {
        assert!(matches!(error, RecordError::Damaged { .. }), "{error}");
    }
    let mut other = index.clone();
    other.streams[0].records_per_part = 6;
    let error = RecordWriter::resume(&directory, &other, &positions).err();
    assert!(
        matches!(error, Some(RecordError::Index { .. })),
        "{error:?}"
    );
}

/// If this fails, files of others disappear.
#[test]
fn only_parts_of_the_streams_are_removed() {
    let index = index(DataType::F64);
    let (_base, directory, positions) = run(&index, false);
    let behind = ["spikes-step-000002.npy", "spikes-step-1000000.npy.part"];
    let others = [
        "spikes-step-2.npy",
        "spikes-step-000002.npy.bak",
        "spikes-steps-000002.npy",
        "state-trace-V-more-000002.npy",
    ];
    for name in behind.iter().chain(&others) {
        fs::write(directory.file("records").join(name), "").unwrap();
    }
    drop(RecordWriter::resume(&directory, &index, &positions).unwrap());
    let names = files(&directory);
    assert!(others.iter().all(|name| names.contains_key(*name)));
    assert!(!behind.iter().any(|name| names.contains_key(*name)));
}
