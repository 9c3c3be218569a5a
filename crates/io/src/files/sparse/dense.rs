//! Dense matrices as sparse ones: an entry of 0 is no synapse.

use super::sizes::{Sizes, check_sizes};
use crate::files::error::FileError;
use crate::files::npy::read_matrix;
use ndarray::Array2;
use sprs::CsMatI;
use std::path::Path;

/// Reads an npy matrix and keeps its entries that are not 0.
pub(in crate::files) fn read_nonzero(path: &Path) -> Result<CsMatI<f64, u32>, FileError> {
    nonzero(path, &read_matrix(path)?)
}

/// The non-zero entries of a matrix, `path` being the file it came from.
fn nonzero(path: &Path, dense: &Array2<f64>) -> Result<CsMatI<f64, u32>, FileError> {
    let entries = dense.iter().filter(|&&value| value != 0.0).count();
    let sizes = Sizes {
        rows: dense.nrows() as u64,
        columns: dense.ncols() as u64,
        entries: entries as u64,
    };
    let shape = check_sizes(path, sizes, dense.len() as u64)?;
    let mut row_starts = Vec::with_capacity(shape.0 + 1);
    let mut targets = Vec::with_capacity(entries);
    let mut values = Vec::with_capacity(entries);
    row_starts.push(0);
    for row in dense.rows() {
        for (column, &value) in row.iter().enumerate().filter(|&(_, &value)| value != 0.0) {
            targets.push(column as u32);
            values.push(value);
        }
        row_starts.push(targets.len() as u32);
    }
    Ok(CsMatI::new(shape, row_starts, targets, values))
}
