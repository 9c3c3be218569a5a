//! Phase 1: spikes arrive.

use super::History;
use crate::block::Block;
use crate::network::Receptor;
use adexnet_model::float::Float;

/// Adds to the conductances of a block what arrives at the beginning of a step.
///
/// A spike of step n with a delay of d steps arrives at the beginning of step n + d + 1. For each
/// neuron and receptor the contributions of all pathways are summed in their order and added to the
/// conductance once; where only one pathway has anything to add, that is the same as adding it directly.
pub(crate) fn deliver<F: Float>(block: &mut Block<F>, step: u64, history: &History) {
    if step < block.settled_until {
        return;
    }
    for inbound in &mut block.inbound {
        if let Some(emission) = step.checked_sub(1 + inbound.delay) {
            block.synaptic_events += inbound.receive(history.of_step(emission));
        }
    }
    let slot = step.wrapping_sub(1);
    for receptor in Receptor::ALL {
        let pathways = block.inbound.iter_mut();
        let mut pathways = pathways.filter(|i| i.receptor == receptor && i.is_pending());
        let given = block.given.iter_mut();
        let mut given = given.filter(|g| g.receptor == receptor && g.is_pending(slot));
        let g = &mut block.state.g[receptor.index()];
        let (first, second) = (pathways.next(), pathways.next());
        let first_given = given.next();
        match (first, second, first_given) {
            (None, _, None) => {}
            (Some(only), None, None) => only.drain_into(g),
            (first, second, first_given) => {
                let sums = &mut block.sums;
                sums.fill(F::ZERO);
                let pathways = first.into_iter().chain(second).chain(pathways);
                pathways.for_each(|pathway| pathway.drain_into(sums));
                let given = first_given.into_iter().chain(given);
                given.for_each(|given| given.add_to(slot, sums));
                for (g, sum) in g.iter_mut().zip(sums) {
                    *g += *sum;
                }
            }
        }
    }
}

/// Completes the conductances for a step before it begins, so that the state can be read.
pub(crate) fn settle<F: Float>(block: &mut Block<F>, step: u64, history: &History) {
    deliver(block, step, history);
    block.settled_until = step + 1;
}
