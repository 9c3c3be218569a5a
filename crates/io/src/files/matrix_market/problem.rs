//! What can be wrong with a line of a Matrix Market file.

/// Why a line was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatrixMarketProblem {
    /// The first line does not tell a kind of matrix that is read.
    #[error(
        "the file begins with {found:?}; accepted is \"%%MatrixMarket matrix\" followed by \
         coordinate or array, by real, integer or pattern (not with array), and by general, \
         symmetric or skew-symmetric (not with pattern)"
    )]
    Banner {
        /// The line, or its beginning.
        found: String,
    },
    /// The line of sizes is missing or holds something else.
    #[error("the sizes are {found:?}; accepted are non-negative integers: {accepted}")]
    Sizes {
        /// The line, or its beginning.
        found: String,
        /// The numbers that must be there.
        accepted: &'static str,
    },
    /// A symmetric matrix must be square.
    #[error(
        "the matrix has {rows} rows and {columns} columns; a symmetric or skew-symmetric one must be \
         square"
    )]
    NotSquare {
        /// Number of rows.
        rows: u64,
        /// Number of columns.
        columns: u64,
    },
    /// There are more entries than the file can hold.
    #[error("{claimed} entries are claimed; the {bytes} bytes of the file hold at most {possible}")]
    Claim {
        /// Number of entries.
        claimed: u64,
        /// Size of the file; of a packed one, the most that it can unpack to.
        bytes: u64,
        /// Entries that it can hold.
        possible: u64,
    },
    /// The line is no entry.
    #[error("the entry is {found:?}; accepted are {accepted}")]
    Entry {
        /// The line, or its beginning.
        found: String,
        /// What must be there.
        accepted: &'static str,
    },
    /// An entry lies beyond the edges of the matrix.
    #[error(
        "the entry is at row {row}, column {column}; accepted are rows from 1 to {rows} and columns \
         from 1 to {columns}"
    )]
    Place {
        /// Row of the entry, counted from 1.
        row: u64,
        /// Column of the entry, counted from 1.
        column: u64,
        /// Number of rows.
        rows: u64,
        /// Number of columns.
        columns: u64,
    },
    /// A skew-symmetric matrix has an entry on its diagonal.
    #[error("the entry is on the diagonal (row {row}), where a skew-symmetric matrix has none")]
    Diagonal {
        /// Row of the entry, counted from 1.
        row: u64,
    },
    /// A second entry for one place.
    #[error(
        "the entry is a second one at row {row}, column {column}, after that of line {first_line} (one \
         side of a symmetric matrix stands for both); one is accepted: add them up, or save an edge \
         list, in which each is a synapse of its own"
    )]
    Duplicate {
        /// Row of the entries, counted from 1.
        row: usize,
        /// Column of the entries, counted from 1.
        column: usize,
        /// Line of the first of them.
        first_line: u64,
    },
    /// The file ends too early.
    #[error("the file ends after {found} of {expected} entries")]
    Missing {
        /// Entries that are there.
        found: u64,
        /// Entries that the sizes state.
        expected: u64,
    },
    /// The file goes on after its last entry.
    #[error("the file goes on with {found:?}; it must end after its {expected} entries")]
    Extra {
        /// The line, or its beginning.
        found: String,
        /// Entries that the sizes state.
        expected: u64,
    },
    /// The line is longer than any honest one.
    #[error("the line is longer than {limit} bytes; the format allows 1024")]
    LineLength {
        /// Longest line that is read.
        limit: u64,
    },
}
