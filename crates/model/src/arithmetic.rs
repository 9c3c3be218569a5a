//! Fused multiply-adds with the same bits on every machine.
//!
//! One idea: the hot loops use a x + b with a single rounding, everywhere. Where the instructions
//! are compiled in, that is one instruction ([`Fused`]); elsewhere it is computed in software
//! ([`Emulated`]): slow, but bit for bit the same. The platform's own `fma` takes no part,
//! since not all of them round correctly.

/// How a fused multiply-add is carried out; both ways give the same bits.
pub trait Arithmetic: Copy + Send + Sync + 'static {
    /// a x + b with one rounding, in single precision.
    fn multiply_add_f32(a: f32, x: f32, b: f32) -> f32;
    /// a x + b with one rounding, in double precision.
    fn multiply_add_f64(a: f64, x: f64, b: f64) -> f64;
}

/// By the processor's instruction. To be used where it is enabled at compile time or inside a
/// function that enables it; elsewhere it would become a call of the platform's `fma`.
#[derive(Debug, Clone, Copy)]
pub struct Fused;

/// In software, for processors without the instruction.
#[derive(Debug, Clone, Copy)]
pub struct Emulated;

impl Arithmetic for Fused {
    #[inline(always)]
    fn multiply_add_f32(a: f32, x: f32, b: f32) -> f32 {
        a.mul_add(x, b)
    }
    #[inline(always)]
    fn multiply_add_f64(a: f64, x: f64, b: f64) -> f64 {
        a.mul_add(x, b)
    }
}

impl Arithmetic for Emulated {
    #[inline(always)]
    fn multiply_add_f32(a: f32, x: f32, b: f32) -> f32 {
        libm::fmaf(a, x, b)
    }
    #[inline(always)]
    fn multiply_add_f64(a: f64, x: f64, b: f64) -> f64 {
        libm::fma(a, x, b)
    }
}
