//! How many synapses are to be expected.

use super::located;
use super::space::{Decay, Space};
use crate::network::{ConnectionRule, Network, Point, Projection};

/// Pairs whose probabilities are added up, where that is enough for [`FEWEST_SOURCES`].
const PAIRS: usize = 1 << 22;
const FEWEST_SOURCES: usize = 8;

/// Number of synapses of a projection to be expected: the sum of the probabilities of all pairs, or in large
/// projections an estimate from some of the sources, spread over all of them.
pub(crate) fn expected(network: &Network, projection: &Projection) -> f64 {
    let located = |slice| located(network, slice);
    let (Some((sources, positions)), Some((targets, around)), Some(decay)) = (
        located(&projection.source),
        located(&projection.target),
        Decay::of(&projection.rule),
    ) else {
        return 0.0;
    };
    if sources.is_empty() || targets.is_empty() {
        return 0.0;
    }
    let space = Space::of(positions);
    let chosen = chosen(sources.len(), (PAIRS / targets.len()).max(FEWEST_SOURCES));
    let points: Vec<Point> = chosen
        .iter()
        .map(|&source| positions.of(sources.get(source)))
        .collect();
    let mut sum = 0.0;
    for target in targets.iter() {
        let target = around.of(target);
        for source in &points {
            sum += decay.estimate(space.square(source, &target));
        }
    }
    let all = sum * sources.len() as f64 / chosen.len() as f64;
    match projection.rule {
        ConnectionRule::Distance {
            p_max,
            autapses: false,
            ..
        } => all - p_max * projection.source.common(&projection.target) as f64,
        _ => all,
    }
}

/// So many of the sources, or all; multiples of the golden ratio spread them evenly, but not along the rows
/// of a grid.
fn chosen(sources: usize, count: usize) -> Vec<usize> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    if count >= sources {
        return (0..sources).collect();
    }
    let place = |k: usize| ((k as f64 + 0.5) * GOLDEN).fract() * sources as f64;
    (0..count)
        .map(|k| (place(k) as usize).min(sources - 1))
        .collect()
}
