//! Sparse matrices as `scipy.sparse.save_npz` writes them, read into CSR form (by rows).
//!
//! The arrays must agree in length with the shape and with one another. Their headers tell, so
//! this is settled before any of them is unpacked. A matrix has one entry for a place: a second
//! one could mean a sum or a second synapse, and is refused.

mod compressed;
mod coordinate;
mod dense;
mod sizes;
#[cfg(test)]
mod tests;
mod triplets;

pub(super) use dense::read_nonzero;
pub(super) use sizes::{Sizes, check_sizes};
pub(super) use triplets::Triplets;

use super::error::FileError;
use super::npz::NpzReader;
use super::npz_writer::NpzWriter;
use super::storage::{Disk, FileSystem};
use ndarray::{ArrayView1, aview1};
use sprs::CsMatI;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// Reads a sparse matrix that `scipy.sparse.save_npz` wrote in CSR, CSC or COO form into CSR form:
/// with 32-bit or 64-bit indices, sorted or not, data of any kind of number, packed or not. Rows
/// are sorted by column; entries that are stored with the value 0 stay.
///
/// # Errors
///
/// [`FileError`]: for other sparse formats, arrays that contradict each other, two entries for one
/// place, more than 2^32 - 1 rows, columns or entries, more rows or columns than 2^24 and than
/// numbers in the file, and for whatever [`NpzReader::read`] refuses.
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
    read_sparse(path, &mut NpzReader::open(path)?)
}

/// Reads the sparse matrix in an archive, `path` being its file.
pub(super) fn read_sparse(path: &Path, npz: &mut NpzReader) -> Result<CsMatI<f64, u32>, FileError> {
    let format = npz.read_text("format")?;
    match format.as_str() {
        "csr" => compressed::read_rows(path, npz),
        "csc" => compressed::read_columns(path, npz),
        "coo" => coordinate::read(path, npz),
        _ => Err(FileError::SparseFormat {
            path: path.to_path_buf(),
            found: format,
        }),
    }
}

/// Writes a sparse matrix in the form that `scipy.sparse.load_npz` opens as CSR, with 32-bit
/// indices wherever scipy uses them (64-bit ones where 31 bits do not suffice).
///
/// # Errors
///
/// [`FileError::Io`].
pub fn write_csr_npz(path: &Path, matrix: &CsMatI<f64, u32>) -> Result<(), FileError> {
    write_csr_on(Disk::shared(), path, matrix)
}

/// [`write_csr_npz`] on any file system.
pub(super) fn write_csr_on(
    file_system: Arc<dyn FileSystem>,
    path: &Path,
    matrix: &CsMatI<f64, u32>,
) -> Result<(), FileError> {
    let matrix = if matrix.is_csr() {
        Cow::Borrowed(matrix)
    } else {
        Cow::Owned(matrix.to_csr())
    };
    let largest = matrix.rows().max(matrix.cols()).max(matrix.nnz());
    let shape = [matrix.rows(), matrix.cols()].map(|length| (length as u64).cast_signed());
    let mut npz = NpzWriter::create_on(file_system, path)?;
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

fn contradiction(path: &Path, problem: String) -> FileError {
    FileError::SparseStructure {
        path: path.to_path_buf(),
        problem,
    }
}
