//! Sine and cosine on the first octant, for the angle of the Box-Muller transform.

use crate::arithmetic::Arithmetic;

/// (sin x, cos x) for 0 <= x <= π/4.
///
/// Polynomials in x² (Chebyshev fits, errors 1.2e-8 and 8e-10 before rounding); largest error 1.2
/// ulp.
#[inline(always)]
#[must_use]
#[allow(clippy::excessive_precision)]
pub fn sin_cos_octant<A: Arithmetic>(x: f32) -> (f32, f32) {
    let y = x * x;
    let s = A::multiply_add_f32(-1.958_789e-4, y, 0.008_332_748);
    let s = A::multiply_add_f32(s, y, -0.166_666_64);
    let c = A::multiply_add_f32(2.454_794_2e-5, y, -0.001_388_830_2);
    let c = A::multiply_add_f32(c, y, 0.041_666_664);
    let c = A::multiply_add_f32(c, y, -0.5);
    (
        A::multiply_add_f32(x * y, s, x),
        A::multiply_add_f32(c, y, 1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::Fused;

    #[test]
    fn error_is_as_stated_on_the_octant() {
        let (mut worst_sin, mut worst_cos) = (0.0_f64, 0.0_f64);
        for k in 1..=1_000_000_u32 {
            let x = std::f32::consts::FRAC_PI_4 * (k as f32 / 1e6);
            let (s, c) = sin_cos_octant::<Fused>(x);
            let exact = libm::sin(f64::from(x));
            let ulp = libm::ldexp(1.0, libm::ilogb(exact) - 23);
            worst_sin = worst_sin.max((f64::from(s) - exact).abs() / ulp);
            let exact = libm::cos(f64::from(x));
            worst_cos = worst_cos.max((f64::from(c) - exact).abs() / libm::ldexp(1.0, -24));
        }
        assert!(worst_sin < 1.0, "sine is off by {worst_sin} ulp");
        assert!(worst_cos < 1.2, "cosine is off by {worst_cos} ulp");
    }
}
