//! Synapses into a file of any kind that is read as connectivity.

use super::{SimulatedSynapses, WeightMatrix};
use crate::files::{FileError, write_csr_npz, write_edges_npz, write_matrix_market, write_npy};
use crate::platform::available_memory;
use ndarray::Array2;
use std::borrow::Cow;
use std::path::Path;

/// A kind of file of connectivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SynapseFormat {
    /// `.npy`: a dense matrix.
    Dense,
    /// `.npz`: a matrix in CSR form, as `scipy.sparse.load_npz` reads it.
    Csr,
    /// `.npz`: a list of edges with weights and delays.
    Edges,
    /// `.mtx`: Matrix Market.
    MatrixMarket,
}

/// Synapses that cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynapseWriteError {
    /// Some pairs of neurons have several synapses.
    #[error(
        "some pairs of neurons have several synapses, which a matrix cannot hold; an edge list (.npz) \
         holds them"
    )]
    Multapses,

    /// A dense matrix of so many neurons is larger than memory.
    #[error(
        "a dense matrix of {neurons} x {neurons} neurons takes {needed} bytes of memory, of which \
         {available} are available on this machine; a sparse matrix (.npz, .mtx) takes as much as there \
         are synapses"
    )]
    TooLarge {
        /// Number of neurons.
        neurons: usize,
        /// Bytes that the matrix takes.
        needed: u128,
        /// Bytes available.
        available: u64,
    },

    /// Writing failed.
    #[error(transparent)]
    File(#[from] FileError),
}

impl SynapseFormat {
    /// Whether delays are in such a file.
    #[must_use]
    pub const fn has_delays(self) -> bool {
        matches!(self, Self::Edges)
    }

    /// Refuses a file that could not be made of a network of `neurons` neurons, whatever its synapses.
    ///
    /// # Errors
    /// [`SynapseWriteError::TooLarge`].
    pub fn check_size(self, neurons: usize) -> Result<(), SynapseWriteError> {
        let needed = neurons as u128 * neurons as u128 * size_of::<f64>() as u128;
        match available_memory() {
            Some(available) if self == Self::Dense && needed > u128::from(available) => {
                Err(SynapseWriteError::TooLarge {
                    neurons,
                    needed,
                    available,
                })
            }
            _ => Ok(()),
        }
    }
}

impl SimulatedSynapses {
    /// The smallest kind of `.npz` file that tells all: a CSR matrix where that and one delay do,
    /// else a list of edges.
    pub fn npz_format(&self) -> SynapseFormat {
        if self.is_matrix() {
            SynapseFormat::Csr
        } else {
            SynapseFormat::Edges
        }
    }

    /// Writes a file, which appears when it is complete and replaces what was there. Delays are in
    /// lists of edges alone.
    ///
    /// # Errors
    /// [`SynapseWriteError`].
    pub fn write(self, path: &Path, format: SynapseFormat) -> Result<(), SynapseWriteError> {
        format.check_size(self.size)?;
        match format {
            SynapseFormat::Dense => write_npy(path, &dense(self.weights()?.as_ref()))?,
            SynapseFormat::Csr => write_csr_npz(path, self.weights()?.as_ref())?,
            SynapseFormat::MatrixMarket => write_matrix_market(path, self.weights()?.as_ref())?,
            SynapseFormat::Edges => write_edges_npz(path, &self.into_edges())?,
        }
        Ok(())
    }

    fn weights(&self) -> Result<Cow<'_, WeightMatrix>, SynapseWriteError> {
        self.matrix().ok_or(SynapseWriteError::Multapses)
    }
}

fn dense(matrix: &WeightMatrix) -> Array2<f64> {
    let mut dense = Array2::zeros(matrix.shape());
    for (&weight, (row, column)) in matrix {
        dense[[row as usize, column as usize]] = weight;
    }
    dense
}
