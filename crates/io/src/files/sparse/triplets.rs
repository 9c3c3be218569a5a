//! From entries in any order to rows: a counting sort, in time and memory proportional to the
//! numbers of entries and rows.

use super::compressed::sorted_rows;
use crate::files::element::require_memory;
use crate::files::error::FileError;
use crate::files::location::Location;
use crate::platform::available_memory;
use sprs::CsMatI;
use std::path::Path;

/// Entries of a matrix, in any order. The lists are of one length.
#[derive(Debug)]
pub(in crate::files) struct Triplets {
    /// Numbers of rows and of columns.
    pub(in crate::files) shape: (usize, usize),
    /// Row of each entry.
    pub(in crate::files) rows: Vec<u32>,
    /// Column of each entry.
    pub(in crate::files) columns: Vec<u32>,
    /// Value of each entry.
    pub(in crate::files) values: Vec<f64>,
}

impl Triplets {
    /// A matrix without entries yet.
    pub(in crate::files) fn new(shape: (usize, usize)) -> Self {
        Self {
            shape,
            rows: Vec::new(),
            columns: Vec::new(),
            values: Vec::new(),
        }
    }

    pub(in crate::files) fn push(&mut self, row: u32, column: u32, value: f64) {
        self.rows.push(row);
        self.columns.push(column);
        self.values.push(value);
    }

    /// The matrix by rows, `path` being the file of the entries. Entries beyond its edges and
    /// second ones for one place are refused.
    pub(in crate::files) fn into_csr(self, path: &Path) -> Result<CsMatI<f64, u32>, FileError> {
        let (rows, columns) = self.shape;
        if u32::try_from(self.rows.len()).is_err() {
            return Err(FileError::SparseSize {
                path: path.to_path_buf(),
                rows: rows as u64,
                columns: columns as u64,
                entries: self.rows.len() as u64,
            });
        }
        if let Some(entry) = self.rows.iter().position(|&row| row as usize >= rows) {
            return Err(FileError::SparsePlace {
                path: path.to_path_buf(),
                row: self.rows[entry] as usize,
                column: self.columns[entry] as usize,
                rows,
                columns,
            });
        }
        let entry_bytes = size_of::<u32>() + size_of::<f64>();
        let needed = self.rows.len() * entry_bytes + (rows + 1) * size_of::<u32>();
        require_memory(needed as u64, available_memory, &Location::file(path))?;

        let mut starts = starts(rows, &self.rows);
        let mut indices = vec![0; self.rows.len()];
        let mut data = vec![0.0; self.rows.len()];
        let entries = self.columns.iter().zip(&self.values);
        for (&row, (&column, &value)) in self.rows.iter().zip(entries) {
            let place = &mut starts[row as usize];
            (indices[*place as usize], data[*place as usize]) = (column, value);
            *place += 1;
        }
        // Each start has moved to the start of the next row.
        starts.copy_within(..rows, 1);
        starts[0] = 0;
        sorted_rows(path, self.shape, starts, indices, data)
    }
}

/// Where each of `count` rows begins, and behind them the number of entries.
fn starts(count: usize, rows: &[u32]) -> Vec<u32> {
    let mut starts = vec![0; count + 1];
    for &row in rows {
        starts[row as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}
