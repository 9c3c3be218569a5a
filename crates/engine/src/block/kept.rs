//! What must be kept of a block, so that a simulation can be restored.

use super::{Block, Segment};
use crate::network::Network;
use crate::snapshot::{Keeper, Kept};
use adexnet_model::float::Float;

impl<F: Float + Kept> Block<F> {
    /// Visits all that must be kept of its neurons.
    pub(crate) fn keep(&mut self, network: &Network, keeper: &mut dyn Keeper<F>) {
        let populations = &network.description().populations;
        for Segment {
            population,
            cells,
            surroundings,
        } in &mut self.segments
        {
            let population = &populations[*population].name;
            cells.keep(population, keeper);
            let size = surroundings.neurons.len();
            surroundings.current.keep(size, population, keeper);
            for input in &mut surroundings.fluctuations {
                input.keep(keeper);
            }
        }
    }

    /// Brings what follows from the kept state and the step to where the simulation has been restored: what arrives
    /// at the beginning of `step` has been added.
    pub(crate) fn resume_at(&mut self, step: u64) {
        self.settled_until = step + 1;
        self.synaptic_events = 0;
        for inbound in &mut self.inbound {
            inbound.resume_at(step);
        }
        for Segment {
            cells,
            surroundings,
            ..
        } in &mut self.segments
        {
            cells.resume_at(step);
            for given in &mut surroundings.given {
                given.resume_at(step);
            }
        }
    }

    /// Forgets all samples.
    pub(crate) fn clear_samples(&mut self) {
        for Segment { surroundings, .. } in &mut self.segments {
            surroundings
                .recorders
                .iter_mut()
                .for_each(super::Recorder::clear);
        }
    }

    /// The first neuron, numbered through the network, whose membrane potential has left all bounds, and that
    /// potential in mV.
    pub(crate) fn runaway(&self) -> Option<(u32, f64)> {
        self.segments.iter().find_map(|segment| {
            let (neuron, potential) = segment.cells.runaway()?;
            Some((
                segment.surroundings.neurons.start + neuron as u32,
                potential,
            ))
        })
    }
}
