//! Matrix Market files: matrices as text, which every package of linear algebra reads.
//!
//! The format is that of Boisvert, Pozo and Remington (1996), "The Matrix Market exchange
//! formats", NIST IR 5935: a banner, comments, a line of sizes, then an entry a line, counted
//! from 1. Nothing that a file claims is believed: memory grows with the entries that are there.
//! (The reader of `sprs` reserves what is claimed, panics beyond the edges of the matrix and
//! never ends on a file without sizes.)

mod banner;
mod lines;
mod market_file;
mod problem;
#[cfg(test)]
mod tests;

pub use problem::MatrixMarketProblem;

use super::element::require_memory;
use super::error::FileError;
use super::location::Location;
use super::publish::publish;
use super::sparse::Triplets;
use crate::platform::available_memory;
use market_file::{Entry, MarketFile};
use sprs::CsMatI;
use std::io::Write;
use std::path::Path;

/// What every file begins with, in letters of either case.
const BANNER: &str = "%%MatrixMarket";

/// First bytes of a file packed by gzip.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Bytes that an entry takes before it is sorted into its row.
const ENTRY_BYTES: u64 = (2 * size_of::<u32>() + size_of::<f64>()) as u64;

/// Whether a file that begins with these bytes is one of this format, packed or not.
pub(super) fn is_begun_by(beginning: &[u8]) -> bool {
    beginning.starts_with(GZIP)
        || beginning
            .get(..BANNER.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(BANNER.as_bytes()))
}

/// Reads a matrix from a Matrix Market file, packed by gzip or not: coordinate or array, real,
/// integer or pattern (entries of 1), general, symmetric or skew-symmetric. Entries of a
/// coordinate file stay where they are 0; those of an array do not.
///
/// # Errors
///
/// [`FileError::MatrixMarket`] with the line and what would be accepted, also for a second entry
/// at one place; [`FileError::SparseSize`] and [`FileError::SparseExtent`] for matrices that are too
/// large, [`FileError::Memory`], [`FileError::Damaged`] and [`FileError::Io`].
///
/// # Example
///
/// ```
/// use adexnet_io::files::{read_matrix_market, write_matrix_market};
/// use sprs::CsMatI;
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("connectivity.mtx");
/// let matrix = CsMatI::new((2, 3), vec![0, 1, 2], vec![2_u32, 0], vec![2.0, -8.0]);
/// write_matrix_market(&path, &matrix)?;
/// assert_eq!(read_matrix_market(&path)?, matrix);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_matrix_market(path: &Path) -> Result<CsMatI<f64, u32>, FileError> {
    let mut file = MarketFile::open(path)?;
    let copies = if file.banner().is_mirrored() { 2 } else { 1 };
    let needed = file.stored_entries().saturating_mul(copies * ENTRY_BYTES);
    require_memory(needed, available_memory, &Location::file(path))?;

    let mut triplets = Triplets::new(file.shape());
    while let Some(entry) = file.next_entry()? {
        if file.banner().is_dense() && entry.value == 0.0 {
            continue;
        }
        triplets.push(entry.row, entry.column, entry.value);
        if let Some(mirrored) = file.mirrored(entry) {
            triplets.push(mirrored.row, mirrored.column, mirrored.value);
        }
    }
    triplets.into_csr(path).map_err(|error| match error {
        FileError::SparseDuplicate { row, column, .. } => {
            second_entry(path, row, column as usize).unwrap_or(error)
        }
        other => other,
    })
}

/// Writes a matrix as a general coordinate file of real numbers, which `scipy.io.mmread` opens; the
/// numbers are written so that reading gives the same bits.
///
/// # Errors
///
/// [`FileError::Io`].
pub fn write_matrix_market(path: &Path, matrix: &CsMatI<f64, u32>) -> Result<(), FileError> {
    publish(path, |writer| {
        writeln!(writer, "{BANNER} matrix coordinate real general")?;
        writeln!(writer, "% row: source, column: target")?;
        let (rows, columns, entries) = (matrix.rows(), matrix.cols(), matrix.nnz());
        writeln!(writer, "{rows} {columns} {entries}")?;
        for (value, (row, column)) in matrix {
            let (row, column) = (u64::from(row) + 1, u64::from(column) + 1);
            writeln!(writer, "{row} {column} {value:?}")?;
        }
        Ok(())
    })
}

/// The refusal of the second entry at a place, with both lines: the file is read once more for
/// them. `None` if they are not found (the file has changed).
fn second_entry(path: &Path, row: usize, column: usize) -> Option<FileError> {
    let mut file = MarketFile::open(path).ok()?;
    let is_there = |entry: Entry| (entry.row as usize, entry.column as usize) == (row, column);
    let mut first_line = None;
    while let Some(entry) = file.next_entry().ok()? {
        if !is_there(entry) && !file.mirrored(entry).is_some_and(is_there) {
            continue;
        }
        match first_line {
            None => first_line = Some(file.line()),
            Some(first_line) => {
                return Some(file.refuse(MatrixMarketProblem::Duplicate {
                    row: row + 1,
                    column: column + 1,
                    first_line,
                }));
            }
        }
    }
    None
}
