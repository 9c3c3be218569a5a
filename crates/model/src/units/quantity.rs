//! A typed quantity and its value in a unit.

use std::fmt;
use std::str::FromStr;

use super::decimal::Decimal;
use super::scale::Scale;
use super::unit_expression;
use super::{Dimension, Unit, UnitError};

/// A number and a unit, kept as typed until its value is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    text: String,
    unit_text: String,
    number: Decimal,
    scale: Scale,
}

impl Quantity {
    /// Reads a number and a unit, such as `"104 pF"`; a bare number is dimensionless.
    ///
    /// # Errors
    ///
    /// If the text does not begin with a number, the number is infinite or NaN, or what follows
    /// is not a unit.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let trimmed = text.trim();
        let Some((number, rest)) = Decimal::read(trimmed) else {
            return Err(without_number(trimmed));
        };
        let unit_text = rest.trim();
        let scale = unit_expression::parse(unit_text, trimmed)?;
        Ok(Self {
            text: trimmed.to_owned(),
            unit_text: unit_text.to_owned(),
            number,
            scale,
        })
    }

    /// What the quantity measures.
    pub fn dimension(&self) -> Dimension {
        self.scale.dimension
    }

    /// The number as typed, rounded to 64 bits, and the unit as typed.
    pub(super) fn parts(&self) -> (f64, Scale) {
        (self.number.shifted(0), self.scale)
    }

    /// Whether it is zero as typed, not only after rounding.
    pub(super) fn is_zero(&self) -> bool {
        self.number.is_zero()
    }

    /// The quantity as a number of `unit`s.
    ///
    /// The result is the `f64` nearest to the decimal number as typed. Only two kinds of units
    /// need arithmetic and may be off by an ulp or two: an odd half power of ten (`sqrt(ms)` as
    /// `sqrt(s)`), and minutes and hours.
    ///
    /// # Errors
    ///
    /// If the quantity has another dimension than `unit` or no unit at all, or the value
    /// overflows or (without being zero) vanishes in 64 bits.
    pub fn value_in(&self, unit: &Unit) -> Result<f64, UnitError> {
        if self.dimension() != unit.dimension() {
            return Err(self.wrong_dimension(unit));
        }
        let value = self
            .scale
            .convert(unit.scale, |decades| self.number.shifted(decades));
        let vanished = value == 0.0 && !self.number.is_zero();
        if vanished || !value.is_finite() {
            return Err(UnitError::NotFinite {
                text: self.text.clone(),
                unit: unit.symbol().to_owned(),
            });
        }
        Ok(value)
    }

    fn wrong_dimension(&self, unit: &Unit) -> UnitError {
        let (text, expected, example) = (self.text.clone(), unit.dimension(), unit.example());
        if self.unit_text.is_empty() {
            return UnitError::MissingUnit {
                text,
                expected,
                example,
            };
        }
        let unit = self
            .unit_text
            .trim_start_matches(['*', '·', ' '])
            .to_owned();
        UnitError::WrongDimension {
            text,
            expected,
            example,
            found: self.dimension(),
            unit,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Quantity {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::parse(text)
    }
}

fn without_number(text: &str) -> UnitError {
    let unsigned = text.trim_start_matches(['-', '+']).to_lowercase();
    let text = text.to_owned();
    let word = unsigned
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    if matches!(word, "nan" | "inf" | "infinity") {
        UnitError::NotFinite {
            text,
            unit: "any unit".to_owned(),
        }
    } else {
        UnitError::MissingNumber { text }
    }
}
