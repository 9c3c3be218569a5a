//! Short-term plasticity.

/// Short-term depression and facilitation (Tsodyks, Pawelzik & Markram 1998), with parameters that all synapses of a
/// projection share.
///
/// Between spikes the utilization u decays to 0 with `tau_facil`, and the resources x recover to 1 with `tau_rec`:
///
/// ```text
/// du/dt = -u/tau_facil          dx/dt = (1 - x)/tau_rec
/// spike: u += U (1 - u), release = u x, x -= release
/// ```
///
/// and a spike adds weight · release to the conductance. Since the parameters are common, all synapses of a source are in the
/// same state: it belongs to the source, and what it releases travels with the spike. Without facilitation
/// (`tau_facil` = 0) u is U at every spike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortTerm {
    /// Utilization U: the part of the resources that a first spike releases, above 0 and up to 1.
    pub utilization: f64,
    /// Time constant of recovery from depression, in ms; 0 recovers at once.
    pub tau_rec: f64,
    /// Time constant of facilitation, in ms; 0 is none.
    pub tau_facil: f64,
}

impl ShortTerm {
    /// Synapses that only depress.
    #[must_use]
    pub const fn depressing(utilization: f64, tau_rec: f64) -> Self {
        Self {
            utilization,
            tau_rec,
            tau_facil: 0.0,
        }
    }
}
