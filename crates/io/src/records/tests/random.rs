//! Any way to cut a run, and any bytes in its files.

use super::*;
use crate::files::testing::Fault;
use crate::records::RecordReader;
use proptest::prelude::*;
use std::io::ErrorKind;

/// The index of the tests, with parts of other sizes.
fn cut_index(parts: [u64; 3]) -> Index {
    let mut index = index(DataType::F64);
    for (stream, records) in index.streams.iter_mut().zip(parts) {
        stream.records_per_part = records;
    }
    index
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// If this fails, the files depend on when records were written, or when a run was killed.
    #[test]
    fn portions_and_interruptions_change_nothing(
        parts in prop::array::uniform3(1_u64..9),
        mut cuts in prop::collection::vec((0..=MOMENTS, 0..3_u8), 0..8),
    ) {
        let index = cut_index(parts);
        let (_base, directory) = place();
        let mut writer = RecordWriter::create(&directory, &index).unwrap();
        let mut saved = (0, writer.sync().unwrap());
        let mut now = 0;
        cuts.sort_unstable();
        for (moment, event) in cuts {
            append(&mut writer, now..moment.max(now)).unwrap();
            now = moment.max(now);
            if event == 0 {
                saved = (now, write_to(&mut writer, now, now).unwrap());
                continue;
            }
            if event == 1 {
                drop(writer);
            } else {
                writer.finish().unwrap();
            }
            writer = RecordWriter::resume(&directory, &index, &saved.1).unwrap();
            prop_assert_eq!(&writer.sync().unwrap(), &saved.1);
            now = saved.0;
        }
        append(&mut writer, now..MOMENTS).unwrap();
        writer.finish().unwrap();
        assert_same(&files(&directory), &undisturbed(&index));
        let reader = RecordReader::open(directory.path()).unwrap();
        prop_assert_eq!(reader.load_spikes().unwrap(), recorded(0..MOMENTS).0);
    }

    /// If this fails, two failures one after the other cost a run.
    #[test]
    fn failures_one_after_the_other_change_nothing(
        parts in prop::array::uniform3(1_u64..9),
        faults in prop::collection::vec((0_u64..60, any::<bool>()), 1..6),
    ) {
        let index = cut_index(parts);
        let (_base, directory) = place();
        let mut writer = RecordWriter::create(&directory, &index).unwrap();
        let mut saved = (0, writer.sync().unwrap());
        drop(writer);
        for (at, lasting) in faults {
            let kind = ErrorKind::Other;
            let disk = FaultyDisk::new(Some(Fault { at, kind, lasting }));
            let faulty = directory.clone().with_file_system(disk.shared());
            let mut attempt = || {
                let mut writer = RecordWriter::resume(&faulty, &index, &saved.1)?;
                while saved.0 < MOMENTS {
                    let next = saved.0 + 1;
                    saved = (next, write_to(&mut writer, saved.0, next)?);
                }
                writer.finish()
            };
            let _ = attempt();
        }
        continue_and_compare(&directory, &index, &saved.1, saved.0);
    }

    /// If this fails, some bytes in a file make the program panic or read on and on.
    #[test]
    fn files_of_any_content_are_read_or_refused(
        victim in any::<prop::sample::Index>(),
        place_in_file in any::<prop::sample::Index>(),
        content in prop::collection::vec(any::<u8>(), 0..300),
        cut in any::<bool>(),
    ) {
        let index = index(DataType::F64);
        let (_base, directory) = place();
        let mut writer = RecordWriter::create(&directory, &index).unwrap();
        let positions = write_to(&mut writer, 0, MOMENTS).unwrap();
        writer.finish().unwrap();
        let before = files(&directory);
        let (name, bytes) = victim.get(&before.iter().collect::<Vec<_>>()).to_owned();
        let begin = place_in_file.index(bytes.len());
        let mut changed = bytes.clone();
        if cut {
            changed.truncate(begin);
        }
        let end = changed.len().min(begin + content.len());
        changed.splice(begin..end, content);
        fs::write(directory.file("records").join(name), &changed).unwrap();
        if let Ok(reader) = RecordReader::open(directory.path()) {
            reader.load_spikes().unwrap();
            reader.load_rates().unwrap();
        }
        if verify(&directory, &index, &positions).is_ok() {
            continue_and_compare(&directory, &index, &positions, MOMENTS);
        }
    }

    #[test]
    fn an_index_of_any_bytes_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Index::parse(Path::new("index.json"), &bytes).is_err());
    }

    #[test]
    fn positions_keep_their_content_as_text(
        records in any::<u64>(),
        crc32 in prop::collection::vec(prop::collection::vec(any::<u32>(), 0..9), 0..3),
    ) {
        let position = StreamPosition {
            name: "spikes".to_owned(),
            records,
            crc32,
        };
        let text = serde_json::to_string(&position).unwrap();
        prop_assert_eq!(serde_json::from_str::<StreamPosition>(&text).unwrap(), position);
    }
}
