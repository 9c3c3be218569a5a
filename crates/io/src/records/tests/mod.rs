//! Records come back, and whatever happens to a run in between, they are those of a run to which
//! nothing happened.

mod damage;
mod faults;
mod indices;
mod plans;
mod power;
mod random;
mod reading;
mod resuming;

use super::resume::CheckedRecords;
use super::{
    ColumnIndex, DataType, Index, RecordError, RecordWriter, StreamIndex, StreamKind,
    StreamPosition,
};
use crate::files::RunDirectory;
use crate::files::testing::FaultyDisk;
use adexnet_engine::{RateRecord, SpikeRecord, StateRecord, Variable};
use ndarray::{Array2, ShapeBuilder};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use tempfile::TempDir;

/// Neurons of the recording of states.
const NEURONS: [u32; 3] = [2, 3, 7];

/// Moments of the run that is recorded: after the last one, each stream has some full parts.
const MOMENTS: u64 = 12;

fn column(name: &str, dtype: DataType, width: Option<u64>) -> ColumnIndex {
    ColumnIndex {
        name: name.to_owned(),
        dtype,
        width,
        unit: width.map(|_| "mV".to_owned()),
    }
}

/// Spikes, states and rates, cut into very small parts.
fn index(dtype: DataType) -> Index {
    let stream = |name: &str, kind, records_per_part, columns| StreamIndex {
        name: name.to_owned(),
        kind,
        records_per_part,
        columns,
    };
    let spikes = vec![
        column("step", DataType::U64, None),
        column("neuron", DataType::U32, None),
    ];
    let variables = ["V", "w"].map(|name| column(name, dtype, Some(NEURONS.len() as u64)));
    let state = StreamKind::State {
        first_step: 5,
        every: 10,
        neurons: vec![[2, 4], [7, 8]],
    };
    let rate = StreamKind::Rate {
        first_step: 100,
        bin: 20,
        neuron_count: 4,
    };
    let count = vec![column("count", DataType::U64, None)];
    Index {
        title: "test".to_owned(),
        dt_s: 1e-4,
        neurons: 10,
        all_files: false,
        streams: vec![
            stream("spikes", StreamKind::Spikes, 5, spikes),
            stream("state-trace", state, 4, variables.to_vec()),
            stream("rate-all", rate, 3, count),
        ],
    }
}

/// What is recorded in some moments: none to two spikes in each, a sample in each, a bin in every other.
fn recorded(moments: Range<u64>) -> (SpikeRecord, StateRecord, RateRecord) {
    let mut spikes = SpikeRecord::default();
    for moment in moments.clone() {
        for spike in 0..moment % 3 {
            spikes.steps.push(moment * 100);
            spikes.neurons.push((moment * 7 + spike) as u32);
        }
    }
    let samples = (moments.end - moments.start) as usize;
    // As the engine gives them: [neuron, sample], of which the numbers of a sample lie together.
    let array = |scale: f64| {
        let shape = (NEURONS.len(), samples).f();
        Array2::from_shape_fn(shape, |(neuron, sample)| {
            scale * ((moments.start as usize + sample) * 10 + neuron) as f64
        })
    };
    let state = StateRecord {
        name: "trace".to_owned(),
        neurons: NEURONS.to_vec(),
        steps: moments.clone().map(|moment| 5 + 10 * moment).collect(),
        variables: vec![(Variable::V, array(-0.5)), (Variable::W, array(0.25))],
    };
    let bins = moments.start.div_ceil(2)..moments.end.div_ceil(2);
    let rate = RateRecord {
        name: "all".to_owned(),
        neurons: 4,
        steps: bins.clone().map(|bin| 100 + 20 * bin).collect(),
        counts: bins.clone().map(|bin| bin * bin).collect(),
        rates: bins
            .map(|bin| (bin * bin) as f64 / (4.0 * (20.0 * 1e-4)))
            .collect(),
    };
    (spikes, state, rate)
}

/// Appends what is recorded in some moments, all at once.
fn append(writer: &mut RecordWriter, moments: Range<u64>) -> Result<(), RecordError> {
    let (spikes, state, rate) = recorded(moments);
    writer.append_spikes(&spikes)?;
    writer.append_states(&[state])?;
    writer.append_rates(&[rate])
}

/// Writes everything up to a moment, and returns where that is.
fn write_to(
    writer: &mut RecordWriter,
    from: u64,
    to: u64,
) -> Result<Vec<StreamPosition>, RecordError> {
    (from..to).try_for_each(|moment| append(writer, moment..moment + 1))?;
    writer.sync()
}

/// Whether the files are what was written up to the positions.
fn verify(
    directory: &RunDirectory,
    index: &Index,
    positions: &[StreamPosition],
) -> Result<(), RecordError> {
    CheckedRecords::check(directory, index, positions).map(drop)
}

/// A directory for a run, on a disk without faults.
fn place() -> (TempDir, RunDirectory) {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    (
        base,
        directory.with_file_system(FaultyDisk::new(None).shared()),
    )
}

/// Whether a part has the name of an unfinished one.
fn is_open(name: &str) -> bool {
    name.strip_suffix(".part").is_some()
}

/// The content of all files of the records.
fn files(directory: &RunDirectory) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory.file("records")).unwrap();
    let content = |path: &Path| fs::read(path).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            (
                entry.file_name().into_string().unwrap(),
                content(&entry.path()),
            )
        })
        .collect()
}

/// The files of a run to which nothing happens.
fn undisturbed(index: &Index) -> BTreeMap<String, Vec<u8>> {
    let (_base, directory) = place();
    let mut writer = RecordWriter::create(&directory, index).unwrap();
    append(&mut writer, 0..MOMENTS).unwrap();
    writer.finish().unwrap();
    files(&directory)
}

/// Continues at a position, goes on from a moment to the end, and compares.
fn continue_and_compare(
    directory: &RunDirectory,
    index: &Index,
    positions: &[StreamPosition],
    from: u64,
) {
    let mut writer = RecordWriter::resume(directory, index, positions).unwrap();
    append(&mut writer, from..MOMENTS).unwrap();
    writer.finish().unwrap();
    assert_same(&files(directory), &undisturbed(index));
}

fn assert_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        expected.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in expected {
        assert!(found[name] == *bytes, "{name} differs");
    }
}
