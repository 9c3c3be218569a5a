//! Marsaglia's polar method for normals (Marsaglia and Bray 1964), step by step, in the arithmetic of `NumPy`'s
//! legacy generator.
//!
//! One idea: every function is a chain of single IEEE operations without a branch, so that loops over points become
//! vector instructions and give the same bits with vectors of any width.

/// 2^52, from which on doubles are integers.
const TWO_52: f64 = 4_503_599_627_370_496.0;

/// A coordinate of a point in the square from -1 to 1: 2 u - 1 of the uniform number u of 53 bits that two words make.
///
/// Equal to `NumPy`'s `2.0 * ((high >> 5) * 2^26 + (low >> 6)) / 2^53 - 1.0`, in which nothing is rounded. The integers
/// are placed in the mantissas of 2^78 and 2^52, in place of conversions, for which there are few vector
/// instructions.
#[inline(always)]
pub(super) fn coordinate(high: u32, low: u32) -> f64 {
    const TWO_78: f64 = TWO_52 * 67_108_864.0;
    // As one word of 64 bits they are read from memory at once.
    let both = u64::from(high) | u64::from(low) << 32;
    let high = f64::from_bits(TWO_78.to_bits() | (both & 0xffff_ffff) >> 5);
    let low = f64::from_bits(TWO_52.to_bits() | both >> 38);
    (high - (TWO_78 + 2.0 * TWO_52) + low) * (1.0 / TWO_52)
}

/// Squared distance of a point from the centre.
#[inline(always)]
pub(super) fn squared_distance([x, y]: [f64; 2]) -> f64 {
    x * x + y * y
}

/// Whether a point at this squared distance lies in the unit circle and not at its centre.
#[inline(always)]
pub(super) fn is_inside(square: f64) -> bool {
    square < 1.0 && square != 0.0
}

/// The factor that makes normals of the coordinates of a point inside the circle.
#[inline(always)]
pub(super) fn polar_factor(square: f64) -> f64 {
    (-2.0 * ln(square) / square).sqrt()
}

/// The normals of a point, in the order in which they are handed out.
#[inline(always)]
pub(super) fn normals([x, y]: [f64; 2], factor: f64) -> [f64; 2] {
    [factor * y, factor * x]
}

/// ln x of a positive, normal, finite x: the bits of `libm::log`, without its branches.
///
/// The method is that of Sun's FDLIBM (`e_log.c`, 1993): x = m 2^k with m from sqrt(1/2) to sqrt(2), f = m - 1,
/// s = f / (2 + f), ln m = f - f²/2 + s (f²/2 + R(s²)), R a polynomial without constant term. Error below 1 ulp.
#[inline(always)]
fn ln(x: f64) -> f64 {
    const LN2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fee0_0000);
    const LN2_LOW: f64 = f64::from_bits(0x3dea_39ef_3579_3c76);
    const R: [f64; 7] = [
        f64::from_bits(0x3fe5_5555_5555_5593),
        f64::from_bits(0x3fd9_9999_9997_fa04),
        f64::from_bits(0x3fd2_4924_9422_9359),
        f64::from_bits(0x3fcc_71c5_1d8e_78af),
        f64::from_bits(0x3fc7_4664_96cb_03de),
        f64::from_bits(0x3fc3_9a09_d078_c69f),
        f64::from_bits(0x3fc2_f112_df3e_5244),
    ];
    // The upper half of the bits of sqrt(1/2).
    const SQRT_HALF: u64 = 0x3fe6_a09e << 32;
    let moved = x.to_bits().wrapping_add(1.0_f64.to_bits() - SQRT_HALF);
    let k = f64::from_bits(TWO_52.to_bits() | moved >> 52) - (TWO_52 + 1023.0);
    let m = f64::from_bits((moved & 0x000f_ffff_ffff_ffff) + SQRT_HALF);
    let f = m - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (R[1] + w * (R[3] + w * R[5]));
    let odd = z * (R[0] + w * (R[2] + w * (R[4] + w * R[6])));
    s * (half_square + (odd + even)) + k * LN2_LOW - half_square + f + k * LN2_HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words whose bits are spread, the smallest and the largest among them.
    fn words() -> impl Iterator<Item = u32> {
        let spread = (0..2_000_000_u32).map(|k| k.wrapping_mul(2_654_435_769));
        [0, 1, 31, 32, 63, 64, 1 << 31, u32::MAX - 1, u32::MAX]
            .into_iter()
            .chain(spread)
    }

    #[test]
    fn coordinates_are_those_of_uniform_numbers() {
        let lows = words().map(|word| word.rotate_left(9) ^ 0x1234_5678);
        let ends = [(0, 0), (u32::MAX, u32::MAX), (0, u32::MAX), (u32::MAX, 0)];
        for (high, low) in words().zip(lows).chain(ends) {
            let uniform = f64::from(high >> 5) * 67_108_864.0 + f64::from(low >> 6);
            let expected = 2.0 * (uniform / 9_007_199_254_740_992.0) - 1.0;
            assert_eq!(coordinate(high, low), expected, "{high} {low}");
        }
        assert_eq!(coordinate(0, 0), -1.0);
    }

    #[test]
    fn logarithms_have_the_bits_of_libm() {
        let expect = |x: f64| assert_eq!(ln(x).to_bits(), libm::log(x).to_bits(), "{x:e}");
        for (k, word) in words().enumerate() {
            let mantissa = 1.0 + f64::from(word) / 4_294_967_296.0 + k as f64 * f64::EPSILON;
            // Squared distances, whose smallest is 2^-104, and whatever else is normal.
            expect(mantissa * libm::ldexp(0.5, -((k % 104) as i32)));
            expect(mantissa * libm::ldexp(1.0, (k % 2045) as i32 - 1022));
        }
        for x in [
            f64::MIN_POSITIVE,
            0.5,
            1.0 - f64::EPSILON / 2.0,
            1.0,
            2.0,
            f64::MAX,
        ] {
            expect(x);
        }
        let sqrt_half = 0x3fe6_a09e_0000_0000_u64;
        for bits in sqrt_half - 1_000..sqrt_half + 1_000 {
            expect(f64::from_bits(bits));
        }
    }
}
