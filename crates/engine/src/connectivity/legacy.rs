//! The rule pairwise-bernoulli as Brian2 draws it with `NumPy`'s legacy generator.

use crate::random::LegacyGenerator;
use sprs::CsMatI;

/// Draws a matrix of ones: for each source, one uniform number for every target, a synapse where it
/// is below p; an autapse (target = source + shift) is drawn for and dropped.
pub(super) fn draw(
    random: &mut LegacyGenerator,
    (sources, targets): (usize, usize),
    p: f64,
    autapse: Option<i64>,
) -> CsMatI<f64, u32> {
    let mut ends = Vec::with_capacity(sources + 1);
    let mut columns = Vec::new();
    ends.push(0);
    for source in 0..sources {
        for target in 0..targets {
            let connected = random.rand() < p;
            let same = autapse.is_some_and(|shift| source as i64 + shift == target as i64);
            if connected && !same {
                columns.push(target as u32);
            }
        }
        ends.push(columns.len() as u32);
    }
    let ones = vec![1.0; columns.len()];
    CsMatI::new((sources, targets), ends, columns, ones)
}
