//! What a row of the rule distance costs.

use super::*;
use crate::network::{
    ConnectionRule, NetworkDescription, Population, Profile, Receptor, ReceptorChoice, Storage,
};
use crate::random::Purpose;
use adexnet_model::adex::AdexParameters;
use adexnet_model::arithmetic::Fused;
use ndarray::Array2;

fn rows(size: usize, positions: Positions, profile: Profile, p_max: f64) -> DistanceRows {
    let cells = Population::new("cells", size, AdexParameters::default());
    let cells = cells.with_positions(positions);
    let projection = Projection {
        name: "near".to_owned(),
        source: cells.all(0),
        target: cells.all(0),
        receptor: ReceptorChoice::One(Receptor::EXCITATORY),
        rule: ConnectionRule::Distance {
            profile,
            p_max,
            autapses: true,
        },
        weight: 1.0.into(),
        delay: 0.0.into(),
        plasticity: None,
        storage: Storage::Auto,
    };
    let network = Network::new(NetworkDescription {
        dt: 0.1,
        populations: vec![cells],
        projections: vec![projection],
        ..NetworkDescription::default()
    });
    let network = network.expect("the network is valid");
    let projection = &network.description().projections[0];
    let words = Words::new(1, Purpose::Connectivity, 0);
    let crew = Crew::new(1).expect("one thread needs no pool");
    DistanceRows::new(&network, projection, words, &crew).expect("there are positions")
}

/// If this fails, a row costs much more than its synapses: most candidates are thrown away, or nodes are visited
/// in which there are none.
#[test]
fn a_row_costs_about_as_much_as_it_has_synapses() {
    // A square of 500 x 500 neurons, 10 um apart, in the order of a grid and in no order.
    let size = 250_000_usize;
    let hashed = |k: usize, factor: u64| {
        let bits = (k as u64 + 1).wrapping_mul(factor);
        (bits ^ bits >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 11
    };
    let scattered = Array2::from_shape_fn((size, 2), |(k, dimension)| {
        let factor = [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03][dimension];
        hashed(k, factor) as f64 / (1_u64 << 53) as f64 * 5_000.0
    });
    for positions in [
        Positions::periodic_grid([500, 500], 10.0),
        Positions::given(scattered),
    ] {
        for (profile, p_max) in [
            (Profile::Gaussian { sd: 50.0 }, 0.9),
            (Profile::Gaussian { sd: 100.0 }, 0.2),
            (Profile::Exponential { length: 100.0 }, 0.1),
            (Profile::Exponential { length: 300.0 }, 0.1),
        ] {
            let rows = rows(size, positions.clone(), profile, p_max);
            let (mut nodes, mut candidates) = (0.0, 0.0);
            let sources = (0..size).step_by(3_989);
            let count = sources.clone().count() as f64;
            for source in sources {
                let point = rows.positions.of(source);
                for window in &rows.windows {
                    let mut leaf = 0;
                    while let Some((_, places, bound)) =
                        rows.next_node::<Fused>(&point, window, &mut leaf)
                    {
                        nodes += 1.0;
                        candidates += bound * places.len() as f64;
                    }
                }
            }
            let synapses = rows.expected() / size as f64;
            let (nodes, candidates) = (nodes / count, candidates / count);
            assert!(
                candidates < 6.0 * synapses + 100.0,
                "{candidates} of {synapses}"
            );
            assert!(nodes < 0.5 * synapses + 100.0, "{nodes} for {synapses}");
        }
    }
}
