//! Files cut by hand, with what is read from them or why they are refused.

use super::{MatrixMarketProblem as Problem, read_matrix_market, write_matrix_market};
use crate::files::error::FileError;
use flate2::Compression;
use flate2::write::GzEncoder;
use ndarray::{Array2, array};
use sprs::CsMatI;
use std::io::Write;

fn read_bytes(bytes: &[u8]) -> Result<CsMatI<f64, u32>, FileError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hostile.mtx");
    std::fs::write(&path, bytes).unwrap();
    read_matrix_market(&path)
}

/// Reads a file of this kind and these further lines.
fn read(kind: &str, lines: &str) -> Result<CsMatI<f64, u32>, FileError> {
    read_bytes(format!("%%MatrixMarket matrix {kind}\n{lines}").as_bytes())
}

fn dense(kind: &str, lines: &str) -> Array2<f64> {
    read(kind, lines).unwrap().to_dense()
}

/// Line and reason of a refusal.
fn refusal(kind: &str, lines: &str) -> (u64, Problem) {
    match read(kind, lines).unwrap_err() {
        FileError::MatrixMarket { line, problem, .. } => (line, problem),
        other => panic!("{other}"),
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn coordinates_are_read_in_any_order_with_all_that_the_format_allows() {
    let text = "% a comment\n%\n\n  2   3 3 \r\n2 1 -8\n\n1\t3 +2.5e0\n 1 1 0\n\n";
    let matrix = read("coordinate real general", text).unwrap();
    assert_eq!(matrix.to_dense(), array![[0.0, 0.0, 2.5], [-8.0, 0.0, 0.0]]);
    assert_eq!(matrix.nnz(), 3, "a stored zero stays");
    assert_eq!(matrix.indices(), [0, 2, 0]);
    let banner = b"%%matrixmarket MATRIX Coordinate Integer GENERAL\n1 1 1\n1 1 7";
    assert_eq!(read_bytes(banner).unwrap().to_dense(), array![[7.0]]);
}

#[test]
fn comments_may_be_in_any_encoding() {
    let text = b"%%MatrixMarket matrix coordinate real general\n% \xe9\xff\n1 1 1\n1 1 2\n";
    assert_eq!(read_bytes(text).unwrap().to_dense(), array![[2.0]]);
}

#[test]
fn every_field_has_its_values() {
    let lines = "1 2 1\n1 2";
    assert_eq!(
        dense("coordinate pattern general", lines),
        array![[0.0, 1.0]]
    );
    let whole = "1 2 1\n1 2 -4";
    assert_eq!(
        dense("coordinate integer general", whole),
        array![[0.0, -4.0]]
    );
    let unsigned = "1 2 1\n1 2 4";
    assert_eq!(
        dense("coordinate unsigned-integer general", unsigned),
        array![[0.0, 4.0]]
    );
    let half = "1 2 1\n1 2 .5";
    assert_eq!(dense("coordinate double general", half), array![[0.0, 0.5]]);
}

#[test]
fn one_side_of_a_symmetric_matrix_stands_for_both() {
    let lines = "3 3 2\n2 1 5\n3 3 7\n";
    let symmetric = array![[0.0, 5.0, 0.0], [5.0, 0.0, 0.0], [0.0, 0.0, 7.0]];
    assert_eq!(dense("coordinate real symmetric", lines), symmetric);
    let upper = "3 3 2\n1 2 5\n3 3 7\n";
    assert_eq!(dense("coordinate real symmetric", upper), symmetric);
    let skew = array![[0.0, -5.0], [5.0, 0.0]];
    assert_eq!(
        dense("coordinate real skew-symmetric", "2 2 1\n2 1 5\n"),
        skew
    );
}

#[test]
fn arrays_go_column_by_column_and_their_zeros_are_no_entries() {
    let general = read("array real general", "2 3\n1\n0\n3\n4\n5\n6\n").unwrap();
    assert_eq!(general.to_dense(), array![[1.0, 3.0, 5.0], [0.0, 4.0, 6.0]]);
    assert_eq!(general.nnz(), 5);
    let symmetric = array![[1.0, 2.0, 3.0], [2.0, 4.0, 5.0], [3.0, 5.0, 6.0]];
    let lines = "3 3\n1\n2\n3\n4\n5\n6\n";
    assert_eq!(dense("array integer symmetric", lines), symmetric);
    let skew = array![[0.0, -1.0, -2.0], [1.0, 0.0, -3.0], [2.0, 3.0, 0.0]];
    assert_eq!(dense("array real skew-symmetric", "3 3\n1\n2\n3\n"), skew);
}

#[test]
fn matrices_without_entries_have_their_shape() {
    for (kind, lines, shape) in [
        ("coordinate real general", "3 4 0\n", (3, 4)),
        ("coordinate real general", "0 0 0", (0, 0)),
        ("array real general", "0 5\n", (0, 5)),
        ("array real skew-symmetric", "1 1\n", (1, 1)),
    ] {
        assert_eq!(read(kind, lines).unwrap().shape(), shape, "{kind} {lines}");
    }
}

#[test]
fn what_is_written_is_read_back_to_the_bit() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.mtx");
    let values = vec![0.1 + 0.2, -8.0, 5e-324, f64::MAX, -0.0];
    let matrix = CsMatI::new((3, 4), vec![0, 2, 2, 5], vec![1_u32, 3, 0, 2, 3], values);
    for written in [matrix.clone(), matrix.to_csc()] {
        write_matrix_market(&path, &written).unwrap();
        let read = read_matrix_market(&path).unwrap();
        assert_eq!(read, matrix);
        assert!(read.data()[4].is_sign_negative());
    }
}

/// The text, which `scipy.io.mmread` was seen to open.
#[test]
fn the_text_is_that_of_the_format() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.mtx");
    let matrix = CsMatI::new((2, 3), vec![0, 1, 2], vec![2_u32, 0], vec![2.5, -1e-7]);
    write_matrix_market(&path, &matrix).unwrap();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "%%MatrixMarket matrix coordinate real general\n% row: source, column: target\n2 3 2\n\
         1 3 2.5\n2 1 -1e-7\n"
    );
}

#[test]
fn packed_files_are_read_and_damaged_ones_refused() {
    let text = "%%MatrixMarket matrix coordinate real general\n1 2 1\n1 2 3\n";
    let whole = packed(text);
    assert_eq!(read_bytes(&whole).unwrap().to_dense(), array![[0.0, 3.0]]);
    let cut = &whole[..whole.len() - 9];
    assert!(matches!(read_bytes(cut), Err(FileError::Damaged { .. })));
    let mut flipped = whole;
    let checksum = flipped.len() - 8;
    flipped[checksum] ^= 1;
    let result = read_bytes(&flipped);
    assert!(
        matches!(result, Err(FileError::Damaged { .. })),
        "{result:?}"
    );
}

#[test]
fn kinds_that_are_not_read_are_refused_with_those_that_are() {
    for banner in [
        "",
        "1 1 1\n",
        "%%MatrixMarket\n",
        "%%MatrixMarket vector coordinate real general\n",
        "%%MatrixMarket matrix coordinate complex general\n",
        "%%MatrixMarket matrix coordinate complex hermitian\n",
        "%%MatrixMarket matrix coordinate real\n",
        "%%MatrixMarket matrix coordinate real general more\n",
        "%%MatrixMarket matrix array pattern general\n",
        "%%MatrixMarket matrix coordinate pattern skew-symmetric\n",
        "%%MatrixMarket matrix elemental real general\n",
    ] {
        let error = read_bytes(banner.as_bytes()).unwrap_err();
        assert!(
            matches!(
                &error,
                FileError::MatrixMarket {
                    line: 1,
                    problem: Problem::Banner { .. },
                    ..
                }
            ),
            "{banner:?}: {error}"
        );
        let message = error.to_string();
        assert!(message.contains("hostile.mtx") && message.contains("coordinate or array"));
    }
}

#[test]
fn sizes_are_checked_before_anything_is_read() {
    let general = "coordinate real general";
    for lines in [
        "",
        "% only\n",
        "1 1\n",
        "1 1 1 1\n",
        "-1 1 1\n",
        "1.5 1 1\n",
        "a b c\n",
    ] {
        let (_, problem) = refusal(general, lines);
        assert!(
            matches!(problem, Problem::Sizes { .. }),
            "{lines}: {problem}"
        );
    }
    assert!(matches!(
        refusal("array real general", "1 1 1\n"),
        (2, Problem::Sizes { .. })
    ));
    assert!(matches!(
        refusal("coordinate real symmetric", "2 3 1\n1 1 1\n"),
        (
            2,
            Problem::NotSquare {
                rows: 2,
                columns: 3
            }
        )
    ));
    for lines in [
        "3 3 1000000000000000000\n1 1 1\n",
        "3 3 18446744073709551615\n1 1 1\n",
        "100000 100000 20\n1 1 1\n",
    ] {
        assert!(matches!(
            refusal(general, lines),
            (2, Problem::Claim { .. })
        ));
    }
    let array = refusal("array real general", "4294967295 4294967295\n1\n");
    assert!(matches!(array, (2, Problem::Claim { .. })));
    let overflow = refusal(
        "array real symmetric",
        "18446744073709551615 18446744073709551615\n",
    );
    assert!(matches!(overflow, (2, Problem::Claim { .. })));
    let error = read(general, "4294967296 1 0\n").unwrap_err();
    assert!(matches!(error, FileError::SparseSize { .. }), "{error}");
    let error = read(general, "1 1 2\n1 1 1\n1 1 1\n").unwrap_err();
    assert!(
        matches!(error, FileError::SparseStructure { .. }),
        "{error}"
    );
}

/// If this fails, 60 bytes reserve 16 GB.
#[test]
fn many_rows_of_nothing_are_refused() {
    for lines in [
        "4294967295 2 0\n",
        "2 4294967295 1\n1 1 1\n",
        "16777217 1 0\n",
    ] {
        let error = read("coordinate real general", lines).unwrap_err();
        assert!(matches!(error, FileError::SparseExtent { .. }), "{error}");
    }
    let error = read("array real general", "4294967295 0\n").unwrap_err();
    assert!(matches!(error, FileError::SparseExtent { .. }), "{error}");
    let large = read("coordinate real general", "3 16777216 1\n2 16777216 1\n").unwrap();
    assert_eq!(large.shape(), (3, 1 << 24));
}

#[test]
fn entries_that_are_none_are_refused_with_their_line() {
    for line in [
        "1",
        "1 1",
        "1 1 1 1",
        "1 1 x",
        "-1 1 1",
        "1.0 1 1",
        "1 1 nan",
        "1 1 inf",
        "1 1 -inf",
        "1 1 1e999",
        "1 1 1,5",
        "% late",
        "18446744073709551616 1 1",
        "1 \u{661} 1",
    ] {
        let (number, problem) = refusal("coordinate real general", &format!("2 2 1\n{line}\n"));
        assert_eq!(number, 3);
        assert!(
            matches!(problem, Problem::Entry { .. }),
            "{line}: {problem}"
        );
    }
    let whole = |value: &str| {
        refusal(
            "coordinate integer general",
            &format!("2 2 1\n1 1 {value}\n"),
        )
    };
    for value in [
        "2.5",
        "1e3",
        "9007199254740993",
        "99999999999999999999999999999999999999999",
    ] {
        let (_, problem) = whole(value);
        assert!(
            problem
                .to_string()
                .contains("an integer that a 64-bit float"),
            "{problem}"
        );
    }
    let (_, pattern) = refusal("coordinate pattern general", "1 1 1\n1 1 1\n");
    assert!(matches!(pattern, Problem::Entry { .. }));
    let (_, value) = refusal("array real general", "1 1\n1 1\n");
    assert!(matches!(value, Problem::Entry { .. }));
    let bytes = b"%%MatrixMarket matrix coordinate real general\n1 1 1\n1 1 \xff1\n";
    let error = read_bytes(bytes).unwrap_err();
    assert!(
        matches!(error, FileError::MatrixMarket { line: 3, .. }),
        "{error}"
    );
}

#[test]
fn places_beyond_the_edges_are_refused() {
    for place in [
        "0 1",
        "1 0",
        "3 1",
        "1 4",
        "4294967297 1",
        "1 18446744073709551615",
    ] {
        let (line, problem) = refusal("coordinate real general", &format!("2 3 1\n{place} 1\n"));
        assert_eq!(line, 3);
        assert!(
            matches!(problem, Problem::Place { .. }),
            "{place}: {problem}"
        );
    }
    let diagonal = refusal("coordinate real skew-symmetric", "2 2 1\n2 2 1\n");
    assert!(matches!(diagonal, (3, Problem::Diagonal { row: 2 })));
}

#[test]
fn second_entries_are_refused_with_both_lines() {
    let (line, problem) = refusal("coordinate real general", "2 2 3\n1 2 1\n\n2 2 1\n1 2 5\n");
    assert_eq!(line, 6);
    assert!(matches!(
        problem,
        Problem::Duplicate {
            row: 1,
            column: 2,
            first_line: 3
        }
    ));
    // Either side stands for both.
    let (line, problem) = refusal("coordinate real symmetric", "2 2 3\n1 1 1\n2 1 1\n1 2 1\n");
    assert_eq!(line, 5);
    assert!(matches!(problem, Problem::Duplicate { first_line: 4, .. }));
    assert!(problem.to_string().contains("edge list"), "{problem}");
}

#[test]
fn files_that_end_too_early_or_late_are_refused() {
    let kind = "coordinate real general";
    let (line, problem) = refusal(kind, "2 2 2\n1 1 1\n\n          \n");
    assert!(
        matches!(
            problem,
            Problem::Missing {
                found: 1,
                expected: 2
            }
        ),
        "{line}"
    );
    let (line, problem) = refusal(kind, "2 2 1\n1 1 1\n\n2 2 1\n");
    assert_eq!(line, 5);
    assert!(matches!(problem, Problem::Extra { expected: 1, .. }));
    let (_, problem) = refusal("array real general", "1 1\n1\n2\n");
    assert!(matches!(problem, Problem::Extra { .. }));
}

#[test]
fn endless_lines_are_neither_kept_nor_repeated() {
    let long = "1".repeat(1 << 17);
    let (line, problem) = refusal("coordinate real general", &format!("%{long}\n1 1 0\n"));
    assert_eq!((line, problem), (2, Problem::LineLength { limit: 1 << 16 }));
    let long = "\u{e9}".repeat(1000);
    let (_, problem) = refusal("coordinate real general", &format!("{long}\n"));
    assert!(problem.to_string().len() < 300, "{problem}");
}
