//! Every refusal once: if one of these fails, something that means nothing is simulated, or nobody learns what is
//! wrong with it and where.

mod inputs;
mod populations;
mod projections;

use crate::network::{
    ConnectionRule, Generator, Network, NetworkDescription, Noise, Population, Projection,
    Receptor, ReceptorChoice, Slice, SpikeTimes, Storage,
};
use adexnet_model::adex::AdexParameters;
use ndarray::Array2;
use std::sync::Arc;

/// A change of a description, and how the text of its refusal begins.
type Refusal = (fn(&mut NetworkDescription), &'static str);

/// Populations "cells" (10 neurons), "sources" (5) and "more" (4 neurons), and the projection "all".
fn description() -> NetworkDescription {
    NetworkDescription {
        dt: 0.1,
        populations: vec![
            Population::new("cells", 10, AdexParameters::default()),
            Population::spike_source("sources", 5, SpikeTimes::default()),
            Population::new("more", 4, AdexParameters::default()),
        ],
        projections: vec![Projection {
            name: "all".to_owned(),
            source: Slice::range(0, 0..10),
            target: Slice::range(0, 0..10),
            receptor: ReceptorChoice::One(Receptor::EXCITATORY),
            rule: ConnectionRule::AllToAll { autapses: false },
            weight: 1.0.into(),
            delay: 1.5.into(),
            plasticity: None,
            storage: Storage::Auto,
        }],
        ..NetworkDescription::default()
    }
}

fn assert_refused(refusals: &[Refusal]) {
    Network::new(description()).expect("without a change it is valid");
    for (change, expected) in refusals {
        let mut description = description();
        change(&mut description);
        let found = match Network::new(description) {
            Ok(_) => panic!("accepted, but should be refused: {expected}"),
            Err(error) => error.to_string(),
        };
        assert!(
            found.starts_with(expected),
            "found    {found}\nexpected {expected}"
        );
    }
}

#[test]
fn what_concerns_the_whole_simulation() {
    let recorded = |d: &mut NetworkDescription, columns, z| {
        d.noise = Noise::Recorded(Arc::new(Array2::from_elem((3, columns), z)));
    };
    let mut fitting = description();
    recorded(&mut fitting, 19, 0.5);
    Network::new(fitting).expect("one column for each neuron");
    assert_refused(&[
        (
            |d| d.dt = 0.0,
            "simulation, dt: 0 is out of range; accepted is a time step above 0 ms",
        ),
        (|d| d.dt = f64::NAN, "simulation, dt: NaN is out of range"),
        (
            |d| {
                d.generator = Generator::NumpyLegacy;
                d.seed = 1 << 32;
            },
            "simulation, seed: numpy-legacy takes seeds from 0 to 4294967295, found 4294967296",
        ),
        (
            |d| d.populations.clear(),
            "simulation, population: there is no population; a network has at least one",
        ),
        (
            |d| d.populations[0].size = u32::MAX as usize,
            "simulation, population: the network has 4294967304 neurons; at most 4,294,967,295",
        ),
        (
            |d| d.noise = Noise::Recorded(Arc::new(Array2::zeros((3, 7)))),
            "simulation, noise: the recorded normals have 7 columns; the network has 19 neurons",
        ),
        (
            |d| {
                let mut normals = Array2::zeros((3, 19));
                normals[[2, 5]] = f64::INFINITY;
                d.noise = Noise::Recorded(Arc::new(normals));
            },
            "simulation, noise: the recorded normal at step 2, neuron 5 is inf; finite numbers",
        ),
    ]);
}
