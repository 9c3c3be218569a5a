//! Values of expressions.
//!
//! A value is a float and a scale: a dimension and a power of ten, counted exactly. Products and
//! quotients multiply and divide the floats and add up the powers; nothing is rounded to SI units.
//! Where a power of ten must enter the float, because values of different prefixes are added or a
//! unit is asked for, it moves the point of the shortest decimal ([`shift_decimal`]): 100 us are 0.1
//! ms.

use super::ExpressionError;
use crate::units::scale::Scale;
use crate::units::{Dimension, Quantity, Unit, UnitError, shift_decimal, shortest};
use std::fmt;

/// How far from a whole number a value counts as one.
const WHOLE_WITHIN: f64 = 1e-9;

/// Up to here every whole number is a 64-bit float.
const EXACT_UP_TO: f64 = 9_007_199_254_740_992.0;

/// A quantity that was computed: a finite number, a dimension and a power of ten.
///
/// `Display` writes it in the model's unit of its dimension, or else in V, A and s, so that it reads
/// back as the same quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Computed {
    pub(super) number: f64,
    pub(super) scale: Scale,
}

impl Computed {
    /// A plain number, which must be finite for expressions to make sense of it.
    pub const fn plain(number: f64) -> Self {
        let scale = Scale::ONE;
        Self { number, scale }
    }

    /// What it measures.
    pub const fn dimension(&self) -> Dimension {
        self.scale.dimension
    }

    /// The value as a number of `unit`s.
    ///
    /// # Errors
    ///
    /// If it has another dimension than `unit`, or overflows or (without being zero) vanishes in 64
    /// bits.
    pub fn value_in(&self, unit: &Unit) -> Result<f64, UnitError> {
        if self.dimension() != unit.dimension() {
            return Err(self.wrong_dimension(unit));
        }
        let value = self.in_scale(unit.scale);
        if !value.is_finite() || (value == 0.0 && self.number != 0.0) {
            return Err(UnitError::NotFinite {
                text: self.to_string(),
                unit: unit.symbol().to_owned(),
            });
        }
        Ok(value)
    }

    /// The plain number as a whole one, from which it may be 1e-9 away.
    ///
    /// # Errors
    ///
    /// [`ExpressionError::NotPlain`], [`ExpressionError::NotWhole`] and
    /// [`ExpressionError::TooLarge`].
    pub fn whole(&self) -> Result<i64, ExpressionError> {
        let value = self
            .plain_number()
            .ok_or_else(|| ExpressionError::NotPlain {
                part: self.to_string(),
                found: self.dimension(),
                user: "a whole number",
            })?;
        let whole = value.round();
        if (value - whole).abs() > WHOLE_WITHIN {
            Err(ExpressionError::NotWhole { value })
        } else if whole.abs() > EXACT_UP_TO {
            Err(ExpressionError::TooLarge { value })
        } else {
            Ok(whole as i64)
        }
    }

    /// Whether 64 bits hold it in the unit in which it is written, neither infinite nor vanished.
    pub(super) fn is_representable(&self) -> bool {
        let value = self.in_scale(self.usual().0);
        value.is_finite() && (value != 0.0 || self.number == 0.0)
    }

    /// The value, if it is a plain number.
    pub(super) fn plain_number(&self) -> Option<f64> {
        (self.dimension() == Dimension::DIMENSIONLESS).then(|| self.in_scale(Scale::ONE))
    }

    /// The number in another scale of the same dimension.
    pub(super) fn in_scale(&self, scale: Scale) -> f64 {
        if scale == self.scale {
            return self.number;
        }
        // Scales are within a million decades.
        let shifted = |decades| shift_decimal(self.number, decades as i32);
        self.scale.convert(scale, shifted)
    }

    /// The product with `other`, or the quotient; `None` beyond any sensible power of units.
    pub(super) fn combine(&self, other: &Self, divide: bool) -> Option<Self> {
        let scale = self.scale.combine(other.scale, divide)?;
        let number = if divide {
            self.number / other.number
        } else {
            self.number * other.number
        };
        Some(Self { number, scale })
    }

    /// The power `half_power`/2, `raise` doing to a number what is done to the unit; `None` where the
    /// unit has no such power.
    pub(super) fn power(&self, half_power: i32, raise: impl Fn(f64) -> f64) -> Option<Self> {
        let base = match self.scale.power(half_power) {
            Some(_) => *self,
            // A half power of ten can be taken into the number.
            None => self.rescaled(Scale::decimal(self.dimension(), 0)),
        };
        let scale = base.scale.power(half_power)?;
        let number = raise(base.number);
        Some(Self { number, scale })
    }

    pub(super) fn rescaled(&self, scale: Scale) -> Self {
        let number = self.in_scale(scale);
        Self { number, scale }
    }

    /// The model's unit of this dimension, or else base units: the scale and what stands behind the
    /// number.
    fn usual(&self) -> (Scale, String) {
        if self.dimension() == Dimension::DIMENSIONLESS {
            return (Scale::ONE, String::new());
        }
        if let Some(unit) = Unit::usual(self.dimension()) {
            return (unit.scale, unit.symbol().to_owned());
        }
        let scale = Scale::decimal(self.dimension(), 0);
        (scale, self.dimension().base_units())
    }

    fn wrong_dimension(&self, unit: &Unit) -> UnitError {
        let (text, expected, example) = (self.to_string(), unit.dimension(), unit.example());
        let found = self.dimension();
        if found == Dimension::DIMENSIONLESS {
            return UnitError::MissingUnit {
                text,
                expected,
                example,
            };
        }
        let (_, unit) = self.usual();
        UnitError::WrongDimension {
            text,
            expected,
            example,
            found,
            unit,
        }
    }
}

impl TryFrom<&Quantity> for Computed {
    type Error = UnitError;

    fn try_from(quantity: &Quantity) -> Result<Self, UnitError> {
        let (number, scale) = quantity.parts();
        let computed = Self { number, scale };
        let vanished = number == 0.0 && !quantity.is_zero();
        if computed.is_representable() && !vanished {
            Ok(computed)
        } else {
            Err(UnitError::NotFinite {
                text: quantity.to_string(),
                unit: computed.usual().1,
            })
        }
    }
}

impl fmt::Display for Computed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scale, unit) = self.usual();
        let number = shortest(self.in_scale(scale));
        if unit.is_empty() {
            f.write_str(&number)
        } else {
            write!(f, "{number} {unit}")
        }
    }
}
