//! Archives with honest checksums that are no checkpoints.

use super::*;
use crate::files::FileError;
use ndarray::array;
use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[test]
fn other_versions_are_refused_with_what_to_do() {
    let written = checkpoint();
    let (meta, arrays) = parts(&written);
    let other = meta.replacen("\"format\":1", "\"format\":2,\"new\":{}", 1);
    let message = told(read(&archive(&other, &arrays)));
    assert!(
        message.contains("has format 2") && message.contains("resume it with that version"),
        "{message}"
    );
    let program = format!("\"program\":\"{}\"", env!("CARGO_PKG_VERSION"));
    let other = meta.replacen(&program, "\"program\":\"0.0.9\"", 1);
    let message = told(read(&archive(&other, &arrays)));
    assert!(
        message.contains("was written by adexnet 0.0.9; this is "),
        "{message}"
    );
}

#[test]
fn descriptions_that_cannot_be_understood_are_refused() {
    let written = checkpoint();
    let (meta, arrays) = parts(&written);
    let nested = format!("{{\"format\":1,\"program\":{}", "[".repeat(5000));
    for text in [
        "{}",
        "[]",
        "no JSON",
        &nested[..],
        &meta[..meta.len() - 1],
        &meta.replacen("\"step\":", "\"steps\":", 1),
        &meta.replacen("\"step\":", "\"step\":-", 1),
        &meta.replacen("\"step\":", "\"step\":1,\"step\":", 1),
        &meta.replacen("\"records\":", "\"more\":0,\"records\":", 1),
        &meta.replacen("\"double\"", "\"quadruple\"", 1),
    ] {
        let result = read(&archive(text, &arrays));
        assert!(
            matches!(result, Err(CheckpointError::Meta { .. })),
            "{text}: {result:?}"
        );
        assert!(told(result).contains("\"meta\" of the checkpoint"));
    }
}

#[test]
fn arrays_must_be_those_that_the_description_names() {
    let written = checkpoint();
    let (meta, arrays) = parts(&written);
    let missing = told(read(&archive(&meta, &arrays[1..])));
    assert!(
        missing.contains("lacks the array \"history.neurons\""),
        "{missing}"
    );
    let more = SnapshotArray::U32(vec![1]);
    let arrays_and_more = [&arrays[..], &[("more", &more)]].concat();
    let unknown = told(read(&archive(&meta, &arrays_and_more)));
    assert!(
        unknown.contains("an entry \"more\" that does not belong"),
        "{unknown}"
    );
    for twice in ["\"arrays\":[\"totals\",", "\"arrays\":[\"meta\","] {
        let named_twice = meta.replacen("\"arrays\":[", twice, 1);
        let duplicate = told(read(&archive(&named_twice, &arrays)));
        assert!(duplicate.contains("several entries"), "{duplicate}");
    }
    let none = told(read(&archive("", &arrays)));
    assert!(none.contains("is no checkpoint"), "{none}");
}

/// Two entries of one name: readers differ in which of them they take.
#[test]
fn entries_that_are_there_twice_are_refused() {
    let mut written = checkpoint();
    let array = SnapshotArray::U32(vec![1]);
    let arrays = ["first.a", "first.b"].map(|name| (name.to_owned(), array.clone()));
    written.snapshot.arrays = arrays.into();
    let mut bytes = bytes(&written);
    let places: Vec<usize> = bytes
        .windows(11)
        .enumerate()
        .filter_map(|(place, window)| (window == b"first.b.npy").then_some(place))
        .collect();
    assert_eq!(places.len(), 2);
    for place in places {
        bytes[place + 6] = b'a';
    }
    let message = told(read(&bytes));
    assert!(
        message.contains("lists 3 entries, of which 2 can be told apart"),
        "{message}"
    );
}

#[test]
fn only_the_types_of_snapshots_are_read() {
    let mut written = checkpoint();
    written.snapshot.arrays = vec![("x".to_owned(), SnapshotArray::U32(vec![1]))];
    let (meta, _) = parts(&written);
    let of = |write: &dyn Fn(&mut NpzWriter)| told(read(&archive_with(&meta, write)));
    for message in [
        of(&|npz| add(npz, "x", &array![1_i64])),
        of(&|npz| add(npz, "x", &array![1_u8])),
        of(&|npz| add(npz, "x", &array![true])),
        of(&|npz| npz.add_texts("x", &["a"]).unwrap()),
    ] {
        assert!(
            message.contains("entry \"x\"") && message.contains("holds elements of type"),
            "{message}"
        );
    }
    let table = of(&|npz| add(npz, "x", &array![[1_u32]]));
    assert!(table.contains("1 dimension"), "{table}");
    let numbers = archive_with("", |npz| {
        add(npz, META, &array![1_u32]);
        add(npz, "x", &array![1_u32]);
    });
    assert!(matches!(read(&numbers), Err(CheckpointError::File(_))));
}

#[test]
fn numbers_that_are_not_finite_are_refused_with_their_place() {
    let mut written = checkpoint();
    written.snapshot.arrays[2].1 = SnapshotArray::F64(vec![0.0, f64::NAN]);
    written.snapshot.arrays[3].1 = SnapshotArray::F32(vec![]);
    let (meta, arrays) = parts(&written);
    let message = told(read(&archive(&meta, &arrays)));
    assert!(
        message.contains("element [1] of entry \"state.cells.V\"") && message.contains("NaN"),
        "{message}"
    );
}

/// If this fails, a small file can fill the memory.
#[test]
fn compressed_entries_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("meta.npy", deflated).unwrap();
    zip.write_all(&vec![0; 1_000_000]).unwrap();
    let message = told(read(&zip.finish().unwrap().into_inner()));
    assert!(
        message.contains("\"meta\"") && message.contains("is compressed"),
        "{message}"
    );
}

/// As above: many entries that are one and the same.
#[test]
fn entries_that_overlap_are_refused() {
    let mut written = checkpoint();
    let [long, short] = [
        SnapshotArray::U64(vec![0; 2000]),
        SnapshotArray::U64(vec![0; 10]),
    ];
    written.snapshot.arrays = vec![("long".to_owned(), long), ("tiny".to_owned(), short)];
    let mut bytes = bytes(&written);
    let records: Vec<usize> = bytes
        .windows(4)
        .enumerate()
        .filter_map(|(place, window)| (window == b"PK\x01\x02").then_some(place))
        .collect();
    let [_, long, tiny] = records[..] else {
        panic!()
    };
    let record = bytes[long..tiny].to_vec();
    let named = record
        .windows(4)
        .position(|window| window == b"long")
        .unwrap();
    bytes[tiny..tiny + record.len()].copy_from_slice(&record);
    bytes[tiny + named..tiny + named + 4].copy_from_slice(b"tiny");
    let message = told(read(&bytes));
    assert!(message.contains("must not overlap"), "{message}");
}

#[test]
fn other_files_are_refused() {
    for bytes in [&b""[..], b"PK", b"\x93NUMPY", &[0; 100]] {
        let result = read(bytes);
        assert!(
            matches!(
                result,
                Err(CheckpointError::File(FileError::Archive { .. }))
            ),
            "{result:?}"
        );
        told(result);
    }
}
