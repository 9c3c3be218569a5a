//! Values: one number for each neuron or synapse, all equal, drawn or given.
//!
//! One idea: what a value is, is said apart from what it is for. Drawn values have addresses
//! (`random/values.rs`), so a value depends on nothing but the seed and on whose it is.

use super::{Distribution, Problem, Shape};
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// One number for each neuron or synapse, in the usual unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// The same for all.
    Constant(f64),
    /// Each drawn from a distribution, independently of all others.
    Drawn(Distribution),
    /// Each given.
    Given(Arc<[f64]>),
}

impl Values {
    /// The same value for all.
    #[must_use]
    pub const fn constant(value: f64) -> Self {
        Self::Constant(value)
    }

    /// Uniformly distributed from `low` to `high`.
    #[must_use]
    pub const fn uniform(low: f64, high: f64) -> Self {
        Self::Drawn(Distribution::new(Shape::Uniform { low, high }))
    }

    /// Normally distributed.
    #[must_use]
    pub const fn normal(mean: f64, sd: f64) -> Self {
        Self::Drawn(Distribution::new(Shape::Normal { mean, sd }))
    }

    /// Lognormally distributed, with mean and standard deviation of the value itself, not of its logarithm.
    #[must_use]
    pub const fn lognormal(mean: f64, sd: f64) -> Self {
        Self::Drawn(Distribution::new(Shape::Lognormal { mean, sd }))
    }

    /// The same distribution between bounds; what falls outside is drawn again. Constant and given values
    /// stay as they are.
    ///
    /// ```
    /// use adexnet_engine::Values;
    /// let delays = Values::normal(1.5, 0.5).truncated(0.1, 3.0); // ms
    /// assert_eq!(delays.bounds(), (0.1, 3.0));
    /// ```
    #[must_use]
    pub fn truncated(self, low: f64, high: f64) -> Self {
        match self {
            Self::Drawn(Distribution { shape, .. }) => {
                Self::Drawn(Distribution { shape, low, high })
            }
            other => other,
        }
    }

    /// The same with drawn values truncated from below, where they are not already.
    pub(crate) fn at_least(&self, low: f64) -> Self {
        match self {
            // Written so that a bound that is no number stays one, and is refused.
            Self::Drawn(drawn) if drawn.low < low => Self::Drawn(Distribution { low, ..*drawn }),
            other => other.clone(),
        }
    }

    /// The value, where all are equal, however they are described.
    #[must_use]
    pub fn common(&self) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::Drawn(distribution) => distribution.common(),
            Self::Given(values) => {
                let first = *values.first()?;
                values.iter().all(|value| *value == first).then_some(first)
            }
        }
    }

    /// Smallest and largest possible value. Of a normal or lognormal distribution without bounds that is 8.6
    /// standard deviations (of the logarithm) from the mean: no number beyond is ever drawn. Where no value is
    /// given, 0.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64) {
        match self {
            Self::Constant(value) => (*value, *value),
            Self::Drawn(distribution) => distribution.bounds(),
            Self::Given(values) => bounds(values),
        }
    }

    /// Mean: what is to be expected of a value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Drawn(distribution) => distribution.mean(),
            Self::Given(values) => values.iter().sum::<f64>() / values.len().max(1) as f64,
        }
    }

    /// Checks that all values are possible and lie in a range, which `accepted` tells in words. (How many are given
    /// is for the caller to check.)
    pub(crate) fn check(
        &self,
        range: &RangeInclusive<f64>,
        accepted: &'static str,
    ) -> Result<(), Problem> {
        let within = |value: f64| {
            let refused = Problem::OutOfRange { value, accepted };
            range.contains(&value).then_some(()).ok_or(refused)
        };
        match self {
            Self::Constant(value) => within(*value),
            Self::Drawn(distribution) => {
                distribution.check()?;
                let (low, high) = distribution.bounds();
                within(low).and_then(|()| within(high))
            }
            Self::Given(values) => values.iter().try_for_each(|&value| within(value)),
        }
    }
}

/// The smallest and the largest of some values; 0 where there are none.
pub(super) fn bounds(values: &[f64]) -> (f64, f64) {
    let bounds = values.iter().fold(None, |bounds, &value| match bounds {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    });
    bounds.unwrap_or_default()
}

impl From<f64> for Values {
    fn from(value: f64) -> Self {
        Self::Constant(value)
    }
}

impl From<Distribution> for Values {
    fn from(distribution: Distribution) -> Self {
        Self::Drawn(distribution)
    }
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Self {
        Self::Given(values.into())
    }
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(value) => write!(f, "{value}"),
            Self::Drawn(distribution) => write!(f, "{distribution}"),
            Self::Given(values) => write!(f, "{} given values", values.len()),
        }
    }
}

#[cfg(test)]
mod tests;
