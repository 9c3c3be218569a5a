//! Tests that the neuron does what theory says, and that every number is in its place.

use super::{LifParameters, presets};
use crate::arithmetic::Emulated;
use crate::neuron::{NeuronModel, Parameter};

const DT: f64 = 0.01;

/// Steps at which a neuron spikes under a constant current in pA, within a second.
fn spikes(parameters: &LifParameters, current: f64) -> Vec<u32> {
    let constants = parameters.constants::<f64>(DT, true);
    let mut state = parameters.rest();
    let mut steps = Vec::new();
    for step in 0..(1000.0 / DT) as u32 {
        state = LifParameters::step::<f64, Emulated>(&constants, state, 0.0, current);
        if LifParameters::is_spike(&constants, &state) {
            state = LifParameters::reset(&constants, state);
            steps.push(step);
        }
    }
    steps
}

/// The intervals are those of the closed solution, C/gL ln((V∞ - Vr)/(V∞ - VT)), but for the step of the method.
#[test]
fn intervals_under_a_constant_current_are_those_of_theory() {
    let p = LifParameters::default();
    for current in [110.0, 150.0, 500.0] {
        let steps = spikes(&p, current);
        let last = f64::from(steps[steps.len() - 1] - steps[0]) * DT;
        let found = last / (steps.len() - 1) as f64;
        let end = p.e_l + current / p.g_l;
        let expected = p.c_m / p.g_l * ((end - p.v_reset) / (end - p.v_th)).ln();
        assert!(
            (found - expected).abs() < 2.0 * DT,
            "{current} pA: {found} ms, not {expected} ms"
        );
    }
    assert!(spikes(&p, 99.0).is_empty());
    assert!(!spikes(&p, presets()[0].step_current).is_empty());
}

/// Without a leak, the current alone decides: I T = C (VT - Vr).
#[test]
fn without_leak_it_is_a_perfect_integrator() {
    let perfect = LifParameters {
        g_l: 0.0,
        ..LifParameters::default()
    };
    // 100 pA charge 200 pF by 10 mV in 20 ms.
    assert!((49..=50).contains(&spikes(&perfect, 100.0).len()));
}

/// A leak towards a potential above threshold drives the neuron by itself, from the reset potential on.
#[test]
fn a_leak_above_threshold_makes_it_spike_by_itself() {
    let driven = LifParameters {
        e_l: -40.0,
        ..LifParameters::default()
    };
    assert_eq!(driven.rest(), [-60.0, 0.0, 0.0]);
    // 20 ms ln(20/10)
    assert_eq!(spikes(&driven, 0.0).len(), 72);
}

/// If this fails, two parameters have changed places on the way into the step.
#[test]
fn a_step_is_that_of_the_equations() {
    let p = LifParameters {
        c_m: 150.0,
        g_l: 7.0,
        e_l: -67.0,
        v_th: -48.0,
        v_reset: -61.0,
        e_ex: 3.0,
        e_in: -77.0,
        tau_ex: 4.0,
        tau_in: 9.0,
        i_noise: 6.0,
    };
    let (v, ge, gi, z, current) = (-55.0, 2.0, 3.0, 0.7, 40.0);
    let i = ge * (v - p.e_ex) + gi * (v - p.e_in);
    let noise = p.i_noise / p.c_m * 1000.0 * (0.1_f64 / 1000.0).sqrt() * z;
    let expected = [
        v + 0.1 * (-p.g_l * (v - p.e_l) - i + current) / p.c_m - noise,
        ge - 0.1 * ge / p.tau_ex,
        gi - 0.1 * gi / p.tau_in,
    ];
    let constants = p.constants::<f64>(0.1, true);
    let found = LifParameters::step::<f64, Emulated>(&constants, [v, ge, gi], z, current);
    for (found, expected) in found.into_iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }
    let silent = p.constants::<f64>(0.1, false);
    let [without, ..] = LifParameters::step::<f64, Emulated>(&silent, [v, ge, gi], z, current);
    assert!((without - noise - expected[0]).abs() < 1e-12);
    let current = LifParameters::synaptic_current(&constants, &[v, ge, gi]);
    assert!((current - i).abs() < 1e-12);
    // Strictly above the threshold, and then V alone is set back.
    assert!(!LifParameters::is_spike(&constants, &[-48.0, 0.0, 0.0]));
    assert!(LifParameters::is_spike(&constants, &[-47.9, 0.0, 0.0]));
    assert_eq!(
        LifParameters::reset(&constants, [-47.9, ge, gi]),
        [-61.0, ge, gi]
    );
}

/// If this fails, two symbols of the configuration reach the same field, or one reaches none.
#[test]
fn every_symbol_reaches_a_field_of_its_own() {
    let mut parameters = LifParameters::default();
    for (index, parameter) in LifParameters::PARAMETERS.iter().enumerate() {
        parameters
            .set(parameter.symbol, 1000.0 + index as f64)
            .unwrap();
    }
    for (index, parameter) in LifParameters::PARAMETERS.iter().enumerate() {
        assert_eq!(parameters.get(parameter.symbol), Ok(1000.0 + index as f64));
    }
    parameters.set("tau_g", 6.0).unwrap();
    assert_eq!((parameters.tau_ex, parameters.tau_in), (6.0, 6.0));
    assert_eq!(
        Parameter::<LifParameters>::find("Vs")
            .unwrap_err()
            .known
            .len(),
        11
    );
}

/// If this fails, a preset no longer is what its source says.
#[test]
fn values_are_those_of_the_source() {
    let values = LifParameters::PARAMETERS.iter().map(|parameter| {
        let value = (parameter.get)(&presets()[0].parameters);
        parameter.unit.format(value)
    });
    assert_eq!(
        values.collect::<Vec<_>>().join(", "),
        "200 pF, 10 nS, -60 mV, -50 mV, -60 mV, 0 mV, -80 mV, 5 ms, 10 ms, 0 pA*sqrt(s)"
    );
}
