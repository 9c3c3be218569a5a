//! Listed synapses.

use super::*;
use crate::network::{Edges, Problem, Values};
use crate::{Recording, Simulation, SimulationOptions};
use adexnet_model::neuron::Variable;

const SOURCES: usize = 300;
const TARGETS: usize = 900;

/// A few thousand edges in no order, with repeated pairs, autapses and sources without any.
fn edges(weights: bool) -> Edges {
    let count = 5_000_u32;
    let hashed = |k: u32, factor: u32| k.wrapping_mul(factor).rotate_left(9).wrapping_mul(97_003);
    let weight = |k: u32| f64::from(k % 7) - 2.5;
    Edges {
        sources: (0..count).map(|k| hashed(k, 40_503) % 290).collect(),
        targets: (0..count).map(|k| hashed(k, 69_069) % 60 * 15).collect(),
        weights: weights.then(|| (0..count).map(weight).collect()),
        delays: None,
    }
}

fn listed(edges: Edges, receptor: ReceptorChoice) -> NetworkDescription {
    let rule = ConnectionRule::FromEdges(Arc::new(edges));
    let mut description = description(rule, SOURCES, TARGETS, 1);
    description.projections[0].receptor = receptor;
    description.projections[0].weight = 2.0.into();
    description
}

fn compiled(description: NetworkDescription) -> Vec<Pathway> {
    let network = Network::new(description).expect("the network is valid");
    pathways(&network, None, &crew(1), Level::best())
}

/// What must come out: for each source its targets and weights, by target and place in the list.
fn expected(edges: &Edges, acts: impl Fn(f64) -> bool) -> Vec<Vec<(u32, f64)>> {
    let mut rows = vec![Vec::new(); SOURCES];
    for edge in 0..edges.len() {
        let weight = edges.weights.as_ref().map_or(1.0, |weights| weights[edge]);
        if acts(weight) {
            rows[edges.sources[edge] as usize].push((edges.targets[edge], 2.0 * weight.abs()));
        }
    }
    for row in &mut rows {
        row.sort_by_key(|&(target, _)| target);
    }
    rows
}

/// If this fails, synapses are lost or doubled, or have the weights of others.
#[test]
fn rows_hold_the_edges_in_their_order() {
    let by_sign = compiled(listed(edges(true), ReceptorChoice::BySign));
    assert_eq!(by_sign.len(), 2);
    let whole = 0..TARGETS as u32;
    for (pathway, sign) in by_sign.iter().zip([1.0, -1.0]) {
        let expected = expected(&edges(true), |weight| weight * sign > 0.0);
        assert_eq!(pathway.weight, Weight::Individual);
        for threads in [1, 2, 3] {
            for level in Level::available() {
                let parts = std::slice::from_ref(&whole);
                let rows = &build_rows::<f64>(pathway, parts, &crew(threads), level)[0];
                for (source, expected) in expected.iter().enumerate() {
                    let weights = rows.weights(source).expect("weights are individual");
                    let targets = rows.targets(source).iter().map(|&target| u32::from(target));
                    let found: Vec<_> = targets.zip(weights.iter().copied()).collect();
                    assert_eq!(&found, expected, "source {source}");
                }
            }
        }
        for parts in [
            vec![0..1, 1..64, 64..64, 64..900],
            vec![0..0, 0..899, 899..900],
        ] {
            let found = stored(pathway, &parts, &crew(2), Level::best());
            assert!(found == uncut(pathway), "{parts:?}");
        }
    }
}

/// If this fails, equal weights are summed instead of counted, and the result is that of another declaration.
#[test]
fn equal_weights_are_counted() {
    let excitatory = ReceptorChoice::One(Receptor::EXCITATORY);
    let pathway = &compiled(listed(edges(false), excitatory))[0];
    assert_eq!(pathway.weight, Weight::Uniform(2.0));
    let given = Edges {
        weights: Some(vec![1.5; 5_000]),
        ..edges(false)
    };
    let pathway = &compiled(listed(given, excitatory))[0];
    assert_eq!(pathway.weight, Weight::Uniform(3.0));
    let expected = expected(&edges(false), |_| true);
    let targets = expected
        .iter()
        .map(|row| row.iter().map(|&(target, _)| target).collect());
    assert_eq!(uncut(pathway), targets.collect::<Vec<Vec<u32>>>());
}

/// If this fails, weights of a list are lost where those of the projection are drawn, or arrivals are counted that have to
/// be summed.
#[test]
fn drawn_weights_are_multiplied_by_those_of_the_list() {
    let excitatory = ReceptorChoice::One(Receptor::EXCITATORY);
    let drawn = |edges: Edges| {
        let mut description = listed(edges, excitatory);
        description.projections[0].weight = Values::uniform(1.0, 2.0);
        let pathway = &compiled(description)[0];
        assert_eq!(pathway.weight, Weight::Individual);
        let whole = 0..TARGETS as u32;
        let rows = build_rows::<f64>(pathway, &[whole], &crew(2), Level::best());
        let row = |source| rows[0].weights(source).expect("weights are individual");
        (0..SOURCES).flat_map(row).copied().collect::<Vec<f64>>()
    };
    let factors = drawn(edges(false));
    assert!(factors.iter().all(|factor| (1.0..=2.0).contains(factor)));
    let weights = |weight: fn(usize) -> f64| Edges {
        weights: Some((0..5_000).map(weight).collect()),
        ..edges(false)
    };
    for given in [weights(|k| (k % 7) as f64 + 0.5), weights(|_| 3.0)] {
        let doubled = expected(&given, |_| true);
        let doubled = doubled.iter().flatten().map(|&(_, weight)| weight);
        let products = factors
            .iter()
            .zip(doubled)
            .map(|(factor, twice)| factor * twice / 2.0);
        assert_eq!(drawn(given), products.collect::<Vec<f64>>());
    }
}

/// If this fails, delays do not belong to the synapses of their edges.
#[test]
fn delays_follow_their_edges() {
    let rows = EdgeRows::new(
        &Edges {
            sources: vec![1, 0, 1, 1],
            targets: vec![5, 3, 2, 5],
            weights: None,
            delays: Some(vec![0.5, 1.5, 2.5, 3.5]),
        },
        (
            ReceptorChoice::One(Receptor::EXCITATORY),
            Receptor::EXCITATORY,
        ),
        1.0,
        3,
    );
    assert_eq!(rows.delay((0, 3, 0)), 1.5);
    assert_eq!(rows.delay((1, 2, 0)), 2.5);
    assert_eq!([0, 1].map(|copy| rows.delay((1, 5, copy))), [0.5, 3.5]);
}

/// If this fails, a list of edges is another network than the matrix of the same entries.
#[test]
fn edges_without_repetition_are_the_matrix() {
    let mut given = sprs::TriMatI::<f64, u32>::new((SOURCES, TARGETS));
    let mut edges = Edges::default();
    let mut weights = Vec::new();
    for pair in (0..SOURCES * TARGETS)
        .filter(|pair| pair * pair % 23 == 2)
        .rev()
    {
        let (source, target) = (pair % SOURCES, pair / SOURCES);
        let weight = (pair % 11) as f64 - 3.3;
        given.add_triplet(source, target, weight);
        edges.sources.push(source as u32);
        edges.targets.push(target as u32);
        weights.push(weight);
    }
    edges.weights = Some(weights);
    let run = |rule: ConnectionRule| {
        let mut description = listed(Edges::default(), ReceptorChoice::BySign);
        description.projections[0].rule = rule;
        description.projections[0].weight = 0.1.into();
        let excited = description.populations[0].clone().with_initial("V", -45.0);
        description.populations[0] = excited;
        let network = Network::new(description).expect("the network is valid");
        let (recording, options) = (Recording::default(), SimulationOptions::default());
        let simulation = Simulation::new(&network, recording, options);
        let mut simulation = simulation.expect("it can be built");
        simulation.run_for(200).expect("it runs");
        let values = simulation
            .values(0, Variable::GI)
            .expect("there are values");
        let matrix = simulation.projection_matrix(0).expect("it is a matrix");
        (simulation.synaptic_events(), values, matrix)
    };
    let found = run(ConnectionRule::FromEdges(Arc::new(edges)));
    assert!(found.0 > 1_000);
    assert!(found == run(ConnectionRule::FromMatrix(Arc::new(given.to_csr()))));
}

/// If this fails, a list is used that does not fit the projection.
#[test]
fn edges_that_do_not_fit_are_refused() {
    let excitatory = ReceptorChoice::One(Receptor::EXCITATORY);
    let refused = |edges: Edges, receptor| {
        let error = Network::new(listed(edges, receptor)).expect_err("they are refused");
        (error.place.key, *error.problem)
    };
    let good = || Edges {
        sources: vec![3, 4],
        targets: vec![5, 6],
        weights: Some(vec![1.0, 2.0]),
        delays: Some(vec![0.0, 0.0]),
    };
    assert!(Network::new(listed(good(), excitatory)).is_ok());
    let mut short = good();
    short.weights = Some(vec![1.0]);
    let (list, found, sources) = ("weights", 1, 2);
    let expected = Problem::EdgeLists {
        list,
        found,
        sources,
    };
    assert_eq!(refused(short, excitatory), ("connect.path", expected));
    let mut outside = good();
    outside.targets[1] = TARGETS as u32;
    let expected = Problem::EdgeOutside {
        edge: 1,
        end: "target",
        found: 900,
        size: 900,
    };
    assert_eq!(refused(outside, excitatory), ("connect.path", expected));
    for (weight, delay, of) in [
        (f64::NAN, 0.0, "weight"),
        (-1.0, 0.0, "weight"),
        (1e15, 0.0, "weight"),
        (1.0, -0.1, "delay"),
        (1.0, f64::INFINITY, "delay"),
        (1.0, 1e15, "delay"),
    ] {
        let mut wrong = good();
        wrong.weights = Some(vec![1.0, weight]);
        wrong.delays = Some(vec![0.0, delay]);
        let (_, problem) = refused(wrong, excitatory);
        assert!(
            matches!(problem, Problem::EdgeValue { edge: 1, of: found, .. } if found == of),
            "{problem:?}"
        );
    }
    let mut unsigned = good();
    unsigned.weights = None;
    let refusal = refused(unsigned, ReceptorChoice::BySign);
    assert_eq!(refusal, ("receptor", Problem::SignWithoutMatrix));
}
