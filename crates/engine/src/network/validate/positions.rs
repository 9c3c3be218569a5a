//! Checks of positions.

use super::is_usable;
use crate::network::{Coordinates, Positions, Problem};

pub(super) fn check(positions: &Positions, size: usize) -> Result<(), Problem> {
    let dimensions = positions.dimensions();
    let found = match &positions.coordinates {
        Coordinates::Grid { shape, .. } => shape.iter().fold(1_u128, |product, &count| {
            product.saturating_mul(count as u128)
        }),
        Coordinates::Given(array) => array.nrows() as u128,
    };
    if found != size as u128 || !(1..=3).contains(&dimensions) {
        return Err(Problem::PositionsShape {
            found,
            dimensions,
            size,
        });
    }
    match &positions.coordinates {
        Coordinates::Grid { spacing, .. } => {
            let spacing = *spacing;
            length(spacing, "a spacing in µm above 0, at most 1e15")?;
        }
        Coordinates::Given(array) => {
            if let Some(&value) = array.iter().find(|value| !is_usable(**value)) {
                let accepted = "a coordinate in µm of at most 1e15 in magnitude";
                return Err(Problem::OutOfRange { value, accepted });
            }
        }
    }
    periods(positions, size, dimensions)
}

fn periods(positions: &Positions, size: usize, dimensions: usize) -> Result<(), Problem> {
    let found = positions.periods.len();
    if found != 0 && found != dimensions {
        return Err(Problem::PeriodsShape { found, dimensions });
    }
    for (dimension, period) in positions.periods.iter().enumerate() {
        let Some(period) = *period else { continue };
        length(period, "a period in µm above 0, at most 1e15")?;
        let extent = extent(positions, size, dimension);
        if extent > period {
            return Err(Problem::PeriodTooShort {
                dimension,
                extent,
                period,
            });
        }
    }
    Ok(())
}

/// How far the neurons lie apart along a dimension.
fn extent(positions: &Positions, size: usize, dimension: usize) -> f64 {
    let coordinate = |neuron| positions.unwrapped(neuron)[dimension];
    match &positions.coordinates {
        // The first neuron is at the beginning of each dimension, and the last one at the end.
        Coordinates::Grid { .. } => coordinate(size - 1) - coordinate(0),
        Coordinates::Given(_) => {
            let bounds = (f64::INFINITY, f64::NEG_INFINITY);
            let (low, high) = (0..size)
                .map(coordinate)
                .fold(bounds, |(low, high), x| (low.min(x), high.max(x)));
            high - low
        }
    }
}

/// A length must be one by which coordinates can be divided.
fn length(value: f64, accepted: &'static str) -> Result<(), Problem> {
    if is_usable(value) && value > 0.0 {
        Ok(())
    } else {
        Err(Problem::OutOfRange { value, accepted })
    }
}
