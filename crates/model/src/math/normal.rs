//! Standard normals from random words (Box and Muller 1958), a group of 128 at a time.

use super::{ln_f32, sin_cos_octant};
use crate::arithmetic::Arithmetic;

/// Neurons of a group, and words and normals of one refill: one word a normal.
pub const GROUP: usize = 128;

const HALF: usize = GROUP / 2;

/// Turns 128 uniform 32-bit words into 128 independent standard normals in single precision.
///
/// Pair k uses words k and k + 64 and gives normals k and k + 64:
/// the first word is the radius, u = (word + 1) 2^-32 in (0, 1], sqrt(-2 ln u), at most 6.66; the
/// second is the angle: 29 bits within the first octant, one bit to mirror at the
/// diagonal, two bits for the signs. A fixed number of words is consumed, so the normals of a step
/// have an address of their own.
#[inline(always)]
pub fn normals_from_words<A: Arithmetic>(words: &[u32; GROUP], normals: &mut [f32; GROUP]) {
    const UNIT: f32 = 1.0 / 4_294_967_296.0;
    const ANGLE: f32 = std::f32::consts::FRAC_PI_4 / 536_870_912.0;
    const SIGN: u32 = 1 << 31;
    let (radius_words, angle_words) = words.split_at(HALF);
    let (first, second) = normals.split_at_mut(HALF);
    for k in 0..HALF {
        let u = A::multiply_add_f32(radius_words[k] as f32, UNIT, UNIT);
        let radius = (-2.0 * ln_f32::<A>(u)).sqrt();
        let bits = angle_words[k];
        // Below 2^29, so the signed conversion, which every vector unit has, is right.
        let fraction = (bits & 0x1fff_ffff).cast_signed() as f32;
        let (sine, cosine) = sin_cos_octant::<A>(fraction * ANGLE);
        let mirror = bits & (1 << 29) != 0;
        let x = if mirror { sine } else { cosine };
        let y = if mirror { cosine } else { sine };
        first[k] = f32::from_bits((radius * x).to_bits() ^ (bits & SIGN));
        second[k] = f32::from_bits((radius * y).to_bits() ^ ((bits << 1) & SIGN));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::Fused;

    fn pair(radius: u32, angle: u32) -> (f32, f32) {
        let mut words = [0; GROUP];
        let mut normals = [0.0; GROUP];
        words[5] = radius;
        words[5 + HALF] = angle;
        normals_from_words::<Fused>(&words, &mut normals);
        (normals[5], normals[5 + HALF])
    }

    #[test]
    fn radius_uses_all_32_bits_and_stays_finite() {
        assert_eq!(pair(0, 0), ((64.0 * std::f32::consts::LN_2).sqrt(), 0.0));
        assert_eq!(pair(u32::MAX, 0), (0.0, 0.0));
    }

    #[test]
    fn eight_octants_cover_the_circle() {
        let word = 0x2000_0000;
        let mut seen = std::collections::BTreeSet::new();
        for octant in 0..8_u32 {
            let (x, y) = pair(0x4000_0000, octant * word + word / 2);
            let angle = f64::from(y)
                .atan2(f64::from(x))
                .rem_euclid(std::f64::consts::TAU);
            seen.insert((angle / std::f64::consts::FRAC_PI_4) as u32);
        }
        assert_eq!(
            seen.into_iter().collect::<Vec<_>>(),
            (0..8).collect::<Vec<_>>()
        );
    }

    /// A different radius or angle formula, or another order of words, changes every noisy run.
    #[test]
    fn values_are_stable() {
        let (x, y) = pair(0x1234_5678, 0x9abc_def0);
        let r = (-2.0 * ((f64::from(0x1234_5678_u32) + 1.0) / 4_294_967_296.0).ln()).sqrt();
        let a = f64::from(0x1abc_def0_u32) / 536_870_912.0 * std::f64::consts::FRAC_PI_4;
        assert!((f64::from(x) + r * a.cos()).abs() < 1e-6, "{x}");
        assert!((f64::from(y) - r * a.sin()).abs() < 1e-6, "{y}");
    }
}
