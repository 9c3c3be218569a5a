//! Weights belong to their pairs, whatever rule connects them and however rows are cut.

use super::*;
use crate::network::Values;

/// A projection from 700 to 900 neurons of one population.
fn pathway_of(rule: ConnectionRule, weight: Values) -> Pathway {
    let (sources, targets) = match rule {
        ConnectionRule::OneToOne => (700, 700),
        _ => (700, 900),
    };
    let slice = |end| Slice {
        population: 0,
        neurons: 0..end,
    };
    let network = Network::new(NetworkDescription {
        dt: 0.1,
        seed: 11,
        populations: vec![Population::new("cells", 900, AdexParameters::default())],
        projections: vec![Projection {
            name: "tested".to_owned(),
            source: slice(sources),
            target: slice(targets),
            receptor: ReceptorChoice::One(Receptor::EXCITATORY),
            rule,
            weight,
            delay: 0.0.into(),
            storage: Storage::Auto,
        }],
        ..NetworkDescription::default()
    });
    let network = network.expect("the network is valid");
    let mut pathways = pathways(&network, None, &crew(1), Level::best());
    pathways.pop().expect("there are synapses")
}

/// Target and weight of the synapses of each source.
type Weighted = Vec<Vec<(u32, f64)>>;

fn stored(pathway: &Pathway, parts: &[Range<u32>], crew: &Crew, level: Level) -> Weighted {
    let rows = build_rows::<f64>(pathway, parts, crew, level);
    let row = |source: usize| {
        let parts = parts.iter().zip(&rows);
        let local = |(part, rows): (&Range<u32>, &Rows<f64>)| -> Vec<(u32, f64)> {
            let targets = rows.targets(source).iter();
            let weights = rows.weights(source).expect("weights are individual");
            let synapses = targets.zip(weights);
            synapses
                .map(|(&target, &weight)| (part.start + u32::from(target), weight))
                .collect()
        };
        parts.flat_map(local).collect()
    };
    (0..pathway.sources.len()).map(row).collect()
}

fn uncut(pathway: &Pathway) -> Weighted {
    let all = 0..pathway.targets.len() as u32;
    stored(pathway, std::slice::from_ref(&all), &crew(1), Level::best())
}

fn rules() -> Vec<ConnectionRule> {
    let mut rules = drawn_rules();
    rules.retain(|rule| !matches!(rule, ConnectionRule::FixedOutDegree { degree: 900, .. }));
    rules.push(ConnectionRule::OneToOne);
    rules
}

/// If this fails, weights depend on the rule, or on threads, blocks or the instruction set.
#[test]
fn weights_belong_to_pairs() {
    let weight = Values::normal(2.0, 1.5);
    let all = ConnectionRule::AllToAll { autapses: true };
    let of_pairs = uncut(&pathway_of(all, weight.clone()));
    for rule in rules() {
        let pathway = pathway_of(rule.clone(), weight.clone());
        assert_eq!(pathway.weight, Weight::Individual);
        let whole = uncut(&pathway);
        assert!(whole.iter().any(|row| !row.is_empty()));
        for (source, row) in whole.iter().enumerate() {
            assert!(row.is_sorted_by(|a, b| a.0 < b.0), "{rule:?}");
            for &(target, weight) in row {
                let expected = of_pairs[source][target as usize].1;
                assert_eq!(weight, expected, "{rule:?}: {source} to {target}");
            }
        }
        let end = pathway.targets.len() as u32;
        for threads in [1, 3] {
            for level in Level::available() {
                let parts = [0..1, 1..64, 64..64, 64..600, 600..end];
                let found = stored(&pathway, &parts, &crew(threads), level);
                assert!(found == whole, "{rule:?}: {threads} threads, {level}");
            }
        }
    }
}

#[test]
fn weights_are_distributed_as_described() {
    let weight = Values::normal(2.0, 1.5).truncated(f64::NEG_INFINITY, 5.0);
    let autapses = false;
    let rule = ConnectionRule::FixedInDegree {
        degree: 300,
        autapses,
    };
    let rows = uncut(&pathway_of(rule, weight.clone()));
    let weights: Vec<f64> = rows.iter().flatten().map(|synapse| synapse.1).collect();
    assert_eq!(weights.len(), 300 * 900);
    assert!(weights.iter().all(|weight| (0.0..=5.0).contains(weight)));
    let n = weights.len() as f64;
    let mean = weights.iter().sum::<f64>() / n;
    let variance = weights.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / n;
    let z = (mean - weight.at_least(0.0).mean()) / (variance / n).sqrt();
    assert!(z.abs() < 4.5, "the mean {mean} is {z} standard errors off");
    // Weights of a source, and of a target, are as different as any.
    let group = |of: &dyn Fn(usize, u32) -> usize, groups: usize| {
        let mut sums = vec![(0.0, 0.0); groups];
        for (source, row) in rows.iter().enumerate() {
            for &(target, weight) in row {
                let (sum, count) = &mut sums[of(source, target)];
                *sum += weight - mean;
                *count += 1.0;
            }
        }
        let chi2: f64 = sums
            .iter()
            .map(|(sum, count)| sum * sum / (count * variance))
            .sum();
        deviation(chi2, groups as f64)
    };
    for (name, z) in [
        ("sources", group(&|source, _| source, 700)),
        ("targets", group(&|_, target| target as usize, 900)),
    ] {
        assert!(z.abs() < 4.5, "weights cluster by {name}: {z}");
    }
}

/// However equal weights are described, arrivals are counted.
#[test]
fn equal_weights_are_uniform() {
    let rule = ConnectionRule::OneToOne;
    for (weight, expected) in [
        (2.0.into(), Weight::Uniform(2.0)),
        (Values::normal(2.0, 0.0), Weight::Uniform(2.0)),
        (vec![0.3; 700].into(), Weight::Uniform(0.3)),
        (Values::uniform(1.0, 2.0), Weight::Individual),
    ] {
        assert_eq!(pathway_of(rule.clone(), weight).weight, expected);
    }
}

#[test]
fn given_weights_go_to_their_pairs() {
    let weights: Vec<f64> = (0..700).map(f64::from).collect();
    let rows = uncut(&pathway_of(ConnectionRule::OneToOne, weights.into()));
    for (source, row) in rows.iter().enumerate() {
        assert_eq!(*row, [(source as u32, source as f64)]);
    }
}
