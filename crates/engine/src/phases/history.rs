//! The published spikes of the last steps: all the pending input there is.

/// Spikes by step, kept for as long as the largest delay needs.
#[derive(Debug, Clone)]
pub(crate) struct History {
    /// A ring: the spikes of step n are at n modulo its length.
    steps: Vec<Vec<u32>>,
}

impl History {
    /// A history of the last `length` steps, at least one.
    pub(crate) fn new(length: usize) -> Self {
        Self {
            steps: vec![Vec::new(); length.max(1)],
        }
    }

    /// Spikes of a step within the last steps, in ascending order of neurons.
    #[inline]
    pub(crate) fn of_step(&self, step: u64) -> &[u32] {
        &self.steps[(step % self.steps.len() as u64) as usize]
    }

    /// Begins the spikes of a step in the place of the oldest.
    pub(crate) fn begin_step(&mut self, step: u64) -> &mut Vec<u32> {
        let index = (step % self.steps.len() as u64) as usize;
        let spikes = &mut self.steps[index];
        spikes.clear();
        spikes
    }
}
