//! What a unit expression amounts to: a dimension and a factor of the form 10^m x 60^n.

use super::Dimension;

/// Largest power a unit may be raised to: no physical quantity needs more, and it keeps every sum
/// of powers far from overflow.
pub(super) const MAX_POWER: i32 = 12;

/// Half powers beyond this are refused: longer products than anybody writes.
const MAX_HALF_POWER: i32 = 1 << 20;

/// A unit without its name. Powers are counted in halves, so that `sqrt(ms)` is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) dimension: Dimension,
    /// Twice the power of ten relative to the base units.
    pub(super) half_decades: i32,
    /// Twice the power of 60, from minutes and hours.
    pub(super) half_sixties: i32,
}

impl Scale {
    /// The scale of a plain number.
    pub(super) const ONE: Self = Self::decimal(Dimension::DIMENSIONLESS, 0);

    /// The scale of a unit that is 10^`decades` base units.
    pub(super) const fn decimal(dimension: Dimension, decades: i32) -> Self {
        Self {
            dimension,
            half_decades: 2 * decades,
            half_sixties: 0,
        }
    }

    /// The product with `other`, or the quotient; `None` beyond any sensible power.
    pub(super) fn combine(self, other: Self, divide: bool) -> Option<Self> {
        let sign = if divide { -1 } else { 1 };
        self.change(other, |mine, theirs| {
            let sum = mine + sign * theirs;
            (sum.abs() <= MAX_HALF_POWER).then_some(sum)
        })
    }

    /// The power `half_power`/2; `None` where that needs finer powers than halves.
    pub(super) fn power(self, half_power: i32) -> Option<Self> {
        self.change(Self::ONE, |mine, _| {
            let doubled = mine * half_power;
            (doubled % 2 == 0 && doubled.abs() <= MAX_HALF_POWER).then_some(doubled / 2)
        })
    }

    fn change(self, other: Self, change: impl Fn(i32, i32) -> Option<i32>) -> Option<Self> {
        Some(Self {
            dimension: self.dimension.combine(other.dimension, &change)?,
            half_decades: change(self.half_decades, other.half_decades)?,
            half_sixties: change(self.half_sixties, other.half_sixties)?,
        })
    }
}
