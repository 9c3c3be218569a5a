//! What can be wrong with a file: one variant per failure, each of which says where, what was
//! found and what would have been accepted.

use super::location::Location;
use super::matrix_market::MatrixMarketProblem;
use std::io;
use std::path::{Path, PathBuf};

/// Why a file was refused, or could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The operating system refused an operation.
    #[error("cannot {action} \"{path}\"")]
    Io {
        /// What was tried: a verb such as "read".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A directory, pipe or device stands where a file is expected.
    #[error("\"{path}\" is a directory, a pipe or a device; a file is expected")]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The first bytes are not those of an npy file.
    #[error(
        "{at} is no .npy array: it begins with \"{found}\", an array written by numpy.save begins \
         with \"\\x93NUMPY\""
    )]
    NotNpy {
        /// The file.
        at: Location,
        /// The first bytes, escaped.
        found: String,
    },
    /// The version of the npy format is unknown.
    #[error(
        "{at} is in version {major}.{minor} of the .npy format; versions 1.0, 2.0 and 3.0 are read"
    )]
    Version {
        /// The file.
        at: Location,
        /// Major version found.
        major: u8,
        /// Minor version found.
        minor: u8,
    },
    /// The header is longer than the file or than any honest header.
    #[error(
        "the header of {at} claims {length} bytes; {available} bytes of the file are left and at \
         most {limit} are accepted"
    )]
    HeaderLength {
        /// The file.
        at: Location,
        /// Length that the file states.
        length: u64,
        /// Bytes that follow in the file.
        available: u64,
        /// Longest header that is read.
        limit: u64,
    },
    /// The header is not the dictionary that numpy writes.
    #[error(
        "the header of {at} cannot be understood: {problem}; it must be a Python dictionary with \
         the keys descr, fortran_order and shape"
    )]
    Header {
        /// The file.
        at: Location,
        /// What the parser objects to.
        problem: String,
    },
    /// The shape is negative, no tuple of integers, or has more elements than can be counted.
    #[error(
        "{at} has the impossible shape {found}; a tuple of non-negative integers is expected whose \
         array can be addressed in memory"
    )]
    Shape {
        /// The file.
        at: Location,
        /// The shape as it stands in the header.
        found: String,
    },
    /// The elements are no numbers that can be read.
    #[error(
        "{at} holds elements of type {found}; bool, integers of 8 to 64 bits and floats of 16 to \
         64 bits are read (convert with .astype(float); objects and strings never are)"
    )]
    DataType {
        /// The file.
        at: Location,
        /// The dtype as it stands in the header.
        found: String,
    },
    /// The elements are numbers, but not of a type that is expected as it is.
    #[error(
        "{at} holds elements of type {found}; <u4, <u8, <f4 and <f8 for numbers and |S for a text are what \
         adexnet writes there"
    )]
    InexactType {
        /// The file.
        at: Location,
        /// The dtype as it stands in the header.
        found: String,
    },
    /// The number of dimensions is wrong.
    #[error("{at} has the shape {shape:?}; an array of {accepted} dimension(s) is expected")]
    Dimensions {
        /// The file.
        at: Location,
        /// Shape found.
        shape: Vec<usize>,
        /// Number of dimensions expected.
        accepted: usize,
    },
    /// A square matrix is needed.
    #[error("the matrix in \"{path}\" has {rows} rows and {columns} columns; it must be square")]
    NotSquare {
        /// The file.
        path: PathBuf,
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// The file ends before its array does.
    #[error(
        "{at} is cut short: an array of shape {shape:?} takes {expected} bytes, {found} are there"
    )]
    Truncated {
        /// The file.
        at: Location,
        /// Shape that the header states.
        shape: Vec<usize>,
        /// Bytes that this shape takes.
        expected: u64,
        /// Bytes that follow the header.
        found: u64,
    },
    /// The file goes on after its array has ended.
    #[error("{at} has {extra} more byte(s) after the end of its array; it must end there")]
    TrailingBytes {
        /// The file.
        at: Location,
        /// Bytes too many, at least.
        extra: u64,
    },
    /// The bytes of an array cannot be read (a failing disk, a damaged archive).
    #[error("the data of {at} cannot be read")]
    Damaged {
        /// The file.
        at: Location,
        /// The reason.
        source: io::Error,
    },
    /// An element has a value that is not accepted.
    #[error("element {index:?} of {at} is {value}; accepted are {accepted}")]
    Value {
        /// The file.
        at: Location,
        /// Index of the element, one number per dimension.
        index: Vec<usize>,
        /// The value.
        value: String,
        /// What would be accepted.
        accepted: &'static str,
    },
    /// The array does not fit into memory.
    #[error(
        "reading {at} takes {needed} bytes of memory, of which {available} are available on this \
         machine"
    )]
    Memory {
        /// The file.
        at: Location,
        /// Bytes that reading takes.
        needed: u64,
        /// Bytes available.
        available: u64,
    },
    /// The file is no zip archive, or a damaged or encrypted one.
    #[error("\"{path}\" cannot be read as an .npz archive (a zip file, stored or deflated)")]
    Archive {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: zip::result::ZipError,
    },
    /// The sizes in an archive's directory contradict each other (a zip bomb, or damage).
    #[error(
        "{at} claims to unpack {declared} bytes from {compressed}, in a file of {file} bytes; \
         deflated data expand at most {limit}-fold",
        limit = super::npz::MAX_DEFLATE_RATIO
    )]
    EntrySize {
        /// The entry.
        at: Location,
        /// Unpacked size that the archive states, in bytes.
        declared: u64,
        /// Packed size that the archive states, in bytes.
        compressed: u64,
        /// Size of the archive, in bytes.
        file: u64,
    },
    /// An archive lacks an entry.
    #[error("{at} is missing; the archive holds {found}")]
    MissingEntry {
        /// The entry looked for.
        at: Location,
        /// The entries that are there.
        found: String,
    },
    /// A sparse matrix is in a format that is not read.
    #[error(
        "\"{path}\" holds a sparse matrix in format {found:?}; csr, csc and coo are read: in Python, \
         save matrix.tocsr() with scipy.sparse.save_npz"
    )]
    SparseFormat {
        /// The file.
        path: PathBuf,
        /// Format found.
        found: String,
    },
    /// A sparse matrix has more rows, columns or entries than 32 bits can number.
    #[error(
        "the sparse matrix in \"{path}\" has {rows} rows, {columns} columns and {entries} entries; \
         at most {max} of each are accepted",
        max = u32::MAX
    )]
    SparseSize {
        /// The file.
        path: PathBuf,
        /// Number of rows.
        rows: u64,
        /// Number of columns.
        columns: u64,
        /// Number of stored entries.
        entries: u64,
    },
    /// The arrays of a sparse matrix contradict each other.
    #[error("the sparse matrix in \"{path}\" contradicts itself: {problem}")]
    SparseStructure {
        /// The file.
        path: PathBuf,
        /// Which rule is broken, with the numbers.
        problem: String,
    },
    /// A sparse matrix is far larger than what is stored of it.
    #[error(
        "the sparse matrix in \"{path}\" claims {rows} rows and {columns} columns, but stores \
         {stored} numbers; up to {accepted} rows and columns are accepted for that"
    )]
    SparseExtent {
        /// The file.
        path: PathBuf,
        /// Number of rows.
        rows: u64,
        /// Number of columns.
        columns: u64,
        /// Numbers that the file stores: indices and values.
        stored: u64,
        /// Most rows and columns for so many numbers.
        accepted: u64,
    },
    /// An entry of a sparse matrix lies beyond its edges.
    #[error(
        "the sparse matrix in \"{path}\" has an entry in column {column} of row {row} (counted from \
         0); it has {rows} rows and {columns} columns"
    )]
    SparsePlace {
        /// The file.
        path: PathBuf,
        /// Row of the entry.
        row: usize,
        /// Column of the entry.
        column: usize,
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A sparse matrix holds two entries for one place.
    #[error(
        "the sparse matrix in \"{path}\" has several entries at row {row}, column {column} (counted \
         from 0); one is accepted: add them up (in Python: matrix.sum_duplicates()), or save an \
         edge list, in which each is a synapse of its own"
    )]
    SparseDuplicate {
        /// The file.
        path: PathBuf,
        /// Row of the entries.
        row: usize,
        /// Column of the entries.
        column: u32,
    },
    /// A line of a Matrix Market file is not what it must be.
    #[error("line {line} of \"{path}\": {problem}")]
    MatrixMarket {
        /// The file.
        path: PathBuf,
        /// Number of the line, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: MatrixMarketProblem,
    },
    /// The arrays of an edge list differ in length.
    #[error(
        "the arrays of the edge list in \"{path}\" differ in length: {lengths}; each must have one \
         number for each synapse"
    )]
    EdgeLengths {
        /// The file.
        path: PathBuf,
        /// The lengths, by the name of the array.
        lengths: String,
    },
    /// The elements of an array that is written are not as many as its shape tells.
    #[error("{at} was to have {expected} element(s), and {found} came; its shape tells how many")]
    Count {
        /// The array.
        at: Location,
        /// Elements that its shape tells.
        expected: u128,
        /// What came instead.
        found: String,
    },
    /// The arrays of a spike list differ in length.
    #[error(
        "the spike list in \"{path}\" has {cells} cells and {times} times; expected is a time in t for \
         each cell in i"
    )]
    SpikeLengths {
        /// The file.
        path: PathBuf,
        /// Length of the array of cells.
        cells: usize,
        /// Length of the array of times.
        times: usize,
    },
    /// An archive with the arrays of an edge list holds others, too.
    #[error(
        "the edge list in \"{path}\" has an array {found:?}; accepted are i (sources), j (targets), \
         weight (nS) and delay (ms)"
    )]
    EdgeArray {
        /// The file.
        path: PathBuf,
        /// Name of the array.
        found: String,
    },
    /// An archive holds neither a sparse matrix nor an edge list.
    #[error(
        "\"{path}\" holds no connectivity: its arrays are {found}; accepted are a sparse matrix as \
         scipy.sparse.save_npz writes it (format, shape, data, ...), and an edge list (i, j, and \
         optionally weight in nS and delay in ms)"
    )]
    NoConnectivity {
        /// The file.
        path: PathBuf,
        /// The arrays that are there.
        found: String,
    },
    /// Neither the first bytes nor the name of a file tell what it is.
    #[error(
        "\"{path}\" begins with \"{found}\" and is no file of connectivity; accepted are .npy (a \
         dense matrix), .npz (a sparse matrix or an edge list), .mtx and .mtx.gz (Matrix Market)"
    )]
    UnknownContent {
        /// The file.
        path: PathBuf,
        /// The first bytes, escaped.
        found: String,
    },
}

impl FileError {
    /// The closure that wraps an operating system's error, for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
