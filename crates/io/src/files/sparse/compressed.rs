//! The forms CSR and CSC: `indptr` tells where each row (or column) begins, `indices` the column
//! (or row) of each entry, `data` its value.

use super::sizes::{self, Sizes, check_sizes};
use super::{Triplets, contradiction};
use crate::files::error::FileError;
use crate::files::npz::NpzReader;
use sprs::CsMatI;
use std::iter::repeat_n;
use std::ops::Range;
use std::path::Path;

/// Reads a matrix in CSR form.
pub(super) fn read_rows(path: &Path, npz: &mut NpzReader) -> Result<CsMatI<f64, u32>, FileError> {
    let arrays = Arrays::read(path, npz, Major::Row)?;
    sorted_rows(
        path,
        arrays.shape,
        arrays.starts,
        arrays.indices,
        arrays.data,
    )
}

/// The matrix of the given rows, whose entries may be in any order; `starts` are checked already.
pub(super) fn sorted_rows(
    path: &Path,
    shape: (usize, usize),
    starts: Vec<u32>,
    mut indices: Vec<u32>,
    mut data: Vec<f64>,
) -> Result<CsMatI<f64, u32>, FileError> {
    let bounds = starts
        .windows(2)
        .map(|pair| pair[0] as usize..pair[1] as usize);
    for (row, range) in bounds.enumerate() {
        sort_row(&mut indices, &mut data, range.clone());
        check_row(path, row, &indices[range], shape)?;
    }
    CsMatI::try_new(shape, starts, indices, data)
        .map_err(|(_, _, _, error)| contradiction(path, error.to_string()))
}

/// Reads a matrix in CSC form.
pub(super) fn read_columns(
    path: &Path,
    npz: &mut NpzReader,
) -> Result<CsMatI<f64, u32>, FileError> {
    let Arrays {
        shape,
        starts,
        indices,
        data,
    } = Arrays::read(path, npz, Major::Column)?;
    let mut columns = Vec::with_capacity(indices.len());
    for (column, pair) in starts.windows(2).enumerate() {
        columns.extend(repeat_n(column as u32, (pair[1] - pair[0]) as usize));
    }
    Triplets {
        shape,
        rows: indices,
        columns,
        values: data,
    }
    .into_csr(path)
}

/// By what a matrix is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Major {
    Row,
    Column,
}

impl Major {
    fn name(self) -> &'static str {
        match self {
            Self::Row => "row",
            Self::Column => "column",
        }
    }
}

/// The arrays of either form; `starts` rises from 0 to the number of entries.
struct Arrays {
    shape: (usize, usize),
    starts: Vec<u32>,
    indices: Vec<u32>,
    data: Vec<f64>,
}

impl Arrays {
    fn read(path: &Path, npz: &mut NpzReader, major: Major) -> Result<Self, FileError> {
        let shape = check_lengths(path, npz, major)?;
        let starts = npz.read_list("indptr")?;
        let indices = npz.read_list::<u32>("indices")?;
        let data = npz.read_list("data")?;
        check_starts(path, &starts, indices.len(), major)?;
        Ok(Self {
            shape,
            starts,
            indices,
            data,
        })
    }
}

/// Compares the lengths of the arrays, by their headers. Returns rows and columns.
fn check_lengths(
    path: &Path,
    npz: &mut NpzReader,
    major: Major,
) -> Result<(usize, usize), FileError> {
    let (rows, columns) = sizes::read_shape(path, npz)?;
    let starts = sizes::length(npz, "indptr")?;
    let entries = sizes::length(npz, "indices")?;
    let values = sizes::length(npz, "data")?;
    let sizes = Sizes {
        rows,
        columns,
        entries,
    };
    let stored = starts.saturating_add(entries).saturating_add(values);
    let shape = check_sizes(path, sizes, stored)?;
    let (ordered, name) = match major {
        Major::Row => (rows, major.name()),
        Major::Column => (columns, major.name()),
    };
    let problem = if starts != ordered + 1 {
        format!(
            "{ordered} {name}s need an indptr of {} numbers, it has {starts}",
            ordered + 1
        )
    } else if entries != values {
        format!("it has {entries} indices and {values} data")
    } else {
        return Ok(shape);
    };
    Err(contradiction(path, problem))
}

/// Checks that `indptr` rises from 0 to the number of entries.
fn check_starts(
    path: &Path,
    indptr: &[u32],
    entries: usize,
    major: Major,
) -> Result<(), FileError> {
    let problem = if let Some(at) = indptr.windows(2).position(|pair| pair[0] > pair[1]) {
        let (from, to, name) = (indptr[at], indptr[at + 1], major.name());
        format!("indptr falls from {from} to {to} at {name} {at}")
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
fn check_row(
    path: &Path,
    row: usize,
    sorted: &[u32],
    (rows, columns): (usize, usize),
) -> Result<(), FileError> {
    if let Some(&column) = sorted.last().filter(|&&column| column as usize >= columns) {
        return Err(FileError::SparsePlace {
            path: path.to_path_buf(),
            row,
            column: column as usize,
            rows,
            columns,
        });
    }
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(&[column, _]) => Err(FileError::SparseDuplicate {
            path: path.to_path_buf(),
            row,
            column,
        }),
        _ => Ok(()),
    }
}
