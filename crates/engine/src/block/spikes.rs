//! The spikes that a block emits in an interval.

/// Spikes by step, each step's in ascending order of neurons.
#[derive(Debug, Clone, Default)]
pub(crate) struct Emitted {
    steps: Vec<Vec<u32>>,
}

impl Emitted {
    /// Forgets the spikes of the interval before and makes room for one of `steps` steps.
    pub(crate) fn begin(&mut self, steps: usize) {
        if self.steps.len() < steps {
            self.steps.resize_with(steps, Vec::new);
        }
        self.steps.iter_mut().for_each(Vec::clear);
    }

    /// Adds the neurons of a group that begins at neuron `first`, from a bit mask, to step `k` of the
    /// interval. Within a step, groups come in ascending order.
    #[inline]
    pub(crate) fn push_group(&mut self, k: usize, first: u32, mut mask: u128) {
        let spikes = &mut self.steps[k];
        while mask != 0 {
            spikes.push(first + mask.trailing_zeros());
            mask &= mask - 1;
        }
    }

    /// Spikes of step `k` of the interval.
    #[inline]
    pub(crate) fn of_step(&self, k: usize) -> &[u32] {
        &self.steps[k]
    }
}
