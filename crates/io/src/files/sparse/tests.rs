//! Archives put together by hand, with what is read from them or why they are refused.

use super::{read_csr_npz, write_csr_npz};
use crate::files::NpzWriter;
use crate::files::error::FileError;
use ndarray::{array, aview1};
use sprs::CsMatI;

/// An archive of the given parts, as scipy would name them.
fn read(
    shape: &[i64],
    indptr: &[i64],
    indices: &[i32],
    data: &[i8],
    format: &str,
) -> Result<CsMatI<f64, u32>, FileError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    npz.add("shape", &aview1(shape)).unwrap();
    npz.add("indptr", &aview1(indptr)).unwrap();
    npz.add("indices", &aview1(indices)).unwrap();
    npz.add("data", &aview1(data)).unwrap();
    npz.add_byte_text("format", format).unwrap();
    npz.finish().unwrap();
    read_csr_npz(&path)
}

fn refusal(shape: &[i64], indptr: &[i64], indices: &[i32], data: &[i8]) -> String {
    read(shape, indptr, indices, data, "csr")
        .unwrap_err()
        .to_string()
}

#[test]
fn unsorted_rows_are_sorted_with_their_data() {
    let matrix = read(&[2, 4], &[0, 3, 4], &[3, 0, 2, 1], &[30, 0, 20, 11], "csr").unwrap();
    assert_eq!(matrix.indices(), [0, 2, 3, 1]);
    assert_eq!(matrix.data(), [0.0, 20.0, 30.0, 11.0]);
    assert_eq!(matrix.indptr().as_slice().unwrap(), [0, 3, 4]);
}

#[test]
fn matrices_come_back_in_either_storage_order_and_empty() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.npz");
    let matrix = CsMatI::new(
        (2, 3),
        vec![0, 1, 3],
        vec![2_u32, 0, 1],
        vec![0.1, -8.0, 2.0],
    );
    for written in [matrix.clone(), matrix.to_csc()] {
        write_csr_npz(&path, &written).unwrap();
        assert_eq!(read_csr_npz(&path).unwrap(), matrix);
    }
    let empty = CsMatI::<f64, u32>::zero((0, 5));
    write_csr_npz(&path, &empty).unwrap();
    assert_eq!(read_csr_npz(&path).unwrap().shape(), (0, 5));
}

#[test]
fn other_formats_are_refused_with_the_conversion() {
    let error = read(&[1, 1], &[0, 1], &[0], &[1], "bsr").unwrap_err();
    assert!(matches!(&error, FileError::SparseFormat { found, .. } if found == "bsr"));
    assert!(error.to_string().contains("tocsr()"));
}

#[test]
fn duplicates_are_refused_with_row_and_column() {
    let error = read(&[2, 4], &[0, 1, 4], &[0, 3, 1, 3], &[1; 4], "csr").unwrap_err();
    assert!(
        matches!(
            error,
            FileError::SparseDuplicate {
                row: 1,
                column: 3,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn contradictions_are_refused() {
    assert!(refusal(&[2, 2], &[0, 1], &[0], &[1]).contains("indptr of 3 numbers, it has 2"));
    assert!(refusal(&[1, 2], &[0, 2], &[0, 1], &[1]).contains("2 indices and 1 data"));
    assert!(refusal(&[2, 2], &[0, 2, 1], &[0, 1], &[1; 2]).contains("from 2 to 1 at row 1"));
    assert!(refusal(&[1, 2], &[1, 2], &[0, 1], &[1; 2]).contains("begins with 1"));
    assert!(refusal(&[1, 3], &[0, 1], &[0, 1], &[1; 2]).contains("ends with 1, but 2"));
    assert!(refusal(&[1, 2], &[0, 3], &[0, 1, 1], &[1; 3]).contains("do not fit"));
    assert!(
        refusal(&[1, 2], &[0, 1], &[5], &[1])
            .contains("column 5 of row 0 (counted from 0); it has 1 rows and 2 columns")
    );
    assert!(refusal(&[1], &[0, 1], &[0], &[1]).contains("two numbers"));
    assert!(refusal(&[1, 2], &[0, 1], &[-1], &[1]).contains("is -1; accepted are integers"));
    assert!(refusal(&[-1, 2], &[0, 1], &[1], &[1]).contains("is -1; accepted are integers"));
}

#[test]
fn sizes_beyond_32_bits_are_refused() {
    let error = read(&[1, 1 << 32], &[0, 1], &[0], &[1], "csr").unwrap_err();
    assert!(
        matches!(
            error,
            FileError::SparseSize {
                columns: 0x1_0000_0000,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn an_archive_of_other_arrays_is_refused_with_its_entries() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    npz.add("neuron_0", &array![0.1]).unwrap();
    npz.finish().unwrap();
    let error = read_csr_npz(&path).unwrap_err().to_string();
    assert!(
        error.contains("\"format\"") && error.contains("\"neuron_0\""),
        "{error}"
    );
}

/// An archive in COO form of two rows and four columns.
fn read_coo(rows: &[i64], columns: &[i32], data: &[f32]) -> Result<CsMatI<f64, u32>, FileError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.npz");
    let mut npz = NpzWriter::create(&path).unwrap();
    npz.add("row", &aview1(rows)).unwrap();
    npz.add("col", &aview1(columns)).unwrap();
    npz.add_byte_text("format", "coo").unwrap();
    npz.add("shape", &aview1(&[2_i64, 4])).unwrap();
    npz.add("data", &aview1(data)).unwrap();
    npz.finish().unwrap();
    read_csr_npz(&path)
}

#[test]
fn columns_are_turned_into_rows() {
    // [[0, 2, 0], [4, 5, 0]], the second column from bottom to top.
    let matrix = read(&[2, 3], &[0, 1, 3, 3], &[1, 1, 0], &[4, 5, 2], "csc").unwrap();
    assert!(matrix.is_csr());
    assert_eq!(matrix.indptr().as_slice().unwrap(), [0, 1, 3]);
    assert_eq!(matrix.indices(), [1, 0, 1]);
    assert_eq!(matrix.data(), [2.0, 4.0, 5.0]);
    let empty = read(&[0, 2], &[0, 0, 0], &[], &[], "csc").unwrap();
    assert_eq!(empty.shape(), (0, 2));
}

#[test]
fn columns_are_checked_as_rows_are() {
    let refusal = |shape: &[i64], indptr: &[i64], indices: &[i32], data: &[i8]| {
        read(shape, indptr, indices, data, "csc")
            .unwrap_err()
            .to_string()
    };
    let starts = refusal(&[2, 3], &[0, 1, 1], &[0], &[1]);
    assert!(starts.contains("3 columns need an indptr of 4"), "{starts}");
    let falling = refusal(&[2, 2], &[0, 2, 1], &[0, 1], &[1; 2]);
    assert!(falling.contains("from 2 to 1 at column 1"), "{falling}");
    let beyond = refusal(&[2, 3], &[0, 0, 0, 1], &[2], &[1]);
    assert!(beyond.contains("column 2 of row 2 (counted"), "{beyond}");
    let twice = refusal(&[2, 3], &[0, 0, 3, 3], &[1, 0, 1], &[1; 3]);
    assert!(
        twice.contains("several entries at row 1, column 1"),
        "{twice}"
    );
}

#[test]
fn coordinates_are_read_in_any_order() {
    let matrix = read_coo(&[1, 0, 1, 0], &[3, 2, 0, 0], &[4.0, 2.5, 3.0, 0.0]).unwrap();
    assert_eq!(matrix.indptr().as_slice().unwrap(), [0, 2, 4]);
    assert_eq!(matrix.indices(), [0, 2, 0, 3]);
    assert_eq!(matrix.data(), [0.0, 2.5, 3.0, 4.0]);
    assert_eq!(read_coo(&[], &[], &[]).unwrap().shape(), (2, 4));
}

#[test]
fn coordinates_are_checked() {
    let refusal = |rows: &[i64], columns: &[i32], data: &[f32]| {
        read_coo(rows, columns, data).unwrap_err().to_string()
    };
    let lengths = refusal(&[0, 1], &[0], &[1.0]);
    assert!(lengths.contains("2 row indices, 1 column indices and 1 data"));
    assert!(refusal(&[2], &[0], &[1.0]).contains("column 0 of row 2 (counted"));
    assert!(refusal(&[0], &[4], &[1.0]).contains("column 4 of row 0 (counted"));
    assert!(refusal(&[-1], &[0], &[1.0]).contains("is -1; accepted are integers"));
    assert!(refusal(&[0], &[0], &[f32::NAN]).contains("is NaN; accepted are finite"));
    assert!(refusal(&[1 << 32], &[0], &[1.0]).contains("4294967296; accepted are integers"));
    let twice = refusal(&[1, 0, 1], &[3, 3, 3], &[1.0; 3]);
    assert!(
        twice.contains("several entries at row 1, column 3") && twice.contains("edge list"),
        "{twice}"
    );
}

/// If this fails, 600 bytes reserve gigabytes.
#[test]
fn many_rows_or_columns_of_nothing_are_refused() {
    for (shape, format) in [
        ([1, 1 << 31], "csr"),
        ([1 << 31, 1], "csc"),
        ([1, (1 << 24) + 1], "csr"),
    ] {
        let error = read(&shape, &[0, 1], &[0], &[1], format).unwrap_err();
        assert!(matches!(error, FileError::SparseExtent { .. }), "{error}");
    }
    assert!(read(&[1 << 24, 1], &[0, 1], &[0], &[1], "csc").is_ok());
}
