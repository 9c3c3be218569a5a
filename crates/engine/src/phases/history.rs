//! The published spikes of the last steps: all the pending input there is. (What individual delays deliver ahead
//! follows from it.)

use super::Releases;
use crate::network::Network;
use std::collections::VecDeque;

/// Spikes by step, kept for as long as the largest delay needs, and no longer than the run.
#[derive(Debug, Clone)]
pub(crate) struct History {
    /// Spikes of consecutive steps.
    steps: VecDeque<Vec<u32>>,
    /// Step of the first of them.
    first: u64,
    /// Steps that are kept, at least one.
    length: u64,
    /// What the spikes release at plastic synapses.
    releases: Vec<Releases>,
}

impl History {
    /// A history of the last `length` steps that begins with step 0.
    pub(crate) fn new(length: u64) -> Self {
        Self {
            steps: VecDeque::new(),
            first: 0,
            length: length.max(1),
            releases: Vec::new(),
        }
    }

    /// The same for a network, some of whose synapses may be plastic.
    pub(crate) fn of_network(network: &Network, length: u64) -> Self {
        Self {
            releases: Releases::of(network, length),
            ..Self::new(length)
        }
    }

    /// What spikes release at the synapses of a projection, if these are plastic.
    pub(crate) fn releases_of(&self, projection: usize) -> Option<&Releases> {
        let mut releases = self.releases.iter();
        releases.find(|releases| releases.projection == projection)
    }

    /// Ends a step whose spikes are complete, and returns them.
    pub(crate) fn end_step(&mut self, step: u64) -> &[u32] {
        let spikes = &self.steps[(step - self.first) as usize];
        for releases in &mut self.releases {
            releases.publish(step, spikes);
        }
        spikes
    }

    /// Spikes of one of the last steps, in ascending order of neurons.
    #[inline]
    pub(crate) fn of_step(&self, step: u64) -> &[u32] {
        &self.steps[(step - self.first) as usize]
    }

    /// Begins the spikes of the next step, in the memory of one that is no longer needed.
    pub(crate) fn begin_step(&mut self, step: u64) -> &mut Vec<u32> {
        debug_assert_eq!(step, self.first + self.steps.len() as u64);
        let mut spikes = if self.steps.len() as u64 == self.length {
            self.first += 1;
            self.steps.pop_front().unwrap_or_default()
        } else {
            Vec::new()
        };
        spikes.clear();
        self.steps.push_back(spikes);
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_steps_are_kept() {
        let mut history = History::new(3);
        for step in 0..10 {
            history.begin_step(step).extend([step as u32, 100]);
            for kept in step.saturating_sub(2)..=step {
                assert_eq!(history.of_step(kept), [kept as u32, 100]);
            }
        }
    }
}
