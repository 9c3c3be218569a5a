//! The parsers: what each reads, how much memory it may take, and what must hold of what it accepts.
//!
//! A parser more is a variant here, with a line in each of the functions below, its seeds in
//! [`seeds`](super::seeds), a test in `main.rs`, and a target in `fuzz/Cargo.toml`.

mod files;
mod networks;
mod runs;
mod words;

use super::{Outcome, Random, Scratch, mutation, seeds};
use std::path::Path;

/// Memory that any input may take, in bytes: buffers, and what messages are made of.
const FREE_BYTES: usize = 16 << 20;

/// Memory that each byte of an input may take, in bytes: a TOML value of two characters becomes a node of a
/// tree with a key.
const PER_BYTE: usize = 64;

/// Memory that each byte of an index of records may take: a name is known or refused, so that what is kept is little
/// longer than its text, in lists that double while they grow.
const PER_INDEX_BYTE: usize = 16;

/// Memory that a byte of a packed file may take: deflate expands at most 1032-fold, and one byte becomes a
/// 64-bit float while it is still held, twice while entries are sorted.
const PER_PACKED_BYTE: usize = 1032 * 24;

/// Memory that a sparse matrix may take for rows that a file claims without listing them (2^24 of them, a number
/// of 32 bits each, and a copy while they are checked).
const CLAIMED_ROWS: usize = 2 * (4 << 24);

/// What is put to the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parser {
    /// An array in an npy file.
    Npy,
    /// Arrays of any type in an npz archive.
    Npz,
    /// A sparse matrix as scipy writes it: csr, csc or coo.
    Sparse,
    /// An edge list in an npz archive.
    Edges,
    /// A spike list in an npz archive.
    Spikes,
    /// A Matrix Market text, packed or not.
    MatrixMarket,
    /// A file of connectivity whose kind its content tells.
    Connectivity,
    /// The checkpoint of a run.
    Checkpoint,
    /// The index of the records of a run.
    Records,
    /// NETWORK.toml, from the text to the plan.
    Network,
    /// Options `--set KEY=VALUE`, one a line.
    Set,
    /// A number and a unit.
    Quantity,
    /// Arithmetic with quantities.
    Expression,
    /// Neurons of a population.
    Slice,
}

impl Parser {
    pub(crate) const ALL: &[Self] = &[
        Self::Npy,
        Self::Npz,
        Self::Sparse,
        Self::Edges,
        Self::Spikes,
        Self::MatrixMarket,
        Self::Connectivity,
        Self::Checkpoint,
        Self::Records,
        Self::Network,
        Self::Set,
        Self::Quantity,
        Self::Expression,
        Self::Slice,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Npy => "npy",
            Self::Npz => "npz",
            Self::Sparse => "sparse",
            Self::Edges => "edges",
            Self::Spikes => "spikes",
            Self::MatrixMarket => "matrix_market",
            Self::Connectivity => "connectivity",
            Self::Checkpoint => "checkpoint",
            Self::Records => "records",
            Self::Network => "network",
            Self::Set => "set",
            Self::Quantity => "quantity",
            Self::Expression => "expression",
            Self::Slice => "slice",
        }
    }

    /// The name of the file that the input is written into, if it is read from one.
    pub(crate) const fn file_name(self) -> Option<&'static str> {
        match self {
            Self::Npy => Some("input.npy"),
            Self::Npz | Self::Sparse | Self::Edges | Self::Spikes => Some("input.npz"),
            Self::MatrixMarket => Some("input.mtx"),
            Self::Connectivity => Some("input"),
            Self::Checkpoint => Some("checkpoint.npz"),
            Self::Records => Some("index.json"),
            Self::Network | Self::Set | Self::Quantity | Self::Expression | Self::Slice => None,
        }
    }

    /// Most bytes of memory that an input of this length may take.
    pub(crate) const fn memory_limit(self, length: usize) -> usize {
        match self {
            Self::Npz | Self::Edges | Self::Spikes => FREE_BYTES + PER_PACKED_BYTE * length,
            Self::Sparse | Self::MatrixMarket | Self::Connectivity => {
                FREE_BYTES + PER_PACKED_BYTE * length + CLAIMED_ROWS
            }
            Self::Records => FREE_BYTES + PER_INDEX_BYTE * length,
            _ => FREE_BYTES + PER_BYTE * length,
        }
    }

    /// What reads the input; what lies in files is written into one first.
    pub(crate) fn prepare<'a>(
        self,
        input: &'a [u8],
        scratch: &'a Scratch,
    ) -> Box<dyn FnOnce() -> Outcome + 'a> {
        if let Some(name) = self.file_name() {
            let path = scratch.file(name, input);
            return Box::new(move || self.read_file(&path, input.len()));
        }
        let Ok(text) = str::from_utf8(input) else {
            return Box::new(|| Outcome::Refused);
        };
        Box::new(move || match self {
            Self::Network => networks::network(text, scratch.folder()),
            Self::Set => networks::set(text, scratch.folder()),
            Self::Quantity => words::quantity(text),
            Self::Expression => words::expression(text),
            _ => words::slice(text),
        })
    }

    fn read_file(self, path: &Path, length: usize) -> Outcome {
        match self {
            Self::Npy => files::npy(path, length),
            Self::Npz => files::npz(path),
            Self::Sparse => files::sparse(path, length),
            Self::Edges => files::edges(path),
            Self::Spikes => files::spikes(path),
            Self::MatrixMarket => files::matrix_market(path, length),
            Self::Checkpoint => runs::checkpoint(path),
            Self::Records => runs::index(path),
            _ => files::connectivity(path, length),
        }
    }

    /// Honest inputs.
    pub(crate) fn seeds(self) -> Vec<Vec<u8>> {
        seeds::of(self)
    }

    /// A damaged version of one of the seeds.
    pub(crate) fn damaged(self, seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
        let seed: &Vec<u8> = random.choose(seeds);
        self.damage(seed, seeds, random)
    }

    /// A damaged version of an input, perhaps with parts of the seeds.
    pub(crate) fn damage(self, input: &[u8], seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
        mutation::mutate(self, input, seeds, random)
    }
}
