//! Values: a number for each neuron or synapse, all equal, drawn or from a file.
//!
//! The one idea to know: wherever a quantity may differ from neuron to neuron or from synapse to
//! synapse, the same three forms are accepted: a quantity, a table with a distribution, a table with
//! a file.

mod reading;

pub(super) use reading::ValuesSeed;

use super::measured::{Amount, MeasuredIn};
use super::{FileSpec, FileUnit};
use adexnet_engine::{Distribution, Shape};
use adexnet_model::units::Unit;
use serde::de::DeserializeSeed;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;

/// A number for each neuron or synapse, in the unit of its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ValuesSpec {
    /// `"65 pA"`: the same for all.
    Constant(Amount),
    /// `{ distribution = "normal", mean = "65 pA", sd = "10 pA" }`: each is drawn.
    Drawn(DrawnSpec),
    /// `{ file = "values.npy", unit = "pA" }`: each is given.
    File(FileValues),
}

/// A distribution from which each value is drawn. What lies below `low` or above `high` is drawn
/// again.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "distribution", rename_all = "kebab-case")]
pub enum DrawnSpec {
    /// All values from `low` to `high` are equally likely.
    Uniform {
        /// Lower end.
        low: Amount,
        /// Upper end.
        high: Amount,
    },
    /// The normal distribution.
    Normal {
        /// Mean.
        mean: Amount,
        /// Standard deviation.
        sd: Amount,
        /// Smallest value.
        #[serde(skip_serializing_if = "Option::is_none")]
        low: Option<Amount>,
        /// Largest value.
        #[serde(skip_serializing_if = "Option::is_none")]
        high: Option<Amount>,
    },
    /// The logarithm of the value is normally distributed.
    Lognormal {
        /// Mean of the value itself.
        mean: Amount,
        /// Standard deviation of the value itself.
        sd: Amount,
        /// Smallest value.
        #[serde(skip_serializing_if = "Option::is_none")]
        low: Option<Amount>,
        /// Largest value.
        #[serde(skip_serializing_if = "Option::is_none")]
        high: Option<Amount>,
    },
}

/// Values in an npy array of one dimension, one for each neuron or synapse in their order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileValues {
    /// The file.
    #[serde(flatten)]
    pub file: FileSpec,
    /// The unit of its numbers.
    pub unit: FileUnit,
}

impl ValuesSpec {
    /// The value, if it is the same for all.
    pub fn constant(&self) -> Option<&Amount> {
        match self {
            Self::Constant(amount) => Some(amount),
            _ => None,
        }
    }

    /// Whether it is described with this number.
    pub(in crate::config) fn mentions(&self, value: f64) -> bool {
        let is_meant = |amount: &Amount| amount.value() == value;
        match self {
            Self::Constant(amount) => is_meant(amount),
            Self::Drawn(DrawnSpec::Uniform { low, high }) => is_meant(low) || is_meant(high),
            Self::Drawn(
                DrawnSpec::Normal { low, high, .. } | DrawnSpec::Lognormal { low, high, .. },
            ) => low.iter().chain(high).any(is_meant),
            Self::File(_) => false,
        }
    }
}

impl DrawnSpec {
    /// The distribution; whether it makes sense is not checked.
    pub(in crate::config) fn distribution(&self) -> Distribution {
        let bound = |bound: &Option<Amount>, none| bound.as_ref().map_or(none, Amount::value);
        let (shape, low, high) = match self {
            Self::Uniform { low, high } => {
                let (low, high) = (low.value(), high.value());
                return Distribution::new(Shape::Uniform { low, high });
            }
            Self::Normal {
                mean,
                sd,
                low,
                high,
            } => {
                let (mean, sd) = (mean.value(), sd.value());
                (Shape::Normal { mean, sd }, low, high)
            }
            Self::Lognormal {
                mean,
                sd,
                low,
                high,
            } => {
                let (mean, sd) = (mean.value(), sd.value());
                (Shape::Lognormal { mean, sd }, low, high)
            }
        };
        Distribution {
            shape,
            low: bound(low, f64::NEG_INFINITY),
            high: bound(high, f64::INFINITY),
        }
    }
}

/// [`ValuesSpec`] in the unit `U`.
#[derive(Debug, Clone, PartialEq)]
pub struct ValuesIn<U> {
    values: ValuesSpec,
    unit: PhantomData<U>,
}

impl<U: MeasuredIn> ValuesIn<U> {
    /// The same value for all.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self::of(ValuesSpec::Constant(Amount::new(value, U::UNIT)))
    }

    fn of(values: ValuesSpec) -> Self {
        let unit = PhantomData;
        Self { values, unit }
    }

    /// The unit of the values.
    pub fn unit(&self) -> Unit {
        U::UNIT
    }
}

impl<U> ValuesIn<U> {
    /// The values.
    pub fn spec(&self) -> &ValuesSpec {
        &self.values
    }

    pub(in crate::config) fn spec_mut(&mut self) -> &mut ValuesSpec {
        &mut self.values
    }
}

impl<U> Serialize for ValuesIn<U> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(serializer)
    }
}

impl<'de, U: MeasuredIn> Deserialize<'de> for ValuesIn<U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValuesSeed(U::UNIT).deserialize(deserializer).map(Self::of)
    }
}
