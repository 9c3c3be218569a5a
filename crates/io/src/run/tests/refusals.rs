//! What is refused, with what words, and that nothing is changed then.

use super::*;

/// Changes a file of a run that was stopped after 100 steps, and returns the refusal to go on.
fn refusal(name: &str, change: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) -> RunFailure {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    stopped(&plan(&[]), directory, 100);
    let file = path.join(name);
    match change(fs::read(&file).unwrap()) {
        Some(bytes) => fs::write(&file, bytes).unwrap(),
        None => fs::remove_file(&file).unwrap(),
    }
    let before = files(&path);
    let resume = |saved: SavedRun| {
        let simulation = simulation(saved.plan(), 1);
        saved.resume(simulation, RunOptions::default())
    };
    let failure = SavedRun::open(&path, None).and_then(resume);
    let failure = failure.map(drop).unwrap_err();
    assert_same(&files(&path), &before, "nothing is changed");
    failure
}

fn replaced(from: &str, to: &str) -> impl FnOnce(Vec<u8>) -> Option<Vec<u8>> {
    move |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(from), "{text}");
        Some(text.replace(from, to).into_bytes())
    }
}

/// If this fails, a run goes on as another network, or from damaged files.
#[test]
fn what_is_not_this_run_is_refused_with_its_reason() {
    for (name, change, words) in [
        (
            DESCRIPTION,
            ("seed = 5", "seed = 6"),
            vec!["simulation.seed differs"],
        ),
        (
            DESCRIPTION,
            ("\"2 nS\"", "\"3 nS\""),
            vec!["projection.E differs"],
        ),
        (
            DESCRIPTION,
            ("name = \"all\"", "name = \"others\""),
            vec!["rate"],
        ),
        (DESCRIPTION, ("size = 40", "size = 0"), vec!["size"]),
        (
            "records/index.json",
            ("\"dt_s\": 0.0001", "\"dt_s\": 0.0002"),
            vec!["index.json"],
        ),
    ] {
        let text = refusal(name, replaced(change.0, change.1)).to_string();
        assert!(
            words.iter().all(|word| text.contains(word)),
            "{change:?}: {text}"
        );
    }
    for name in [DESCRIPTION, "records/index.json"] {
        let text = refusal(name, |_| None).to_string();
        assert!(
            text.contains("is missing") && text.contains("adexnet run"),
            "{text}"
        );
    }
    let cut = |bytes: Vec<u8>| Some(bytes[..bytes.len() / 2].to_vec());
    assert!(refusal(CHECKPOINT, cut).to_string().contains(CHECKPOINT));
    for part in ["spikes-neuron", "state-trace-V", "rate-all-count"] {
        let name = format!("records/{part}-000000.npy.part");
        let damaged = |mut bytes: Vec<u8>| {
            bytes[131] ^= 4;
            Some(bytes)
        };
        for text in [
            refusal(&name, damaged).to_string(),
            refusal(&name, cut).to_string(),
            refusal(&name, |_| None).to_string(),
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}

#[test]
fn a_run_cannot_become_shorter_than_it_is_nor_be_finished_before_its_first_checkpoint() {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    drop(start(&plan(&[]), directory, RunOptions::default()));
    let failure = SavedRun::open(&path, None).unwrap().finish().unwrap_err();
    assert!(
        matches!(failure, RunFailure::NoCheckpoint { .. }),
        "{failure}"
    );
    resumed(&path, None, 1);
    let failure = SavedRun::open(&path, Some("5 ms")).unwrap_err();
    let text = failure.to_string();
    assert!(
        text.contains("0.02 s") && text.contains("0.005 s"),
        "{text}"
    );
    let failure = SavedRun::open(&path, Some("5 m")).unwrap_err();
    assert!(matches!(failure, RunFailure::Config(_)), "{failure}");
}

/// If this fails, two processes write into one run.
#[cfg(unix)]
#[test]
fn a_run_that_goes_on_belongs_to_one_process() {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    let run = start(&plan(&[]), directory, RunOptions::default());
    let failure = SavedRun::open(&path, None).unwrap_err();
    assert!(failure.to_string().contains("going on"), "{failure}");
    drop(run);
    SavedRun::open(&path, None).unwrap();
}

#[test]
fn an_empty_place_is_no_run() {
    let (base, directory) = place();
    drop(directory);
    for path in [base.path().join("run"), base.path().join("absent")] {
        let failure = SavedRun::open(&path, None).unwrap_err();
        assert!(matches!(failure, RunFailure::NoRun { .. }), "{failure}");
    }
}

/// If this fails, a run that was copied without its checkpoint is erased.
#[test]
fn records_of_a_run_that_has_ended_are_not_begun_again() {
    let (_base, directory) = place();
    let path = directory.path().to_owned();
    let mut run = start(&plan(&[]), directory, RunOptions::default());
    run.simulate().unwrap();
    run.finish().unwrap();
    fs::remove_file(path.join(CHECKPOINT)).unwrap();
    // Even if they are not what was written.
    fs::write(path.join("records/spikes-step-000000.npy"), "cut short").unwrap();
    let before = files(&path);
    for duration in [None, Some("50 ms")] {
        let failure = SavedRun::open(&path, duration).unwrap_err();
        assert!(matches!(failure, RunFailure::LostCheckpoint { .. }));
        assert!(
            failure.to_string().contains("would delete them"),
            "{failure}"
        );
    }
    assert_same(&files(&path), &before, "nothing is changed");
}
