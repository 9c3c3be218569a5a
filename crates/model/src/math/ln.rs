//! Natural logarithm of a uniform number, for the radius of the Box-Muller transform.

use crate::arithmetic::Arithmetic;

/// ln x for a positive, normal, finite x.
///
/// x = m 2^e with m in [sqrt(1/2), sqrt(2)); ln(1+t) = t - t²/2 + t³ g(t), g a Chebyshev fit of
/// degree 7 (error 1.3e-8 before rounding). Largest error 1.5 ulp for 2^-32 <= x <= 1.
#[inline(always)]
#[must_use]
#[allow(clippy::excessive_precision)]
pub fn ln_f32<A: Arithmetic>(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_359_375; // eleven bits: times e is exact
    const LN2_LOW: f32 = -2.121_944_4e-4;
    const SQRT_HALF_BITS: u32 = 0x3f35_04f3;
    // Exponent relative to sqrt(1/2), so that m lies around 1.
    let offset = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    let exponent = (offset.cast_signed() >> 23) as f32;
    let m = f32::from_bits((offset & 0x007f_ffff).wrapping_add(SQRT_HALF_BITS));
    let t = m - 1.0;
    let square = t * t;
    // Estrin's scheme: three steps one after the other instead of seven.
    let pair = |high, low| A::multiply_add_f32(high, t, low);
    let upper = A::multiply_add_f32(
        pair(-0.079_027_44, 0.126_223_19),
        square,
        pair(-0.129_981_83, 0.142_144_96),
    );
    let lower = A::multiply_add_f32(
        pair(-0.166_412_82, 0.200_010_45),
        square,
        pair(-0.250_003_07, 0.333_333_31),
    );
    let g = A::multiply_add_f32(upper, square * square, lower);
    let tail = A::multiply_add_f32(exponent, LN2_LOW, square * t * g);
    let tail = A::multiply_add_f32(-0.5, square, tail);
    A::multiply_add_f32(exponent, LN2_HIGH, t + tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::Fused;

    #[test]
    fn error_is_as_stated_for_uniform_numbers() {
        let mut worst = 0.0_f64;
        for k in 0..=3_000_000_u32 {
            let x = 2.0_f32.powi(-(k as i32 % 33)) * (1.0 - k as f32 / 6_000_001.0);
            let exact = libm::log(f64::from(x));
            if exact == 0.0 {
                continue;
            }
            let ulp = libm::ldexp(1.0, libm::ilogb(exact) - 23);
            worst = worst.max((f64::from(ln_f32::<Fused>(x)) - exact).abs() / ulp);
        }
        assert!(worst < 1.5, "ln_f32 is off by {worst} ulp");
    }

    #[test]
    fn one_and_the_smallest_uniform_number_are_right() {
        assert_eq!(ln_f32::<Fused>(1.0), 0.0);
        assert_eq!(
            ln_f32::<Fused>(2.0_f32.powi(-32)),
            -32.0 * std::f32::consts::LN_2
        );
    }
}
