//! How the probability of a connection falls with distance.

/// A function of the distance that is 1 at 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Profile {
    /// exp(-d²/(2 sd²)).
    Gaussian {
        /// Standard deviation, in µm.
        sd: f64,
    },
    /// exp(-d/length).
    Exponential {
        /// Distance in µm at which it has fallen to 1/e.
        length: f64,
    },
}

impl Profile {
    /// Its length: sd or length, in µm.
    #[must_use]
    pub const fn length(&self) -> f64 {
        match self {
            Self::Gaussian { sd: length } | Self::Exponential { length } => *length,
        }
    }
}
