//! Rules by which a pair may be connected more than once.

use super::*;
use crate::network::{NetworkError, Problem};
use crate::{ReadError, Recording, Simulation, SimulationOptions};
use std::collections::BTreeMap;

fn in_degree(degree: u32, autapses: bool) -> ConnectionRule {
    ConnectionRule::FixedInDegree {
        degree,
        autapses,
        multapses: true,
    }
}

fn out_degree(degree: u32, autapses: bool) -> ConnectionRule {
    ConnectionRule::FixedOutDegree {
        degree,
        autapses,
        multapses: true,
    }
}

fn total(synapses: u64, autapses: bool) -> ConnectionRule {
    ConnectionRule::FixedTotal {
        synapses,
        autapses,
        multapses: true,
    }
}

pub(super) fn rules() -> [ConnectionRule; 3] {
    [
        in_degree(90, false),
        out_degree(2_000, false),
        total(300_000, false),
    ]
}

/// If this fails, neurons have more or fewer synapses than the rule says, or of unequal chances.
#[test]
fn degrees_follow_the_rules() {
    let n = 1_000_usize;
    for autapses in [false, true] {
        let possible = (n - usize::from(!autapses)) as f64;
        let check = |what: &str, counts: &[u32], mean: f64| {
            check_counts(what, counts, mean, mean * (1.0 - 1.0 / possible));
        };
        // More synapses than partners are accepted.
        for degree in [0, 1, 40, 1_500] {
            let (outward, inward) = degrees(&pairs(in_degree(degree, autapses), n, n, 1), n);
            assert!(inward.iter().all(|&found| found == degree));
            let (fixed, free) = degrees(&pairs(out_degree(degree, autapses), n, n, 2), n);
            assert!(fixed.iter().all(|&found| found == degree));
            if degree > 0 {
                check("in-degree, out-degrees", &outward, f64::from(degree));
                check("out-degree, in-degrees", &free, f64::from(degree));
            }
        }
        for synapses in [0, 3_000, 150_000, 1_700_000] {
            let (outward, inward) = degrees(&pairs(total(synapses, autapses), n, n, 3), n);
            assert_eq!(outward.iter().map(|&k| u64::from(k)).sum::<u64>(), synapses);
            if synapses > 0 {
                let mean = synapses as f64 / n as f64;
                check("total, out-degrees", &outward, mean);
                check("total, in-degrees", &inward, mean);
            }
        }
    }
}

/// All networks that can be made by choosing for each synapse one of its pairs, with their probabilities.
fn networks(choices: &[Vec<usize>]) -> BTreeMap<Vec<usize>, f64> {
    let mut networks = BTreeMap::from([(Vec::new(), 1.0)]);
    for pairs in choices {
        let mut longer = BTreeMap::new();
        for (network, probability) in &networks {
            for &pair in pairs {
                let mut network = network.clone();
                network.push(pair);
                network.sort_unstable();
                *longer.entry(network).or_insert(0.0) += probability / pairs.len() as f64;
            }
        }
        networks = longer;
    }
    networks
}

/// If this fails, the synapses of a pair, a source or a target depend on each other.
#[test]
fn every_synapse_is_drawn_from_all_its_pairs() {
    let (size, trials) = (3, 20_000);
    let pairs_of = |is_wanted: &dyn Fn(usize, usize) -> bool| -> Vec<usize> {
        let all = (0..size * size).map(|pair| (pair / size, pair % size));
        let wanted = all.filter(|&(source, target)| source != target && is_wanted(source, target));
        wanted
            .map(|(source, target)| source * size + target)
            .collect()
    };
    let mut inward = Vec::new();
    let mut outward = Vec::new();
    for neuron in 0..size {
        inward.extend([
            pairs_of(&|_, target| target == neuron),
            pairs_of(&|_, target| target == neuron),
        ]);
        outward.extend([
            pairs_of(&|source, _| source == neuron),
            pairs_of(&|source, _| source == neuron),
        ]);
    }
    let any = vec![pairs_of(&|_, _| true); 3];
    for (rule, choices) in [
        (in_degree(2, false), inward),
        (out_degree(2, false), outward),
        (total(3, false), any),
    ] {
        let expected = networks(&choices);
        let mut counts: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        for seed in 0..trials {
            let rows = pairs(rule.clone(), size, size, seed);
            let of_row = |(source, row): (usize, &Vec<u32>)| -> Vec<usize> {
                row.iter()
                    .map(|&target| source * size + target as usize)
                    .collect()
            };
            let found = rows.iter().enumerate().flat_map(of_row).collect();
            *counts.entry(found).or_default() += 1;
        }
        let mut chi2 = 0.0;
        for (network, probability) in &expected {
            let found = f64::from(counts.remove(network).unwrap_or(0));
            let mean = probability * trials as f64;
            chi2 += (found - mean).powi(2) / mean;
        }
        assert!(counts.is_empty(), "{rule:?} made {counts:?}");
        let z = deviation(chi2, expected.len() as f64 - 1.0);
        assert!(
            z.abs() < 5.0,
            "{rule:?}: chi-square is {z} standard deviations off"
        );
    }
}

#[test]
fn values_are_stable() {
    let rules = [
        in_degree(10, false),
        out_degree(10, false),
        total(10_000, false),
    ];
    let rows = rules.map(|rule| pairs(rule, 1_000, 1_000, 1234)[7][..5].to_vec());
    assert_eq!(rows, PINNED);
}

const PINNED: [[u32; 5]; 3] = [
    [38, 131, 131, 213, 220],
    [15, 161, 200, 205, 486],
    [15, 161, 205, 486, 556],
];

fn network(rule: ConnectionRule, sources: usize, targets: usize) -> Result<Network, NetworkError> {
    Network::new(description(rule, sources, targets, 1))
}

/// If this fails, synapses are asked for that cannot be drawn, or too many to be counted.
#[test]
fn what_cannot_be_drawn_is_refused() {
    let problem = |rule, sources, targets| {
        let refused = network(rule, sources, targets).expect_err("it cannot be drawn");
        (refused.place.key, *refused.problem)
    };
    // The only partner would be the neuron itself.
    for rule in [in_degree(1, false), out_degree(1, false)] {
        let (key, problem) = problem(rule, 1, 1);
        assert_eq!(key, "connect.degree");
        assert!(matches!(
            problem,
            Problem::DegreeTooLarge { possible: 0, .. }
        ));
    }
    let (key, found) = problem(total(1, false), 1, 1);
    assert_eq!(key, "connect.synapses");
    assert!(matches!(
        found,
        Problem::TooManySynapses { possible: 0, .. }
    ));
    assert!(network(total(1, true), 1, 1).is_ok());

    let most = 1_u64 << 31;
    for (rule, accepted) in [
        (in_degree(u32::MAX, true), most / 20),
        (out_degree(u32::MAX, true), most / 10),
        (total(most + 1, true), most),
    ] {
        let (_, found) = problem(rule, 10, 20);
        let accepted = u128::from(accepted);
        assert!(
            matches!(found, Problem::TooManyMultapses { accepted: found, .. } if found == accepted),
            "{found:?}"
        );
    }
    assert!(network(total(most, true), 10, 20).is_ok());
}

/// If this fails, several synapses are read as one.
#[test]
fn no_matrix_is_read_where_pairs_repeat() {
    let read = |rule| {
        let network = network(rule, 10, 10).expect("it is valid");
        let options = SimulationOptions::default();
        let simulation = Simulation::new(&network, Recording::default(), options);
        simulation.expect("it can be built").projection_matrix(0)
    };
    let refused = Err(ReadError::Multapses { projection: 0 });
    assert_eq!(read(in_degree(30, true)), refused);
    // Pairs that could repeat but do not are a matrix.
    assert_eq!(read(total(1, true)).map(|matrix| matrix.nnz()), Ok(1));
}
