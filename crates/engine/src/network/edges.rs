//! Synapses that are listed one by one.

/// A list of synapses in any order. Pairs may repeat, and a neuron may connect to itself: what is listed is
/// connected.
///
/// All lists are of the same length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edges {
    /// Source of each synapse, counted within the projection's sources.
    pub sources: Vec<u32>,
    /// Target of each synapse, counted within the projection's targets.
    pub targets: Vec<u32>,
    /// Weight of each synapse, as a multiple of that of the projection; `None`: all 1. Where the receptor is chosen
    /// by sign, negative ones are inhibitory.
    pub weights: Option<Vec<f64>>,
    /// Delay of each synapse, in ms; `None`: that of the projection.
    pub delays: Option<Vec<f64>>,
}

impl Edges {
    /// Number of synapses.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is no synapse.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }
}
