//! A run that is killed and resumed ends with the files of one that is not.

use super::*;

/// If this fails, a run that is resumed loses records or has some twice.
#[test]
fn a_run_that_is_killed_at_any_moment_ends_with_the_same_bytes() {
    for dtype in [DataType::F64, DataType::F32] {
        let index = index(dtype);
        for saved in 0..=MOMENTS {
            for killed in [saved, saved + 1, MOMENTS] {
                let (_base, directory) = place();
                let mut writer = RecordWriter::create(&directory, &index).unwrap();
                let positions = write_to(&mut writer, 0, saved).unwrap();
                write_to(&mut writer, saved, killed.min(MOMENTS)).unwrap();
                drop(writer);
                continue_and_compare(&directory, &index, &positions, saved);
            }
        }
    }
}

/// If this fails, a run cannot be taken up before its end, or prolonged after it.
#[test]
fn a_finished_run_can_be_taken_up_at_any_moment() {
    let index = index(DataType::F64);
    for saved in 0..=MOMENTS {
        for end in saved..=MOMENTS {
            let (_base, directory) = place();
            let mut writer = RecordWriter::create(&directory, &index).unwrap();
            let positions = write_to(&mut writer, 0, saved).unwrap();
            write_to(&mut writer, saved, end).unwrap();
            writer.finish().unwrap();
            continue_and_compare(&directory, &index, &positions, saved);
        }
    }
}

/// If this fails, an unfinished file can be taken for a complete one.
#[test]
fn files_have_final_names_when_the_run_is_finished_and_not_before() {
    let (_base, directory) = place();
    let mut writer = RecordWriter::create(&directory, &index(DataType::F64)).unwrap();
    let positions = write_to(&mut writer, 0, MOMENTS).unwrap();
    let parts = || {
        let names = files(&directory).into_keys();
        let parts: Vec<_> = names.filter(|name| name != "index.json").collect();
        assert_eq!(parts.len(), 3 * 2 + 3 * 2 + 2);
        parts
    };
    assert!(parts().iter().all(|name| is_open(name)));
    writer.finish().unwrap();
    assert!(!parts().iter().any(|name| is_open(name)));
    let resumed = RecordWriter::resume(&directory, &index(DataType::F64), &positions).unwrap();
    drop(resumed);
    // The parts that are not full: the third of spikes and none of the others, which 12 moments fill.
    let names: Vec<_> = files(&directory).into_keys().collect();
    let open: Vec<_> = names.iter().filter(|name| is_open(name)).collect();
    assert_eq!(
        open,
        [
            "spikes-neuron-000002.npy.part",
            "spikes-step-000002.npy.part"
        ]
    );
}

/// If this fails, finishing that was interrupted cannot be made up for.
#[test]
fn a_run_that_was_interrupted_while_it_was_finished_is_finished_later() {
    let index = index(DataType::F64);
    let (_base, directory) = place();
    let mut writer = RecordWriter::create(&directory, &index).unwrap();
    let positions = write_to(&mut writer, 0, MOMENTS).unwrap();
    writer.finish().unwrap();
    for open in ["spikes-step-000001.npy", "state-trace-w-000002.npy"] {
        let path = directory.file("records").join(open);
        fs::rename(&path, path.with_extension("npy.part")).unwrap();
    }
    continue_and_compare(&directory, &index, &positions, MOMENTS);
}

/// If this fails, a stream in which nothing happens cannot be read.
#[test]
fn a_stream_without_records_is_an_empty_part() {
    let (_base, directory) = place();
    let index = index(DataType::F64);
    let mut writer = RecordWriter::create(&directory, &index).unwrap();
    let positions = write_to(&mut writer, 0, 0).unwrap();
    assert!(positions.iter().all(|position| position.records == 0));
    assert_eq!(positions[0].crc32, [[0_u32; 0], []]);
    writer.finish().unwrap();
    assert_eq!(files(&directory).len(), 1 + 2 + 2 + 1);
    let shape = |name: &str| {
        let path = directory.file("records").join(name);
        assert_eq!(
            path.metadata().unwrap().len(),
            super::super::layout::HEADER_BYTES
        );
        let array = crate::files::read_array::<ndarray::IxDyn>(&path).unwrap();
        array.shape().to_vec()
    };
    assert_eq!(shape("spikes-step-000000.npy"), [0]);
    assert_eq!(shape("state-trace-V-000000.npy"), [0, 3]);
    let resumed = RecordWriter::resume(&directory, &index, &positions).unwrap();
    drop(resumed);
    assert_eq!(files(&directory).len(), 1);
}

/// If this fails, a run that was killed before its first checkpoint leaves parts of another length behind.
#[test]
fn a_run_that_begins_again_ends_with_the_same_bytes() {
    let index = index(DataType::F64);
    for finish in [false, true] {
        let (_base, directory) = place();
        let mut writer = RecordWriter::create(&directory, &index).unwrap();
        write_to(&mut writer, 0, MOMENTS + 30).unwrap();
        if finish {
            writer.finish().unwrap();
        }
        let mut writer = RecordWriter::create(&directory, &index).unwrap();
        append(&mut writer, 0..MOMENTS).unwrap();
        writer.finish().unwrap();
        assert_same(&files(&directory), &undisturbed(&index));
    }
}

/// If this fails, what is recorded twice or left out goes unnoticed.
#[test]
fn records_that_do_not_follow_the_last_ones_are_refused() {
    let refused = |attempt: &dyn Fn(&mut RecordWriter) -> Result<(), RecordError>| {
        let (_base, directory) = place();
        let mut writer = RecordWriter::create(&directory, &index(DataType::F64)).unwrap();
        append(&mut writer, 0..4).unwrap();
        let error = attempt(&mut writer).unwrap_err().to_string();
        assert!(matches!(writer.sync(), Err(RecordError::Broken)));
        error
    };
    for moments in [3..4, 5..6] {
        let (_, state, _) = recorded(moments);
        let error = refused(&|writer| writer.append_states(std::slice::from_ref(&state)));
        assert!(error.contains("step 45 comes next"), "{error}");
    }
    let (_, mut state, rate) = recorded(4..5);
    state.variables.pop();
    let error = refused(&|writer| writer.append_states(std::slice::from_ref(&state)));
    assert!(error.contains("other variables"), "{error}");
    let rated = |change: fn(&mut RateRecord)| {
        let mut rate = rate.clone();
        change(&mut rate);
        refused(&|writer| writer.append_rates(std::slice::from_ref(&rate)))
    };
    let error = rated(|rate| rate.steps[0] = 100);
    assert!(error.contains("step 140 comes next"), "{error}");
    let error = rated(|rate| rate.steps.clear());
    assert!(error.contains("there are 1, and 0 steps"), "{error}");
    let error = rated(|rate| rate.name = "other".to_owned());
    assert!(
        error.contains("rate-other") && error.contains("rate-all"),
        "{error}"
    );
    let uneven = SpikeRecord {
        steps: vec![1, 2],
        neurons: vec![1],
    };
    let error = refused(&|writer| writer.append_spikes(&uneven));
    assert!(error.contains("step 2/1, neuron 1/1"), "{error}");
}

/// If this fails, records cannot be written by a thread of their own.
#[test]
fn a_writer_can_go_to_another_thread() {
    fn can_go<T: Send>() {}
    can_go::<RecordWriter>();
}
