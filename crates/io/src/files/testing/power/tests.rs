//! What a power cut leaves: what was forced to disk always, and everything else in all its forms.

use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Files by relative path, with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// Enough for everything that can happen to a few changes.
const SEEDS: u64 = 150;

fn files(path: &Path) -> Files {
    let mut found = Files::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = files(&path).into_iter();
            found.extend(below.map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// What is left after a power cut that follows `act`, with one seed. The file `old` was there before.
fn left_by(seed: u64, act: impl Fn(&PowerCutDisk, &Path)) -> Files {
    let base = tempfile::tempdir().unwrap();
    fs::write(base.path().join("old"), "old").unwrap();
    let disk = PowerCutDisk::new(base.path(), u64::MAX, seed);
    act(&disk, base.path());
    disk.cut().unwrap();
    files(base.path())
}

/// All that is left with any of some seeds.
fn left(seeds: impl Iterator<Item = u64>, act: impl Fn(&PowerCutDisk, &Path)) -> BTreeSet<Files> {
    seeds.map(|seed| left_by(seed, &act)).collect()
}

/// What is left of the file `new` with any seed; `None` if it is lost.
fn left_of_new(act: impl Fn(&PowerCutDisk, &Path)) -> BTreeSet<Option<Vec<u8>>> {
    let left = left(0..SEEDS, act).into_iter();
    left.map(|mut files| files.remove("new")).collect()
}

fn write(disk: &PowerCutDisk, path: &Path, bytes: &[u8]) -> Box<dyn OpenFile> {
    let mut file = disk.create(path).unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// The names that are left, as text.
fn names(left: &BTreeSet<Files>) -> BTreeSet<String> {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>().join(" ");
    left.iter().map(names).collect()
}

#[test]
fn what_was_synced_stays_and_what_was_not_takes_all_forms() {
    let left = left_of_new(|disk, path| {
        let mut file = write(disk, &path.join("new"), b"synced");
        file.sync().unwrap();
        disk.sync_directory(path).unwrap();
        file.write_all(b"12").unwrap();
        file.write_all(b"34").unwrap();
    });
    assert!(
        left.iter()
            .flatten()
            .all(|bytes| bytes.starts_with(b"synced"))
    );
    for expected in [
        "synced",
        "synced12",
        "synced1234",
        "synced\0\0\0\0",
        "synced\0\x0034",
    ] {
        assert!(left.contains(&Some(expected.into())), "{expected:?}");
    }
    assert!(!left.contains(&None));
}

#[test]
fn what_was_never_synced_may_be_empty_or_zeros() {
    let left = left_of_new(|disk, path| {
        write(disk, &path.join("new"), b"12");
        disk.sync_directory(path).unwrap();
    });
    for expected in ["", "12", "\0\0"] {
        assert!(left.contains(&Some(expected.into())), "{expected:?}");
    }
    assert!(!left.contains(&None));
}

#[test]
fn a_file_that_was_cut_and_overwritten_keeps_what_it_never_lost() {
    let left = left(0..SEEDS, |disk, path| {
        let mut file = disk.open(&path.join("old")).unwrap();
        file.set_length(2).unwrap();
        file.write_all(b"O").unwrap();
        file.seek(SeekFrom::Start(2)).unwrap();
        file.write_all(b"12").unwrap();
    });
    let left: BTreeSet<_> = left.iter().map(|files| &*files["old"]).collect();
    for expected in ["old", "Ol12", "ol\0\0", "ol", "Ol", "Old"] {
        assert!(left.contains(expected.as_bytes()), "{expected:?}");
    }
    assert!(left.iter().all(|bytes| &bytes[1..2] == b"l"));
}

#[test]
fn a_file_that_is_created_again_may_lose_its_bytes() {
    let left = left(0..SEEDS, |disk, path| drop(disk.create(&path.join("old"))));
    let left: BTreeSet<_> = left.iter().map(|files| &*files["old"]).collect();
    assert_eq!(left, [&b""[..], b"old"].into());
}

#[test]
fn syncing_a_file_does_not_keep_its_name() {
    let left = left_of_new(|disk, path| write(disk, &path.join("new"), b"12").sync().unwrap());
    assert_eq!(left, [None, Some(b"12".to_vec())].into());
}

#[test]
fn a_rename_that_was_not_forced_gives_the_old_file_or_the_new_one() {
    let replace = |disk: &PowerCutDisk, path: &Path| {
        write(disk, &path.join("new"), b"new").sync().unwrap();
        disk.sync_directory(path).unwrap();
        disk.rename(&path.join("new"), &path.join("old")).unwrap();
    };
    let before = [("new", "new"), ("old", "old")];
    let text = |(name, bytes): (&str, &str)| (name.to_owned(), bytes.as_bytes().to_vec());
    let before = Files::from(before.map(text));
    let after = Files::from([("old", "new")].map(text));
    assert_eq!(left(0..SEEDS, replace), [before, after.clone()].into());
    let forced = left(0..SEEDS, |disk, path| {
        replace(disk, path);
        disk.sync_directory(path).unwrap();
    });
    assert_eq!(forced, [after].into());
}

#[test]
fn names_are_lost_from_some_point_on_or_each_by_itself() {
    let act = |disk: &PowerCutDisk, path: &Path| {
        disk.create(&path.join("a")).unwrap();
        disk.remove(&path.join("old")).unwrap();
        disk.create(&path.join("b")).unwrap();
    };
    let in_order = names(&left((0..SEEDS).step_by(2), act));
    let any = names(&left((1..SEEDS).step_by(2), act));
    let expected = ["old", "a old", "a", "a b"].map(str::to_owned);
    assert_eq!(in_order, expected.into());
    let more = ["", "b", "b old", "a b old"].map(str::to_owned);
    assert_eq!(any, &in_order | &more.into());
}

/// If this fails, a file gets two names where the first of two renames is lost.
#[test]
fn of_two_renames_any_may_be_lost() {
    let left = left(0..SEEDS, |disk, path| {
        disk.rename(&path.join("old"), &path.join("a")).unwrap();
        disk.rename(&path.join("a"), &path.join("b")).unwrap();
    });
    assert_eq!(names(&left), ["a", "b", "old"].map(str::to_owned).into());
}

#[test]
fn a_directory_without_name_takes_its_files_with_it() {
    let act = |disk: &PowerCutDisk, path: &Path| {
        let inner = path.join("inner");
        disk.create_directory(&inner).unwrap();
        write(disk, &inner.join("file"), b"12").sync().unwrap();
        disk.sync_directory(&inner).unwrap();
    };
    let expected = ["old", "inner/file old"].map(str::to_owned);
    assert_eq!(names(&left(0..SEEDS, act)), expected.into());
    let forced = left(0..SEEDS, |disk, path| {
        act(disk, path);
        disk.sync_directory(path).unwrap();
    });
    assert_eq!(names(&forced), ["inner/file old".to_owned()].into());
}

#[test]
fn without_power_nothing_is_done_and_a_seed_leaves_the_same_again() {
    let case = |seed| {
        let base = tempfile::tempdir().unwrap();
        let disk = PowerCutDisk::new(base.path(), 3, seed);
        let mut file = write(&disk, &base.path().join("a"), b"12");
        file.write_all(b"34").unwrap();
        assert!(!disk.is_out());
        file.write_all(b"56").unwrap_err();
        drop(file);
        assert!(disk.create(&base.path().join("b")).is_err());
        let error = disk.sync_directory(base.path()).unwrap_err();
        assert_eq!(error.to_string(), "the power is gone");
        assert!(disk.is_out() && disk.operations() == 6);
        assert_eq!(fs::read(base.path().join("a")).unwrap(), b"1234");
        disk.cut().unwrap();
        assert_eq!(
            disk.case(),
            format!("power cut at \"write a\" (k 3, seed {seed})")
        );
        files(base.path())
    };
    for seed in 0..20 {
        assert_eq!(case(seed), case(seed));
    }
}
