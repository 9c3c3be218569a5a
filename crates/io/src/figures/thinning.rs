//! Fewer points for the same picture: a trace needs no more of them than columns of pixels show.
//!
//! Of all points in a narrow column the first, the lowest, the highest and the last are kept, in
//! their order: then every line looks the same, at any resolution up to the column's width (the
//! M4 aggregation of Jugel et al., VLDB 2014). Straight above or below an extreme point its
//! neighbours are kept too, so that the vertical line of a spike stays vertical.

use super::path::{Point, round};

/// Points of a trace, ascending in x, thinned out to at most eight per column of width `column`.
pub(super) fn thin(points: &[Point], column: f64) -> Vec<Point> {
    let column_of = |point: &Point| (point.0 / column).floor() as i64;
    points
        .chunk_by(|left, right| column_of(left) == column_of(right))
        .flat_map(extremes)
        .collect()
}

/// First, lowest, highest and last of the points of one column, in their order, each once, with
/// what is connected to the extreme ones by a vertical line.
fn extremes(points: &[Point]) -> Vec<Point> {
    let indices = 0..points.len();
    let by_height = |&a: &usize, &b: &usize| points[a].1.total_cmp(&points[b].1);
    let extreme = [
        indices.clone().min_by(by_height),
        indices.clone().max_by(by_height),
    ];
    let mut kept = vec![indices.start, indices.end - 1];
    for index in extreme.into_iter().flatten() {
        let around = index.saturating_sub(1)..indices.end.min(index + 2);
        kept.extend(around.filter(|&other| round(points[other]).0 == round(points[index]).0));
    }
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(|index| points[index]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_keeps_its_outline_in_order() {
        let points = [
            (0.1, 5.0),
            (0.2, 9.0),
            (0.3, 6.0),
            (0.4, 1.0),
            (0.5, 4.0),
            (1.5, 2.0),
        ];
        let kept = [(0.1, 5.0), (0.2, 9.0), (0.4, 1.0), (0.5, 4.0), (1.5, 2.0)];
        assert_eq!(thin(&points, 1.0), kept);
    }

    #[test]
    fn points_further_apart_than_a_column_all_stay() {
        let points: Vec<Point> = (0..100).map(|n| (f64::from(n), f64::from(n % 7))).collect();
        assert_eq!(thin(&points, 0.5), points);
    }

    #[test]
    fn a_vertical_line_stays_vertical() {
        let points = [
            (0.1, 5.0),
            (0.2, 4.0),
            (0.4, 4.0),
            (0.4, 9.0),
            (0.4, 3.0),
            (0.6, 5.0),
        ];
        let kept = [points[0], points[2], points[3], points[4], points[5]];
        assert_eq!(thin(&points, 1.0), kept);
    }

    #[test]
    fn a_long_trace_is_bounded_by_the_columns() {
        let points: Vec<Point> = (0..100_000)
            .map(|n| (f64::from(n) * 1e-3, f64::from(n % 997)))
            .collect();
        assert!(thin(&points, 0.2).len() <= 8 * 500);
    }
}
