//! The index: what is written is read, and nothing else is.

use super::*;

/// The index in some bytes.
fn parse(bytes: &[u8]) -> Result<Index, RecordError> {
    Index::parse(Path::new("index.json"), bytes)
}

/// If this fails, an index that was changed shapes files of another run.
#[test]
fn an_index_is_read_as_it_was_written_or_not_at_all() {
    let mut index = index(DataType::F32);
    // Numbers that only an exact parser reads back.
    for dt_s in [1e-4, 2.5e-5, 0.1 + 0.2, 1.234_567_890_123_456_7e-7] {
        index.dt_s = dt_s;
        let text = index.to_text().unwrap();
        assert_eq!(parse(text.as_bytes()).unwrap(), index);
    }
    let text = index.to_text().unwrap();
    for place in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            assert!(parse(&bytes).is_err(), "bit {bit} of byte {place}");
        }
        assert!(parse(&text.as_bytes()[..place]).is_err());
    }
    assert!(parse(format!("{text} ").as_bytes()).is_err());
}

#[test]
fn an_index_of_another_version_is_refused_by_its_number() {
    let text = index(DataType::F64).to_text().unwrap();
    let later = text.replace("\"format\": 1", "\"format\": 2");
    let error = parse(later.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("format 2"), "{error}");
    let error = parse(b"{\"format\": 7, \"new\": []}")
        .unwrap_err()
        .to_string();
    assert!(error.contains("format 7"), "{error}");
}

/// If this fails, an index holds what nobody reads, which takes memory and is lost when it is written again.
#[test]
fn fields_that_do_not_belong_to_an_index_are_refused_by_their_name() {
    let text = index(DataType::F64).to_text().unwrap();
    let refused = |from: &str, to: &str, expected: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let error = parse(changed.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    refused(
        "\"title\"",
        "\"more\": [[0]], \"title\"",
        "unknown field `more`",
    );
    refused("\"bin\"", "\"more\": 0, \"bin\"", "unknown field `more`");
    refused(
        "\"kind\": \"spikes\"",
        "\"kind\": \"x\"",
        "unknown variant `x`",
    );
    let of_its_kind = "lacks a field of its kind, or has one of another kind";
    refused("\"bin\": 20,", "", of_its_kind);
    refused("\"bin\": 20", "\"bin\": 20, \"every\": 1", of_its_kind);
    refused("\"kind\": \"state\"", "\"kind\": \"rate\"", of_its_kind);
}

/// The neurons of the recording of states.
fn neurons(index: &mut Index) -> &mut Vec<[u32; 2]> {
    match &mut index.streams[1].kind {
        StreamKind::State { neurons, .. } => neurons,
        _ => unreachable!("it is a state"),
    }
}

/// If this fails, a hostile index leads out of the directory, or to numbers that overflow.
#[test]
fn descriptions_that_contradict_themselves_are_refused() {
    let refused = |change: fn(&mut Index)| {
        let mut index = index(DataType::F64);
        change(&mut index);
        let error = index.check().expect_err("it is refused");
        assert!(matches!(error, RecordError::Description { .. }), "{error}");
        index.to_text().expect_err("it is not written");
    };
    refused(|index| index.dt_s = f64::NAN);
    refused(|index| index.dt_s = 0.0);
    refused(|index| index.streams[0].name = "../spikes".to_owned());
    refused(|index| index.streams[1].name = "state-../../x".to_owned());
    refused(|index| index.streams[1].name = "state-".to_owned());
    refused(|index| index.streams[1].name = "rate-trace".to_owned());
    refused(|index| index.streams[2].name = "rate-/x".to_owned());
    refused(|index| index.streams.push(index.streams[0].clone()));
    refused(|index| index.streams[0].records_per_part = 0);
    refused(|index| index.streams[0].records_per_part = u64::MAX);
    refused(|index| drop(index.streams[0].columns.pop()));
    refused(|index| index.streams[0].columns[0].dtype = DataType::F64);
    refused(|index| index.streams[0].columns[0].width = Some(1));
    refused(|index| index.streams[1].columns.clear());
    refused(|index| index.streams[1].columns[0].name = "a/b".to_owned());
    refused(|index| index.streams[1].columns[0].name = "a-b".to_owned());
    refused(|index| index.streams[1].columns[0].name = "w".to_owned());
    refused(|index| index.streams[1].columns[0].width = Some(4));
    refused(|index| index.streams[1].columns[0].dtype = DataType::F32);
    refused(|index| neurons(index).clear());
    refused(|index| neurons(index)[0] = [4, 2]);
    refused(|index| neurons(index)[0] = [7, 10]);
    refused(|index| index.neurons = 7);
    refused(|index| {
        index.streams[2].kind = StreamKind::Rate {
            first_step: 0,
            bin: 0,
            neuron_count: 1,
        }
    });
}

/// If this fails, the names of files of different streams are the same.
#[test]
fn names_of_files_tell_streams_apart() {
    use crate::records::layout::ColumnLayout;
    let mut index = index(DataType::F64);
    index.streams[1].name = "state-a".to_owned();
    let mut other = index.streams[1].clone();
    other.name = "state-a-V".to_owned();
    let names = |stream: &StreamIndex| {
        let layouts = ColumnLayout::of_stream(Path::new("records"), stream);
        layouts
            .iter()
            .map(|layout| layout.final_path(0))
            .collect::<Vec<_>>()
    };
    let (one, two) = (names(&index.streams[1]), names(&other));
    assert!(one.iter().all(|name| !two.contains(name)));
}
