//! The form COO: row, column and value of each entry, in any order.

use super::sizes::{self, Sizes, check_sizes};
use super::{Triplets, contradiction};
use crate::files::error::FileError;
use crate::files::npz::NpzReader;
use ndarray::{Array2, Axis};
use sprs::CsMatI;
use std::path::Path;

/// Both indices of all entries in one array \[2, entries\]: how scipy stores coordinates of any
/// number of dimensions.
const COORDINATES: &str = "coords";

/// Reads a matrix in COO form.
pub(super) fn read(path: &Path, npz: &mut NpzReader) -> Result<CsMatI<f64, u32>, FileError> {
    let shape = check_lengths(path, npz)?;
    let (rows, columns) = if npz.contains(COORDINATES) {
        split(path, &npz.read_as(COORDINATES)?)?
    } else {
        (npz.read_list("row")?, npz.read_list("col")?)
    };
    Triplets {
        shape,
        rows,
        columns,
        values: npz.read_list("data")?,
    }
    .into_csr(path)
}

/// Compares the lengths of the arrays, by their headers. Returns rows and columns.
fn check_lengths(path: &Path, npz: &mut NpzReader) -> Result<(usize, usize), FileError> {
    let (rows, columns) = sizes::read_shape(path, npz)?;
    let values = sizes::length(npz, "data")?;
    let (row_indices, column_indices) = if npz.contains(COORDINATES) {
        let both = sizes::length(npz, COORDINATES)?;
        (both - both / 2, both / 2)
    } else {
        (sizes::length(npz, "row")?, sizes::length(npz, "col")?)
    };
    let sizes = Sizes {
        rows,
        columns,
        entries: values,
    };
    let stored = values
        .saturating_add(row_indices)
        .saturating_add(column_indices);
    let shape = check_sizes(path, sizes, stored)?;
    if (row_indices, column_indices) == (values, values) {
        return Ok(shape);
    }
    let problem = format!(
        "it has {row_indices} row indices, {column_indices} column indices and {values} data"
    );
    Err(contradiction(path, problem))
}

/// Row and column indices of an array of both.
fn split(path: &Path, both: &Array2<u32>) -> Result<(Vec<u32>, Vec<u32>), FileError> {
    if both.len_of(Axis(0)) != 2 {
        let problem = format!("its coords have the shape {:?}", both.shape());
        return Err(contradiction(path, problem));
    }
    Ok((both.row(0).to_vec(), both.row(1).to_vec()))
}
