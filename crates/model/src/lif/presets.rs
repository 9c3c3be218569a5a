//! Named neuron types with their sources.

use super::LifParameters;

/// A named type of the leaky integrate-and-fire neuron.
pub type Preset = crate::neuron::Preset<LifParameters>;

/// The neuron of the preset `coba-lif`, so that single parameters can be changed.
impl Default for LifParameters {
    fn default() -> Self {
        PRESETS[0].parameters.clone()
    }
}

/// All presets, the default first.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

static PRESETS: [Preset; 1] = [Preset {
    name: "coba-lif",
    description: "leaky integrate-and-fire neuron of a network that sustains itself: constant \
        intervals. Its refractory period of 5 ms belongs to the population",
    source: "Vogels & Abbott (2005), Signal propagation and logic gating in networks of \
        integrate-and-fire neurons, J. Neurosci. 25:10786-10795, as benchmark 1 of Brette et al. \
        (2007), Simulation of networks of spiking neurons, J. Comput. Neurosci. 23:349-398; no \
        noise",
    step_current: 150.0,
    parameters: LifParameters {
        c_m: 200.0,
        g_l: 10.0,
        e_l: -60.0,
        v_th: -50.0,
        v_reset: -60.0,
        e_ex: 0.0,
        e_in: -80.0,
        tau_ex: 5.0,
        tau_in: 10.0,
        i_noise: 0.0,
    },
}];
