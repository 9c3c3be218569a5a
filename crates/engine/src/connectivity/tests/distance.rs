//! Pairs that are connected the more often the nearer they are.

use super::*;
use crate::network::{Positions, Problem, Profile};
use ndarray::Array2;

fn near(profile: Profile, p_max: f64, autapses: bool) -> ConnectionRule {
    ConnectionRule::Distance {
        profile,
        p_max,
        autapses,
    }
}

pub(super) fn rules() -> [ConnectionRule; 2] {
    [
        near(Profile::Gaussian { sd: 300.0 }, 0.8, false),
        near(Profile::Exponential { length: 1_000.0 }, 0.3, false),
    ]
}

/// Numbers from 0 to 1 in no order.
fn scattered(neuron: usize, dimension: usize) -> f64 {
    let bits = (neuron as u64 * 3 + dimension as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Neurons in no order in a cube with sides of 1 mm around 0.
fn cube(size: usize, dimensions: usize) -> Positions {
    Positions::given(Array2::from_shape_fn(
        (size, dimensions),
        |(k, dimension)| 1_000.0 * scattered(k, dimension) - 500.0,
    ))
}

/// From one population to another.
fn between(
    rule: ConnectionRule,
    [sources, targets]: [(usize, Positions); 2],
    seed: u64,
) -> NetworkDescription {
    let mut description = description(rule, 1, 1, seed);
    let populations = [("a", sources), ("b", targets)].map(|(name, (size, positions))| {
        Population::new(name, size, AdexParameters::default()).with_positions(positions)
    });
    description.projections[0].source = populations[0].all(0);
    description.projections[0].target = populations[1].all(1);
    description.populations = populations.to_vec();
    description
}

fn compiled(description: NetworkDescription) -> Pathway {
    let network = Network::new(description).expect("the network is valid");
    let found = pathways(&network, None, &crew(1), Level::best()).pop();
    found.expect("there is a pathway")
}

/// The distance in a plain way: along each dimension the shortest of all ways round.
fn distance(a: [f64; 3], b: [f64; 3], periods: &[Option<f64>]) -> f64 {
    let along = |k: usize| {
        let ways = [-1.0, 0.0, 1.0].map(|turns| {
            let way = periods
                .get(k)
                .copied()
                .flatten()
                .map_or(0.0, |period| turns * period);
            (a[k] - b[k] + way).abs()
        });
        ways.into_iter().fold(f64::INFINITY, f64::min)
    };
    (0..3).map(|k| along(k).powi(2)).sum::<f64>().sqrt()
}

fn probability(profile: Profile, p_max: f64, distance: f64) -> f64 {
    p_max
        * libm::exp(match profile {
            Profile::Gaussian { sd } => -(distance / sd).powi(2) / 2.0,
            Profile::Exponential { length } => -distance / length,
        })
}

/// Synapses that were found among pairs, and what was to be expected.
#[derive(Clone, Copy, Default)]
struct Tally {
    found: f64,
    mean: f64,
    variance: f64,
}

impl Tally {
    fn add(&mut self, found: f64, p: f64) {
        self.found += found;
        self.mean += p;
        self.variance += p * (1.0 - p);
    }

    /// Checks that counts vary as they should, those that are not too small.
    fn check(what: &str, tallies: &[Self]) {
        let (mut chi2, mut count, mut variance) = (0.0, 0.0, 0.0);
        for tally in tallies.iter().filter(|tally| tally.variance > 0.1) {
            chi2 += (tally.found - tally.mean).powi(2) / tally.variance;
            count += 1.0;
            // Rare events make a square vary more than that of a normal number.
            variance += 2.0 + 1.0 / tally.variance;
        }
        assert!(count > 5.0, "{what}: {count} counts say little");
        let z = (chi2 - count) / variance.sqrt();
        assert!(
            z.abs() < 5.0,
            "{what}: chi-square is {z} standard deviations off"
        );
        let mut all = Self::default();
        for tally in tallies {
            all.found += tally.found;
            all.mean += tally.mean;
            all.variance += tally.variance;
        }
        let z = (all.found - all.mean) / all.variance.sqrt();
        assert!(
            z.abs() < 5.0,
            "{what}: the total is {z} standard deviations off"
        );
    }
}

/// Grids and scattered neurons, in one to three dimensions, periodic or not.
fn spaces() -> Vec<[(usize, Positions); 2]> {
    let cubes = |dimensions| {
        [
            (300, cube(300, dimensions)),
            (2_000, cube(2_000, dimensions)),
        ]
    };
    let periodic = |periods: &[Option<f64>]| {
        cubes(periods.len()).map(|(size, cube)| (size, cube.with_periods(periods)))
    };
    vec![
        [
            (250, Positions::grid([250], 4.0)),
            (2_000, Positions::grid([2_000], 0.5)),
        ],
        [
            (400, Positions::periodic_grid([20, 20], 50.0)),
            (2_500, Positions::periodic_grid([50, 50], 20.0)),
        ],
        [
            (216, Positions::grid([6, 6, 6], 160.0)),
            (2_197, Positions::grid([13, 13, 13], 75.0)),
        ],
        cubes(1),
        cubes(2),
        cubes(3),
        periodic(&[Some(1_000.0)]),
        periodic(&[None, Some(1_000.0)]),
        periodic(&[Some(1_200.0), None, Some(1_000.0)]),
    ]
}

/// If this fails, pairs are connected too often or too seldom, at some distance or for some neurons.
#[test]
fn the_probability_falls_with_the_distance() {
    for space in spaces() {
        for (profile, p_max) in [
            (Profile::Gaussian { sd: 80.0 }, 1.0),
            (Profile::Gaussian { sd: 300.0 }, 0.1),
            (Profile::Exponential { length: 40.0 }, 0.9),
            (Profile::Exponential { length: 400.0 }, 0.2),
        ] {
            let rows = uncut(&compiled(between(
                near(profile, p_max, true),
                space.clone(),
                5,
            )));
            let [(_, positions), (targets, around)] = &space;
            let mut by_distance = vec![Tally::default(); 60];
            let mut by_source = vec![Tally::default(); rows.len()];
            let mut by_target = vec![Tally::default(); *targets];
            for (source, row) in rows.iter().enumerate() {
                assert!(row.is_sorted_by(|a, b| a < b));
                let mut connected = vec![0.0; *targets];
                for &target in row {
                    connected[target as usize] = 1.0;
                }
                let point = positions.of(source);
                for (target, &found) in connected.iter().enumerate() {
                    let d = distance(point, around.of(target), &around.periods);
                    let p = probability(profile, p_max, d);
                    let bin = (d / profile.length() * 10.0) as usize;
                    by_distance[bin.min(59)].add(found, p);
                    by_source[source].add(found, p);
                    by_target[target].add(found, p);
                }
            }
            let what = format!(
                "{profile:?}, p_max {p_max}, {} dimensions",
                around.dimensions()
            );
            Tally::check(&format!("{what}: distances"), &by_distance);
            Tally::check(&format!("{what}: out-degrees"), &by_source);
            Tally::check(&format!("{what}: in-degrees"), &by_target);
        }
    }
}

/// If this fails, synapses of one source depend on each other, or some pairs have another probability than others
/// at the same distance.
#[test]
fn pairs_are_connected_independently() {
    let (sources, targets, trials) = (2, 70, 6_000);
    let profile = Profile::Gaussian { sd: 25.0 };
    let line = |size| (size, Positions::grid([size], 1.0));
    let rule = near(profile, 0.7, true);
    let mut singles = vec![0.0; sources * targets];
    let mut doubles = vec![0.0; targets * targets];
    for seed in 0..trials {
        let space = [line(sources), line(targets)];
        let rows = uncut(&compiled(between(rule.clone(), space, seed)));
        for (source, row) in rows.iter().enumerate() {
            for &target in row {
                singles[source * targets + target as usize] += 1.0;
            }
        }
        for &a in &rows[1] {
            for &b in &rows[1] {
                doubles[a as usize * targets + b as usize] += 1.0;
            }
        }
    }
    let n = trials as f64;
    let p = |source: usize, target: usize| {
        probability(profile, 0.7, (source as f64 - target as f64).abs())
    };
    let check = |found: f64, p: f64, what: &str| {
        let z = (found - n * p) / (n * p * (1.0 - p)).sqrt().max(1.0);
        assert!(z.abs() < 5.0, "{what}: {found} times, expected {}", n * p);
    };
    for source in 0..sources {
        for target in 0..targets {
            let what = format!("pair {source}, {target}");
            check(singles[source * targets + target], p(source, target), &what);
        }
    }
    for a in 0..targets {
        for b in 0..a {
            check(
                doubles[a * targets + b],
                p(1, a) * p(1, b),
                &format!("targets {a}, {b}"),
            );
        }
    }
}

/// If this fails, a side is preferred: that of the neurons that come first in a tree, or first in a row.
#[test]
fn no_side_is_preferred() {
    let size = 3_000_usize;
    let reach = 90;
    let profile = Profile::Exponential { length: 30.0 };
    let ring = Positions::periodic_grid([size], 1.0);
    let mut description = description(near(profile, 0.9, false), size, size, 3);
    description.populations[0].positions = Some(ring);
    let rows = uncut(&compiled(description));
    let (mut before, mut after) = (vec![0.0_f64; reach + 1], vec![0.0_f64; reach + 1]);
    for (source, row) in rows.iter().enumerate() {
        for &target in row {
            let forward = (target as usize + size - source) % size;
            let backward = size - forward;
            assert_ne!(forward, 0, "{source} connects to itself");
            if forward <= reach {
                after[forward] += 1.0;
            } else if backward <= reach {
                before[backward] += 1.0;
            }
        }
    }
    let mut chi2 = 0.0;
    for offset in 1..=reach {
        let p = probability(profile, 0.9, offset as f64);
        let variance = 2.0 * size as f64 * p * (1.0 - p);
        chi2 += (before[offset] - after[offset]).powi(2) / variance;
    }
    let z = deviation(chi2, reach as f64);
    assert!(z.abs() < 5.0, "the sides differ by {z} standard deviations");
}

/// If this fails, rows depend on how blocks are cut where there are many targets, or on what draws them.
#[test]
fn wide_rows_do_not_depend_on_parts_threads_or_level() {
    let targets = 70_000_usize;
    for positions in [
        [(40, cube(40, 2)), (targets, cube(targets, 2))],
        [
            (40, Positions::grid([5, 8], 100.0)),
            (targets, Positions::grid([250, 280], 3.0)),
        ],
    ] {
        let rule = near(Profile::Gaussian { sd: 60.0 }, 0.3, true);
        let pathway = compiled(between(rule, positions, 2));
        let parts = [0..30_000, 30_000..33_000, 33_000..33_000, 33_000..70_000];
        let whole = stored(&pathway, &parts, &crew(1), Level::best());
        assert!(whole.iter().all(|row| row.len() > 50));
        for threads in [1, 2, 3] {
            for level in Level::available() {
                for parts in [
                    vec![0..60_000, 60_000..70_000],
                    vec![0..1, 1..32_769, 32_769..70_000],
                ] {
                    let found = stored(&pathway, &parts, &crew(threads), level);
                    assert!(found == whole, "{threads} threads, {level}, {parts:?}");
                }
            }
        }
        for (source, row) in whole.iter().enumerate() {
            for targets in [0..70_000, 32_767..32_769, 40_000..66_000, 69_999..70_000] {
                let mut found = Vec::new();
                Level::best().run(Visit {
                    synapses: &pathway.synapses,
                    source: source as u32,
                    targets: targets.clone(),
                    found: &mut found,
                });
                let expected = row
                    .iter()
                    .copied()
                    .filter(|target| targets.contains(target));
                assert!(
                    found.into_iter().eq(expected),
                    "source {source}, {targets:?}"
                );
            }
        }
    }
}

/// If this fails, memory is refused or overrun, and `synapses` says something else than there is.
#[test]
fn the_number_of_synapses_is_expected() {
    for (size, error) in [(1_000, 0.0), (20_000, 0.05)] {
        let space = [(size, cube(size, 2)), (size, cube(size, 2))];
        let rule = near(Profile::Gaussian { sd: 30.0 }, 0.5, true);
        let description = between(rule, space, 1);
        let network = Network::new(description.clone()).expect("it is valid");
        let expected = network.expected_synapses(&description.projections[0]);
        let rows = uncut(&compiled(description));
        let found = rows.iter().map(|row| row.len() as f64).sum::<f64>();
        let allowed = 5.0 * expected.sqrt() + error * expected;
        assert!(
            (found - expected).abs() < allowed,
            "{found}, expected {expected}"
        );
    }
}

/// If this fails, pairs are connected that are farther apart than anything can reach, or the nearest are not.
#[test]
fn extreme_profiles_connect_the_nearest_or_all() {
    let line = |size| (size, Positions::grid([size], 1.0));
    let connected = |profile, p_max| {
        let rule = near(profile, p_max, true);
        uncut(&compiled(between(rule, [line(300), line(300)], 1)))
    };
    let one_to_one: Vec<Vec<u32>> = (0..300).map(|k| vec![k]).collect();
    assert_eq!(connected(Profile::Gaussian { sd: 1e-15 }, 1.0), one_to_one);
    assert_eq!(
        connected(Profile::Exponential { length: 1e-15 }, 1.0),
        one_to_one
    );
    let all = vec![(0..300).collect::<Vec<u32>>(); 300];
    assert_eq!(connected(Profile::Gaussian { sd: 1e15 }, 1.0), all);
    let none = vec![Vec::<u32>::new(); 300];
    assert_eq!(connected(Profile::Gaussian { sd: 1e15 }, 0.0), none);
}

#[test]
fn values_are_stable() {
    let space = || [(100, cube(100, 2)), (40_000, cube(40_000, 2))];
    let rows = [
        near(Profile::Gaussian { sd: 60.0 }, 0.3, true),
        near(Profile::Exponential { length: 100.0 }, 0.1, true),
    ]
    .map(|rule| {
        let pathway = compiled(between(rule, space(), 1234));
        let parts = [0..32_768, 32_768..40_000];
        stored(&pathway, &parts, &crew(1), Level::best())[7][..5].to_vec()
    });
    assert_eq!(rows, PINNED);
}

const PINNED: [[u32; 5]; 2] = [[7, 342, 356, 465, 515], [465, 656, 1_069, 1_328, 1_409]];

/// If this fails, distances are taken between neurons that have none.
#[test]
fn spaces_without_distances_are_refused() {
    let refused = |description: NetworkDescription| {
        let error = Network::new(description).expect_err("it is refused");
        (error.place.key, *error.problem)
    };
    let rule = || near(Profile::Gaussian { sd: 60.0 }, 0.3, true);
    let flat = || [(100, cube(100, 2)), (200, cube(200, 2))];
    assert!(Network::new(between(rule(), flat(), 1)).is_ok());

    let mut nowhere = between(rule(), flat(), 1);
    nowhere.populations[1].positions = None;
    let expected = Problem::NoPositions { population: 1 };
    assert_eq!(refused(nowhere), ("connect.rule", expected));
    for other in [
        cube(200, 3),
        cube(200, 2).with_periods([None, Some(2_000.0)]),
    ] {
        let space = [(100, cube(100, 2)), (200, other)];
        let found = refused(between(rule(), space, 1));
        assert_eq!(found, ("connect.rule", Problem::DifferentSpaces));
    }
    for (rule, key) in [
        (near(Profile::Gaussian { sd: 0.0 }, 0.3, true), "connect.sd"),
        (
            near(Profile::Exponential { length: f64::NAN }, 0.3, true),
            "connect.length",
        ),
        (
            near(Profile::Exponential { length: 10.0 }, 1.1, true),
            "connect.p_max",
        ),
    ] {
        let (found, problem) = refused(between(rule, flat(), 1));
        assert_eq!(found, key);
        assert!(matches!(problem, Problem::OutOfRange { .. }));
    }
}

/// If this fails, neurons lie nowhere, or on top of each other.
#[test]
fn impossible_positions_are_refused() {
    let problem = |positions: Positions| {
        let cells = Population::new("cells", 100, AdexParameters::default());
        let error = Network::new(NetworkDescription {
            dt: 0.1,
            populations: vec![cells.with_positions(positions)],
            ..NetworkDescription::default()
        });
        let error = error.expect_err("they are refused");
        assert_eq!(error.place.key, "positions");
        *error.problem
    };
    for (positions, found, dimensions) in [
        (Positions::grid([10, 11], 1.0), 110, 2),
        (
            Positions::grid([usize::MAX, usize::MAX, 4], 1.0),
            u128::MAX,
            3,
        ),
        (Positions::grid([100, 1, 1, 1], 1.0), 100, 4),
        (cube(99, 2), 99, 2),
        (Positions::given(Array2::zeros((100, 0))), 100, 0),
    ] {
        let size = 100;
        let expected = Problem::PositionsShape {
            found,
            dimensions,
            size,
        };
        assert_eq!(problem(positions), expected);
    }
    for positions in [
        Positions::grid([100], 0.0),
        Positions::grid([100], f64::INFINITY),
        Positions::given(Array2::from_elem((100, 2), f64::NAN)),
        Positions::grid([100], 1.0).with_periods([Some(-200.0)]),
    ] {
        assert!(matches!(problem(positions), Problem::OutOfRange { .. }));
    }
    let (found, dimensions) = (1, 2);
    let periods = Positions::grid([10, 10], 1.0).with_periods([Some(20.0)]);
    assert_eq!(
        problem(periods),
        Problem::PeriodsShape { found, dimensions }
    );
    let short = Positions::grid([10, 10], 1.0).with_periods([None, Some(8.5)]);
    let expected = Problem::PeriodTooShort {
        dimension: 1,
        extent: 9.0,
        period: 8.5,
    };
    assert_eq!(problem(short), expected);
}
