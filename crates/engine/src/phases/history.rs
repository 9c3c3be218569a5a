//! The published spikes of the last steps: all the pending input there is. (What individual delays deliver ahead
//! follows from it.)

use super::Releases;
use crate::network::Network;
use crate::snapshot::{RestoreError, Restorer, Saver};
use std::collections::VecDeque;

/// The arrays of a snapshot.
const COUNTS: &str = "history.counts";
const NEURONS: &str = "history.neurons";

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

    /// Keeps the spikes of the last steps, and what they release.
    pub(crate) fn save(&self, saver: &mut Saver) {
        let counts = self.steps.iter().map(|spikes| spikes.len() as u64);
        saver.add(COUNTS, counts.collect());
        let neurons: Vec<u32> = self.steps.iter().flatten().copied().collect();
        saver.add(NEURONS, neurons);
        self.releases
            .iter()
            .for_each(|releases| releases.save(saver));
    }

    /// The history that was kept when `step` steps of the network had been simulated.
    pub(crate) fn restored(
        &self,
        network: &Network,
        step: u64,
        restorer: &mut Restorer<'_>,
    ) -> Result<Self, RestoreError> {
        let kept = step.min(self.length);
        let counts = restorer.array_of::<u64>(COUNTS, kept as usize)?;
        let neurons = restorer.array::<u32>(NEURONS)?;
        let mut rest = neurons;
        let mut steps = VecDeque::with_capacity(counts.len());
        for &count in counts {
            let count = usize::try_from(count).ok();
            let Some((spikes, later)) = count.and_then(|count| rest.split_at_checked(count)) else {
                let problem = format!(
                    "it counts more spikes than the {} of {NEURONS}",
                    neurons.len()
                );
                return Err(RestoreError::content(COUNTS, problem));
            };
            let is_known = spikes
                .last()
                .is_none_or(|&last| (last as usize) < network.size());
            if !is_known || !spikes.is_sorted_by(|a, b| a < b) {
                let problem = "the neurons of a step are not ascending numbers of neurons";
                return Err(RestoreError::content(NEURONS, problem));
            }
            steps.push_back(spikes.to_vec());
            rest = later;
        }
        if !rest.is_empty() {
            let problem = format!("it has {} spikes that {COUNTS} does not count", rest.len());
            return Err(RestoreError::content(NEURONS, problem));
        }
        let releases = self.releases.iter();
        let releases = releases.map(|releases| releases.restored(step, &steps, restorer));
        Ok(Self {
            first: step - kept,
            length: self.length,
            releases: releases.collect::<Result<_, _>>()?,
            steps,
        })
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
