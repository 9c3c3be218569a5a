//! Fluctuating currents and conductances: Ornstein-Uhlenbeck processes.
//!
//! The one idea to know: the dimension of the mean says what fluctuates.

use super::measured::Amount;
use super::{Time, Voltage};
use adexnet_model::units::{Dimension, Quantity, Unit};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// An Ornstein-Uhlenbeck process for each neuron, in pA, or in nS with a reversal potential.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Table")]
pub struct FluctuationsSpec {
    /// Mean: a current or a conductance.
    pub mean: Amount,
    /// Standard deviation, of the same dimension.
    pub sd: Amount,
    /// Correlation time.
    pub tau: Time,
    /// Reversal potential of a conductance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversal: Option<Voltage>,
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { mean = \"20 pA\", sd = \"10 pA\", tau = \"5 ms\" }"
)]
struct Table {
    mean: CurrentOrConductance,
    sd: CurrentOrConductance,
    tau: Time,
    reversal: Option<Voltage>,
}

impl TryFrom<Table> for FluctuationsSpec {
    type Error = &'static str;

    fn try_from(table: Table) -> Result<Self, Self::Error> {
        use CurrentOrConductance::{Conductance, Current};
        let (mean, sd) = match (table.mean, table.sd, &table.reversal) {
            (Current(mean), Current(sd), None) | (Conductance(mean), Conductance(sd), Some(_)) => {
                (mean, sd)
            }
            (Current(_), Current(_), Some(_)) => {
                return Err(
                    "a fluctuating current has no \"reversal\"; expected are a conductance as \"mean\" and \
                     \"sd\", or no reversal potential",
                );
            }
            (Conductance(_), Conductance(_), None) => {
                return Err(
                    "the key \"reversal\" is missing, a fluctuating conductance needs it; write reversal = \
                     \"0 mV\"",
                );
            }
            _ => {
                return Err(
                    "\"mean\" and \"sd\" have different dimensions; expected are two currents such as \
                     \"65 pA\", or two conductances such as \"4.3 nS\"",
                );
            }
        };
        let (tau, reversal) = (table.tau, table.reversal);
        Ok(Self {
            mean,
            sd,
            tau,
            reversal,
        })
    }
}

/// An amount in pA or in nS.
enum CurrentOrConductance {
    Current(Amount),
    Conductance(Amount),
}

impl<'de> Deserialize<'de> for CurrentOrConductance {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EitherVisitor)
    }
}

struct EitherVisitor;

impl Visitor<'_> for EitherVisitor {
    type Value = CurrentOrConductance;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a current such as \"65 pA\" or a conductance such as \"4.3 nS\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<CurrentOrConductance, E> {
        let dimension = Quantity::parse(text).map(|quantity| quantity.dimension());
        match dimension {
            Ok(Dimension::CONDUCTANCE) => {
                Amount::read(text, Unit::NS).map(CurrentOrConductance::Conductance)
            }
            Ok(Dimension::CURRENT) | Err(_) => {
                Amount::read(text, Unit::PA).map(CurrentOrConductance::Current)
            }
            Ok(other) => Err(E::custom(format!(
                "of dimension {other}; expected is a current such as \"65 pA\" or a conductance such as \
                 \"4.3 nS\""
            ))),
        }
    }
}
