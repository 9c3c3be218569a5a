//! Synapses one by one.

use super::{WeightMatrix, in_common};
use crate::files::Edges;
use adexnet_engine::{SynapseRecord, TimeStep};
use sprs::TriMatI;

/// One number for each synapse in every list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct List {
    pub(super) sources: Vec<u32>,
    pub(super) targets: Vec<u32>,
    /// In nS.
    weights: Vec<f64>,
    /// In ms.
    delays: Vec<f64>,
}

impl List {
    /// What was read from a simulation of time step `dt`.
    pub(super) fn of(record: SynapseRecord, dt: TimeStep) -> Self {
        let ms = |steps: u64| steps as f64 * dt.ms();
        Self {
            sources: record.sources,
            targets: record.targets,
            weights: record.weights,
            delays: record.delays.into_iter().map(ms).collect(),
        }
    }

    /// The entries of a matrix, all with one delay.
    pub(super) fn of_matrix(weights: WeightMatrix, delay: f64) -> Self {
        let mut sources = Vec::with_capacity(weights.nnz());
        sources.extend(weights.iter().map(|(_, (source, _))| source));
        let delays = vec![delay; weights.nnz()];
        let (_, targets, weights) = weights.into_raw_storage();
        Self {
            sources,
            targets,
            weights,
            delays,
        }
    }

    pub(super) fn append(&mut self, mut more: Self) {
        self.sources.append(&mut more.sources);
        self.targets.append(&mut more.targets);
        self.weights.append(&mut more.weights);
        self.delays.append(&mut more.delays);
    }

    /// Source, target, weight and delay of each synapse.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u32, f64, f64)> {
        let ends = self.sources.iter().zip(&self.targets);
        let values = self.weights.iter().zip(&self.delays);
        ends.zip(values)
            .map(|((&source, &target), (&weight, &delay))| (source, target, weight, delay))
    }

    pub(super) fn common_delay(&self) -> Option<f64> {
        in_common(self.delays.iter().map(|&delay| Some(delay)))
    }

    /// The weights as a matrix; `None` if a pair of neurons has several synapses.
    pub(super) fn matrix(&self, size: usize) -> Option<WeightMatrix> {
        let (rows, columns) = (self.sources.clone(), self.targets.clone());
        let triplets = TriMatI::from_triplets((size, size), rows, columns, self.weights.clone());
        // Entries of the same place are added up.
        let matrix: WeightMatrix = triplets.to_csr();
        (matrix.nnz() == self.sources.len()).then_some(matrix)
    }
}

impl From<List> for Edges {
    fn from(list: List) -> Self {
        Self {
            sources: list.sources,
            targets: list.targets,
            weights: Some(list.weights),
            delays: Some(list.delays),
        }
    }
}
