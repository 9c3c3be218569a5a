use super::{assert_refused, description};
use crate::network::{
    ConnectionRule, Edges, Generator, Network, NetworkDescription, Receptor, ReceptorChoice, Slice,
    Storage, Values,
};
use sprs::TriMatI;
use std::sync::Arc;

fn rule(d: &mut NetworkDescription, rule: ConnectionRule) {
    d.projections[0].rule = rule;
}

fn bernoulli(p: f64) -> ConnectionRule {
    ConnectionRule::PairwiseBernoulli { p, autapses: false }
}

fn in_degree(degree: u32, multapses: bool) -> ConnectionRule {
    ConnectionRule::FixedInDegree {
        degree,
        autapses: false,
        multapses,
    }
}

fn out_degree(degree: u32, multapses: bool) -> ConnectionRule {
    ConnectionRule::FixedOutDegree {
        degree,
        autapses: false,
        multapses,
    }
}

fn total(synapses: u64, multapses: bool) -> ConnectionRule {
    ConnectionRule::FixedTotal {
        synapses,
        autapses: false,
        multapses,
    }
}

/// A matrix with one entry.
fn matrix(d: &mut NetworkDescription, shape: (usize, usize), value: f64) {
    let mut matrix = TriMatI::new(shape);
    matrix.add_triplet(2, 3, value);
    rule(d, ConnectionRule::FromMatrix(Arc::new(matrix.to_csr())));
}

#[test]
fn names_and_slices() {
    assert_refused(&[
        (
            |d| d.projections.push(d.projections[0].clone()),
            "projection \"all\", name: the name is taken already",
        ),
        (
            |d| d.projections[0].source.population = 3,
            "projection \"all\", source: there is no population of number 3; there are 3, counted from 0",
        ),
        (
            |d| d.projections[0].source = Slice::range(0, 5..11),
            "projection \"all\", source: neurons 5..11 do not lie in the population of 10 neurons",
        ),
        (
            #[expect(clippy::reversed_empty_ranges, reason = "what is refused")]
            |d| d.projections[0].target = Slice::range(0, 5..4),
            "projection \"all\", target: neurons 5..4 do not lie in the population",
        ),
        (
            |d| d.projections[0].target = Slice::list(0, vec![1, 4, 4]),
            "projection \"all\", target: neuron 4 of the list follows 4; listed neurons must ascend",
        ),
        (
            |d| d.projections[0].target = Slice::list(0, vec![1, 4, 10]),
            "projection \"all\", target: neuron 10 of the list does not lie in the population of 10",
        ),
    ]);
}

#[test]
fn receptors_weights_and_delays() {
    assert_refused(&[
        (
            |d| d.projections[0].receptor = ReceptorChoice::One(Receptor::new(2)),
            "projection \"all\", receptor: population \"cells\" has no receptor 2; it has",
        ),
        (
            |d| d.projections[0].target = Slice::range(1, 0..5),
            "projection \"all\", receptor: population \"sources\" has no receptor 0; its cells receive",
        ),
        (
            |d| d.projections[0].receptor = ReceptorChoice::BySign,
            "projection \"all\", receptor: by-sign needs the rule from-matrix",
        ),
        (
            |d| d.projections[0].weight = (-1.0).into(),
            "projection \"all\", weight: -1 is out of range; accepted is a weight in nS that is not",
        ),
        (
            |d| d.projections[0].weight = Values::uniform(0.0, 1e16),
            "projection \"all\", weight: 10000000000000000 is out of range",
        ),
        (
            |d| d.projections[0].weight = Values::uniform(-2.0, -1.0),
            "projection \"all\", weight: 0.0e0 of the distribution lies from 0",
        ),
        (
            |d| d.projections[0].delay = (-0.1).into(),
            "projection \"all\", delay: -0.1 is out of range; accepted is a delay of 0 ms or more",
        ),
        (
            |d| d.projections[0].delay = 1e9.into(),
            "projection \"all\", delay: a delay of 10000000000 steps is too long; accepted are up to",
        ),
        (
            |d| {
                d.projections[0].storage = Storage::Procedural;
                rule(d, in_degree(3, false));
            },
            "projection \"all\", storage: the synapses of fixed-in-degree cannot be drawn again",
        ),
    ]);
}

#[test]
fn rules_that_draw() {
    assert_refused(&[
        (
            |d| rule(d, bernoulli(1.01)),
            "projection \"all\", connect.p: 1.01 is out of range; accepted is a probability from 0 to 1",
        ),
        (
            |d| rule(d, bernoulli(f64::NAN)),
            "projection \"all\", connect.p: NaN is out of range",
        ),
        (
            |d| rule(d, in_degree(10, false)),
            "projection \"all\", connect.degree: each target is to have 10 synapses, but some have only 9 \
             possible sources without autapses; accepted are up to 9",
        ),
        (
            |d| rule(d, out_degree(10, false)),
            "projection \"all\", connect.degree: each source is to have 10 synapses, but some have only 9 \
             possible targets without autapses; accepted are up to 9",
        ),
        (
            |d| rule(d, total(91, false)),
            "projection \"all\", connect.synapses: there are 90 pairs of neurons to connect, 91 synapses",
        ),
        (
            |d| {
                d.projections[0].source = Slice::range(0, 3..4);
                d.projections[0].target = Slice::range(0, 3..4);
                rule(d, in_degree(1, true));
            },
            "projection \"all\", connect.degree: each target is to have 1 synapses, but some have only 0",
        ),
        (
            |d| rule(d, in_degree(u32::MAX, true)),
            "projection \"all\", connect.degree: 4294967295 are too many synapses for these pairs",
        ),
        (
            |d| rule(d, out_degree(u32::MAX, true)),
            "projection \"all\", connect.degree: 4294967295 are too many synapses for these pairs",
        ),
        (
            |d| rule(d, total(u64::MAX, true)),
            "projection \"all\", connect.synapses: 18446744073709551615 are too many synapses for these",
        ),
    ]);
}

#[test]
fn rules_that_are_given() {
    assert_refused(&[
        (
            |d| {
                d.projections[0].source = Slice::range(0, 0..9);
                rule(d, ConnectionRule::OneToOne);
            },
            "projection \"all\", connect.rule: one-to-one needs as many sources as targets, found 9 sources \
             and 10 targets",
        ),
        (
            |d| matrix(d, (10, 9), 1.0),
            "projection \"all\", connect.path: the matrix has 10 rows and 9 columns; 10 sources and 10",
        ),
        (
            |d| matrix(d, (10, 10), -1.0),
            "projection \"all\", connect.path: the matrix entry -1 at row 2, column 3 is negative; set",
        ),
        (
            |d| matrix(d, (10, 10), f64::NAN),
            "projection \"all\", connect.path: the matrix entry NaN at row 2, column 3 gives a weight",
        ),
        (
            |d| {
                d.projections[0].weight = 1e10.into();
                matrix(d, (10, 10), 1e10);
            },
            "projection \"all\", connect.path: the matrix entry 10000000000 at row 2, column 3 gives a",
        ),
    ]);
}

fn edges(d: &mut NetworkDescription, change: impl FnOnce(&mut Edges)) {
    let mut edges = Edges {
        sources: vec![0, 9, 9],
        targets: vec![1, 1, 1],
        weights: Some(vec![1.0, 2.0, 0.0]),
        delays: None,
    };
    change(&mut edges);
    rule(d, ConnectionRule::FromEdges(Arc::new(edges)));
}

#[test]
fn edges_that_are_given() {
    let mut valid = description();
    edges(&mut valid, |_| {});
    Network::new(valid).expect("pairs may repeat");
    assert_refused(&[
        (
            |d| edges(d, |edges| edges.targets.push(3)),
            "projection \"all\", connect.path: there are 3 sources and 4 targets; each edge",
        ),
        (
            |d| edges(d, |edges| edges.weights = Some(vec![1.0])),
            "projection \"all\", connect.path: there are 3 sources and 1 weights",
        ),
        (
            |d| edges(d, |edges| edges.delays = Some(vec![1.5])),
            "projection \"all\", connect.path: there are 3 sources and 1 delays",
        ),
        (
            |d| edges(d, |edges| edges.sources[2] = 10),
            "projection \"all\", connect.path: edge 2 has source 10; there are 10 sources, counted from 0",
        ),
        (
            |d| edges(d, |edges| edges.weights = Some(vec![1.0, -1.0, 1.0])),
            "projection \"all\", connect.path: the weight -1 of edge 1 is negative; set receptor",
        ),
        (
            |d| edges(d, |edges| edges.weights = Some(vec![1.0, 1.0, 1e16])),
            "projection \"all\", connect.path: the weight 10000000000000000 of edge 2 gives a weight beyond",
        ),
        (
            |d| edges(d, |edges| edges.delays = Some(vec![1.5, -1.5, 1.5])),
            "projection \"all\", connect.path: the delay -1.5 of edge 1 ms cannot be",
        ),
        (
            |d| edges(d, |edges| edges.delays = Some(vec![1.5, 1e12, 1.5])),
            "projection \"all\", connect.path: the delay 1000000000000 of edge 1 ms is too long",
        ),
        (
            |d| {
                d.projections[0].receptor = ReceptorChoice::BySign;
                d.projections[0].target = Slice::range(1, 0..5);
                edges(d, |_| {});
            },
            "projection \"all\", receptor: population \"sources\"",
        ),
        (
            |d| {
                d.projections[0].receptor = ReceptorChoice::BySign;
                edges(d, |edges| edges.weights = None);
            },
            "projection \"all\", receptor: by-sign needs",
        ),
    ]);
}

#[test]
fn what_the_legacy_generator_does_not_draw() {
    let legacy = |p: f64| {
        let mut description = description();
        description.generator = Generator::NumpyLegacy;
        rule(&mut description, bernoulli(p));
        description
    };
    Network::new(legacy(0.1)).expect("few pairs are drawn one by one");
    assert_refused(&[
        (
            |d| {
                d.generator = Generator::NumpyLegacy;
                rule(d, total(3, false));
            },
            "projection \"all\", connect.rule: fixed-total is drawn by chacha8 alone",
        ),
        (
            |d| {
                d.generator = Generator::NumpyLegacy;
                d.populations[0].size = 1001;
                d.projections[0].target = Slice::range(0, 0..1001);
                rule(d, bernoulli(0.25));
            },
            "projection \"all\", connect.p: numpy-legacy reproduces Brian2 for up to 1000 targets or p > 0.25",
        ),
        (
            |d| {
                d.generator = Generator::NumpyLegacy;
                d.populations[0].size = 70_000;
                d.projections[0].source = Slice::range(0, 0..70_000);
                d.projections[0].target = Slice::range(0, 0..70_000);
                rule(d, bernoulli(0.26));
            },
            "projection \"all\", connect.p: numpy-legacy draws one number for each of the 4900000000 pairs",
        ),
        (
            |d| {
                d.generator = Generator::NumpyLegacy;
                d.projections[0].storage = Storage::Procedural;
                rule(d, bernoulli(0.1));
            },
            "projection \"all\", storage: the synapses of pairwise-bernoulli cannot be drawn again",
        ),
    ]);
}
