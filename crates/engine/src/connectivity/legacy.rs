//! The rule pairwise-bernoulli as Brian2 draws it with `NumPy`'s legacy generator.

use super::Synapses;
use crate::random::LegacyGenerator;
use sprs::CsMatI;

/// Draws a matrix of ones from all `pairs`: for each source, one uniform number for every target, a synapse
/// where it is below p; an autapse that is to be left out is drawn for and dropped.
pub(super) fn draw(random: &mut LegacyGenerator, pairs: &Synapses, p: f64) -> CsMatI<f64, u32> {
    let (sources, targets) = pairs.shape;
    let mut ends = Vec::with_capacity(sources as usize + 1);
    let mut columns = Vec::new();
    ends.push(0);
    for source in 0..sources {
        let left_out = pairs.target_left_out(source);
        for target in 0..targets {
            let connected = random.rand() < p;
            if connected && Some(target) != left_out {
                columns.push(target);
            }
        }
        ends.push(columns.len() as u32);
    }
    let ones = vec![1.0; columns.len()];
    CsMatI::new((sources as usize, targets as usize), ends, columns, ones)
}
