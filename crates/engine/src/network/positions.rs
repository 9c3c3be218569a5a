//! Where neurons lie.

use ndarray::Array2;
use std::sync::Arc;

/// Positions of the neurons of a population, in one to three dimensions.
///
/// A dimension may be periodic: then it is a circle of the given circumference, and distances are taken along the
/// shorter way round.
///
/// ```
/// use adexnet_engine::Positions;
/// // 80 x 80 neurons on a square of 1 mm whose opposite sides are joined.
/// let sheet = Positions::periodic_grid([80, 80], 12.5);
/// assert_eq!(sheet.dimensions(), 2);
/// assert_eq!(sheet.of(81), [18.75, 18.75, 0.0]);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Positions {
    /// The coordinates.
    pub coordinates: Coordinates,
    /// Circumference of each dimension in µm, `None` where a dimension is not periodic; empty if none is.
    pub periods: Vec<Option<f64>>,
}

/// Coordinates of neurons.
#[derive(Debug, Clone, PartialEq)]
pub enum Coordinates {
    /// Neurons in the middle of the cells of a grid, numbered in row-major order (the last coordinate runs fastest):
    /// number k along a dimension lies at (k + 1/2) x spacing.
    Grid {
        /// Neurons along each dimension.
        shape: Vec<usize>,
        /// Distance of neighbours, in µm.
        spacing: f64,
    },
    /// Given ones \[neuron, dimension\], in µm.
    Given(Arc<Array2<f64>>),
}

/// Most dimensions of space.
pub(crate) const DIMENSIONS: usize = 3;

/// Coordinates in µm; 0 beyond the dimensions that there are.
pub(crate) type Point = [f64; DIMENSIONS];

impl Positions {
    /// A grid of neurons, `spacing` µm apart.
    #[must_use]
    pub fn grid(shape: impl Into<Vec<usize>>, spacing: f64) -> Self {
        let shape = shape.into();
        Self {
            coordinates: Coordinates::Grid { shape, spacing },
            periods: Vec::new(),
        }
    }

    /// The same on a ring or torus: the first neurons of each dimension are neighbours of the last.
    #[must_use]
    pub fn periodic_grid(shape: impl Into<Vec<usize>>, spacing: f64) -> Self {
        let grid = Self::grid(shape, spacing);
        let periods = match &grid.coordinates {
            Coordinates::Grid { shape, .. } => shape.iter(),
            Coordinates::Given(_) => [].iter(),
        };
        let periods = periods.map(|&count| Some(count as f64 * spacing)).collect();
        Self { periods, ..grid }
    }

    /// Given positions \[neuron, dimension\], in µm.
    #[must_use]
    pub fn given(coordinates: impl Into<Arc<Array2<f64>>>) -> Self {
        Self {
            coordinates: Coordinates::Given(coordinates.into()),
            periods: Vec::new(),
        }
    }

    /// The same with periodic dimensions, of these circumferences in µm.
    #[must_use]
    pub fn with_periods(mut self, periods: impl Into<Vec<Option<f64>>>) -> Self {
        self.periods = periods.into();
        self
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> usize {
        match &self.coordinates {
            Coordinates::Grid { shape, .. } => shape.len(),
            Coordinates::Given(array) => array.ncols(),
        }
    }

    /// The position of a neuron in µm, within the period of periodic dimensions; 0 in dimensions that there are not.
    ///
    /// # Panics
    /// If there are not so many neurons.
    pub fn of(&self, neuron: usize) -> [f64; 3] {
        let mut point = self.unwrapped(neuron);
        for (coordinate, period) in point.iter_mut().zip(self.circumferences()) {
            if period.is_finite() {
                *coordinate = coordinate.rem_euclid(period);
            }
        }
        point
    }

    /// The position as it is described.
    pub(super) fn unwrapped(&self, neuron: usize) -> Point {
        let mut point = [0.0; DIMENSIONS];
        match &self.coordinates {
            Coordinates::Grid { shape, spacing } => {
                let mut rest = neuron;
                for (coordinate, &count) in point.iter_mut().zip(shape).rev() {
                    *coordinate = ((rest % count) as f64 + 0.5) * spacing;
                    rest /= count;
                }
                assert_eq!(rest, 0, "neuron {neuron} is not on the grid");
            }
            Coordinates::Given(array) => {
                for (coordinate, &given) in point.iter_mut().zip(array.row(neuron)) {
                    *coordinate = given;
                }
            }
        }
        point
    }

    /// Circumference of each dimension; infinite where it is not periodic.
    pub(crate) fn circumferences(&self) -> Point {
        let mut periods = [f64::INFINITY; DIMENSIONS];
        for (period, given) in periods.iter_mut().zip(&self.periods) {
            *period = given.unwrap_or(f64::INFINITY);
        }
        periods
    }
}
