//! Weights and delays belong to their pairs, whatever rule connects them and however rows are cut.

use super::*;
use crate::level::LANES;
use crate::network::Values;
use crate::random::DrawnValues;
use std::collections::BTreeMap;

const SEED: u64 = 11;
const TARGETS: usize = 900;

/// A projection from 700 to 900 neurons of one population (or 900 to 900, one to one), in steps of 0.1 ms.
fn pathway_of(rule: ConnectionRule, weight: Values, delay: Values) -> Pathway {
    let sources = match rule {
        ConnectionRule::OneToOne => TARGETS,
        _ => 700,
    };
    let mut description = description(rule, sources, TARGETS, SEED);
    description.projections[0].weight = weight;
    description.projections[0].delay = delay;
    let network = Network::new(description).expect("the network is valid");
    let mut pathways = pathways(&network, None, &crew(1), Level::best());
    pathways.pop().expect("there are synapses")
}

fn weights() -> Values {
    Values::normal(2.0, 1.5)
}

fn delays() -> Values {
    Values::lognormal(5.0, 4.0).truncated(0.7, 60.0)
}

/// A synapse: delay in steps beyond the smallest, target, and weight in nS.
type Synapse = (u16, u32, f64);

/// The rows of a pathway, whose parts are put one after the other.
fn stored(
    pathway: &Pathway,
    parts: &[Range<u32>],
    crew: &Crew,
    level: Level,
) -> Vec<Vec<Vec<Synapse>>> {
    let rows = build_rows::<f64>(pathway, parts, crew, level);
    let row = |source: usize| {
        let parts = parts.iter().zip(&rows);
        let local = |(part, rows): (&Range<u32>, &Rows<f64>)| {
            let (weights, delays) = (rows.weights(source), rows.delays(source));
            let synapse = |(k, &target): (usize, &u16)| {
                let delay = delays.map_or(0, |delays| delays[k]);
                let weight = weights.map_or(0.0, |weights| weights[k]);
                (delay, part.start + u32::from(target), weight)
            };
            rows.targets(source)
                .iter()
                .enumerate()
                .map(synapse)
                .collect()
        };
        parts.map(local).collect()
    };
    (0..pathway.sources.len()).map(row).collect()
}

fn uncut(pathway: &Pathway) -> Vec<Vec<Synapse>> {
    let all = 0..pathway.targets.len() as u32;
    let rows = stored(pathway, std::slice::from_ref(&all), &crew(1), Level::best());
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

fn rules() -> Vec<ConnectionRule> {
    let mut rules = drawn_rules();
    // Its degree would be that of all.
    rules.retain(|rule| !matches!(rule, ConnectionRule::FixedOutDegree { degree: 900, .. }));
    rules.push(ConnectionRule::OneToOne);
    rules
}

struct ValueAt<'a>(&'a DrawnValues, u64, u64, &'a mut f64);

impl Task for ValueAt<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        *self.3 = self.0.draw(machine, [self.1; LANES], [self.2; LANES])[0];
    }
}

fn value_at(values: &Values, purpose: Purpose, source: usize, target: u32, copy: u64) -> f64 {
    let Values::Drawn(distribution) = values.at_least(0.0) else {
        panic!("{values} are not drawn");
    };
    let drawn = DrawnValues::new(SEED, purpose, 0, &distribution);
    let mut value = 0.0;
    let address = (source as u64, u64::from(target) | copy << 32);
    Level::best().run(ValueAt(&drawn, address.0, address.1, &mut value));
    value
}

/// A name, what is taken of a synapse, and its mean.
type Quantity<'a> = (&'a str, &'a dyn Fn(&Synapse) -> f64, f64);

/// If this fails, every network with individual weights or delays has changed, or they depend on the rule.
#[test]
fn values_are_those_of_their_pairs() {
    for rule in rules() {
        let pathway = pathway_of(rule.clone(), weights(), delays());
        assert_eq!((pathway.weight, pathway.delay), (Weight::Individual, 7));
        let rows = uncut(&pathway);
        let mut found = 0;
        for (source, row) in rows.iter().enumerate().step_by(41) {
            assert!(row.is_sorted_by_key(|&(delay, target, _)| (delay, target)));
            let mut expected = Vec::new();
            let mut targets: Vec<u32> = row.iter().map(|synapse| synapse.1).collect();
            targets.sort_unstable();
            let mut copies = BTreeMap::new();
            for target in targets {
                let copy = copies.entry(target).or_insert(0);
                let weight = value_at(&weights(), Purpose::Weight, source, target, *copy);
                let delay = value_at(&delays(), Purpose::Delay, source, target, *copy);
                let steps = (delay / 0.1).round() as u16 - 7;
                expected.push((steps, target, weight));
                *copy += 1;
            }
            // Copies of the same delay stay in their order.
            expected.sort_by_key(|&(delay, target, _)| (delay, target));
            assert!(*row == expected, "{rule:?}, source {source}");
            found += row.len();
        }
        assert!(found > 10, "{rule:?}: {found} synapses say little");
    }
}

/// If this fails, values depend on threads, blocks or the instruction set.
#[test]
fn values_do_not_depend_on_parts_threads_or_level() {
    for rule in rules() {
        for (weight, delay) in [
            (weights(), 1.0.into()),
            (2.0.into(), delays()),
            (weights(), delays()),
        ] {
            let pathway = pathway_of(rule.clone(), weight, delay);
            let whole = uncut(&pathway);
            let parts = [0..1, 1..64, 64..64, 64..600, 600..900];
            let part_of = |row: &[Synapse], part: &Range<u32>| -> Vec<Synapse> {
                let own = row.iter().filter(|synapse| part.contains(&synapse.1));
                own.copied().collect()
            };
            let of_row = |row: &Vec<Synapse>| {
                let parts = parts.iter().map(|part| part_of(row, part));
                parts.collect::<Vec<_>>()
            };
            let expected: Vec<_> = whole.iter().map(of_row).collect();
            let mut ways = vec![(3, Level::best())];
            ways.extend(Level::available().into_iter().map(|level| (1, level)));
            for (threads, level) in ways {
                let found = stored(&pathway, &parts, &crew(threads), level);
                assert!(found == expected, "{rule:?}: {threads} threads, {level}");
            }
        }
    }
}

/// If this fails, weights or delays of a neuron have something in common, or are not what was described.
#[test]
fn values_are_distributed_as_described() {
    let rule = ConnectionRule::FixedInDegree {
        degree: 300,
        autapses: false,
        multapses: false,
    };
    let weight = weights().truncated(f64::NEG_INFINITY, 5.0);
    let rows = uncut(&pathway_of(rule, weight.clone(), delays()));
    let all = || rows.iter().flatten();
    assert_eq!(all().count(), 300 * TARGETS);
    assert!(all().all(|synapse| (0.0..=5.0).contains(&synapse.2)));
    let of_weight = |synapse: &Synapse| synapse.2;
    // Delays are rounded to steps.
    let of_delay = |synapse: &Synapse| 0.1 * (f64::from(synapse.0) + 7.0);
    let quantities: [Quantity<'_>; 2] = [
        ("weights", &of_weight, weight.at_least(0.0).mean()),
        ("delays", &of_delay, delays().mean()),
    ];
    for (name, quantity, expected) in quantities {
        let n = all().count() as f64;
        let mean = all().map(quantity).sum::<f64>() / n;
        let variance = all().map(|s| (quantity(s) - mean).powi(2)).sum::<f64>() / n;
        let z = (mean - expected) / (variance / n).sqrt();
        assert!(
            z.abs() < 4.5,
            "{name}: the mean {mean} is {z} standard errors off"
        );
        let group = |of: &dyn Fn(usize, u32) -> usize, groups: usize| {
            let mut sums = vec![(0.0, 0.0); groups];
            for (source, row) in rows.iter().enumerate() {
                for synapse in row {
                    let (sum, count) = &mut sums[of(source, synapse.1)];
                    *sum += quantity(synapse) - mean;
                    *count += 1.0;
                }
            }
            let chi2 = sums.iter().map(|(sum, n)| sum * sum / (n * variance));
            deviation(chi2.sum(), groups as f64)
        };
        for (of, z) in [
            ("sources", group(&|source, _| source, 700)),
            ("targets", group(&|_, target| target as usize, TARGETS)),
        ] {
            assert!(z.abs() < 4.5, "{name} cluster by {of}: {z}");
        }
    }
    let z = {
        let moments = |of: &dyn Fn(&Synapse) -> f64| {
            let n = all().count() as f64;
            let mean = all().map(of).sum::<f64>() / n;
            let variance = all().map(|s| (of(s) - mean).powi(2)).sum::<f64>() / n;
            (mean, variance.sqrt())
        };
        let (weight, delay) = (moments(&of_weight), moments(&of_delay));
        let products = all().map(|synapse| {
            (of_weight(synapse) - weight.0) * (of_delay(synapse) - delay.0) / weight.1 / delay.1
        });
        products.sum::<f64>() / (all().count() as f64).sqrt()
    };
    assert!(
        z.abs() < 4.5,
        "weights and delays correlate: {z} standard errors"
    );
}

/// However equal values are described, weights are counted and rows have no delays.
#[test]
fn equal_values_are_common() {
    let rule = ConnectionRule::OneToOne;
    for (values, expected) in [
        (2.0.into(), Some(2.0)),
        (Values::normal(2.0, 0.0), Some(2.0)),
        (vec![0.3; TARGETS].into(), Some(0.3)),
        (Values::uniform(1.0, 2.0), None),
    ] {
        let pathway = pathway_of(rule.clone(), values.clone(), values);
        let weight = expected.map_or(Weight::Individual, Weight::Uniform);
        assert_eq!(pathway.weight, weight);
        let all = 0..TARGETS as u32;
        let rows = build_rows::<f64>(&pathway, &[all], &crew(1), Level::best());
        let is_delayed = rows[0].delayed().is_some();
        assert_eq!(is_delayed, expected.is_none());
    }
    // Delays within a step are the same.
    let pathway = pathway_of(rule, 1.0.into(), Values::uniform(1.01, 1.04));
    assert_eq!(pathway.delay, 10);
    assert!(
        uncut(&pathway)
            .iter()
            .flatten()
            .all(|synapse| synapse.0 == 0)
    );
}

#[test]
fn given_values_go_to_their_pairs() {
    let given: Vec<f64> = (0..TARGETS).map(|k| k as f64).collect();
    let pathway = pathway_of(ConnectionRule::OneToOne, given.clone().into(), given.into());
    for (source, row) in uncut(&pathway).iter().enumerate() {
        assert_eq!(*row, [(10 * source as u16, source as u32, source as f64)]);
    }
}

/// Entries of a matrix keep their weights where delays are drawn.
#[test]
fn weights_of_a_matrix_stay_with_their_delays() {
    let (size, mut entries) = (
        (700, TARGETS),
        sprs::TriMatI::<f64, u32>::new((700, TARGETS)),
    );
    for source in 0..size.0 {
        for target in (source % 7..size.1).step_by(7) {
            entries.add_triplet(source, target, (1 + source + 1_000 * target) as f64);
        }
    }
    let rule = ConnectionRule::FromMatrix(Arc::new(entries.to_csr()));
    let rows = uncut(&pathway_of(rule, 0.5.into(), delays()));
    for (source, row) in rows.iter().enumerate() {
        assert!(row.is_sorted_by_key(|&(delay, target, _)| (delay, target)));
        for &(delay, target, weight) in row {
            let expected = value_at(&delays(), Purpose::Delay, source, target, 0);
            assert_eq!(delay + 7, (expected / 0.1).round() as u16);
            assert_eq!(weight, 0.5 * (1 + source + 1_000 * target as usize) as f64);
        }
    }
}
