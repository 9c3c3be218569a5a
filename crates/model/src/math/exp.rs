//! e^x by reduction to |r| <= ln 2 / 2 and a polynomial (coefficients: Chebyshev fits of
//! (e^r - 1 - r)/r^2 on that interval, relative error 8e-9 and 1.3e-17 before rounding).

use crate::arithmetic::Arithmetic;

macro_rules! exp {
    ($(#[$doc:meta])* $name:ident, $type:ident, $bits:ty, $fma:ident,
     magic: $magic:literal, mantissa: $mantissa:literal, min: $min:literal,
     ln2: [$ln2_high:literal, $ln2_low:literal], polynomial: $polynomial:ident) => {
        $(#[$doc])*
        #[inline(always)]
        #[must_use]
        #[allow(clippy::excessive_precision)]
        pub fn $name<A: Arithmetic>(x: $type) -> $type {
            let x = if x < $min { $min } else { x };
            // Adding 1.5 x 2^mantissa rounds to the nearest integer and leaves it in the low bits.
            let shifted = A::$fma(x, std::$type::consts::LOG2_E, $magic);
            let n = shifted - $magic;
            let r = A::$fma(n, -$ln2_low, A::$fma(n, -$ln2_high, x));
            let square = r * r;
            let p = A::$fma(square, $polynomial::<A>(r, square), r) + 1.0;
            // Times 2^n: n is added to the exponent; the bits of the magic number fall off.
            $type::from_bits(p.to_bits().wrapping_add(shifted.to_bits() << $mantissa))
        }
    };
}

exp!(
    /// e^x in single precision for -87 <= x <= 80; smaller arguments count as -87.
    ///
    /// Largest error 1.2 ulp (tested against the double-precision function).
    exp_f32, f32, u32, multiply_add_f32,
    magic: 12_582_912.0, mantissa: 23, min: -87.0,
    // Eleven bits: n x ln2_high is exact.
    ln2: [0.693_359_375, -2.121_944_4e-4],
    polynomial: polynomial_f32
);

exp!(
    /// e^x in double precision for -708 <= x <= 700; smaller arguments count as -708.
    ///
    /// Largest error 1.1 ulp (tested against `libm` and against exact values).
    exp_f64, f64, u64, multiply_add_f64,
    magic: 6_755_399_441_055_744.0, mantissa: 52, min: -708.0,
    // The upper 32 bits of ln 2: n x ln2_high is exact.
    ln2: [0.693_147_180_369_123_82, 1.908_214_929_270_587_7e-10],
    polynomial: polynomial_f64
);

/// (e^r - 1 - r)/r^2 by Estrin's scheme, which has shorter chains of operations than Horner's;
/// `square` is r^2.
#[inline(always)]
#[allow(clippy::excessive_precision)]
fn polynomial_f32<A: Arithmetic>(r: f32, square: f32) -> f32 {
    let pair = |high, low| A::multiply_add_f32(high, r, low);
    let upper = A::multiply_add_f32(0.001_392_618_4, square, pair(0.008_363_179, 0.041_666_556));
    A::multiply_add_f32(upper, square, pair(0.166_665_76, 0.5))
}

/// The same in double precision.
#[inline(always)]
#[allow(clippy::excessive_precision)]
fn polynomial_f64<A: Arithmetic>(r: f64, square: f64) -> f64 {
    let fma = A::multiply_add_f64;
    let pair = |high, low| fma(high, r, low);
    let fourth = square * square;
    let top = pair(2.510_038_549_551_032e-8, 2.762_008_844_540_974_6e-7);
    let upper = fma(
        pair(2.755_726_845_999_706_4e-6, 2.480_152_129_595_437_6e-5),
        square,
        pair(1.984_126_986_305_361_8e-4, 0.001_388_888_891_721_371_7),
    );
    let lower = fma(
        pair(0.008_333_333_333_330_062, 0.041_666_666_666_624_13),
        square,
        pair(0.166_666_666_666_666_69, 0.500_000_000_000_000_1),
    );
    fma(fma(top, fourth, upper), fourth, lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::{Emulated, Fused};

    /// Distance of `value` from `exact` in units of the last place of the float type.
    fn ulps_f32(value: f32, exact: f64) -> f64 {
        let exponent = libm::ilogb(exact).max(-126);
        (f64::from(value) - exact).abs() / libm::ldexp(1.0, exponent - 23)
    }

    #[test]
    fn single_precision_error_is_as_stated_over_the_whole_range() {
        let mut worst = 0.0_f64;
        for k in 0..=4_000_000_u32 {
            let x = -87.0 + 167.0 * (k as f32 / 4_000_000.0);
            worst = worst.max(ulps_f32(exp_f32::<Fused>(x), libm::exp(f64::from(x))));
        }
        assert!(worst < 1.2, "exp_f32 is off by {worst} ulp");
    }

    #[test]
    fn double_precision_error_is_as_stated_over_the_whole_range() {
        let mut worst = 0.0_f64;
        for k in 0..=2_000_000_u32 {
            let x = -708.0 + 1408.0 * (f64::from(k) / 2_000_000.0);
            let exact = libm::exp(x); // itself within 0.6 ulp
            let ulp = libm::ldexp(1.0, libm::ilogb(exact) - 52);
            worst = worst.max((exp_f64::<Fused>(x) - exact).abs() / ulp);
        }
        assert!(worst <= 1.0, "exp_f64 is {worst} ulp from libm's exp");
    }

    #[test]
    fn special_arguments_give_the_documented_values() {
        assert_eq!(exp_f32::<Fused>(0.0).to_bits(), 1.0_f32.to_bits());
        assert_eq!(exp_f64::<Fused>(0.0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(exp_f32::<Fused>(-1e30), exp_f32::<Fused>(-87.0));
        assert_eq!(
            exp_f64::<Fused>(f64::NEG_INFINITY),
            exp_f64::<Fused>(-708.0)
        );
        assert!(exp_f32::<Fused>(80.0).is_finite() && exp_f64::<Fused>(700.0).is_finite());
        assert!(exp_f32::<Fused>(-87.0).is_normal() && exp_f64::<Fused>(-708.0).is_normal());
    }

    #[test]
    fn bits_are_stable() {
        assert_eq!(exp_f32::<Fused>(1.0).to_bits(), 0x402d_f854);
        assert_eq!(exp_f64::<Fused>(1.0).to_bits(), 0x4005_bf0a_8b14_576a);
    }

    /// A processor with the instruction and one without must agree on every bit.
    #[test]
    fn fused_and_emulated_agree() {
        for k in 0..100_000_u32 {
            let x = -90.0 + f64::from(k) * 0.0017;
            assert_eq!(
                exp_f64::<Fused>(x).to_bits(),
                exp_f64::<Emulated>(x).to_bits()
            );
            let x = x as f32;
            assert_eq!(
                exp_f32::<Fused>(x).to_bits(),
                exp_f32::<Emulated>(x).to_bits()
            );
        }
    }
}
