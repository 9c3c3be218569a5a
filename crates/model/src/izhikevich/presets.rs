//! Named neuron types with their sources.
//!
//! The one idea to know: the paper gives a, b, c and d, and neither capacitance nor synapses. These are the same for
//! all presets: C = 100 pF, and the reversal potentials and time constants of `coba-lif`, without noise.

use super::IzhikevichParameters;

/// A named type of Izhikevich's neuron.
pub type Preset = crate::neuron::Preset<IzhikevichParameters>;

/// The neuron of the preset `izhikevich-rs`, so that single parameters can be changed.
impl Default for IzhikevichParameters {
    fn default() -> Self {
        PRESETS[0].parameters.clone()
    }
}

/// All presets, the default `izhikevich-rs` first.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

const SOURCE: &str = "Izhikevich (2003), Simple model of spiking neurons, IEEE Trans. Neural \
    Netw. 14:1569-1572, Fig. 2: a, b, c, d and the peak; the step current is its I = 10 at \
    C = 100 pF; synapses as in coba-lif, no noise";

/// A preset by its a, b, c and d.
const fn published(
    name: &'static str,
    description: &'static str,
    [a, b, c, d]: [f64; 4],
) -> Preset {
    Preset {
        name,
        description,
        source: SOURCE,
        step_current: 1000.0,
        parameters: IzhikevichParameters {
            c_m: 100.0,
            a,
            b,
            c,
            d,
            v_peak: 30.0,
            e_ex: 0.0,
            e_in: -80.0,
            tau_ex: 5.0,
            tau_in: 10.0,
            i_noise: 0.0,
        },
    }
}

static PRESETS: [Preset; 5] = [
    published(
        "izhikevich-rs",
        "regular spiking neuron: intervals grow to a constant one",
        [0.02, 0.2, -65.0, 8.0],
    ),
    published(
        "izhikevich-fs",
        "fast spiking interneuron: short intervals that hardly grow",
        [0.1, 0.2, -65.0, 2.0],
    ),
    published(
        "izhikevich-ib",
        "intrinsically bursting neuron: a burst at the onset, then single spikes",
        [0.02, 0.2, -55.0, 4.0],
    ),
    published(
        "izhikevich-ch",
        "chattering neuron: bursts at constant intervals",
        [0.02, 0.2, -50.0, 2.0],
    ),
    published(
        "izhikevich-lts",
        "low-threshold spiking interneuron: short intervals that grow",
        [0.02, 0.25, -65.0, 2.0],
    ),
];
