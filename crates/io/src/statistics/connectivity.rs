//! Degrees and weights of connectivity, from its synapses one after the other.
//!
//! The synapses come source by source, as matrices and the engine have them, so that only two
//! numbers a neuron and the targets of one source are kept. Sums are taken in that order: the
//! same synapses give the same bits.

mod sums;
#[cfg(test)]
mod tests;

use super::Summary;
use crate::files::{Connectivity, Edges, have_one_length};
use serde::Serialize;
use sums::Sums;

/// The neurons that are connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// Number of source neurons.
    pub sources: usize,
    /// Number of target neurons.
    pub targets: usize,
    /// Whether source k and target k are one neuron, for every k: then there can be autapses.
    pub same: bool,
}

/// A synapse, its neurons counted within the projection's source and target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Synapse {
    /// Presynaptic neuron.
    pub source: usize,
    /// Postsynaptic neuron.
    pub target: usize,
    /// Weight in nS, where it is known. Negative weights are inhibitory.
    pub weight: Option<f64>,
    /// Delay in ms, where it is known.
    pub delay: Option<f64>,
}

/// How many synapses there are, of which strength and how they spread over the neurons.
///
/// A summary is `None` where there is nothing to sum up; standard deviations are those of samples.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConnectivitySummary {
    /// Number of source neurons.
    pub sources: usize,
    /// Number of target neurons.
    pub targets: usize,
    /// Number of synapses.
    pub synapses: u64,
    /// Synapses from a neuron to itself; `None` where sources and targets are different neurons.
    pub autapses: Option<u64>,
    /// Synapses beyond the first from one neuron to another.
    pub multapses: u64,
    /// Number of synapses from a source, over all sources.
    pub out_degree: Option<Summary>,
    /// Number of synapses onto a target, over all targets.
    pub in_degree: Option<Summary>,
    /// Weights above 0, in nS.
    pub positive_weight_ns: Option<Summary>,
    /// Weights below 0, in nS.
    pub negative_weight_ns: Option<Summary>,
    /// Number of weights that are 0: synapses that do nothing.
    pub zero_weights: u64,
    /// Delays, in ms.
    pub delay_ms: Option<Summary>,
}

/// Why connectivity cannot be summed up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectivityError {
    /// A matrix is not that of the neurons.
    #[error(
        "the matrix has {rows} rows and {columns} columns; accepted are {sources} rows and {targets} \
         columns, one for each source and each target"
    )]
    Shape {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
        /// Number of sources.
        sources: usize,
        /// Number of targets.
        targets: usize,
    },

    /// A synapse names a neuron that does not exist.
    #[error(
        "there is a synapse from {source_neuron} to {target_neuron}; accepted are sources below \
         {sources} and targets below {targets}"
    )]
    UnknownNeuron {
        /// Source of the synapse.
        source_neuron: usize,
        /// Target of the synapse.
        target_neuron: usize,
        /// Number of sources.
        sources: usize,
        /// Number of targets.
        targets: usize,
    },

    /// The lists of an edge list differ in length.
    #[error(
        "the lists of the edge list differ in length; each must have one number for each synapse"
    )]
    Lengths,

    /// The synapses do not come source by source.
    #[error(
        "a synapse from {source_neuron} comes after one from {previous}; synapses are accepted with \
         ascending sources"
    )]
    Unordered {
        /// Source of the synapse that comes too late.
        source_neuron: usize,
        /// Source of the synapse before.
        previous: usize,
    },
}

impl ConnectivitySummary {
    /// Sums up connectivity as it was read from a file; the values of a matrix are weights in nS.
    ///
    /// # Errors
    ///
    /// [`ConnectivityError`], for a matrix of another shape than `ends` and for edges to other
    /// neurons.
    ///
    /// # Example
    ///
    /// ```
    /// use adexnet_io::files::{Connectivity, Edges};
    /// use adexnet_io::statistics::{ConnectivitySummary, Ends};
    ///
    /// let edges = Edges {
    ///     sources: vec![0, 1, 1],
    ///     targets: vec![1, 1, 0],
    ///     ..Edges::default()
    /// };
    /// let ends = Ends { sources: 2, targets: 2, same: true };
    /// let summary = ConnectivitySummary::of(&Connectivity::Edges(edges), ends)?;
    /// assert_eq!((summary.synapses, summary.autapses), (3, Some(1)));
    /// assert_eq!(summary.out_degree.map(|degree| degree.max), Some(2.0));
    /// # Ok::<(), adexnet_io::statistics::ConnectivityError>(())
    /// ```
    pub fn of(connectivity: &Connectivity, ends: Ends) -> Result<Self, ConnectivityError> {
        match connectivity {
            Connectivity::Matrix(matrix) => {
                if matrix.shape() != (ends.sources, ends.targets) {
                    return Err(ConnectivityError::Shape {
                        rows: matrix.rows(),
                        columns: matrix.cols(),
                        sources: ends.sources,
                        targets: ends.targets,
                    });
                }
                let by_rows = matrix.is_csr().then_some(matrix);
                let turned = by_rows.is_none().then(|| matrix.to_csr());
                let entries = by_rows.or(turned.as_ref()).into_iter().flatten();
                let synapses = entries.map(|(&weight, (source, target))| Synapse {
                    source: source as usize,
                    target: target as usize,
                    weight: Some(weight),
                    delay: None,
                });
                Self::of_synapses(synapses, ends)
            }
            Connectivity::Edges(edges) => {
                if !have_one_length(edges) {
                    return Err(ConnectivityError::Lengths);
                }
                Self::of_synapses(by_source(edges), ends)
            }
        }
    }

    /// Sums up synapses that come source by source, in one pass.
    ///
    /// # Errors
    ///
    /// [`ConnectivityError`], for synapses of other neurons than `ends` and for sources that
    /// descend.
    pub fn of_synapses(
        synapses: impl IntoIterator<Item = Synapse>,
        ends: Ends,
    ) -> Result<Self, ConnectivityError> {
        let mut sums = Sums::new(ends);
        for synapse in synapses {
            sums.add(synapse)?;
        }
        Ok(sums.into_summary())
    }
}

/// The synapses of a list in the order of their sources; those of one source as they stand.
fn by_source(edges: &Edges) -> impl Iterator<Item = Synapse> {
    let mut order: Vec<usize> = (0..edges.sources.len()).collect();
    order.sort_by_key(|&edge| edges.sources[edge]);
    let of = |list: &Option<Vec<f64>>, edge: usize| list.as_ref().map(|list| list[edge]);
    order.into_iter().map(move |edge| Synapse {
        source: edges.sources[edge] as usize,
        target: edges.targets[edge] as usize,
        weight: of(&edges.weights, edge),
        delay: of(&edges.delays, edge),
    })
}
