//! Projections: which neurons connect to which, how strongly and how late.

use super::{Edges, Profile, ShortTerm, Slice, Values};
use sprs::CsMatI;
use std::sync::Arc;

/// What a synapse acts on: a receptor of the postsynaptic model, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Receptor(u8);

impl Receptor {
    /// Excitatory: adds to ge. The first receptor of every model.
    pub const EXCITATORY: Self = Self(0);
    /// Inhibitory: adds to gi. The second receptor of every model.
    pub const INHIBITORY: Self = Self(1);

    /// The receptor of this number among those of a model.
    #[must_use]
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a projection chooses the receptor of its synapses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceptorChoice {
    /// One for all.
    One(Receptor),
    /// Positive entries of a matrix, or weights of edges, excitatory, negative ones inhibitory.
    BySign,
}

impl ReceptorChoice {
    /// The receptors on which synapses may act.
    pub(crate) fn receptors(self) -> Vec<Receptor> {
        match self {
            Self::One(receptor) => vec![receptor],
            Self::BySign => vec![Receptor::EXCITATORY, Receptor::INHIBITORY],
        }
    }
}

/// Which pairs of neurons are connected. No rule but [`FromMatrix`](Self::FromMatrix),
/// [`FromEdges`](Self::FromEdges) and [`OneToOne`](Self::OneToOne) connects a neuron to itself unless `autapses`
/// says so, and none but [`FromEdges`](Self::FromEdges) connects a pair more than once unless `multapses` says so.
#[derive(Debug, Clone)]
pub enum ConnectionRule {
    /// Every pair (source, target) independently with probability p.
    PairwiseBernoulli {
        /// Connection probability, 0 to 1.
        p: f64,
        /// Whether a neuron may connect to itself.
        autapses: bool,
    },
    /// Every target receives the same number of synapses. Their sources are drawn for each target
    /// from all sets of so many sources; with multapses each is drawn from all sources.
    FixedInDegree {
        /// Synapses onto each target.
        degree: u32,
        /// Whether a neuron may connect to itself.
        autapses: bool,
        /// Whether a pair may be connected more than once.
        multapses: bool,
    },
    /// Every source sends the same number of synapses. Their targets are drawn for each source from
    /// all sets of so many targets; with multapses each is drawn from all targets.
    FixedOutDegree {
        /// Synapses of each source.
        degree: u32,
        /// Whether a neuron may connect to itself.
        autapses: bool,
        /// Whether a pair may be connected more than once.
        multapses: bool,
    },
    /// A number of synapses, drawn from all sets of so many pairs; with multapses the pair of each
    /// is drawn from all pairs.
    FixedTotal {
        /// Synapses of the projection.
        synapses: u64,
        /// Whether a neuron may connect to itself.
        autapses: bool,
        /// Whether a pair may be connected more than once.
        multapses: bool,
    },
    /// Every pair independently with a probability p that falls with the distance d of their positions: p =
    /// p\_max times a profile. Both populations have [positions](crate::Positions) in the same space.
    ///
    /// A row costs about as much as it has synapses, but less where neurons of neighbouring numbers lie near each other.
    Distance {
        /// How the probability falls.
        profile: Profile,
        /// Connection probability at the distance 0, 0 to 1.
        p_max: f64,
        /// Whether a neuron may connect to itself.
        autapses: bool,
    },
    /// Source k to target k; both slices have the same length.
    OneToOne,
    /// Every pair.
    AllToAll {
        /// Whether a neuron connects to itself.
        autapses: bool,
    },
    /// A given matrix, row = source of the slice, column = target of the slice. Entries that are
    /// not 0 are synapses, of the projection's weight times the entry.
    FromMatrix(Arc<CsMatI<f64, u32>>),
    /// Given synapses, one by one.
    FromEdges(Arc<Edges>),
}

impl ConnectionRule {
    /// Whether a pair of neurons may be connected more than once.
    #[must_use]
    pub const fn has_multapses(&self) -> bool {
        match self {
            Self::FixedInDegree { multapses, .. }
            | Self::FixedOutDegree { multapses, .. }
            | Self::FixedTotal { multapses, .. } => *multapses,
            Self::FromEdges(_) => true,
            _ => false,
        }
    }

    /// Name of the rule as configuration files spell it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PairwiseBernoulli { .. } => "pairwise-bernoulli",
            Self::FixedInDegree { .. } => "fixed-in-degree",
            Self::FixedOutDegree { .. } => "fixed-out-degree",
            Self::FixedTotal { .. } => "fixed-total",
            Self::Distance { .. } => "distance",
            Self::OneToOne => "one-to-one",
            Self::AllToAll { .. } => "all-to-all",
            Self::FromMatrix(_) => "from-matrix",
            Self::FromEdges(_) => "from-edges",
        }
    }
}

/// Whether the synapses of a projection are kept in memory. It changes no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Storage {
    /// Stored while all synapses fit into the memory that may be used; beyond that procedural,
    /// where the rule permits it.
    #[default]
    Auto,
    /// In rows, two bytes a synapse (and its weight, where weights differ).
    Stored,
    /// Nothing is kept: the synapses of a source are drawn again whenever it spikes. For rules whose rows
    /// can be drawn one by one: pairwise-bernoulli, distance, one-to-one and all-to-all.
    Procedural,
}

/// Synapses from one part of the network to another, connected by a common rule.
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
    /// Weights of the synapses (of matrix entries of size 1, or edges of weight 1), in nS; not negative, so drawn ones are
    /// truncated at 0 from below.
    pub weight: Values,
    /// Delays of the synapses, in ms, rounded to the nearest step; not negative, like the weights. A spike of
    /// step n with a delay of d steps first changes the conductance of step n + d + 1.
    pub delay: Values,
    /// Short-term plasticity, if the synapses have any.
    pub plasticity: Option<ShortTerm>,
    /// Whether the synapses are kept in memory.
    pub storage: Storage,
}
