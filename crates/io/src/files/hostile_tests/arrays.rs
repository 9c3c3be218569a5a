//! Single arrays that lie.

use super::{floats, npy, read, read_within};
use crate::files::error::FileError;
use crate::files::location::Location;
use crate::files::npy::read_from;
use ndarray::{Ix1, Ix2, array};
use std::path::Path;

#[test]
fn an_honest_file_is_read() {
    let array = read(&floats("(1, 1)", &2.5_f64.to_le_bytes())).unwrap();
    assert_eq!(array, array![[2.5]].into_dyn());
}

#[test]
fn claims_of_more_elements_than_bytes_are_refused_before_memory_is_reserved() {
    let data = [0; 80];
    for shape in [
        "(1000000000000000000,)",
        "(1000000000, 1000000000)",
        "(11,)",
    ] {
        assert_refused!(
            read(&floats(shape, &data)),
            FileError::Truncated { found: 80, .. }
        );
    }
}

#[test]
fn impossible_shapes_are_refused() {
    for shape in [
        "(-1,)",
        "(2, -3)",
        "(1.5,)",
        "('3',)",
        "(18446744073709551616,)",
        "(4294967296, 4294967296)",
        "(9223372036854775807, 3)",
        "5",
        "None",
        // No elements, but no strides either.
        "(0, 4611686018427387904, 4611686018427387904)",
        "(4611686018427387904, 4611686018427387904, 0)",
    ] {
        assert_refused!(read(&floats(shape, &[])), FileError::Shape { .. });
    }
}

#[test]
fn data_must_end_where_the_shape_says() {
    assert_refused!(
        read(&floats("(2,)", &[0; 15])),
        FileError::Truncated {
            expected: 16,
            found: 15,
            ..
        }
    );
    assert_refused!(
        read(&floats("(2,)", &[0; 17])),
        FileError::TrailingBytes { extra: 1, .. }
    );
}

#[test]
fn a_source_that_changes_its_length_while_it_is_read_is_noticed() {
    let bytes = floats("(2,)", &[0; 16]);
    let at = Location::file(Path::new("hostile.npy"));
    let length = bytes.len() as u64;
    let mut shrunk = &bytes[..bytes.len() - 1];
    assert_refused!(
        read_from::<f64, Ix1>(&mut shrunk, length, || None, &at),
        FileError::Damaged { .. }
    );
    let mut endless = std::io::Read::chain(&bytes[..], std::io::repeat(0));
    assert_refused!(
        read_from::<f64, Ix1>(&mut endless, length, || None, &at),
        FileError::TrailingBytes { extra: 1, .. }
    );
}

#[test]
fn types_that_are_no_plain_numbers_are_refused() {
    for descriptor in [
        "'|O'",
        "'|S3'",
        "'<U3'",
        "'<c16'",
        "'<M8[D]'",
        "'|V8'",
        "'<f16'",
        "'<i3'",
        "'i4'",
        "''",
        "'|S99999999999999999999'",
        "'<U9223372036854775807'",
        "[('a', '<i4'), ('b', '<f8')]",
        "8",
    ] {
        let header = format!("{{'descr': {descriptor}, 'fortran_order': False, 'shape': ()}}");
        for size in [0, 3, 4, 8, 12, 16] {
            let error = read(&npy(&header, &vec![0; size])).map(drop).unwrap_err();
            let by_size = matches!(
                error,
                FileError::Truncated { .. } | FileError::TrailingBytes { .. }
            );
            assert!(
                by_size || matches!(error, FileError::DataType { .. }),
                "{error:?}"
            );
        }
    }
    let header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}";
    assert_refused!(read(&npy(header, &[0; 8])), FileError::DataType { .. });
}

#[test]
fn headers_that_are_not_numpys_are_refused() {
    for dictionary in [
        "",
        "{",
        "[]",
        "{}",
        "{'descr': '<f8', 'shape': ()}",
        "{'descr': '<f8', 'fortran_order': 1, 'shape': ()}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (), 'extra': 1}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': ()} + \u{e9}",
    ] {
        assert_refused!(read(&npy(dictionary, &[0; 8])), FileError::Header { .. });
    }
}

#[test]
fn deeply_nested_headers_do_not_reach_the_recursive_parser() {
    for bracket in ["(", "[", "{", "({["] {
        assert_refused!(
            read(&npy(&bracket.repeat(3000), &[])),
            FileError::Header { .. }
        );
    }
}

#[test]
fn other_files_and_versions_are_refused() {
    for bytes in [&b""[..], b"\x93NUMP", b"PK\x03\x04", b"not an array"] {
        assert_refused!(read(bytes), FileError::NotNpy { .. });
    }
    let mut bytes = floats("()", &[0; 8]);
    for version in [[0, 0], [1, 1], [4, 0], [255, 255]] {
        bytes[6..8].copy_from_slice(&version);
        assert_refused!(read(&bytes), FileError::Version { .. });
    }
}

#[test]
fn headers_longer_than_the_file_or_than_sense_are_refused() {
    let version_2 = |length: u32, rest: usize| {
        [
            b"\x93NUMPY\x02\x00",
            &length.to_le_bytes()[..],
            &vec![b' '; rest],
        ]
        .concat()
    };
    assert_refused!(
        read(&version_2(u32::MAX, 50)),
        FileError::HeaderLength {
            length: 0xffff_ffff,
            available: 50,
            ..
        }
    );
    assert_refused!(
        read(&version_2(10_001, 20_000)),
        FileError::HeaderLength { .. }
    );
    for cut in 6..10 {
        assert_refused!(
            read(&floats("()", &[])[..cut]),
            FileError::HeaderLength { .. }
        );
    }
}

#[test]
fn numbers_that_cannot_be_held_are_refused_with_their_index() {
    let values = [0.0, 1.0, 2.0, 3.0, f64::NAN, 5.0]
        .map(f64::to_le_bytes)
        .concat();
    let error = read(&floats("(2, 3)", &values)).unwrap_err();
    assert!(
        matches!(&error, FileError::Value { index, .. } if index == &[1, 1]),
        "{error:?}"
    );
    let fortran = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3)}";
    let error = read(&npy(fortran, &values)).unwrap_err();
    assert!(
        matches!(&error, FileError::Value { index, .. } if index == &[0, 2]),
        "{error:?}"
    );

    for (descriptor, value, exact) in [
        ("<i8", (1_u64 << 53).to_le_bytes(), true),
        ("<i8", ((1_u64 << 53) + 1).to_le_bytes(), false),
        ("<i8", i64::MIN.to_le_bytes(), true),
        ("<i8", i64::MAX.to_le_bytes(), false),
        (">i8", (-((1_i64 << 53) + 1)).to_be_bytes(), false),
        ("<u8", (1_u64 << 63).to_le_bytes(), true),
        ("<u8", u64::MAX.to_le_bytes(), false),
    ] {
        let header = format!("{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ()}}");
        let result = read(&npy(&header, &value));
        assert_eq!(result.is_ok(), exact, "{descriptor} {value:?}: {result:?}");
    }
}

#[test]
fn a_bool_is_true_or_false() {
    let header = "{'descr': '|b1', 'fortran_order': False, 'shape': (2,)}";
    assert_eq!(
        read(&npy(header, &[0, 1]))
            .unwrap()
            .into_raw_vec_and_offset()
            .0,
        [0.0, 1.0]
    );
    assert_refused!(read(&npy(header, &[0, 2])), FileError::Damaged { .. });
}

#[test]
fn the_number_of_dimensions_is_checked() {
    let bytes = floats("(1, 1, 1)", &[0; 8]);
    let at = Location::file(Path::new("hostile.npy"));
    let result = read_from::<f64, Ix2>(&mut &bytes[..], bytes.len() as u64, || None, &at);
    assert_refused!(result, FileError::Dimensions { accepted: 2, .. });
}

#[test]
fn an_array_that_does_not_fit_into_memory_is_refused() {
    // 2^20 halves: 2 bytes each as stored and 8 as read.
    let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (1048576,)}";
    let bytes = npy(header, &vec![0; 2 << 20]);
    assert!(read_within(&bytes, || Some(10 << 20)).is_ok());
    assert_refused!(
        read_within(&bytes, || Some((10 << 20) - 1)),
        FileError::Memory {
            needed: 0xa0_0000,
            available: 0x9f_ffff,
            ..
        }
    );
    // The same number of 64-bit floats is converted in place.
    let bytes = floats("(1048576,)", &vec![0; 8 << 20]);
    assert!(read_within(&bytes, || Some(8 << 20)).is_ok());
}
