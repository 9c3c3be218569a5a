//! Physical quantities as people type them: `"104 pF"`, `"-65 mV"`, `"8 pA*sqrt(s)"`.
//!
//! The one idea to know: a typed number stays a decimal until it is asked for in a unit. Prefixes
//! only move the decimal point, so [`Quantity::value_in`] is the `f64` nearest to the number that
//! stands there: `"0.1 ms"` in seconds is the literal `1e-4`, which the product `0.1 * 1e-3`
//! misses. Simulations that are compared bit by bit depend on it.
//!
//! A unit is made of V, A, S, F, s, Hz, ohm, C, W, J and m with any SI prefix (`y` to `Q`; micro is
//! `u`, `µ` or `μ`), of `min` and `h`, by `*`, `·`, `/`, powers (`^2`, `**0.5`, `⁻¹`), `sqrt(...)`
//! and parentheses. Operators of equal rank are read from left to right. With quantities one can
//! calculate: see [`Expression`].
//!
//! ```
//! use adexnet_model::units::{Quantity, Unit};
//!
//! let dt = Quantity::parse("0.1 ms")?;
//! assert_eq!(dt.value_in(&Unit::MS)?, 0.1);
//! assert_eq!(dt.value_in(&Unit::S)?, 1e-4);
//!
//! let refusal = Quantity::parse("2 nS")?.value_in(&Unit::PF).unwrap_err();
//! assert_eq!(
//!     refusal.to_string(),
//!     r#""2 nS": expected a capacitance such as "104 pF", found a conductance (nS)"#
//! );
//! # Ok::<(), adexnet_model::units::UnitError>(())
//! ```

mod decimal;
mod dimension;
mod error;
mod expression;
mod quantity;
mod scale;
mod symbols;
#[cfg(test)]
mod tests;
mod unit;
mod unit_expression;

pub use decimal::shift_decimal;
pub use dimension::Dimension;
pub use error::UnitError;
pub use expression::{Computed, Expression, ExpressionError};
pub use quantity::Quantity;
pub use unit::Unit;

pub(crate) use decimal::shortest;
