//! Probabilities next to 0: the longest rows that the addresses allow.

use super::*;

/// As many targets as there can be, connected with probability p.
pub(super) fn rare_synapses(p: f64, seed: u64) -> Synapses {
    let words = Words::new(seed, Purpose::Connectivity, 0);
    Synapses {
        rule: Rule::Bernoulli(BernoulliRows::new(words, p)),
        same: Same::None,
        no_autapses: true,
        shape: (100_000, u32::MAX),
    }
}

/// The longest rows that the addresses allow: p next to 0 and the last targets.
#[test]
fn rare_synapses_of_large_projections_are_found() {
    let synapses = rare_synapses(1e-8, 1);
    let mut counts = Vec::new();
    for source in 0..400 {
        let mut found = Vec::new();
        Level::best().run(Visit {
            synapses: &synapses,
            source,
            targets: 0..u32::MAX,
            found: &mut found,
        });
        counts.push(found.len() as u32);
    }
    let mean = 1e-8 * f64::from(u32::MAX);
    check_counts("rare synapses", &counts, mean, mean);
}

/// If this fails, a probability next to 0 makes a network that cannot be built.
#[test]
fn the_smallest_probabilities_connect_nothing() {
    for p in [1e-15, 5.7e-18, 5.6e-18, 1e-20, f64::MIN_POSITIVE, 5e-324] {
        let rule = ConnectionRule::PairwiseBernoulli { p, autapses: true };
        let rows = pairs(rule, 300, 300, 1);
        assert!(rows.iter().all(Vec::is_empty), "p = {p}");
    }
}

/// If this fails, there are pairs that a small probability can never connect.
#[test]
fn rare_synapses_reach_all_targets() {
    let p = 1e-11;
    let synapses = rare_synapses(p, 2);
    let mut found = Vec::new();
    for source in 0..100_000 {
        Level::best().run(Visit {
            synapses: &synapses,
            source,
            targets: 0..u32::MAX,
            found: &mut found,
        });
    }
    // A single word of 32 bits would reach only targets for which the word is a whole number.
    let mut counts = [0; 16];
    for target in &found {
        let word = libm::exp(-p * f64::from(*target)) * 2.0_f64.powi(32);
        counts[(word.fract() * 16.0) as usize] += 1;
    }
    let mean = found.len() as f64 / 16.0;
    check_counts("parts of a word", &counts, mean, mean * 15.0 / 16.0);
}
