//! The rules draw what they say: counts by chi-square, every set of pairs equally likely, and the same
//! synapses however they are cut, by whom they are drawn and whether they are stored.

mod distance;
mod edges;
mod individual;
mod lists;
mod multapses;
mod rare;

use super::*;
use crate::level::{Machine, Task};
use crate::network::{NetworkDescription, Population, Positions, Slice, Storage};
use adexnet_model::adex::AdexParameters;
use std::ops::Range;

/// Sources 0..`sources` and targets 0..`targets` of one population, so that those in both could be autapses.
fn description(
    rule: ConnectionRule,
    sources: usize,
    targets: usize,
    seed: u64,
) -> NetworkDescription {
    let slice = |end| Slice::range(0, 0..end);
    let size = sources.max(targets);
    let cells = Population::new("cells", size, AdexParameters::default());
    NetworkDescription {
        dt: 0.1,
        seed,
        populations: vec![cells.with_positions(Positions::grid([size], 10.0))],
        projections: vec![Projection {
            name: "tested".to_owned(),
            source: slice(sources),
            target: slice(targets),
            receptor: ReceptorChoice::One(Receptor::EXCITATORY),
            rule,
            weight: 1.0.into(),
            delay: 0.0.into(),
            plasticity: None,
            storage: Storage::Auto,
        }],
        ..NetworkDescription::default()
    }
}

/// The synapses of [`description`].
fn pathway(rule: ConnectionRule, sources: usize, targets: usize, seed: u64) -> Option<Pathway> {
    let network = Network::new(description(rule, sources, targets, seed));
    let network = network.expect("the network is valid");
    pathways(&network, None, &crew(1), Level::best()).pop()
}

fn crew(threads: usize) -> Crew {
    Crew::new(threads).expect("threads can be started")
}

/// All pairs of a rule, source by source.
fn pairs(rule: ConnectionRule, sources: usize, targets: usize, seed: u64) -> Vec<Vec<u32>> {
    let Some(pathway) = pathway(rule, sources, targets, seed) else {
        return vec![Vec::new(); sources];
    };
    uncut(&pathway)
}

/// The targets of each source, from rows that are stored in one part by one thread.
fn uncut(pathway: &Pathway) -> Vec<Vec<u32>> {
    let all = 0..pathway.targets.len() as u32;
    stored(pathway, std::slice::from_ref(&all), &crew(1), Level::best())
}

/// The targets of each source, from rows that are stored in parts.
fn stored(pathway: &Pathway, parts: &[Range<u32>], crew: &Crew, level: Level) -> Vec<Vec<u32>> {
    let rows = build_rows::<f64>(pathway, parts, crew, level);
    let row = |source: usize| {
        let parts = parts.iter().zip(&rows);
        let local = |(part, rows): (&Range<u32>, &Rows<f64>)| -> Vec<u32> {
            let targets = rows.targets(source).iter();
            targets
                .map(|&target| part.start + u32::from(target))
                .collect()
        };
        parts.flat_map(local).collect()
    };
    (0..pathway.sources.len()).map(row).collect()
}

/// How far a chi-square statistic is from its expectation, in standard deviations.
fn deviation(chi2: f64, degrees_of_freedom: f64) -> f64 {
    (chi2 - degrees_of_freedom) / (2.0 * degrees_of_freedom).sqrt()
}

/// Checks counts against a common mean and variance.
fn check_counts(what: &str, counts: &[u32], mean: f64, variance: f64) {
    let chi2: f64 = counts
        .iter()
        .map(|&count| (f64::from(count) - mean).powi(2) / variance)
        .sum();
    // Rare events make the sum wider than that of normal numbers.
    let spread = (2.0 + 1.0 / variance).sqrt() / 2.0_f64.sqrt();
    let z = deviation(chi2, counts.len() as f64) / spread;
    assert!(
        z.abs() < 5.0,
        "{what}: chi-square is {z} standard deviations off"
    );
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let z = (total / counts.len() as f64 - mean) / (variance / counts.len() as f64).sqrt();
    assert!(z.abs() < 5.0, "{what}: the mean is {z} standard errors off");
}

fn degrees(rows: &[Vec<u32>], targets: usize) -> (Vec<u32>, Vec<u32>) {
    let mut inward = vec![0; targets];
    for &target in rows.iter().flatten() {
        inward[target as usize] += 1;
    }
    (rows.iter().map(|row| row.len() as u32).collect(), inward)
}

fn check_rows(rows: &[Vec<u32>], autapses: bool) {
    for (source, row) in rows.iter().enumerate() {
        assert!(
            row.is_sorted_by(|a, b| a < b),
            "row {source} repeats or is out of order"
        );
        assert!(
            autapses || !row.contains(&(source as u32)),
            "{source} connects to itself"
        );
    }
}

/// If this fails, neurons have more or fewer synapses than the rule says, or of unequal chances.
#[test]
fn degrees_follow_the_rules() {
    // All neurons are sources and targets, so that every one has as many possible partners.
    let n = 2_000_usize;
    for autapses in [false, true] {
        let possible = (n - usize::from(!autapses)) as f64;
        let binomial = |p: f64| (possible * p, possible * p * (1.0 - p));
        for p in [0.0007, 0.02, 0.3, 0.97] {
            let rows = pairs(ConnectionRule::PairwiseBernoulli { p, autapses }, n, n, 5);
            check_rows(&rows, autapses);
            let (outward, inward) = degrees(&rows, n);
            let (mean, variance) = binomial(p);
            check_counts("bernoulli, out-degrees", &outward, mean, variance);
            check_counts("bernoulli, in-degrees", &inward, mean, variance);
        }
        // Beyond half of the partners those left out are drawn.
        for degree in [0, 1, 50, 1_500, n as u32 - 1] {
            let p = f64::from(degree) / possible;
            let (mean, variance) = binomial(p);
            let rule = ConnectionRule::FixedInDegree {
                degree,
                autapses,
                multapses: false,
            };
            let rows = pairs(rule, n, n, 6);
            check_rows(&rows, autapses);
            let (outward, inward) = degrees(&rows, n);
            assert!(inward.iter().all(|&found| found == degree));
            let rule = ConnectionRule::FixedOutDegree {
                degree,
                autapses,
                multapses: false,
            };
            let rows = pairs(rule, n, n, 7);
            check_rows(&rows, autapses);
            let (fixed, free) = degrees(&rows, n);
            assert!(fixed.iter().all(|&found| found == degree));
            if variance > 0.0 {
                check_counts("fixed in-degree, out-degrees", &outward, mean, variance);
                check_counts("fixed out-degree, in-degrees", &free, mean, variance);
            }
        }
        for synapses in [0_u64, 1_500, 80_000, 3_900_000, (n * (n - 1)) as u64] {
            let rule = ConnectionRule::FixedTotal {
                synapses,
                autapses,
                multapses: false,
            };
            let rows = pairs(rule, n, n, 8);
            check_rows(&rows, autapses);
            let (outward, inward) = degrees(&rows, n);
            assert_eq!(outward.iter().map(|&k| u64::from(k)).sum::<u64>(), synapses);
            let (mean, variance) = binomial(synapses as f64 / (n as f64 * possible));
            // The mean is exact; the counts share what is left of the variance.
            if variance > 0.0 {
                check_counts("fixed total, out-degrees", &outward, mean, variance);
                check_counts("fixed total, in-degrees", &inward, mean, variance);
            }
        }
    }
}

/// If this fails, some networks that a rule permits are likelier than others.
#[test]
fn every_set_of_pairs_is_equally_likely() {
    let (sources, targets, trials) = (4, 5, 6_000);
    let autapses = false;
    // Of 20 pairs 4 would be autapses. How many synapses are drawn, and how many pairs of synapses share
    // neither, a source, or a target, decides the expected counts.
    let rules = [
        (
            "bernoulli",
            ConnectionRule::PairwiseBernoulli { p: 0.4, autapses },
        ),
        (
            "in-degree",
            ConnectionRule::FixedInDegree {
                degree: 2,
                autapses,
                multapses: false,
            },
        ),
        (
            "out-degree",
            ConnectionRule::FixedOutDegree {
                degree: 2,
                autapses,
                multapses: false,
            },
        ),
        (
            "total",
            ConnectionRule::FixedTotal {
                synapses: 6,
                autapses,
                multapses: false,
            },
        ),
    ];
    for (name, rule) in rules {
        let mut singles = vec![0.0_f64; sources * targets];
        let mut doubles = vec![0.0_f64; (sources * targets).pow(2)];
        for seed in 0..trials {
            let rows = pairs(rule.clone(), sources, targets, seed);
            let mut found = Vec::new();
            for (source, row) in rows.iter().enumerate() {
                found.extend(row.iter().map(|&target| source * targets + target as usize));
            }
            for &a in &found {
                singles[a] += 1.0;
                for &b in &found {
                    doubles[a * sources * targets + b] += 1.0;
                }
            }
        }
        let n = trials as f64;
        let (place, partner) = (
            |pair: usize| (pair / targets, pair % targets),
            |k: usize| k < sources,
        );
        let single = |pair: usize| {
            let (source, target) = place(pair);
            if source == target {
                return 0.0;
            }
            // The number of possible sources of a target, and of targets of a source.
            let inward = (sources - usize::from(partner(target))) as f64;
            match name {
                "bernoulli" => 0.4,
                "in-degree" => 2.0 / inward,
                "out-degree" => 2.0 / (targets - 1) as f64,
                _ => 6.0 / 16.0,
            }
        };
        let double = |a: usize, b: usize| {
            let ((source_a, target_a), (source_b, target_b)) = (place(a), place(b));
            let inward = (sources - usize::from(partner(target_a))) as f64;
            match name {
                _ if single(a) * single(b) == 0.0 => 0.0,
                "in-degree" if target_a == target_b => single(a) / (inward - 1.0),
                "out-degree" if source_a == source_b => single(a) / (targets - 2) as f64,
                "total" => single(a) * 5.0 / 15.0,
                _ => single(a) * single(b),
            }
        };
        for a in 0..sources * targets {
            let check = |found: f64, p: f64, what: &str| {
                let z = (found - n * p) / (n * p * (1.0 - p)).sqrt().max(1.0);
                assert!(
                    z.abs() < 5.0,
                    "{name}: {what} {found} times in {n}, expected {}",
                    n * p
                );
            };
            check(singles[a], single(a), "a pair is connected");
            for b in 0..a {
                check(
                    doubles[a * sources * targets + b],
                    double(a, b),
                    "two pairs are connected",
                );
            }
        }
    }
}

/// All rules that draw, in an ordinary size.
fn drawn_rules() -> Vec<ConnectionRule> {
    let autapses = false;
    let bernoulli = [0.003, 0.2, 0.99].map(|p| ConnectionRule::PairwiseBernoulli { p, autapses });
    let mut rules = bernoulli.to_vec();
    rules.extend([
        ConnectionRule::FixedInDegree {
            degree: 30,
            autapses,
            multapses: false,
        },
        ConnectionRule::FixedOutDegree {
            degree: 900,
            autapses,
            multapses: false,
        },
        ConnectionRule::FixedTotal {
            synapses: 70_000,
            autapses,
            multapses: false,
        },
        ConnectionRule::AllToAll { autapses },
    ]);
    rules.extend(multapses::rules());
    rules.extend(distance::rules());
    rules
}

/// If this fails, the network depends on the number of threads, on the size of blocks or on the instruction set.
#[test]
fn rows_do_not_depend_on_parts_threads_or_level() {
    let size = 1_400;
    for rule in drawn_rules() {
        let pathway = pathway(rule.clone(), size, size, 3).expect("there are synapses");
        let whole = uncut(&pathway);
        assert!(whole.iter().any(|row| !row.is_empty()));
        for threads in [1, 2, 3] {
            for level in Level::available() {
                for parts in [
                    vec![0..1, 1..64, 64..64, 64..1_000, 1_000..1_400],
                    vec![0..0, 0..1_400, 1_400..1_400],
                ] {
                    let found = stored(&pathway, &parts, &crew(threads), level);
                    assert!(
                        found == whole,
                        "{rule:?}: {threads} threads, {level}, {parts:?}"
                    );
                }
            }
        }
    }
}

struct Visit<'a> {
    synapses: &'a Synapses,
    source: u32,
    targets: Range<u32>,
    found: &'a mut Vec<u32>,
}

impl Task for Visit<'_> {
    #[inline(always)]
    fn run<M: Machine>(self, machine: M) {
        let mut scratch = Scratch::default();
        self.synapses.visit_row(
            machine,
            &mut scratch,
            self.source,
            self.targets,
            |target, _| self.found.push(target),
        );
    }
}

/// If this fails, procedural storage is another network than the stored one.
#[test]
fn rows_drawn_again_are_those_that_are_stored() {
    let size = 1_400_usize;
    let mut rules = drawn_rules();
    rules.push(ConnectionRule::OneToOne);
    for rule in rules
        .into_iter()
        .filter(|rule| !matches!(rule, ConnectionRule::FixedInDegree { .. }))
    {
        let pathway = pathway(rule.clone(), size, size, 9).expect("there are synapses");
        let whole = uncut(&pathway);
        for (source, row) in whole.iter().enumerate().step_by(97) {
            for targets in [0..1_400, 5..6, 128..1_024, 777..1_400, 30..30] {
                let expected: Vec<u32> = row
                    .iter()
                    .copied()
                    .filter(|k| targets.contains(k))
                    .collect();
                for level in Level::available() {
                    let mut found = Vec::new();
                    level.run(Visit {
                        synapses: &pathway.synapses,
                        source: source as u32,
                        targets: targets.clone(),
                        found: &mut found,
                    });
                    assert_eq!(
                        found, expected,
                        "{rule:?}, source {source}, {targets:?}, {level}"
                    );
                }
            }
        }
    }
}

/// If this fails, every network that is connected by the rule has changed.
#[test]
fn values_are_stable() {
    let autapses = false;
    let rules = [
        ConnectionRule::PairwiseBernoulli { p: 0.01, autapses },
        ConnectionRule::FixedInDegree {
            degree: 10,
            autapses,
            multapses: false,
        },
        ConnectionRule::FixedOutDegree {
            degree: 10,
            autapses,
            multapses: false,
        },
        ConnectionRule::FixedTotal {
            synapses: 10_000,
            autapses,
            multapses: false,
        },
    ];
    let rows = rules.map(|rule| pairs(rule, 1_000, 1_000, 1234)[7][..5].to_vec());
    assert_eq!(rows, PINNED);
    let mut rare = Vec::new();
    Level::best().run(Visit {
        synapses: &rare::rare_synapses(1e-7, 1234),
        source: 7,
        targets: 0..u32::MAX,
        found: &mut rare,
    });
    assert_eq!(rare[..5], PINNED_RARE);
}

const PINNED: [[u32; 5]; 4] = [
    [43, 102, 285, 708, 780],
    [38, 131, 213, 220, 255],
    [15, 161, 200, 205, 486],
    [15, 161, 205, 486, 556],
];

/// With two words a jump.
const PINNED_RARE: [u32; 5] = [4_414_379, 10_292_041, 28_600_934, 71_110_760, 78_336_259];
