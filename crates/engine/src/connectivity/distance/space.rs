//! Distances in space, and how the probability of a connection falls with them.
//!
//! One idea: the distance to a box is made of the same operations as that to a point in it, each of which rounds
//! monotonically. So the box is never farther than the point, also in floating-point numbers.

use crate::network::{ConnectionRule, Point, Positions, Profile};
use adexnet_model::arithmetic::Arithmetic;
use adexnet_model::math::exp_f64;

/// Space with the circumferences of its periodic dimensions; the others are infinite.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space {
    circumferences: Point,
}

/// Points between two corners.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cuboid {
    pub(super) low: Point,
    pub(super) high: Point,
}

impl Space {
    pub(super) fn of(positions: &Positions) -> Self {
        Self {
            circumferences: positions.circumferences(),
        }
    }

    /// The square of the distance of two points.
    #[inline(always)]
    pub(super) fn square(&self, a: &Point, b: &Point) -> f64 {
        let [x, y, z] = std::array::from_fn(|k| between(a[k], b[k], self.circumferences[k]));
        x * x + y * y + z * z
    }

    /// The square of the distance of a point and the nearest point of a box.
    #[inline(always)]
    pub(super) fn square_to(&self, a: &Point, cuboid: &Cuboid) -> f64 {
        let Cuboid { low, high } = cuboid;
        let [x, y, z] = std::array::from_fn(|k| {
            let to = |end: f64| between(a[k], end, self.circumferences[k]);
            if low[k] <= a[k] && a[k] <= high[k] {
                0.0
            } else {
                smaller(to(low[k]), to(high[k]))
            }
        });
        x * x + y * y + z * z
    }
}

/// The distance along one dimension.
#[inline(always)]
fn between(a: f64, b: f64, circumference: f64) -> f64 {
    let distance = (a - b).abs();
    smaller(distance, circumference - distance)
}

#[inline(always)]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

impl Cuboid {
    /// The smallest that holds the points.
    pub(super) fn around<'a>(points: impl Iterator<Item = &'a Point>) -> Self {
        let nothing = Self {
            low: [f64::INFINITY; 3],
            high: [f64::NEG_INFINITY; 3],
        };
        points.fold(nothing, |mut cuboid, point| {
            for (k, &coordinate) in point.iter().enumerate() {
                cuboid.low[k] = cuboid.low[k].min(coordinate);
                cuboid.high[k] = cuboid.high[k].max(coordinate);
            }
            cuboid
        })
    }

    /// The dimension in which it is widest.
    pub(super) fn widest(&self) -> usize {
        let width = |k: &usize| self.high[*k] - self.low[*k];
        (1..3).fold(0, |widest, k| {
            if width(&k) > width(&widest) {
                k
            } else {
                widest
            }
        })
    }
}

/// The probability of a connection as a function of the distance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decay {
    p_max: f64,
    /// Whether the exponent goes with the square of the distance.
    is_gaussian: bool,
    /// What the distance or its square is multiplied by in the exponent.
    rate: f64,
}

impl Decay {
    /// That of a rule, if it goes by distance.
    pub(super) fn of(rule: &ConnectionRule) -> Option<Self> {
        match rule {
            ConnectionRule::Distance { profile, p_max, .. } => Some(Self::new(*profile, *p_max)),
            _ => None,
        }
    }

    fn new(profile: Profile, p_max: f64) -> Self {
        let (is_gaussian, rate) = match profile {
            Profile::Gaussian { sd } => (true, 0.5 / (sd * sd)),
            Profile::Exponential { length } => (false, 1.0 / length),
        };
        Self {
            p_max,
            is_gaussian,
            rate,
        }
    }

    /// The probability at a distance, of which the square is given.
    #[inline(always)]
    pub(super) fn probability<A: Arithmetic>(&self, square: f64) -> f64 {
        self.p_max * exp_f64::<A>(-self.exponent(square))
    }

    /// The same without fused multiply-adds: equal but for rounding.
    pub(super) fn estimate(&self, square: f64) -> f64 {
        self.p_max * libm::exp(-self.exponent(square))
    }

    #[inline(always)]
    fn exponent(&self, square: f64) -> f64 {
        self.rate
            * if self.is_gaussian {
                square
            } else {
                square.sqrt()
            }
    }
}
