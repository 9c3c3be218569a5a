//! Sparse matrices as `scipy.sparse.save_npz` writes them, in CSR form.
//!
//! The arrays `indptr`, `indices` and `data` must agree in length with the shape and with one
//! another. Their headers tell, so this is settled before any of them is unpacked.

use super::error::FileError;
use super::npz::NpzReader;
use super::npz_writer::NpzWriter;
use ndarray::{ArrayView1, aview1};
use sprs::CsMatI;
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// Reads a sparse matrix that `scipy.sparse.save_npz` wrote in CSR form: with 32-bit or 64-bit
/// indices, sorted or not, data of any kind of number, packed or not. Rows are sorted by column;
/// entries that are stored with the value 0 stay.
///
/// # Errors
///
/// [`FileError`]: for other sparse formats, arrays that contradict each other, two entries for one
/// place, more than 2^32 - 1 rows, columns or entries, and for whatever
/// [`NpzReader::read`] refuses.
///
/// # Example
///
/// ```
/// use adexnet_io::files::{read_csr_npz, write_csr_npz};
/// use sprs::CsMatI;
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("connectivity.npz");
/// let matrix = CsMatI::new((2, 3), vec![0, 1, 2], vec![2_u32, 0], vec![2.0, -8.0]);
/// write_csr_npz(&path, &matrix)?;
/// assert_eq!(read_csr_npz(&path)?, matrix);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_csr_npz(path: &Path) -> Result<CsMatI<f64, u32>, FileError> {
    let mut npz = NpzReader::open(path)?;
    let format = npz.read_text("format")?;
    if format != "csr" {
        return Err(FileError::SparseFormat {
            path: path.to_path_buf(),
            found: format,
        });
    }
    let (rows, columns) = check_sizes(path, &mut npz)?;
    let indptr: Vec<u32> = npz.read_list("indptr")?;
    let mut indices: Vec<u32> = npz.read_list("indices")?;
    let mut data: Vec<f64> = npz.read_list("data")?;
    check_row_starts(path, &indptr, indices.len())?;
    let bounds = indptr
        .windows(2)
        .map(|pair| pair[0] as usize..pair[1] as usize);
    for (row, range) in bounds.enumerate() {
        sort_row(&mut indices, &mut data, range.clone());
        check_row(path, row, &indices[range], columns)?;
    }
    CsMatI::try_new((rows, columns), indptr, indices, data)
        .map_err(|(_, _, _, error)| contradiction(path, error.to_string()))
}

/// Writes a sparse matrix in the form that `scipy.sparse.load_npz` opens as CSR, with 32-bit
/// indices wherever scipy uses them (64-bit ones where 31 bits do not suffice).
///
/// # Errors
///
/// [`FileError::Io`].
pub fn write_csr_npz(path: &Path, matrix: &CsMatI<f64, u32>) -> Result<(), FileError> {
    let matrix = if matrix.is_csr() {
        Cow::Borrowed(matrix)
    } else {
        Cow::Owned(matrix.to_csr())
    };
    let largest = matrix.rows().max(matrix.cols()).max(matrix.nnz());
    let shape = [matrix.rows(), matrix.cols()].map(|length| (length as u64).cast_signed());
    let mut npz = NpzWriter::create(path)?;
    add_indices(&mut npz, "indices", matrix.indices(), largest)?;
    add_indices(&mut npz, "indptr", &matrix.proper_indptr(), largest)?;
    npz.add_byte_text("format", "csr")?;
    npz.add("shape", &aview1(&shape))?;
    npz.add("data", &aview1(matrix.data()))?;
    npz.finish()
}

/// Adds indices, of 32 bits if `largest` fits into them: both index arrays have one type, which
/// scipy chooses by the largest of all numbers of rows, columns and entries.
fn add_indices(
    npz: &mut NpzWriter,
    name: &str,
    indices: &[u32],
    largest: usize,
) -> Result<(), FileError> {
    let indices = ArrayView1::from(indices);
    if i32::try_from(largest).is_ok() {
        npz.add(name, &indices.mapv(u32::cast_signed))
    } else {
        npz.add(name, &indices.mapv(i64::from))
    }
}

/// Compares the lengths of the arrays, by their headers. Returns rows and columns.
fn check_sizes(path: &Path, npz: &mut NpzReader) -> Result<(usize, usize), FileError> {
    let [rows, columns] = npz.read_list::<u64>("shape")?[..] else {
        return Err(contradiction(
            path,
            "its shape must have two numbers".to_owned(),
        ));
    };
    let mut length = |entry| Ok(npz.shape(entry)?.iter().product::<usize>() as u64);
    let (row_starts, entries, values) = (length("indptr")?, length("indices")?, length("data")?);
    let limit = u64::from(u32::MAX);
    if rows > limit || columns > limit || entries > limit {
        return Err(FileError::SparseSize {
            path: path.to_path_buf(),
            rows,
            columns,
            entries,
        });
    }
    let problem = if row_starts != rows + 1 {
        format!(
            "{rows} rows need an indptr of {} numbers, it has {row_starts}",
            rows + 1
        )
    } else if entries != values {
        format!("it has {entries} indices and {values} data")
    } else if entries > rows * columns {
        format!("{entries} entries do not fit into {rows} rows and {columns} columns")
    } else {
        return Ok((rows as usize, columns as usize));
    };
    Err(contradiction(path, problem))
}

/// Checks that `indptr` rises from 0 to the number of entries.
fn check_row_starts(path: &Path, indptr: &[u32], entries: usize) -> Result<(), FileError> {
    let problem = if let Some(row) = indptr.windows(2).position(|pair| pair[0] > pair[1]) {
        format!(
            "indptr falls from {} to {} at row {row}",
            indptr[row],
            indptr[row + 1]
        )
    } else if let Some(first @ 1..) = indptr.first() {
        format!("indptr begins with {first} instead of 0")
    } else if let Some(&last) = indptr.last().filter(|&&last| last as usize != entries) {
        format!("indptr ends with {last}, but {entries} entries are stored (matrix.prune() helps)")
    } else {
        return Ok(());
    };
    Err(contradiction(path, problem))
}

/// Sorts the entries of one row by column.
fn sort_row(indices: &mut [u32], data: &mut [f64], range: Range<usize>) {
    if indices[range.clone()].is_sorted() {
        return;
    }
    let (indices, data) = (&mut indices[range.clone()], &mut data[range]);
    let mut entries: Vec<(u32, f64)> = indices.iter().copied().zip(data.iter().copied()).collect();
    entries.sort_unstable_by_key(|&(column, _)| column);
    for (place, (column, value)) in entries.into_iter().enumerate() {
        (indices[place], data[place]) = (column, value);
    }
}

/// Checks the columns of one sorted row.
fn check_row(path: &Path, row: usize, sorted: &[u32], columns: usize) -> Result<(), FileError> {
    let path = || path.to_path_buf();
    if let Some(&column) = sorted.last().filter(|&&column| column as usize >= columns) {
        return Err(FileError::SparseColumn {
            path: path(),
            row,
            column,
            columns,
        });
    }
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(&[column, _]) => Err(FileError::SparseDuplicate {
            path: path(),
            row,
            column,
        }),
        _ => Ok(()),
    }
}

fn contradiction(path: &Path, problem: String) -> FileError {
    FileError::SparseStructure {
        path: path.to_path_buf(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

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
        let error = read(&[1, 1], &[0, 1], &[0], &[1], "csc").unwrap_err();
        assert!(matches!(&error, FileError::SparseFormat { found, .. } if found == "csc"));
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
        assert!(refusal(&[1, 2], &[0, 1], &[5], &[1]).contains("column 5; it has 2 columns"));
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
}
