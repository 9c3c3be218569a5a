//! The synapses of a projection, read from a simulation.

/// Synapses in ascending order of (source, target, delay).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SynapseRecord {
    /// Presynaptic neuron of each synapse, numbered through the network.
    pub sources: Vec<u32>,
    /// Postsynaptic neuron, numbered through the network.
    pub targets: Vec<u32>,
    /// Weight in nS; that of an inhibitory synapse is negative.
    pub weights: Vec<f64>,
    /// Delay in steps.
    pub delays: Vec<u64>,
}

impl SynapseRecord {
    /// Number of synapses.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is no synapse.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    pub(super) fn push(&mut self, source: u32, target: u32, weight: f64, delay: u64) {
        self.sources.push(source);
        self.targets.push(target);
        self.weights.push(weight);
        self.delays.push(delay);
    }

    /// The same in order; what is alike stays in its order.
    pub(super) fn sorted(self) -> Self {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|&k| (self.sources[k], self.targets[k], self.delays[k]));
        Self {
            sources: order.iter().map(|&k| self.sources[k]).collect(),
            targets: order.iter().map(|&k| self.targets[k]).collect(),
            weights: order.iter().map(|&k| self.weights[k]).collect(),
            delays: order.iter().map(|&k| self.delays[k]).collect(),
        }
    }
}
