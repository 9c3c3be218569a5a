//! Natural logarithm in double precision, for the distances between drawn synapses.

use crate::arithmetic::Arithmetic;

/// ln x for a positive, normal, finite x.
///
/// x = m 2^e with m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh s with s = (m-1)/(m+1), by the series
/// s + s³/3 + s⁵/5 + ... + s¹³/13. Largest relative error 2e-12.
#[inline(always)]
#[must_use]
pub fn ln_f64<A: Arithmetic>(x: f64) -> f64 {
    const SQRT_HALF_BITS: u64 = 0x3fe6_a09e_667f_3bcd;
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    let offset = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    // The exponent, moved to 0..2048, is placed in the mantissa of 2^52.
    let exponent = offset.wrapping_add(1024 << 52) >> 52;
    let exponent = f64::from_bits(TWO_52.to_bits() | exponent) - (TWO_52 + 1024.0);
    let m = f64::from_bits((offset & 0x000f_ffff_ffff_ffff).wrapping_add(SQRT_HALF_BITS));
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let fourth = square * square;
    let fma = A::multiply_add_f64;
    let pair = |high: f64, low: f64| fma(1.0 / high, square, 1.0 / low);
    let upper = fma(pair(13.0, 11.0), fourth, pair(9.0, 7.0));
    let tail = fma(upper, fourth, pair(5.0, 3.0));
    let ln_m = fma(2.0 * s * square, tail, 2.0 * s);
    fma(exponent, std::f64::consts::LN_2, ln_m)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::{Emulated, Fused};

    #[test]
    fn error_is_as_stated_for_uniform_numbers_and_beyond() {
        let mut worst = 0.0_f64;
        for k in 1..=2_000_000_u32 {
            for x in [
                f64::from(k) / 2_000_000.0,
                1.0 - f64::from(k) * 2.0_f64.powi(-32),
                f64::from(k) * 2.0_f64.powi(-32),
                f64::from(k) * 1e7,
            ] {
                let exact = libm::log(x);
                if exact != 0.0 {
                    worst = worst.max(((ln_f64::<Fused>(x) - exact) / exact).abs());
                }
            }
        }
        assert!(worst < 2e-12, "ln_f64 is off by {worst}");
        assert_eq!(ln_f64::<Fused>(1.0), 0.0);
    }

    #[test]
    fn fused_and_emulated_agree() {
        for k in 1..=10_000_u32 {
            let x = f64::from(k) * 1e-4;
            let (fused, emulated) = (ln_f64::<Fused>(x), ln_f64::<Emulated>(x));
            assert_eq!(fused.to_bits(), emulated.to_bits());
        }
    }
}
