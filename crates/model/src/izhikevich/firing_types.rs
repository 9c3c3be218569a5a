//! Tests that presets carry the published numbers and show the firing type they are named after.

use super::{IzhikevichParameters, Preset, presets};
use crate::arithmetic::Emulated;
use crate::neuron::NeuronModel;

const DT: f64 = 0.1;

fn preset(name: &str) -> &'static Preset {
    presets().iter().find(|preset| preset.name == name).unwrap()
}

/// Spike times, in ms, during the first second of a constant current: explicit Euler steps of the
/// published equations, from their published beginning, in the published numbers.
fn spikes(p: &IzhikevichParameters, current: f64) -> Vec<f64> {
    let (mut v, mut u, mut times) = (-65.0, p.b * -65.0, Vec::new());
    let input = current / p.c_m;
    for step in 0..(1000.0 / DT) as u32 {
        let slope_v = 0.04 * v * v + 5.0 * v + 140.0 - u + input;
        let slope_u = p.a * (p.b * v - u);
        v += DT * slope_v;
        u += DT * slope_u;
        if v > p.v_peak {
            times.push(f64::from(step) * DT);
            v = p.c;
            u += p.d;
        }
    }
    times
}

/// The intervals between the spikes of a preset under its step current.
fn intervals(name: &str) -> Vec<f64> {
    let preset = preset(name);
    let times = spikes(&preset.parameters, preset.step_current);
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Whether all intervals are the same but for the time grid.
fn constant(intervals: &[f64]) -> bool {
    let highest = intervals.iter().copied().fold(0.0, f64::max);
    let lowest = intervals.iter().copied().fold(f64::INFINITY, f64::min);
    intervals.len() > 5 && highest - lowest < 2.5 * DT
}

#[test]
fn regular_spiking_adapts_to_a_constant_interval() {
    let intervals = intervals("izhikevich-rs");
    assert!(intervals[1] > 1.5 * intervals[0], "{intervals:?}");
    assert!(constant(&intervals[4..]), "{intervals:?}");
    assert!((20.0..60.0).contains(&intervals[8]), "{intervals:?}");
}

#[test]
fn fast_spiking_hardly_adapts() {
    let intervals = intervals("izhikevich-fs");
    assert!(intervals.len() > 60, "{intervals:?}");
    assert!(constant(&intervals[4..]), "{intervals:?}");
    assert!(intervals[20] < 2.0 * intervals[0], "{intervals:?}");
}

#[test]
fn intrinsic_bursting_begins_with_a_burst_and_goes_on_with_single_spikes() {
    let intervals = intervals("izhikevich-ib");
    assert!(intervals[0] < 8.0 && intervals[1] < 8.0, "{intervals:?}");
    assert!(constant(&intervals[6..]), "{intervals:?}");
    assert!(intervals[8] > 3.0 * intervals[0], "{intervals:?}");
}

#[test]
fn chattering_repeats_its_bursts() {
    let intervals = intervals("izhikevich-ch");
    let late = &intervals[intervals.len() / 2..];
    let between: Vec<f64> = late
        .iter()
        .copied()
        .filter(|&interval| interval > 15.0)
        .collect();
    let within: Vec<f64> = late
        .iter()
        .copied()
        .filter(|&interval| interval < 8.0)
        .collect();
    assert_eq!(between.len() + within.len(), late.len(), "{late:?}");
    assert!(within.len() >= 2 * between.len(), "{late:?}");
    assert!(between.len() > 5, "{late:?}");
}

/// With b = 0.25 it has a threshold so low that a current fires it to which regular spiking neurons do not answer.
#[test]
fn low_threshold_spiking_fires_fast_and_adapts() {
    let intervals = intervals("izhikevich-lts");
    assert!(intervals.len() > 60, "{intervals:?}");
    assert!(intervals[20] > 1.5 * intervals[0], "{intervals:?}");
    assert!(!spikes(&preset("izhikevich-lts").parameters, 100.0).is_empty());
    assert!(spikes(&preset("izhikevich-rs").parameters, 100.0).is_empty());
}

/// If this fails, what the simulator computes is not what the tests above look at.
#[test]
fn steps_of_the_model_follow_the_published_equations() {
    for preset in presets() {
        let p = &preset.parameters;
        let constants = p.constants::<f64>(DT, true);
        let mut state = p.rest();
        let mut times = Vec::new();
        for step in 0..(1000.0 / DT) as u32 {
            let current = preset.step_current;
            state = IzhikevichParameters::step::<f64, Emulated>(&constants, state, 0.0, current);
            if IzhikevichParameters::is_spike(&constants, &state) {
                state = IzhikevichParameters::reset(&constants, state);
                times.push(f64::from(step) * DT);
            }
        }
        // Later on, a last bit that is rounded otherwise may move a spike to the next step.
        let expected = spikes(p, preset.step_current);
        assert_eq!(times[..10], expected[..10], "{}", preset.name);
        assert!(times.len().abs_diff(expected.len()) <= 1, "{}", preset.name);
    }
}

/// If this fails, two parameters have changed places on the way into the step.
#[test]
fn a_step_is_that_of_the_equations() {
    let p = IzhikevichParameters {
        c_m: 150.0,
        a: 0.03,
        b: 0.21,
        c: -58.0,
        d: 6.0,
        v_peak: 28.0,
        e_ex: 3.0,
        e_in: -77.0,
        tau_ex: 4.0,
        tau_in: 9.0,
        i_noise: 6.0,
    };
    let (v, u, ge, gi, z, current) = (-55.0, -12.0, 2.0, 3.0, 0.7, 40.0);
    let i = ge * (v - p.e_ex) + gi * (v - p.e_in);
    let noise = p.i_noise / p.c_m * 1000.0 * (0.1_f64 / 1000.0).sqrt() * z;
    let expected = [
        v + 0.1 * (0.04 * v * v + 5.0 * v + 140.0 - u + (current - i) / p.c_m) - noise,
        u + 0.1 * p.a * (p.b * v - u),
        ge - 0.1 * ge / p.tau_ex,
        gi - 0.1 * gi / p.tau_in,
    ];
    let constants = p.constants::<f64>(0.1, true);
    let state = [v, u, ge, gi];
    let found = IzhikevichParameters::step::<f64, Emulated>(&constants, state, z, current);
    for (found, expected) in found.into_iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }
    let silent = p.constants::<f64>(0.1, false);
    let [v_silent, ..] = IzhikevichParameters::step::<f64, Emulated>(&silent, state, z, current);
    assert!((v_silent - noise - expected[0]).abs() < 1e-12);
    let current = IzhikevichParameters::synaptic_current(&constants, &state);
    assert!((current - i).abs() < 1e-12);
    // Strictly above the peak, and then V is set back and u grows.
    assert!(!IzhikevichParameters::is_spike(
        &constants,
        &[28.0, u, ge, gi]
    ));
    assert!(IzhikevichParameters::is_spike(
        &constants,
        &[28.1, u, ge, gi]
    ));
    let after = IzhikevichParameters::reset(&constants, [28.1, u, ge, gi]);
    assert_eq!(after, [-58.0, -6.0, ge, gi]);
}

/// If this fails, two symbols of the configuration reach the same field, or one reaches none.
#[test]
fn every_symbol_reaches_a_field_of_its_own() {
    let mut parameters = IzhikevichParameters::default();
    for (index, parameter) in IzhikevichParameters::PARAMETERS.iter().enumerate() {
        parameters
            .set(parameter.symbol, 1000.0 + index as f64)
            .unwrap();
    }
    for (index, parameter) in IzhikevichParameters::PARAMETERS.iter().enumerate() {
        assert_eq!(parameters.get(parameter.symbol), Ok(1000.0 + index as f64));
    }
    parameters.set("tau_g", 6.0).unwrap();
    assert_eq!((parameters.tau_ex, parameters.tau_in), (6.0, 6.0));
}

/// If this fails, a preset no longer is what its source says.
#[test]
fn values_are_those_of_the_source() {
    // C, a, b, c, d, Vs, Ee, Ei, tau_e, tau_i, Iext and the step current
    for (name, expected) in [
        ("izhikevich-rs", "100 0.02 0.2 -65 8 30 0 -80 5 10 0; 1000"),
        ("izhikevich-fs", "100 0.1 0.2 -65 2 30 0 -80 5 10 0; 1000"),
        ("izhikevich-ib", "100 0.02 0.2 -55 4 30 0 -80 5 10 0; 1000"),
        ("izhikevich-ch", "100 0.02 0.2 -50 2 30 0 -80 5 10 0; 1000"),
        (
            "izhikevich-lts",
            "100 0.02 0.25 -65 2 30 0 -80 5 10 0; 1000",
        ),
    ] {
        let preset = preset(name);
        let values = IzhikevichParameters::PARAMETERS.iter().map(|parameter| {
            let value = (parameter.get)(&preset.parameters);
            value.to_string()
        });
        let values: Vec<String> = values.collect();
        assert_eq!(
            format!("{}; {}", values.join(" "), preset.step_current),
            expected,
            "{name}"
        );
    }
}
