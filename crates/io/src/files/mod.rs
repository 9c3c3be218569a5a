//! Arrays, sparse matrices, edge lists and spike lists in files, and files that are complete or absent.
//!
//! Reading distrusts every byte: sizes are compared with what is really there before memory is
//! reserved, types are converted exactly or refused, and each refusal is a [`FileError`] of its
//! own. Nothing in a file can name another one, and nothing is ever unpickled.
//! Writing goes through [`publish`]: a file appears under its name when it is complete. What is
//! written into a run directory goes through the [`FileSystem`] of its [`RunDirectory`], of which
//! tests put one in whose operations fail.
//!
//! Headers and elements are parsed by `ndarray-npy`, which knows the format but trusts it, so it
//! is called behind the checks of the private module `header`; its own readers would reserve
//! what a hostile header asks for, and read one element type each. (`npyz` reads element types
//! chosen by the file, but depends on another `zip` and offers no more protection.)

mod connectivity;
mod digest;
mod edges;
mod element;
mod error;
mod exact;
mod half;
mod header;
mod latch;
mod location;
mod lock;
mod matrix_market;
mod npy;
mod npz;
mod npz_writer;
mod number;
mod publish;
mod rationed;
mod run_directory;
mod run_files;
mod sparse;
mod spikes;
mod storage;
mod streamed;
mod text;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
pub(crate) mod testing;

pub use connectivity::{Connectivity, read_connectivity};
pub use digest::sha256_hex;
pub(crate) use digest::sha256_of_bytes;
pub(crate) use edges::have_one_length;
pub use edges::{Edges, read_edges_npz, write_edges_npz};
pub(crate) use element::require_memory;
pub use error::FileError;
pub use location::Location;
pub use matrix_market::{MatrixMarketProblem, read_matrix_market, write_matrix_market};
pub(crate) use npy::open_regular;
pub use npy::{read_array, read_matrix, require_square, write_npy};
pub(crate) use npz::ListedEntry;
pub use npz::{MAX_DEFLATE_RATIO, NpzReader};
pub use npz_writer::NpzWriter;
pub use number::Number;
pub use publish::{FileWriter, publish};
pub use run_directory::{RunDirectory, RunDirectoryError};
pub use sparse::{read_csr_npz, write_csr_npz};
pub use spikes::{Spikes, read_spikes_npz};
pub use storage::{Disk, FileSystem, OpenFile};
pub use streamed::Order;
