//! The spikes that a block emits in an interval.

/// Spikes by step, each step's in ascending order of neurons.
#[derive(Debug, Clone, Default)]
pub(crate) struct Emitted {
    neurons: Vec<u32>,
    /// Where the spikes of each step of the interval end.
    ends: Vec<usize>,
}

impl Emitted {
    /// Forgets the spikes of the interval before.
    pub(crate) fn clear(&mut self) {
        self.neurons.clear();
        self.ends.clear();
    }

    /// Adds the neurons of a group that begins at neuron `first`, from a bit mask.
    #[inline]
    pub(crate) fn push_group(&mut self, first: u32, mut mask: u64) {
        while mask != 0 {
            self.neurons.push(first + mask.trailing_zeros());
            mask &= mask - 1;
        }
    }

    /// Ends a step.
    #[inline]
    pub(crate) fn end_step(&mut self) {
        self.ends.push(self.neurons.len());
    }

    /// Spikes of step `k` of the interval.
    #[inline]
    pub(crate) fn of_step(&self, k: usize) -> &[u32] {
        let start = if k == 0 { 0 } else { self.ends[k - 1] };
        &self.neurons[start..self.ends[k]]
    }
}
