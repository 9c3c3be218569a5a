//! Projections: which neurons connect to which, how strongly and how late.

use super::Slice;
use sprs::CsMatI;
use std::sync::Arc;

/// The conductance on which a synapse acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receptor {
    /// Excitatory: adds to ge.
    Excitatory,
    /// Inhibitory: adds to gi.
    Inhibitory,
}

impl Receptor {
    /// All receptors of the model, in the order of their numbers.
    pub const ALL: [Self; 2] = [Self::Excitatory, Self::Inhibitory];

    /// Number of the receptor: 0 or 1.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// How a projection chooses the receptor of its synapses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceptorChoice {
    /// One for all.
    One(Receptor),
    /// Positive entries of a matrix excitatory, negative ones inhibitory.
    BySign,
}

/// Which pairs of neurons are connected.
#[derive(Debug, Clone)]
pub enum ConnectionRule {
    /// Every pair (source, target) independently with probability p.
    PairwiseBernoulli {
        /// Connection probability, 0 to 1.
        p: f64,
        /// Whether a neuron may connect to itself.
        autapses: bool,
    },
    /// A given matrix, row = source of the slice, column = target of the slice. Entries that are
    /// not 0 are synapses, of the projection's weight times the entry.
    FromMatrix(Arc<CsMatI<f64, u32>>),
}

/// Synapses from one part of the network to another, with a common rule and delay.
#[derive(Debug, Clone)]
pub struct Projection {
    /// Name, unique among the projections.
    pub name: String,
    /// Presynaptic neurons.
    pub source: Slice,
    /// Postsynaptic neurons.
    pub target: Slice,
    /// Conductance on which the synapses act.
    pub receptor: ReceptorChoice,
    /// Which pairs are connected.
    pub rule: ConnectionRule,
    /// Weight of a synapse (of a matrix entry of size 1), in nS; not negative.
    pub weight: f64,
    /// Delay, in ms, rounded to the nearest step. A spike of step n with a delay of d steps
    /// first changes the conductance of step n + d + 1.
    pub delay: f64,
}
