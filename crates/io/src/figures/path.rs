//! Path data of an SVG, small and exact to the hundredth of a unit.
//!
//! Coordinates are rounded to hundredths once, as absolute positions, and written as differences
//! of whole hundredths: short, and without an error that adds up along a path.

use std::fmt::Write as _;

/// A point, in user units: x to the right, y downwards.
pub(super) type Point = (f64, f64);

/// A point in hundredths of a user unit.
pub(super) type Hundredths = (i64, i64);

/// The `d` attribute of a path under construction.
#[derive(Default)]
pub(super) struct PathData {
    data: String,
    here: Hundredths,
    start: Hundredths,
}

impl PathData {
    /// Begins a subpath.
    pub(super) fn move_to(&mut self, to: Point) {
        self.command('m', &[to]);
        self.start = self.here;
    }

    /// A straight line; none where it would be shorter than the rounding.
    pub(super) fn line_to(&mut self, to: Point) {
        let (x, y) = round(to);
        if x == self.here.0 && y == self.here.1 {
            return;
        }
        if x == self.here.0 {
            self.data.push('v');
            self.number(y - self.here.1);
        } else if y == self.here.1 {
            self.data.push('h');
            self.number(x - self.here.0);
        } else {
            return self.command('l', &[to]);
        }
        self.here = (x, y);
    }

    /// A quadratic Bézier curve.
    pub(super) fn quad_to(&mut self, control: Point, to: Point) {
        self.command('q', &[control, to]);
    }

    /// A cubic Bézier curve.
    pub(super) fn cubic_to(&mut self, first: Point, second: Point, to: Point) {
        self.command('c', &[first, second, to]);
    }

    /// A line back to where the subpath began.
    pub(super) fn close(&mut self) {
        self.data.push('z');
        self.here = self.start;
    }

    /// A dot, given round line caps: the shortest line that every viewer still draws.
    pub(super) fn dot(&mut self, at: Point) {
        self.move_to(at);
        self.data.push_str("h.01");
        self.here.0 += 1;
    }

    /// Whether nothing has been drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// The value of the attribute.
    pub(super) fn as_str(&self) -> &str {
        &self.data
    }

    fn command(&mut self, letter: char, points: &[Point]) {
        self.data.push(letter);
        let from = self.here;
        for (index, &point) in points.iter().enumerate() {
            self.here = round(point);
            if index > 0 {
                self.separated(self.here.0 - from.0);
            } else {
                self.number(self.here.0 - from.0);
            }
            self.separated(self.here.1 - from.1);
        }
    }

    /// A number that follows another one.
    fn separated(&mut self, hundredths: i64) {
        if hundredths >= 0 {
            self.data.push(' ');
        }
        self.number(hundredths);
    }

    fn number(&mut self, hundredths: i64) {
        write_number(&mut self.data, hundredths);
    }
}

/// Appends the shortest decimal form of a number of hundredths: `-1.5`, `.07`, `3`.
fn write_number(out: &mut String, hundredths: i64) {
    if hundredths < 0 {
        out.push('-');
    }
    let (whole, rest) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    let written = match (whole, rest) {
        (_, 0) => write!(out, "{whole}"),
        (0, _) if rest % 10 == 0 => write!(out, ".{}", rest / 10),
        (0, _) => write!(out, ".{rest:02}"),
        (_, _) if rest % 10 == 0 => write!(out, "{whole}.{}", rest / 10),
        (_, _) => write!(out, "{whole}.{rest:02}"),
    };
    debug_assert!(written.is_ok(), "a String accepts all text");
}

/// A point as it is written.
pub(super) fn round((x, y): Point) -> Hundredths {
    ((x * 100.0).round() as i64, (y * 100.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        let written = |hundredths| {
            let mut out = String::new();
            write_number(&mut out, hundredths);
            out
        };
        let numbers = [0, 7, -7, 50, 100, -150, 1234].map(written);
        assert_eq!(numbers, ["0", ".07", "-.07", ".5", "1", "-1.5", "12.34"]);
    }

    #[test]
    fn rounding_does_not_add_up_along_a_path() {
        let mut path = PathData::default();
        path.move_to((0.0, 0.0));
        for step in 1..=1000 {
            path.line_to((f64::from(step) * 0.004, 0.0));
        }
        assert_eq!(path.here, (400, 0));
    }

    #[test]
    fn commands_are_relative_to_the_current_point() {
        let mut path = PathData::default();
        path.move_to((1.0, 1.0));
        path.line_to((2.0, 0.5));
        path.line_to((2.0, 4.0));
        path.quad_to((3.0, 4.0), (3.0, 5.0));
        path.close();
        path.line_to((2.0, 1.0));
        path.dot((2.0, 2.0));
        assert_eq!(path.as_str(), "m1 1l1-.5v3.5q1 0 1 1zh1m0 1h.01");
    }
}
