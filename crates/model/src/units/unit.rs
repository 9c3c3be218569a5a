//! The units in which the model computes.

use super::scale::Scale;
use super::{Dimension, shortest};

/// A unit in which values are handed over as plain `f64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    symbol: &'static str,
    latex: &'static str,
    example: &'static str,
    pub(super) scale: Scale,
}

impl Unit {
    /// Millisecond, the model's unit of time.
    pub const MS: Self = Self::new("ms", r"\mathrm{ms}", "0.1 ms", Dimension::TIME, -3);
    /// Second, the unit of durations and time stamps.
    pub const S: Self = Self::new("s", r"\mathrm{s}", "60 s", Dimension::TIME, 0);
    /// Millivolt, the model's unit of potentials.
    pub const MV: Self = Self::new("mV", r"\mathrm{mV}", "-65 mV", Dimension::VOLTAGE, -3);
    /// Picoampere, the model's unit of currents.
    pub const PA: Self = Self::new("pA", r"\mathrm{pA}", "65 pA", Dimension::CURRENT, -12);
    /// Nanosiemens, the model's unit of conductances and synaptic weights.
    pub const NS: Self = Self::new("nS", r"\mathrm{nS}", "4.3 nS", Dimension::CONDUCTANCE, -9);
    /// Picofarad, the model's unit of capacitances.
    pub const PF: Self = Self::new("pF", r"\mathrm{pF}", "104 pF", Dimension::CAPACITANCE, -12);
    /// Picoampere times square root of second: the strength of a white-noise current.
    pub const PA_SQRT_S: Self = Self::new(
        "pA*sqrt(s)",
        r"\mathrm{pA}\,\sqrt{\mathrm{s}}",
        "8 pA*sqrt(s)",
        Dimension::WHITE_NOISE_CURRENT,
        -12,
    );
    /// Hertz, the unit of firing rates.
    pub const HZ: Self = Self::new("Hz", r"\mathrm{Hz}", "10 Hz", Dimension::FREQUENCY, 0);
    /// Per millisecond, the unit of rates of change.
    pub const PER_MS: Self = Self::new(
        "1/ms",
        r"\mathrm{ms}^{-1}",
        "0.02 1/ms",
        Dimension::FREQUENCY,
        3,
    );
    /// Millivolt per millisecond, the unit in which potentials change.
    pub const MV_PER_MS: Self = Self::new(
        "mV/ms",
        r"\mathrm{mV}/\mathrm{ms}",
        "8 mV/ms",
        Dimension::VOLTAGE_PER_TIME,
        0,
    );
    /// Micrometre, the unit of positions and distances.
    pub const UM: Self = Self::new("um", r"\mathrm{\mu m}", "100 um", Dimension::LENGTH, -6);
    /// No unit: a plain number.
    pub const ONE: Self = Self::new("1", "1", "0.05", Dimension::DIMENSIONLESS, 0);

    /// Every unit above that has a name.
    pub(super) const ALL: [Self; 11] = [
        Self::MS,
        Self::S,
        Self::MV,
        Self::PA,
        Self::NS,
        Self::PF,
        Self::PA_SQRT_S,
        Self::HZ,
        Self::PER_MS,
        Self::MV_PER_MS,
        Self::UM,
    ];

    const fn new(
        symbol: &'static str,
        latex: &'static str,
        example: &'static str,
        dimension: Dimension,
        decades: i32,
    ) -> Self {
        Self {
            symbol,
            latex,
            example,
            scale: Scale::decimal(dimension, decades),
        }
    }

    /// The unit in which the model computes with a dimension, if it does.
    pub(super) fn usual(dimension: Dimension) -> Option<Self> {
        let mut units = Self::ALL.into_iter();
        units.find(|unit| unit.dimension() == dimension)
    }

    /// The unit as it is typed behind a number: `"pF"`, `"pA*sqrt(s)"`; `"1"` for a plain number.
    pub const fn symbol(&self) -> &'static str {
        self.symbol
    }

    /// The unit for LaTeX's math mode.
    pub const fn latex(&self) -> &'static str {
        self.latex
    }

    /// A typical quantity of this unit, for messages and documentation: `"104 pF"`.
    pub const fn example(&self) -> &'static str {
        self.example
    }

    /// What the unit measures.
    pub const fn dimension(&self) -> Dimension {
        self.scale.dimension
    }

    /// `value` with its unit, in the fewest digits that read back as the same number: for every
    /// finite `value`, [`Quantity::parse`](super::Quantity::parse) of this text has that
    /// [`value_in`](super::Quantity::value_in) this unit, bit by bit.
    ///
    /// ```
    /// # use adexnet_model::units::Unit;
    /// assert_eq!(Unit::PF.format(104.0), "104 pF");
    /// assert_eq!(Unit::ONE.format(0.05), "0.05");
    /// ```
    pub fn format(&self, value: f64) -> String {
        let number = shortest(value);
        if *self == Self::ONE {
            number
        } else {
            format!("{number} {}", self.symbol)
        }
    }
}
