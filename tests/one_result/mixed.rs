//! A network with everything in it that a result could depend on.

use crate::support::{among, network, slice, sparse};
use adexnet::engine::{
    Arrival, ArrivalInput, ConnectionRule, CurrentInput, Edges, Network, NetworkDescription,
    Population, Positions, Profile, Projection, Receptor, ReceptorChoice, Slice, Storage, Values,
};
use adexnet::model::adex::preset;
use ndarray::Array2;
use std::sync::Arc;

/// 3,000 neurons in three populations of different types, none a multiple of 128, with a
/// projection of every rule, individual weights and delays, currents that change and given arrivals.
/// What can be drawn again for every spike is, where `storage` says so.
pub(crate) fn mixed(storage: Storage) -> Network {
    network(NetworkDescription {
        dt: 0.1,
        seed: 99,
        populations: vec![
            population("excitatory", 2_350, -60.0),
            population("quiet", 150, -55.0),
            population("inhibitory", 500, -58.0),
        ],
        projections: [projections(storage), individual(storage)].concat(),
        inputs: vec![
            CurrentInput::steps(
                slice(1, 5..140),
                &[(0.0, 300.0), (50.0, 0.0), (120.05, 400.0)],
            )
            .into(),
            CurrentInput::constant(slice(1, 100..150), 30.0).into(),
            CurrentInput::constant(every(0, 2_350, 9), 25.0).into(),
            ArrivalInput {
                population: 2,
                receptor: Receptor::EXCITATORY,
                weight: 1.3,
                events: (0..3_000)
                    .map(|k| Arrival {
                        step: k % 700,
                        neuron: (k * 37 % 500) as u32,
                        count: 1 + (k % 3) as u32,
                    })
                    .collect(),
            }
            .into(),
        ],
        ..Default::default()
    })
}

pub(crate) fn population(name: &str, size: usize, v: f64) -> Population {
    let mut neuron = preset("cortical-rs").expect("a preset").parameters.clone();
    neuron.i_noise = if name == "quiet" { 0.0 } else { 8.0 };
    let (shape, spacing) = match name {
        "excitatory" => ([47, 50], 20.0),
        "quiet" => ([10, 15], 60.0),
        "alone" => ([20, 35], 25.0),
        _ => ([20, 25], 40.0),
    };
    let torus = [Some(940.0), Some(1_000.0)];
    Population::new(name, size, neuron)
        .with_initial("V", v)
        .with_initial("ge", 3.0)
        .with_positions(Positions::grid(shape, spacing).with_periods(torus))
}

/// Neurons of the first `size` of a population, except for every `stride`-th.
pub(crate) fn every(population: usize, size: u32, stride: u32) -> Slice {
    let others = (0..size).filter(|neuron| neuron % stride != 0);
    Slice::list(population, others.collect::<Vec<u32>>())
}

/// A matrix of weights of both signs.
fn signed_matrix() -> ConnectionRule {
    let weights = Array2::from_shape_fn((150, 500), |(i, j)| match (7 * i + 3 * j) % 40 {
        0 => 1 + (i % 3) as i64,
        1 => -2 - (j % 5) as i64,
        _ => 0,
    });
    ConnectionRule::FromMatrix(Arc::new(sparse(&weights)))
}

/// Edges whose pairs repeat, in no order.
fn repeated_edges() -> ConnectionRule {
    ConnectionRule::FromEdges(Arc::new(Edges {
        sources: (0..60_000).map(|k| k * 7_919 % 2_347).collect(),
        targets: (0..60_000).map(|k| k % 251 * (k % 7)).collect(),
        weights: Some((0..60_000).map(|k| f64::from(k % 5) - 1.7).collect()),
        delays: None,
    }))
}

/// Where `storage` says so, what can be drawn again is: the first three, and some of the last ones.
fn projections(storage: Storage) -> Vec<Projection> {
    use ConnectionRule as Rule;
    const EXCITATORY: Receptor = Receptor::EXCITATORY;
    const INHIBITORY: Receptor = Receptor::INHIBITORY;
    let autapses = false;
    let projection = |name: &str, source, target, receptor, delay, rule| Projection {
        source,
        target,
        delay: Values::constant(delay),
        storage: match rule {
            Rule::PairwiseBernoulli { .. }
            | Rule::Distance { .. }
            | Rule::OneToOne
            | Rule::AllToAll { .. } => storage,
            _ => Storage::Auto,
        },
        rule,
        ..among(name, 0..1, 1, receptor, 0.4)
    };
    let pairwise = Rule::PairwiseBernoulli { p: 0.03, autapses };
    let inward = Rule::FixedInDegree {
        degree: 40,
        autapses,
        multapses: false,
    };
    let outward = Rule::FixedOutDegree {
        degree: 20,
        autapses: true,
        multapses: false,
    };
    let total = Rule::FixedTotal {
        synapses: 3_000,
        autapses,
        multapses: false,
    };
    let [inward_repeated, outward_repeated, total_repeated] = [
        Rule::FixedInDegree {
            degree: 30,
            autapses: true,
            multapses: true,
        },
        Rule::FixedOutDegree {
            degree: 700,
            autapses,
            multapses: true,
        },
        Rule::FixedTotal {
            synapses: 9_000,
            autapses,
            multapses: true,
        },
    ];
    let all = Rule::AllToAll { autapses };
    let near = Rule::Distance {
        profile: Profile::Gaussian { sd: 60.0 },
        p_max: 0.4,
        autapses,
    };
    let nearer = Rule::Distance {
        profile: Profile::Exponential { length: 50.0 },
        p_max: 0.8,
        autapses,
    };
    let (ex, quiet, inh) = (
        |neurons| slice(0, neurons),
        |neurons| slice(1, neurons),
        |neurons| slice(2, neurons),
    );
    #[rustfmt::skip]
    let projections = vec![
        projection("E", ex(0..2_350), ex(10..2_000), EXCITATORY, 1.5, pairwise.clone()),
        projection("EI", ex(100..2_350), inh(0..500), EXCITATORY, 0.8, pairwise.clone()),
        projection("I", inh(0..500), ex(0..2_350), INHIBITORY, 0.8, pairwise.clone()),
        Projection {
            receptor: ReceptorChoice::BySign,
            ..projection("given", quiet(0..150), inh(0..500), EXCITATORY, 3.0, signed_matrix())
        },
        projection("in-degree", ex(50..2_350), ex(0..2_200), EXCITATORY, 1.1, inward.clone()),
        projection("out-degree", inh(0..500), inh(3..499), INHIBITORY, 1.1, outward.clone()),
        projection("total", quiet(0..150), ex(100..1_000), EXCITATORY, 1.1, total),
        projection("in-degree, repeated", quiet(20..50), ex(7..2_200), EXCITATORY, 1.1, inward_repeated),
        projection("out-degree, repeated", inh(0..40), inh(0..500), INHIBITORY, 0.8, outward_repeated),
        projection("total, repeated", ex(0..2_350), quiet(0..150), EXCITATORY, 1.1, total_repeated),
        projection("one-to-one", ex(0..130), ex(1_990..2_120), EXCITATORY, 1.1, Rule::OneToOne),
        projection("all-to-all", inh(490..500), inh(0..500), INHIBITORY, 1.1, all),
        projection("listed", every(0, 2_350, 3), every(0, 2_350, 2), EXCITATORY, 1.1, pairwise),
        projection("listed sources", every(2, 500, 7), ex(30..2_001), INHIBITORY, 1.1, outward),
        projection("listed targets", inh(0..499), every(2, 500, 3), INHIBITORY, 0.8, inward),
        Projection {
            receptor: ReceptorChoice::BySign,
            ..projection("edges", ex(3..2_350), every(0, 2_350, 4), EXCITATORY, 0.8, repeated_edges())
        },
        projection("near", ex(0..2_350), ex(0..2_350), EXCITATORY, 1.1, near),
        projection("nearer", every(2, 500, 3), every(0, 2_350, 5), INHIBITORY, 1.1, nearer),
    ];
    projections
}

/// Projections with individual weights, individual delays, and both. What has weights alone is drawn again, where
/// `storage` says so.
fn individual(storage: Storage) -> Vec<Projection> {
    use ConnectionRule as Rule;
    let pairwise = |p| Rule::PairwiseBernoulli { p, autapses: false };
    let (ex, inh) = (|neurons| slice(0, neurons), |neurons| slice(2, neurons));
    let inward = |multapses| Rule::FixedInDegree {
        degree: 30,
        autapses: false,
        multapses,
    };
    let diagonal = Array2::from_shape_fn((90, 90), |(i, j)| i64::from(i == j) * (1 + i as i64 % 3));
    let matrix = Rule::FromMatrix(Arc::new(sparse(&diagonal)));
    let weight = || Values::lognormal(0.4, 0.4);
    let delay = || Values::lognormal(5.0, 8.0).truncated(0.8, 70.0);
    let given: Vec<f64> = (0..130).map(|k| 0.8 + 0.25 * f64::from(k % 11)).collect();
    vec![
        Projection::new("drawn weights", ex(0..900), ex(5..2_100), pairwise(0.02))
            .with_weight(Values::normal(0.3, 0.2))
            .with_delay(1.1)
            .with_storage(storage),
        Projection::new("drawn delays", ex(0..900), ex(5..2_100), pairwise(0.02))
            .with_weight(0.2)
            .with_delay(delay()),
        Projection::new("both", inh(0..499), every(0, 2_350, 2), pairwise(0.05))
            .inhibitory()
            .with_weight(weight())
            .with_delay(Values::uniform(0.8, 1.7)),
        Projection::new(
            "both, in-degree",
            every(0, 2_350, 3),
            ex(0..2_001),
            inward(false),
        )
        .with_weight(weight())
        .with_delay(delay()),
        Projection::new("both, repeated", inh(0..40), inh(0..500), inward(true))
            .inhibitory()
            .with_weight(weight())
            .with_delay(Values::normal(2.0, 1.0).truncated(0.8, 9.0)),
        Projection::new("both given", ex(10..140), ex(1_900..2_030), Rule::OneToOne)
            .with_weight(given.clone())
            .with_delay(given),
        Projection::new("matrix, late", ex(0..90), inh(10..100), matrix)
            .with_weight(0.3)
            .with_delay(delay()),
    ]
}
