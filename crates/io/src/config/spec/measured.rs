//! Quantities as they are typed, with a unit of the right dimension.

use adexnet_model::units::{Quantity, Unit, UnitError};
use serde::de::{self, DeserializeSeed};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// The unit in which a kind of quantity is computed.
pub trait MeasuredIn {
    /// The unit.
    const UNIT: Unit;
}

/// A quantity as it was typed, and its value in the unit of its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    text: String,
    value: f64,
}

impl Amount {
    /// The quantity of this value in a unit.
    #[must_use]
    pub fn new(value: f64, unit: Unit) -> Self {
        let text = unit.format(value);
        Self { text, value }
    }

    /// Reads a quantity of the dimension of a unit.
    pub(super) fn read<E: de::Error>(text: &str, unit: Unit) -> Result<Self, E> {
        let value = Quantity::parse(text).and_then(|quantity| quantity.value_in(&unit));
        match value {
            Ok(value) => {
                let text = text.to_owned();
                Ok(Self { text, value })
            }
            Err(error) => Err(E::custom(reason(&error, text))),
        }
    }

    /// The value in the unit.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The quantity as typed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// As typed for human readers, else the value in the unit of its place.
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&self.text)
        } else {
            serializer.serialize_f64(self.value)
        }
    }
}

/// An [`Amount`] in the unit `U`.
///
/// ```
/// use adexnet_io::config::Time;
///
/// let duration: Time = toml::Value::from("60 s").try_into()?;
/// assert_eq!(duration.value(), 60_000.0); // in ms
/// assert_eq!(duration.text(), "60 s");
/// assert_eq!(Time::new(0.1).text(), "0.1 ms");
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<U> {
    amount: Amount,
    unit: PhantomData<U>,
}

/// A quantity of dimension time, in ms.
pub type Time = Measured<Millisecond>;
/// An electric potential, in mV.
pub type Voltage = Measured<Millivolt>;
/// An electric current, in pA.
pub type Current = Measured<PicoAmpere>;
/// A conductance, in nS.
pub type Conductance = Measured<NanoSiemens>;
/// A distance, in µm.
pub type Length = Measured<Micrometre>;
/// A frequency or rate, in Hz.
pub type Frequency = Measured<Hertz>;

/// Times are computed in ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Millisecond {}

/// Potentials are computed in mV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Millivolt {}

/// Currents are computed in pA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PicoAmpere {}

/// Conductances are computed in nS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NanoSiemens {}

/// Distances are computed in µm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Micrometre {}

impl MeasuredIn for Micrometre {
    const UNIT: Unit = Unit::UM;
}

/// Rates are computed in Hz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hertz {}

impl MeasuredIn for Hertz {
    const UNIT: Unit = Unit::HZ;
}

impl MeasuredIn for Millisecond {
    const UNIT: Unit = Unit::MS;
}

impl MeasuredIn for Millivolt {
    const UNIT: Unit = Unit::MV;
}

impl MeasuredIn for PicoAmpere {
    const UNIT: Unit = Unit::PA;
}

impl MeasuredIn for NanoSiemens {
    const UNIT: Unit = Unit::NS;
}

impl<U: MeasuredIn> Measured<U> {
    /// The quantity of this value in the unit `U`.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self::of(Amount::new(value, U::UNIT))
    }

    /// The same amount, which was read in the unit `U`.
    pub(super) fn of(amount: Amount) -> Self {
        let unit = PhantomData;
        Self { amount, unit }
    }

    /// The value in the unit `U`.
    pub fn value(&self) -> f64 {
        self.amount.value
    }

    /// The quantity as typed.
    pub fn text(&self) -> &str {
        &self.amount.text
    }
}

impl<U> Serialize for Measured<U> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.amount.serialize(serializer)
    }
}

impl<'de, U: MeasuredIn> Deserialize<'de> for Measured<U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        QuantityVisitor(U::UNIT)
            .deserialize(deserializer)
            .map(Self::of)
    }
}

/// Reads a quantity in a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct QuantityVisitor(pub(super) Unit);

impl<'de> DeserializeSeed<'de> for QuantityVisitor {
    type Value = Amount;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Amount, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl QuantityVisitor {
    pub(super) fn bare<E: de::Error>(self, number: impl fmt::Display) -> E {
        let unit = self.0.symbol();
        E::custom(format!(
            "a number without a unit; write \"{number} {unit}\" if that is meant"
        ))
    }
}

impl de::Visitor<'_> for QuantityVisitor {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dimension, example) = (self.0.dimension(), self.0.example());
        write!(
            f,
            "a text with a quantity of dimension {dimension}, such as {example:?}"
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Amount::read(text, self.0)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Err(self.bare(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Err(self.bare(number))
    }
}

/// What is wrong with a quantity, without the text that the place of the error repeats.
pub(in crate::config) fn reason(error: &UnitError, text: &str) -> String {
    let message = error.to_string();
    let quoted = format!("{:?}", text.trim());
    match message.strip_prefix(&quoted) {
        Some(rest) => rest.trim_start_matches([':', ' ']).to_owned(),
        None => message,
    }
}
