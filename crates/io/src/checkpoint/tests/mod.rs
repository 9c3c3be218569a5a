//! Tests of checkpoints: what is written comes back, and nothing else does.

mod damage;
mod engine;
mod lies;
mod network;
mod round_trip;

use super::meta::Meta;
use super::{Checkpoint, CheckpointError, META, StreamPosition};
use crate::config::{Configuration, Overrides, Plan, Source};
use crate::files::NpzWriter;
use crate::output::{Beginning, FileNote};
use adexnet_engine::{Precision, Snapshot, SnapshotArray};
use ndarray::aview1;
use ndarray_npy::WriteNpyExt;
use std::io::Cursor;
use std::path::Path;

fn plan(set: &[&str]) -> Plan {
    let overrides = Overrides {
        set: set.iter().map(|&text| text.to_owned()).collect(),
        ..Overrides::default()
    };
    let configuration = Configuration::load(Source::Preset("notebook"), &overrides);
    configuration.unwrap().plan().unwrap()
}

/// A checkpoint with an array of each type.
fn checkpoint() -> Checkpoint {
    let arrays = [
        ("history.neurons", SnapshotArray::U32(vec![0, 7, u32::MAX])),
        ("rates.all", SnapshotArray::U64(Vec::new())),
        (
            "state.cells.V",
            SnapshotArray::F64(vec![-70.0, -0.0, 5e-324]),
        ),
        (
            "state.others.w",
            SnapshotArray::F32(vec![f32::MIN_POSITIVE, f32::MAX]),
        ),
        ("totals", SnapshotArray::U64(vec![u64::MAX, (1 << 53) + 1])),
    ];
    Checkpoint {
        fingerprint: plan(&[]).fingerprint(),
        beginning: Beginning {
            synapses: 1 << 40,
            files: vec![
                FileNote::written("network.toml"),
                FileNote::left_out("connectivity.npz", "too many"),
            ],
        },
        streams: vec![StreamPosition {
            name: "spikes".to_owned(),
            records: 17,
            crc32: vec![vec![1, u32::MAX], vec![2, 0]],
        }],
        snapshot: Snapshot {
            step: u64::MAX - 1,
            precision: Precision::Double,
            arrays: arrays.map(|(name, array)| (name.to_owned(), array)).into(),
        },
    }
}

/// The bytes of a checkpoint's file.
fn bytes(checkpoint: &Checkpoint) -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("checkpoint.npz");
    checkpoint.write(&path).unwrap();
    std::fs::read(path).unwrap()
}

fn read(bytes: &[u8]) -> Result<Checkpoint, CheckpointError> {
    Checkpoint::read_from(Path::new("checkpoint.npz"), Cursor::new(bytes))
}

/// Equal bit by bit: also zeros of different sign.
fn is_same(first: &Checkpoint, second: &Checkpoint) -> bool {
    let bits = |checkpoint: &Checkpoint| -> Vec<Vec<u64>> {
        let arrays = checkpoint.snapshot.arrays.iter();
        let bits = arrays.map(|(_, array)| match array {
            SnapshotArray::U32(values) => values.iter().map(|&value| value.into()).collect(),
            SnapshotArray::U64(values) => values.clone(),
            SnapshotArray::F32(values) => values.iter().map(|v| v.to_bits().into()).collect(),
            SnapshotArray::F64(values) => values.iter().map(|value| value.to_bits()).collect(),
        });
        bits.collect()
    };
    first == second && bits(first) == bits(second)
}

/// An archive with this text as `meta` and these arrays.
fn archive(meta: &str, arrays: &[(&str, &SnapshotArray)]) -> Vec<u8> {
    archive_with(meta, |npz| {
        for (name, array) in arrays {
            match array {
                SnapshotArray::U32(values) => add(npz, name, &aview1(values)),
                SnapshotArray::U64(values) => add(npz, name, &aview1(values)),
                SnapshotArray::F32(values) => add(npz, name, &aview1(values)),
                SnapshotArray::F64(values) => add(npz, name, &aview1(values)),
            }
        }
    })
}

fn archive_with(meta: &str, write: impl FnOnce(&mut NpzWriter)) -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("checkpoint.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    if !meta.is_empty() {
        npz.add_byte_text(META, meta).unwrap();
    }
    write(&mut npz);
    npz.finish().unwrap();
    std::fs::read(path).unwrap()
}

fn add(npz: &mut NpzWriter, name: &str, array: &impl WriteNpyExt) {
    npz.add(name, array).unwrap();
}

/// The text of `meta`, and the arrays.
fn parts(checkpoint: &Checkpoint) -> (String, Vec<(&str, &SnapshotArray)>) {
    let arrays = checkpoint.snapshot.arrays.iter();
    let arrays = arrays.map(|(name, array)| (&name[..], array));
    (Meta::of(checkpoint).text(), arrays.collect())
}

/// A refusal as it is told, with its reasons.
fn told(result: Result<Checkpoint, CheckpointError>) -> String {
    let error = result.unwrap_err();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(reason) = source {
        text = format!("{text}: {reason}");
        source = reason.source();
    }
    println!("{text}\n");
    text
}
