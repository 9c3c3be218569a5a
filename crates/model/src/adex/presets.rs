//! Named neuron types with their sources.
//!
//! The one idea to know: papers on firing types give the membrane and its adaptation, but neither
//! synapses nor noise. There every preset takes the same stated values, those of `cortical-rs`:
//! Ee = 0 mV, Ei = -80 mV and `tau_e` = `tau_i` = 7 ms, without noise (Iext = 0).

use super::AdexParameters;
use crate::nearest::nearest;

/// A named type of the AdEx neuron.
pub type Preset = crate::neuron::Preset<AdexParameters>;

/// The neuron of the preset `cortical-rs`, so that single parameters can be changed:
///
/// ```
/// use adexnet_model::adex::AdexParameters;
///
/// let weakly_adapting = AdexParameters {
///     b: 20.0, // pA
///     ..AdexParameters::default()
/// };
/// assert_eq!(weakly_adapting.c_m, 104.0); // pF
/// ```
impl Default for AdexParameters {
    fn default() -> Self {
        PRESETS[0].parameters.clone()
    }
}

/// All presets: the default `cortical-rs` first, then the published firing types.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

/// The preset with this name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

/// The preset whose name is spelled most like `name`, if one is close: for messages about
/// unknown names.
pub fn nearest_preset(name: &str) -> Option<&'static Preset> {
    nearest(name, PRESETS.iter().map(|preset| preset.name)).and_then(preset)
}

const NAUD: &str = "Naud, Marcille, Clopath & Gerstner (2008), Firing patterns in the adaptive \
    exponential integrate-and-fire model, Biol. Cybern. 99:335-347, Table 1; Vs = 0 mV; synapses \
    as in cortical-rs, no noise";

const NAUD_CORRECTED: &str = "Naud, Marcille, Clopath & Gerstner (2008), Firing patterns in the \
    adaptive exponential integrate-and-fire model, Biol. Cybern. 99:335-347, Fig. 4, with the \
    values that P. Müller adapted to the figure (as in Brian2's example of the paper), since those \
    printed in Table 1 for this type do not produce it; Vs = 0 mV; synapses as in cortical-rs, no \
    noise";

static PRESETS: [Preset; 10] = [
    Preset {
        name: "cortical-rs",
        description: "cortical regular spiking neuron with synapses and background noise: after \
            two fast spikes it fires regularly",
        source: "Naud, Marcille, Clopath & Gerstner (2008), Biol. Cybern. 99:335-347, fit to a \
            cortical regular spiking neuron; Vs, synapses and noise of the notebook AdExNet-Brian \
            (2024)",
        step_current: 200.0,
        parameters: AdexParameters {
            c_m: 104.0,
            g_l: 4.3,
            e_l: -65.0,
            v_th: -52.0,
            delta_t: 0.8,
            v_peak: 40.0,
            v_reset: -53.0,
            a: -0.8,
            b: 65.0,
            tau_w: 88.0,
            e_ex: 0.0,
            e_in: -80.0,
            tau_ex: 7.0,
            tau_in: 7.0,
            i_noise: 8.0,
        },
    },
    Preset {
        name: "tonic-spiking",
        description: "constant intervals",
        source: NAUD,
        step_current: 500.0,
        parameters: NAUD_TONIC,
    },
    Preset {
        name: "adaptation",
        description: "intervals grow to a constant one",
        source: NAUD,
        step_current: 500.0,
        parameters: AdexParameters {
            c_m: 200.0,
            g_l: 12.0,
            e_l: -70.0,
            v_reset: -58.0,
            a: 2.0,
            b: 60.0,
            tau_w: 300.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "initial-burst",
        description: "fast spikes at the onset, then constant intervals",
        source: NAUD,
        step_current: 400.0,
        parameters: AdexParameters {
            c_m: 130.0,
            g_l: 18.0,
            e_l: -58.0,
            v_reset: -50.0,
            a: 4.0,
            b: 120.0,
            tau_w: 150.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "regular-bursting",
        description: "pairs of spikes at constant intervals",
        source: NAUD,
        step_current: 210.0,
        parameters: AdexParameters {
            c_m: 200.0,
            g_l: 10.0,
            e_l: -58.0,
            v_reset: -46.0,
            a: 2.0,
            b: 100.0,
            tau_w: 120.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "delayed-accelerating",
        description: "a late first spike, then ever shorter intervals",
        source: NAUD,
        step_current: 300.0,
        parameters: AdexParameters {
            c_m: 200.0,
            g_l: 12.0,
            e_l: -70.0,
            v_reset: -58.0,
            a: -10.0,
            b: 0.0,
            tau_w: 300.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "delayed-regular-bursting",
        description: "a late first burst, then bursts at constant intervals",
        source: NAUD_CORRECTED,
        step_current: 110.0,
        parameters: AdexParameters {
            c_m: 100.0,
            g_l: 10.0,
            e_l: -65.0,
            v_reset: -47.0,
            a: -10.0,
            b: 30.0,
            tau_w: 90.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "transient-spiking",
        description: "a spike at the onset, then silence although the current stays",
        source: NAUD_CORRECTED,
        step_current: 180.0,
        parameters: AdexParameters {
            c_m: 100.0,
            g_l: 10.0,
            e_l: -65.0,
            v_reset: -47.0,
            a: 10.0,
            b: 100.0,
            tau_w: 90.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "irregular-spiking",
        description: "intervals that never settle, without any noise",
        source: NAUD,
        step_current: 160.0,
        parameters: AdexParameters {
            c_m: 100.0,
            g_l: 12.0,
            e_l: -60.0,
            v_reset: -48.0,
            a: -11.0,
            b: 30.0,
            tau_w: 130.0,
            ..NAUD_TONIC
        },
    },
    Preset {
        name: "brette-gerstner-2005",
        description: "regular spiking pyramidal neuron: intervals grow to a constant one",
        source: "Brette & Gerstner (2005), Adaptive exponential integrate-and-fire model as an \
            effective description of neuronal activity, J. Neurophysiol. 94:3637-3642; Vs = 20 mV; \
            synapses as in cortical-rs, no noise; step current of Brian2's example",
        step_current: 1000.0,
        parameters: AdexParameters {
            c_m: 281.0,
            g_l: 30.0,
            e_l: -70.6,
            v_th: -50.4,
            delta_t: 2.0,
            v_peak: 20.0,
            v_reset: -70.6,
            a: 4.0,
            b: 80.5,
            tau_w: 144.0,
            ..NAUD_TONIC
        },
    },
];

/// The tonic type of Naud et al., from which the other published types are written as differences:
/// they share VT, DT, Vs and what the papers do not give.
const NAUD_TONIC: AdexParameters = AdexParameters {
    c_m: 200.0,
    g_l: 10.0,
    e_l: -70.0,
    v_th: -50.0,
    delta_t: 2.0,
    v_peak: 0.0,
    v_reset: -58.0,
    a: 2.0,
    b: 0.0,
    tau_w: 30.0,
    e_ex: 0.0,
    e_in: -80.0,
    tau_ex: 7.0,
    tau_in: 7.0,
    i_noise: 0.0,
};
