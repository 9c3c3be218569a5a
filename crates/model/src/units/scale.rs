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

    /// Whether one of this scale is less than one of `other`.
    pub(super) fn is_finer_than(self, other: Self) -> bool {
        let decades = |scale: Self| {
            f64::from(scale.half_decades) + 60_f64.log10() * f64::from(scale.half_sixties)
        };
        decades(self) < decades(other)
    }

    /// A number of this scale as a number of another one of the same dimension; `shifted` gives the
    /// number times a power of ten. Only half powers of ten and powers of 60 need arithmetic.
    pub(super) fn convert(self, to: Self, shifted: impl FnOnce(i64) -> f64) -> f64 {
        let half_decades = self.half_decades - to.half_decades;
        let half_sixties = self.half_sixties - to.half_sixties;
        let shifted = shifted(i64::from(half_decades.div_euclid(2)));
        let root = if half_decades.rem_euclid(2) == 1 {
            10_f64.sqrt()
        } else {
            1.0
        };
        let sixties = power_of_sixty(half_sixties.unsigned_abs());
        match half_sixties {
            ..0 => shifted * root / sixties,
            0 => shifted * root,
            1.. => shifted * root * sixties,
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

/// 60^(`half_power`/2); infinite far beyond any unit.
fn power_of_sixty(half_power: u32) -> f64 {
    let root = if half_power % 2 == 1 {
        60_f64.sqrt()
    } else {
        1.0
    };
    // 60^200 is infinite already, and the loop must not run as long as a text says.
    (0..(half_power / 2).min(200)).fold(root, |product, _| product * 60.0)
}
