//! Physical dimensions, as powers of volt, ampere, second and metre.

use std::fmt;

/// A physical dimension: what can be compared, whatever the prefix.
///
/// Volt, ampere and second span everything a point neuron needs, and metres tell where it lies; half
/// powers, because white noise brings `sqrt(s)`. `Display` gives the name a person would use ("conductance"), or the
/// product of base units where there is none ("V^2·s").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dimension {
    /// Twice the powers of volt, ampere, second and metre.
    half_powers: [i32; 4],
}

/// Names of the base units, in the order of `half_powers`.
const BASE_SYMBOLS: [&str; 4] = ["V", "A", "s", "m"];

impl Dimension {
    /// A pure number.
    pub const DIMENSIONLESS: Self = Self::of(0, 0, 0);
    /// Electric potential.
    pub const VOLTAGE: Self = Self::of(1, 0, 0);
    /// Electric current.
    pub const CURRENT: Self = Self::of(0, 1, 0);
    /// Current per voltage.
    pub const CONDUCTANCE: Self = Self::of(-1, 1, 0);
    /// Voltage per current.
    pub const RESISTANCE: Self = Self::of(1, -1, 0);
    /// Charge per voltage.
    pub const CAPACITANCE: Self = Self::of(-1, 1, 1);
    /// Current times time.
    pub const CHARGE: Self = Self::of(0, 1, 1);
    /// Voltage times current.
    pub const POWER: Self = Self::of(1, 1, 0);
    /// Power times time.
    pub const ENERGY: Self = Self::of(1, 1, 1);
    /// Duration.
    pub const TIME: Self = Self::of(0, 0, 1);
    /// Events per time.
    pub const FREQUENCY: Self = Self::of(0, 0, -1);
    /// How fast a voltage changes.
    pub const VOLTAGE_PER_TIME: Self = Self::of(1, 0, -1);
    /// Strength of a white-noise current: its integral over a time T has the standard deviation
    /// strength x sqrt(T).
    pub const WHITE_NOISE_CURRENT: Self = Self {
        half_powers: [0, 2, 1, 0],
    };
    /// Distance.
    pub const LENGTH: Self = Self {
        half_powers: [0, 0, 0, 2],
    };

    /// The dimension with these whole powers of volt, ampere and second.
    pub(super) const fn of(volt: i32, ampere: i32, second: i32) -> Self {
        Self {
            half_powers: [2 * volt, 2 * ampere, 2 * second, 0],
        }
    }

    /// The dimension with each half power replaced by `change` of it and of that of `other`.
    pub(super) fn combine(
        self,
        other: Self,
        change: impl Fn(i32, i32) -> Option<i32>,
    ) -> Option<Self> {
        let mut half_powers = [0; 4];
        for (index, power) in half_powers.iter_mut().enumerate() {
            *power = change(self.half_powers[index], other.half_powers[index])?;
        }
        Some(Self { half_powers })
    }

    fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::DIMENSIONLESS => "dimensionless",
            Self::VOLTAGE => "voltage",
            Self::CURRENT => "current",
            Self::CONDUCTANCE => "conductance",
            Self::RESISTANCE => "resistance",
            Self::CAPACITANCE => "capacitance",
            Self::CHARGE => "charge",
            Self::POWER => "power",
            Self::ENERGY => "energy",
            Self::TIME => "time",
            Self::FREQUENCY => "frequency",
            Self::VOLTAGE_PER_TIME => "voltage per time",
            Self::WHITE_NOISE_CURRENT => "current·sqrt(time)",
            Self::LENGTH => "length",
            _ => return None,
        })
    }

    /// The product of base units, as it can be read as a unit: "V^2·s^-1.5".
    pub(super) fn base_units(self) -> String {
        let factors = BASE_SYMBOLS
            .iter()
            .zip(self.half_powers)
            .filter(|(_, power)| *power != 0)
            .map(|(symbol, half_power)| match half_power {
                2 => (*symbol).to_owned(),
                whole if whole % 2 == 0 => format!("{symbol}^{}", whole / 2),
                half => format!("{symbol}^{}", f64::from(half) / 2.0),
            });
        factors.collect::<Vec<_>>().join("·")
    }

    /// The dimension as it stands in a sentence: "a capacitance", "a plain number".
    pub(super) fn phrase(self) -> String {
        match self {
            Self::DIMENSIONLESS => "a plain number".to_owned(),
            Self::ENERGY => "an energy".to_owned(),
            _ => match self.name() {
                Some(name) => format!("a {name}"),
                None => format!("a quantity in {self}"),
            },
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name() {
            return f.write_str(name);
        }
        f.write_str(&self.base_units())
    }
}
