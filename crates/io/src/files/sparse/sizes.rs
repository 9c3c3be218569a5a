//! How large a matrix may be that a file describes.
//!
//! Entries are in the file; rows and columns are only claimed by it, but take memory as well: a
//! matrix by rows holds a number for each row, and a summary of degrees one for each column.

use super::contradiction;
use crate::files::error::FileError;
use crate::files::npz::NpzReader;
use std::path::Path;

/// So many rows and columns any matrix may have: they take 64 MiB, and more neurons than this are
/// never connected by fewer synapses.
const FREE_EXTENT: u64 = 1 << 24;

/// The sizes that a file claims for its matrix.
#[derive(Debug, Clone, Copy)]
pub(in crate::files) struct Sizes {
    /// Number of rows.
    pub(in crate::files) rows: u64,
    /// Number of columns.
    pub(in crate::files) columns: u64,
    /// Number of stored entries.
    pub(in crate::files) entries: u64,
}

/// Refuses a matrix that 32 bits cannot number, that has more entries than places, or whose
/// rows or columns are many against the numbers that the file `stored`. Returns rows and columns.
pub(in crate::files) fn check_sizes(
    path: &Path,
    sizes: Sizes,
    stored: u64,
) -> Result<(usize, usize), FileError> {
    let Sizes {
        rows,
        columns,
        entries,
    } = sizes;
    let limit = u64::from(u32::MAX);
    if rows > limit || columns > limit || entries > limit {
        return Err(FileError::SparseSize {
            path: path.to_path_buf(),
            rows,
            columns,
            entries,
        });
    }
    if entries > rows * columns {
        let problem =
            format!("{entries} entries do not fit into {rows} rows and {columns} columns");
        return Err(contradiction(path, problem));
    }
    let accepted = stored.max(FREE_EXTENT);
    if rows > accepted || columns > accepted {
        return Err(FileError::SparseExtent {
            path: path.to_path_buf(),
            rows,
            columns,
            stored,
            accepted,
        });
    }
    Ok((rows as usize, columns as usize))
}

/// Rows and columns by the entry `shape` of an archive.
pub(super) fn read_shape(path: &Path, npz: &mut NpzReader) -> Result<(u64, u64), FileError> {
    match npz.read_list::<u64>("shape")?[..] {
        [rows, columns] => Ok((rows, columns)),
        _ => Err(contradiction(
            path,
            "its shape must have two numbers".to_owned(),
        )),
    }
}

/// Number of elements of an array, by its header.
pub(super) fn length(npz: &mut NpzReader, entry: &str) -> Result<u64, FileError> {
    Ok(npz.shape(entry)?.iter().product::<usize>() as u64)
}
