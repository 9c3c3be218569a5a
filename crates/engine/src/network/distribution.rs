//! Probability distributions of values.

use super::Problem;
use std::fmt;

/// A probability distribution, truncated: what falls outside of `low` to `high` is drawn again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribution {
    /// The distribution without its bounds.
    pub shape: Shape,
    /// Smallest value; minus infinity where there is no such bound.
    pub low: f64,
    /// Largest value; infinity where there is no such bound.
    pub high: f64,
}

/// A family of distributions with its parameters, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// All numbers from `low` to `high` are equally likely.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end, above the lower.
        high: f64,
    },
    /// The normal distribution.
    Normal {
        /// Mean, before truncation.
        mean: f64,
        /// Standard deviation, before truncation.
        sd: f64,
    },
    /// The logarithm of the value is normally distributed.
    Lognormal {
        /// Mean of the value itself, not of its logarithm, before truncation; above 0.
        mean: f64,
        /// Standard deviation of the value itself, before truncation.
        sd: f64,
    },
}

/// Standard deviations beyond which no normal number is drawn: 53 random bits give at most 8.572.
const FARTHEST: f64 = 8.6;

/// Part of a distribution that must lie within its bounds, so that values can be drawn in time.
const LEAST_KEPT: f64 = 1e-3;

impl Distribution {
    /// A distribution without bounds.
    #[must_use]
    pub const fn new(shape: Shape) -> Self {
        Self {
            shape,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        }
    }

    /// The only value, where there is just one.
    pub(super) fn common(&self) -> Option<f64> {
        match self.shape {
            Shape::Normal { mean, sd } | Shape::Lognormal { mean, sd } if sd == 0.0 => Some(mean),
            _ => None,
        }
    }

    /// Smallest and largest possible value.
    pub(super) fn bounds(&self) -> (f64, f64) {
        let (low, high) = match (self.shape, self.common()) {
            (_, Some(value)) => (value, value),
            (Shape::Uniform { low, high }, _) => (low, high),
            (shape, _) => (shape.at(-FARTHEST), shape.at(FARTHEST)),
        };
        (low.max(self.low), high.min(self.high))
    }

    /// Probability that a value of the untruncated distribution lies within the bounds.
    pub(super) fn kept(&self) -> f64 {
        match (self.shape, self.common()) {
            (_, Some(value)) => f64::from(self.low <= value && value <= self.high),
            (Shape::Uniform { low, high }, _) => {
                (high.min(self.high) - low.max(self.low)).max(0.0) / (high - low)
            }
            (shape, _) => normal_within(shape.score(self.low), shape.score(self.high)),
        }
    }

    /// Mean of the truncated distribution.
    pub(super) fn mean(&self) -> f64 {
        if let Some(value) = self.common() {
            return value;
        }
        let (low, high) = (self.shape.score(self.low), self.shape.score(self.high));
        match self.shape {
            Shape::Uniform { .. } => {
                let (low, high) = self.bounds();
                f64::midpoint(low, high)
            }
            Shape::Normal { mean, sd } => {
                let density = |z: f64| libm::exp(-z * z / 2.0) / std::f64::consts::TAU.sqrt();
                mean + sd * (density(low) - density(high)) / self.kept()
            }
            Shape::Lognormal { mean, sd } => {
                let (_, sigma) = of_logarithm(mean, sd);
                mean * normal_within(low - sigma, high - sigma) / self.kept()
            }
        }
    }

    /// Checks that it is a distribution and that values can be drawn from it in time.
    ///
    /// # Errors
    /// The first number that is out of range, or bounds that leave next to nothing of it.
    pub fn check(&self) -> Result<(), Problem> {
        let require = |holds: bool, value, accepted| {
            let refused = Problem::OutOfRange { value, accepted };
            holds.then_some(()).ok_or(refused)
        };
        let Self { shape, low, high } = *self;
        match shape {
            Shape::Uniform { low, high } => {
                require(low.is_finite(), low, "a finite lower end")?;
                require(high.is_finite(), high, "a finite upper end")?;
                if low >= high {
                    return Err(Problem::EmptyRange { low, high });
                }
            }
            Shape::Normal { mean, sd } | Shape::Lognormal { mean, sd } => {
                require(mean.is_finite(), mean, "a finite mean")?;
                let accepted = "a finite standard deviation of 0 or more";
                require(sd.is_finite() && sd >= 0.0, sd, accepted)?;
                let is_log = matches!(shape, Shape::Lognormal { .. });
                let accepted = "a mean above 0 for a lognormal distribution";
                require(!is_log || mean > 0.0, mean, accepted)?;
            }
        }
        require(!low.is_nan(), low, "a number as the smallest value")?;
        require(!high.is_nan(), high, "a number as the largest value")?;
        if low > high {
            return Err(Problem::EmptyRange { low, high });
        }
        let kept = self.kept();
        if kept.is_nan() || kept < LEAST_KEPT {
            return Err(Problem::Truncation { kept, low, high });
        }
        Ok(())
    }
}

impl Shape {
    /// The value so many standard deviations (of the logarithm) from the mean (of the logarithm); for shapes made
    /// of normal numbers.
    fn at(self, z: f64) -> f64 {
        match self {
            Self::Uniform { .. } => f64::NAN,
            Self::Normal { mean, sd } => mean + sd * z,
            Self::Lognormal { mean, sd } => {
                let (mu, sigma) = of_logarithm(mean, sd);
                libm::exp(mu + sigma * z)
            }
        }
    }

    /// The inverse of [`at`](Self::at).
    fn score(self, value: f64) -> f64 {
        match self {
            Self::Uniform { .. } => f64::NAN,
            Self::Normal { mean, sd } => (value - mean) / sd,
            Self::Lognormal { .. } if value <= 0.0 => f64::NEG_INFINITY,
            Self::Lognormal { mean, sd } => {
                let (mu, sigma) = of_logarithm(mean, sd);
                (libm::log(value) - mu) / sigma
            }
        }
    }
}

/// Mean and standard deviation of the logarithm of a lognormal value.
pub(crate) fn of_logarithm(mean: f64, sd: f64) -> (f64, f64) {
    let variance = libm::log1p((sd / mean) * (sd / mean));
    (libm::log(mean) - variance / 2.0, variance.sqrt())
}

/// Probability that a standard normal number lies between two.
fn normal_within(low: f64, high: f64) -> f64 {
    let beyond = |z: f64| libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2) / 2.0;
    // By the tail in which both lie, where nearly equal numbers would cancel.
    if low > 0.0 {
        beyond(low) - beyond(high)
    } else {
        beyond(-high) - beyond(-low)
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Shape::Uniform { low, high } => write!(f, "uniform({low}, {high})")?,
            Shape::Normal { mean, sd } => write!(f, "normal({mean}, {sd})")?,
            Shape::Lognormal { mean, sd } => write!(f, "lognormal({mean}, {sd})")?,
        }
        match (self.low, self.high) {
            (f64::NEG_INFINITY, f64::INFINITY) => Ok(()),
            (low, f64::INFINITY) => write!(f, " of at least {low}"),
            (f64::NEG_INFINITY, high) => write!(f, " of at most {high}"),
            (low, high) => write!(f, " from {low} to {high}"),
        }
    }
}
