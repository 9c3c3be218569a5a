//! The time grid.

use adexnet_model::units::shift_decimal;

/// The time step of a simulation, in ms for the equations and in s for time stamps.
///
/// Step n stands for the time n·dt, computed as one product in seconds: a product in another unit, a
/// quotient or a sum would have other last bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeStep {
    ms: f64,
    seconds: f64,
}

impl TimeStep {
    /// A time step of `ms` milliseconds; the seconds are the decimal number shifted by three places.
    #[must_use]
    pub fn from_ms(ms: f64) -> Self {
        Self {
            ms,
            seconds: shift_decimal(ms, -3),
        }
    }

    /// dt in ms.
    pub fn ms(self) -> f64 {
        self.ms
    }

    /// dt in s.
    pub fn seconds(self) -> f64 {
        self.seconds
    }

    /// Time stamp of a step, in s.
    pub fn stamp(self, step: u64) -> f64 {
        step as f64 * self.seconds
    }

    /// The step nearest to a time in ms.
    pub fn nearest_step(self, ms: f64) -> u64 {
        (ms / self.ms).round() as u64
    }

    /// The step in which a time in ms lies, where times within a thousandth of a step before the next count as the next.
    pub fn step_of(self, ms: f64) -> u64 {
        (ms / self.ms + 1e-3).floor() as u64
    }

    /// The first step that does not lie before a time in ms, where times within a millionth of a
    /// step count as the step itself.
    pub fn first_step_from(self, ms: f64) -> u64 {
        let steps = ms / self.ms;
        let nearest = steps.round();
        if (steps - nearest).abs() < 1e-6 {
            nearest as u64
        } else {
            steps.ceil() as u64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_the_product_in_seconds() {
        let dt = TimeStep::from_ms(0.1);
        assert_eq!(dt.seconds(), 1e-4);
        assert_eq!(dt.stamp(981), 981.0 * 1e-4);
        assert_ne!(
            dt.stamp(3),
            3.0 / 10_000.0,
            "a quotient would have other bits"
        );
    }

    #[test]
    fn times_are_rounded_as_documented() {
        let dt = TimeStep::from_ms(0.1);
        assert_eq!(dt.nearest_step(1.5), 15);
        assert_eq!(dt.nearest_step(0.04), 0);
        assert_eq!(dt.nearest_step(60_000.0), 600_000);
        assert_eq!(dt.first_step_from(0.3), 3);
        assert_eq!(dt.first_step_from(0.31), 4);
        assert_eq!(
            [0.0, 0.3, 0.39, 0.399_95].map(|ms| dt.step_of(ms)),
            [0, 3, 3, 4]
        );
    }
}
