//! The two float types of a simulation.
//!
//! Everything that is computed per neuron and step is written once, generic over [`Float`].
//! The trait offers just what the kernels need, so that each operation is one IEEE operation
//! on every machine: the results of a run then depend on the precision and on nothing else.

use crate::arithmetic::Arithmetic;
use crate::math::{exp_f32, exp_f64};
use std::fmt::{Debug, Display};
use std::ops::{Add, AddAssign, BitOrAssign, Div, Mul, Neg, Sub};

/// `f32` or `f64`: the float type in which the state of the neurons is kept and advanced.
pub trait Float:
    bytemuck::Pod
    + Default
    + PartialEq
    + PartialOrd
    + Debug
    + Display
    + Send
    + Sync
    + Add<Output = Self>
    + AddAssign
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + 'static
{
    /// An integer as wide as the type: comparisons gathered in it keep the width of the vectors.
    type Flags: Copy + Default + Eq + BitOrAssign + From<bool>;

    /// 0.
    const ZERO: Self;
    /// Name of the precision: "single" or "double".
    const PRECISION: &'static str;
    /// Largest argument that is given to [`exp`](Self::exp): 80 (single) or 700 (double).
    const EXP_ARGUMENT_MAX: Self;
    /// Smallest conductance in nS that is kept; what decays below becomes 0, so that no
    /// denormal number ever slows the update down.
    const CONDUCTANCE_MIN: Self;

    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;
    /// The value of a standard normal that was drawn in single precision.
    fn from_f32(value: f32) -> Self;
    /// A count of spikes that arrived in one step; exact up to 2^24.
    fn from_count(count: u32) -> Self;
    /// The same value in double precision.
    fn to_f64(self) -> f64;
    /// e^x for an argument of at most [`EXP_ARGUMENT_MAX`](Self::EXP_ARGUMENT_MAX), which the
    /// caller clamps; see [`crate::math`] for the error.
    #[must_use]
    fn exp<A: Arithmetic>(self) -> Self;
    /// self x + b with one rounding.
    #[must_use]
    fn multiply_add<A: Arithmetic>(self, x: Self, b: Self) -> Self;
    /// Whether the value is neither infinite nor NaN.
    fn is_finite(self) -> bool;

    /// The value times `factor`, and 0 if that is below [`CONDUCTANCE_MIN`](Self::CONDUCTANCE_MIN): the decay of a
    /// conductance in one step.
    #[inline(always)]
    #[must_use]
    fn decayed(self, factor: Self) -> Self {
        let value = self * factor;
        if value < Self::CONDUCTANCE_MIN {
            Self::ZERO
        } else {
            value
        }
    }

    /// The smaller of the two; `self` where they are equal.
    #[inline(always)]
    #[must_use]
    fn at_most(self, bound: Self) -> Self {
        if self > bound { bound } else { self }
    }
}

macro_rules! float {
    ($type:ty, $flags:ty, $precision:literal, $exp_max:literal, $exp:ident, $fma:ident) => {
        impl Float for $type {
            type Flags = $flags;
            const ZERO: Self = 0.0;
            const PRECISION: &'static str = $precision;
            const EXP_ARGUMENT_MAX: Self = $exp_max;
            const CONDUCTANCE_MIN: Self = 1e-30;

            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as Self
            }
            #[inline(always)]
            fn from_f32(value: f32) -> Self {
                value as Self
            }
            #[inline(always)]
            fn from_count(count: u32) -> Self {
                count as Self
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn exp<A: Arithmetic>(self) -> Self {
                $exp::<A>(self)
            }
            #[inline(always)]
            fn multiply_add<A: Arithmetic>(self, x: Self, b: Self) -> Self {
                A::$fma(self, x, b)
            }
            #[inline(always)]
            fn is_finite(self) -> bool {
                <$type>::is_finite(self)
            }
        }
    };
}

float!(f32, u32, "single", 80.0, exp_f32, multiply_add_f32);
float!(f64, u64, "double", 700.0, exp_f64, multiply_add_f64);
