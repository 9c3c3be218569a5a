//! What the files in a run's directory are called: all names in one place, so that a run knows its own files
//! from those of others.

use adexnet_engine::Recording;

/// The complete description.
pub const DESCRIPTION: &str = "network.toml";

/// How it begins.
pub(crate) const COMPLETE: &str = "# A complete description of a network, for adexnet";

/// The state from which a run can go on.
pub const CHECKPOINT: &str = "checkpoint.npz";

/// How far a run is, while it is simulated.
pub const HEARTBEAT: &str = "heartbeat.json";

/// The log, which the command-line tool writes.
pub const LOG: &str = "run.log";

/// The summary: when it is there, a run is complete.
pub const SUMMARY: &str = "summary.json";

/// The directory of records.
pub const RECORDS: &str = "records";

/// The description of the records, in their directory.
pub const INDEX: &str = "index.json";

/// Held by the process that works in the directory.
pub(crate) const LOCK: &str = ".lock";

/// The synapses as a matrix of weights.
pub(crate) const SPARSE_MATRIX: &str = "connectivity.npz";

/// The same, with all elements.
pub(crate) const DENSE_MATRIX: &str = "connectivity_matrix.npy";

/// All spikes.
pub(crate) const SPIKE_LIST: &str = "spikes.npz";

/// The spikes of each neuron.
pub(crate) const SPIKE_TRAINS: &str = "spiketimes.npz";

/// The figure of the membrane potential, in each of the [`FORMATS`].
pub(crate) const VOLTAGE: &str = "voltage";

/// The figure of the spikes, likewise.
pub(crate) const RASTER: &str = "raster";

/// The formats of figures.
pub(crate) const FORMATS: [&str; 2] = ["svg", "png"];

/// The samples where one recording takes any.
const STATE: &str = "state.npz";

/// What the names of files begin with of which there is one for each projection or recording.
const SEVERAL: [&str; 3] = ["connectivity-", "state-", "rate-"];

/// What a part of the records is called in addition while the run is not finished.
const OPEN_ENDING: &str = ".part";

/// Fewest digits in the number of a part.
const DIGITS: usize = 6;

/// Whether a file name is one that a run writes: what a repeated run may replace. Those of the records
/// begin with `records/`.
#[must_use]
pub fn is_run_file(name: &str) -> bool {
    let fixed = [
        DESCRIPTION,
        CHECKPOINT,
        HEARTBEAT,
        LOG,
        SUMMARY,
        RECORDS,
        SPARSE_MATRIX,
        DENSE_MATRIX,
        SPIKE_LIST,
        SPIKE_TRAINS,
        STATE,
    ];
    let is_one_of_several = |stem: &str| {
        let rest = name.strip_prefix(stem);
        rest.is_some_and(|rest| rest.strip_suffix(".npz").is_some())
    };
    let record = name.strip_prefix(RECORDS).and_then(|r| r.strip_prefix('/'));
    fixed.contains(&name)
        || SEVERAL.into_iter().any(is_one_of_several)
        || figures().any(|figure| figure == name)
        || record.is_some_and(is_record_file)
}

/// The files that are made of the records of a run when it has ended; the summary first.
pub(crate) fn results(recording: &Recording) -> impl Iterator<Item = String> {
    let fixed = [SUMMARY, SPIKE_LIST, SPIKE_TRAINS].map(str::to_owned);
    let states = &recording.states;
    let states = states.iter().map(|s| state_file(&s.name, states.len()));
    let rates = recording.rates.iter().map(|rate| rate_file(&rate.name));
    fixed
        .into_iter()
        .chain(states)
        .chain(rates)
        .chain(figures())
}

/// The file of the synapses of one projection.
pub(crate) fn projection_file(projection: &str) -> String {
    format!("connectivity-{projection}.npz")
}

/// The file of the samples of one of so many recordings.
pub(crate) fn state_file(recording: &str, recordings: usize) -> String {
    match recordings {
        1 => STATE.to_owned(),
        _ => format!("state-{recording}.npz"),
    }
}

/// The file of a recording of rates.
pub(crate) fn rate_file(recording: &str) -> String {
    format!("rate-{recording}.npz")
}

fn figures() -> impl Iterator<Item = String> {
    let files = |name| FORMATS.map(|format| figure(name, format));
    [VOLTAGE, RASTER].into_iter().flat_map(files)
}

/// The file of a figure.
pub(crate) fn figure(name: &str, format: &str) -> String {
    format!("{name}.{format}")
}

/// The name of a part of the records: those of a column of a stream have the stem `STREAM-COLUMN`.
pub(crate) fn part(stem: &str, number: u64) -> String {
    format!("{stem}-{number:0DIGITS$}.npy")
}

/// The name of a part while the run is not finished.
pub(crate) fn open_part(stem: &str, number: u64) -> String {
    part(stem, number) + OPEN_ENDING
}

/// The stem and the number in the name of a part, finished or not.
pub(crate) fn stem_and_number(name: &str) -> Option<(&str, u64)> {
    let finished = name.strip_suffix(OPEN_ENDING).unwrap_or(name);
    let (stem, digits) = finished.strip_suffix(".npy")?.rsplit_once('-')?;
    let number: u64 = digits.parse().ok()?;
    // At least so many digits, and no more than it needs.
    (format!("{number:0DIGITS$}") == digits).then_some((stem, number))
}

/// Whether a file in the directory of records is a part with its final name.
pub(crate) fn is_finished_part(name: &str) -> bool {
    stem_and_number(name).is_some() && name.strip_suffix(OPEN_ENDING).is_none()
}

/// Whether a file in the directory of records is one that a run writes.
fn is_record_file(name: &str) -> bool {
    let is_part = || {
        let (stem, _) = stem_and_number(name)?;
        let (stream, _column) = stem.rsplit_once('-')?;
        Some(stream == "spikes" || stream.starts_with("state-") || stream.starts_with("rate-"))
    };
    name == INDEX || is_part().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_run_are_told_from_those_of_others() {
        let ours = [
            "state.npz",
            "state-trace.npz",
            "rate-all.npz",
            "connectivity-E.npz",
            "raster.png",
            "summary.json",
            "records",
            "records/index.json",
            "records/state-a-V-000000.npy",
            "records/state-a-V-1000000.npy.part",
        ];
        for name in ours {
            assert!(is_run_file(name), "{name}");
        }
        let others = [
            "thesis.tex",
            "state-trace.txt",
            "my-state-1.npz",
            "spikes.npz.bak",
            "raster.pdf",
            "records.txt",
            "records/mine.npy",
            "records/spikes-step-1.npy",
        ];
        for name in others {
            assert!(!is_run_file(name), "{name}");
        }
    }

    #[test]
    fn a_part_is_known_by_its_name() {
        for name in [part("rate-a-count", 7), open_part("rate-a-count", 7)] {
            assert_eq!(stem_and_number(&name), Some(("rate-a-count", 7)));
        }
        let long = part("rate-a-count", 12_345_678);
        assert_eq!(stem_and_number(&long), Some(("rate-a-count", 12_345_678)));
        for name in ["a-1.npy", "a-0000001.npy", "a-+00001.npy", "a-000001.npz"] {
            assert_eq!(stem_and_number(name), None, "{name}");
        }
    }
}
