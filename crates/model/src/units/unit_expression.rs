//! Reading unit expressions: `pA*sqrt(s)`, `nA/mV`, `s^-1`.

use super::UnitError;
use super::decimal::Decimal;
use super::scale::{MAX_POWER, Scale};
use super::symbols;

/// Deepest nesting of parentheses: each costs stack, and a text may come from anywhere.
const MAX_DEPTH: usize = 16;

const TIMES: [char; 4] = ['*', '·', '⋅', '×'];
const SUPERSCRIPT_DIGITS: [&str; 9] = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/// Reads the whole of `unit`, which may be empty or begin with an operator, as it stands behind
/// the number of `text`.
pub(super) fn parse(unit: &str, text: &str) -> Result<Scale, UnitError> {
    let mut parser = Parser {
        rest: unit,
        text,
        depth: 0,
    };
    parser.skip_spaces();
    if parser.rest.is_empty() {
        return Ok(Scale::ONE);
    }
    let first = if parser.rest.starts_with('/') {
        Scale::ONE
    } else {
        parser.take_times();
        parser.factor()?
    };
    let scale = parser.product(first)?;
    if parser.rest.is_empty() {
        Ok(scale)
    } else {
        Err(parser.unreadable())
    }
}

struct Parser<'a> {
    rest: &'a str,
    /// The whole quantity, for messages.
    text: &'a str,
    depth: usize,
}

impl Parser<'_> {
    /// `first` and all factors that are multiplied to it or divide it.
    fn product(&mut self, first: Scale) -> Result<Scale, UnitError> {
        let mut product = first;
        loop {
            self.skip_spaces();
            let divide = self.take("/");
            if !divide && !self.take_times() {
                return Ok(product);
            }
            let factor = self.factor()?;
            product = product
                .combine(factor, divide)
                .ok_or_else(|| self.unsupported_power())?;
        }
    }

    /// A unit, a root or a parenthesis, with its power.
    fn factor(&mut self) -> Result<Scale, UnitError> {
        self.skip_spaces();
        let base = self.base()?;
        match self.half_power()? {
            Some(half_power) => base
                .power(half_power)
                .ok_or_else(|| self.unsupported_power()),
            None => Ok(base),
        }
    }

    fn base(&mut self) -> Result<Scale, UnitError> {
        if self.take("(") {
            return self.parenthesis();
        }
        if self.take("1") {
            return Ok(Scale::ONE);
        }
        let end = self
            .rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(self.missing("a unit such as \"mV\""));
        }
        self.rest = rest;
        if name == "sqrt" && self.take("(") {
            let radicand = self.parenthesis()?;
            return radicand.power(1).ok_or_else(|| self.unsupported_power());
        }
        symbols::lookup(name).ok_or_else(|| UnitError::UnknownUnit {
            text: self.text.to_owned(),
            unit: name.to_owned(),
            nearest: symbols::nearest_symbol(name),
        })
    }

    /// What follows an opening parenthesis, and the closing one.
    fn parenthesis(&mut self) -> Result<Scale, UnitError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(UnitError::TooDeep {
                text: self.text.to_owned(),
                limit: MAX_DEPTH,
            });
        }
        let first = self.factor()?;
        let inner = self.product(first)?;
        self.depth -= 1;
        if self.take(")") {
            Ok(inner)
        } else {
            Err(self.missing("a closing parenthesis"))
        }
    }

    /// Twice the power that follows, if one does.
    fn half_power(&mut self) -> Result<Option<i32>, UnitError> {
        self.skip_spaces();
        if self.take("**") || self.take("^") {
            self.skip_spaces();
            let half_power = if self.take("(") {
                let half_power = self.written_power()?;
                self.skip_spaces();
                if !self.take(")") {
                    return Err(self.missing("a closing parenthesis"));
                }
                half_power
            } else {
                self.typed_power()?
            };
            return Ok(Some(half_power));
        }
        self.superscript()
    }

    /// A power in parentheses, which may be a fraction: `-1`, `0.5` or `1/2`.
    fn written_power(&mut self) -> Result<i32, UnitError> {
        self.skip_spaces();
        let half_power = self.typed_power()?;
        self.skip_spaces();
        if !self.take("/") {
            return Ok(half_power);
        }
        self.skip_spaces();
        if self.take("2") && half_power % 2 == 0 {
            Ok(half_power / 2)
        } else {
            Err(self.unsupported_power())
        }
    }

    fn typed_power(&mut self) -> Result<i32, UnitError> {
        let Some((number, rest)) = Decimal::read(self.rest) else {
            return Err(self.missing("a power such as 2 or 0.5"));
        };
        self.rest = rest;
        let doubled = 2.0 * number.shifted(0);
        if doubled.fract() == 0.0 && doubled.abs() <= f64::from(2 * MAX_POWER) {
            Ok(doubled as i32)
        } else {
            Err(self.unsupported_power())
        }
    }

    /// Twice the power of a superscript digit, if one follows.
    fn superscript(&mut self) -> Result<Option<i32>, UnitError> {
        let sign = if self.take("⁻") { -1 } else { 1 };
        let power = (1..)
            .zip(SUPERSCRIPT_DIGITS)
            .find(|(_, digit)| self.take(digit));
        if SUPERSCRIPT_DIGITS
            .iter()
            .any(|digit| self.rest.starts_with(digit))
        {
            return Err(self.unsupported_power());
        }
        match power {
            Some((power, _)) => Ok(Some(2 * sign * power)),
            None if sign == 1 => Ok(None),
            None => Err(self.missing("a power such as ⁻¹")),
        }
    }

    /// Steps over `token`, if it follows.
    fn take(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_times(&mut self) -> bool {
        let rest = self.rest.strip_prefix(TIMES);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// The refusal where `expected` should stand: the text ends here, or goes on differently.
    fn missing(&self, expected: &'static str) -> UnitError {
        if self.rest.is_empty() {
            UnitError::Incomplete {
                text: self.text.to_owned(),
                expected,
            }
        } else {
            self.unreadable()
        }
    }

    fn unreadable(&self) -> UnitError {
        UnitError::Unreadable {
            text: self.text.to_owned(),
            rest: self.rest.to_owned(),
        }
    }

    fn unsupported_power(&self) -> UnitError {
        UnitError::UnsupportedPower {
            text: self.text.to_owned(),
        }
    }
}
