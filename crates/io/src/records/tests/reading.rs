//! What was written is read again.

use super::*;
use crate::files::{FileError, NpzReader, Order, read_array};
use crate::records::RecordReader;
use adexnet_engine::{Slice, StateRecording};
use ndarray::{Ix1, Ix2};

/// A run that is finished at its end.
fn finished(dtype: DataType) -> (TempDir, RunDirectory) {
    let (base, directory) = place();
    let mut writer = RecordWriter::create(&directory, &index(dtype)).unwrap();
    append(&mut writer, 0..5).unwrap();
    append(&mut writer, 5..MOMENTS).unwrap();
    writer.finish().unwrap();
    (base, directory)
}

fn recording() -> StateRecording {
    let neurons = Slice::list(0, vec![2, 3, 7]);
    StateRecording {
        every: 10,
        window: 5..u64::MAX,
        ..StateRecording::new("trace", &[Variable::V, Variable::W], neurons)
    }
}

/// If this fails, files made of the records are not those made of memory.
#[test]
fn records_come_back_over_the_bounds_of_parts() {
    for dtype in [DataType::F64, DataType::F32] {
        let (_base, directory) = finished(dtype);
        let reader = RecordReader::open(directory.path()).unwrap();
        let (spikes, state, rate) = recorded(0..MOMENTS);
        let stream = reader.stream("spikes").unwrap();
        assert_eq!(stream.records(), spikes.len() as u64);
        assert_eq!(stream.bytes(), 12 * spikes.len() as u64);
        assert_eq!(reader.load_spikes().unwrap(), spikes);
        let states = reader.load_states(&[recording()]).unwrap();
        assert_eq!(states, [state]);
        assert!(states[0].variables[0].1.t().is_standard_layout());
        assert_eq!(reader.load_rates().unwrap(), [rate]);
    }
}

#[test]
fn spikes_come_in_chunks_that_belong_together() {
    let (_base, directory) = finished(DataType::F64);
    let reader = RecordReader::open(directory.path()).unwrap();
    let chunks: Vec<_> = reader.spikes().unwrap().map(Result::unwrap).collect();
    let lengths: Vec<_> = chunks.iter().map(SpikeRecord::len).collect();
    assert_eq!(lengths, [5, 5, 2]);
    let (spikes, ..) = recorded(0..MOMENTS);
    let steps: Vec<_> = chunks
        .iter()
        .flat_map(|chunk| chunk.steps.clone())
        .collect();
    assert_eq!(steps, spikes.steps);
}

#[test]
fn the_samples_of_one_neuron_are_picked() {
    for dtype in [DataType::F64, DataType::F32] {
        let (_base, directory) = finished(dtype);
        let reader = RecordReader::open(directory.path()).unwrap();
        let stream = reader.stream("state-trace").unwrap();
        let (_, state, _) = recorded(0..MOMENTS);
        for neuron in 0..3 {
            let expected = state.variables[1].1.row(neuron).to_vec();
            for samples in [0, 1, 4, 7, MOMENTS, 99] {
                let found = stream.trace("w", neuron as u64, samples).unwrap();
                assert_eq!(found, expected[..samples.min(MOMENTS) as usize]);
            }
        }
        let error = stream.trace("w", 3, 1).unwrap_err().to_string();
        assert!(error.contains("index 3; there are 3 neurons"), "{error}");
        let error = stream.trace("u", 0, 1).unwrap_err().to_string();
        assert!(error.contains("column \"u\"; there are V, w"), "{error}");
        assert!(stream.chunks::<u32>("V").is_err());
        assert!(reader.stream("state-other").is_err());
    }
}

/// If this fails, an archive of a long run takes as much memory as it has bytes.
#[test]
fn archives_are_made_of_streams() {
    let (_base, directory) = finished(DataType::F32);
    let reader = RecordReader::open(directory.path()).unwrap();
    let (spikes, state, _) = recorded(0..MOMENTS);
    let mut npz = directory.npz("all.npz").unwrap();
    let stream = reader.stream("spikes").unwrap();
    let numbers = stream.numbers::<u32>("neuron").unwrap();
    npz.add_stream("i", &[spikes.len()], Order::Rows, numbers)
        .unwrap();
    let stream = reader.stream("state-trace").unwrap();
    let shape = [NEURONS.len(), MOMENTS as usize];
    npz.add_stream("V", &shape, Order::Columns, stream.floats("V").unwrap())
        .unwrap();
    let short: Result<(), RecordError> =
        npz.add_stream("w", &[1], Order::Rows, stream.floats("w").unwrap());
    assert!(matches!(
        short,
        Err(RecordError::File(FileError::Count { .. }))
    ));
    npz.finish().unwrap();
    let mut npz = NpzReader::open(&directory.file("all.npz")).unwrap();
    assert_eq!(npz.read::<Ix2>("V").unwrap(), state.variables[0].1);
    let neurons = npz.read::<Ix1>("i").unwrap();
    assert!(
        neurons.iter().eq(spikes
            .neurons
            .iter()
            .map(|&i| f64::from(i))
            .collect::<Vec<_>>()
            .iter())
    );
}

/// If this fails, other programs do not open the parts.
#[test]
fn each_part_is_an_array_by_itself() {
    let (_base, directory) = finished(DataType::F32);
    let part = |name: &str| directory.file("records").join(name);
    let neurons = read_array::<Ix1>(&part("spikes-neuron-000001.npy")).unwrap();
    let (spikes, state, _) = recorded(0..MOMENTS);
    let expected = spikes.neurons[5..10].iter().map(|&i| f64::from(i));
    assert!(neurons.into_iter().eq(expected));
    let samples = read_array::<Ix2>(&part("state-trace-V-000002.npy")).unwrap();
    let all = &state.variables[0].1;
    assert_eq!(samples, all.slice_axis(ndarray::Axis(1), (8..).into()).t());
}

/// If this fails, a run that goes on is read as one that is finished.
#[test]
fn an_unfinished_run_is_refused() {
    let (_base, directory) = place();
    let mut writer = RecordWriter::create(&directory, &index(DataType::F64)).unwrap();
    write_to(&mut writer, 0, 7).unwrap();
    let error = RecordReader::open(directory.path()).unwrap_err();
    assert!(matches!(error, RecordError::Unfinished { .. }), "{error}");
    writer.finish().unwrap();
    RecordReader::open(directory.path()).unwrap();
}

/// If this fails, a damaged run is read as a shorter one.
#[test]
fn parts_that_do_not_fit_together_are_refused() {
    let damaged = |damage: fn(&Path)| {
        let (_base, directory) = finished(DataType::F64);
        damage(&directory.file("records"));
        RecordReader::open(directory.path()).unwrap_err()
    };
    let missing =
        damaged(|records| fs::remove_file(records.join("spikes-step-000001.npy")).unwrap());
    assert!(matches!(missing, RecordError::Missing { .. }), "{missing}");
    let first =
        damaged(|records| fs::remove_file(records.join("rate-all-count-000000.npy")).unwrap());
    assert!(matches!(first, RecordError::Missing { .. }), "{first}");
    let uneven =
        damaged(|records| fs::remove_file(records.join("spikes-step-000002.npy")).unwrap());
    assert!(
        uneven.to_string().contains("step 10, neuron 12"),
        "{uneven}"
    );
    let short = damaged(|records| {
        let path = records.join("spikes-step-000000.npy");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 8]).unwrap();
    });
    assert!(matches!(short, RecordError::Header { .. }), "{short}");
    let torn = damaged(|records| {
        let path = records.join("spikes-step-000000.npy");
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 3]).unwrap();
    });
    assert!(matches!(torn, RecordError::Length { .. }), "{torn}");
    let exchanged = damaged(|records| {
        let [from, to] = ["2", "1"].map(|k| records.join(format!("spikes-step-00000{k}.npy")));
        fs::copy(from, to).unwrap();
    });
    assert!(
        exchanged.to_string().contains("spikes-step-000001"),
        "{exchanged}"
    );
}
