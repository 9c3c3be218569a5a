//! Directories that are taken, and those that are left alone.

use super::*;
use std::collections::HashSet;

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name != LOCK).collect();
    names.sort();
    names
}

fn replace(path: &Path) -> Result<RunDirectory, RunDirectoryError> {
    RunDirectory::replace(path, [])
}

#[test]
fn directories_are_created_with_those_above_them() {
    let base = tempfile::tempdir().unwrap();
    let path = base.path().join("a/b/c");
    let run = RunDirectory::create(&path).unwrap();
    assert_eq!(run.path(), path);
    assert_eq!(run.file("x.npy"), path.join("x.npy"));
    assert!(names(&path).is_empty(), "nothing is left of trying");
    #[cfg(unix)]
    assert!(matches!(
        RunDirectory::create(&path),
        Err(RunDirectoryError::InUse { .. })
    ));
    drop(run);
    RunDirectory::create(&path).expect("an empty directory may exist");
}

#[test]
fn a_directory_with_files_is_refused() {
    let base = tempfile::tempdir().unwrap();
    fs::write(base.path().join("thesis.tex"), "").unwrap();
    let error = RunDirectory::create(base.path()).unwrap_err();
    assert!(
        matches!(error, RunDirectoryError::NotEmpty { .. }),
        "{error}"
    );
}

#[test]
fn replacing_deletes_known_files_and_nothing_else() {
    let base = tempfile::tempdir().unwrap();
    let stay = [
        ".spikes.npz.partial-mine",
        ".thesis.tex.partial-1-2",
        "thesis.tex",
    ];
    let go = [
        "spikes.npz",
        "network.toml",
        "summary.json",
        ".spikes.npz.partial-17-0",
    ];
    for name in stay.iter().chain(&go) {
        fs::write(base.path().join(name), "").unwrap();
    }
    replace(base.path()).unwrap();
    assert_eq!(names(base.path()), stay);
}

/// If this fails, files of the user are deleted because they are called as those of a run.
#[test]
fn nothing_is_replaced_where_there_is_no_run() {
    let base = tempfile::tempdir().unwrap();
    let inputs = ["spikes.npz", "connectivity_matrix.npy"];
    for name in inputs {
        fs::write(base.path().join(name), "mine").unwrap();
    }
    let error = replace(base.path()).unwrap_err();
    assert!(matches!(error, RunDirectoryError::NoRun { .. }), "{error}");
    let error = replace(base.path()).unwrap_err();
    assert!(
        matches!(error, RunDirectoryError::NoRun { .. }),
        "trying is no sign of a run: {error}"
    );
    fs::write(base.path().join("summary.json"), "").unwrap();
    let needed = base.path().join(".").join("spikes.npz");
    let error = RunDirectory::replace(base.path(), [needed.as_path()]).unwrap_err();
    assert!(matches!(error, RunDirectoryError::Needed { .. }), "{error}");
    for name in inputs {
        assert_eq!(fs::read(base.path().join(name)).unwrap(), b"mine");
    }
    replace(base.path()).unwrap();
    assert!(names(base.path()).is_empty());
    // Of a run that was killed at once there is no more than its description, or the beginning of one.
    let description = base.path().join("network.toml");
    fs::write(&description, "# mine").unwrap();
    replace(base.path()).unwrap_err();
    fs::write(&description, format!("{COMPLETE}: ...")).unwrap();
    fs::write(base.path().join(".network.toml.partial-17-0"), "").unwrap();
    replace(base.path()).unwrap();
    assert!(names(base.path()).is_empty());
}

/// If this fails, records of two runs are mixed, or files of the user are deleted.
#[test]
fn replacing_empties_known_directories_of_known_files() {
    let base = tempfile::tempdir().unwrap();
    let [records, others] = ["records", "thesis"].map(|name| base.path().join(name));
    let fill = || {
        fs::create_dir_all(&records).unwrap();
        for name in [
            "index.json",
            "spikes-step-000000.npy.part",
            ".index.json.partial-3-1",
        ] {
            fs::write(records.join(name), "").unwrap();
        }
    };
    fs::create_dir(&others).unwrap();
    fs::write(others.join("index.json"), "").unwrap();
    fill();
    replace(base.path()).unwrap();
    assert_eq!(names(base.path()), ["thesis"]);
    fill();
    fs::write(records.join("notes.txt"), "").unwrap();
    replace(base.path()).unwrap();
    assert_eq!(names(&records), ["notes.txt"]);
    assert_eq!(names(&others), ["index.json"]);
}

#[test]
fn only_a_directory_that_is_there_is_opened() {
    let base = tempfile::tempdir().unwrap();
    fs::write(base.path().join("spikes.npz"), "").unwrap();
    let run = RunDirectory::open(base.path()).unwrap();
    assert_eq!(names(run.path()), ["spikes.npz"]);
    let absent = RunDirectory::open(&base.path().join("absent")).unwrap_err();
    assert!(matches!(
        absent,
        RunDirectoryError::Io { action: "find", .. }
    ));
    let file = RunDirectory::open(&base.path().join("spikes.npz")).unwrap_err();
    assert!(matches!(file, RunDirectoryError::NotADirectory { .. }));
}

#[test]
fn a_file_in_the_way_is_named() {
    let base = tempfile::tempdir().unwrap();
    let file = base.path().join("runs");
    fs::write(&file, "").unwrap();
    for error in [
        RunDirectory::create(&file).unwrap_err(),
        RunDirectory::create(&file.join("a/b")).unwrap_err(),
        replace(&file).unwrap_err(),
        RunDirectory::next_free(&file, "a").unwrap_err(),
    ] {
        assert!(
            matches!(&error, RunDirectoryError::NotADirectory { path } if *path == file),
            "{error}"
        );
    }
}

#[test]
fn runs_that_start_at_once_get_different_directories() {
    let base = tempfile::tempdir().unwrap();
    let next = || {
        RunDirectory::next_free(base.path(), "run")
            .unwrap()
            .path()
            .to_path_buf()
    };
    let paths: HashSet<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(next)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(paths.len(), 8);
    assert!(paths.contains(&base.path().join("run")));
    assert!(paths.contains(&base.path().join("run-8")));
}

#[test]
fn names_with_separators_are_refused() {
    let base = tempfile::tempdir().unwrap();
    for name in ["", ".", "..", "a/b", "/etc", "a/"] {
        let error = RunDirectory::next_free(base.path(), name).unwrap_err();
        assert!(
            matches!(error, RunDirectoryError::Name { .. }),
            "{name:?}: {error}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_directory_without_write_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let base = tempfile::tempdir().unwrap();
    fs::set_permissions(base.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // The superuser may write everywhere; then there is nothing to see.
    if fs::File::create(base.path().join("x")).is_err() {
        let error = RunDirectory::create(base.path()).unwrap_err();
        assert!(matches!(error, RunDirectoryError::Io { .. }), "{error}");
    }
}
