use super::*;

const ANY: RangeInclusive<f64> = -1e15..=1e15;

#[test]
fn values_that_are_equal_have_a_common_value() {
    let common = [
        (Values::constant(2.0), Some(2.0)),
        (Values::normal(2.0, 0.0), Some(2.0)),
        (Values::lognormal(0.3, 0.0), Some(0.3)),
        (Values::normal(2.0, 1e-9), None),
        (Values::uniform(2.0, 3.0), None),
        (vec![2.0, 2.0].into(), Some(2.0)),
        (vec![2.0, 3.0].into(), None),
        (vec![].into(), None),
    ];
    for (values, expected) in common {
        assert_eq!(values.common(), expected, "{values}");
    }
}

#[test]
fn bounds_are_the_smallest_and_largest_possible_value() {
    let bounds = [
        (Values::constant(2.0), (2.0, 2.0)),
        (Values::uniform(1.0, 3.0).truncated(2.0, 9.0), (2.0, 3.0)),
        (Values::normal(0.0, 1.0), (-8.6, 8.6)),
        (Values::normal(0.0, 1.0).at_least(0.0), (0.0, 8.6)),
        (
            Values::normal(0.0, 1.0).truncated(1.0, 9.0).at_least(0.0),
            (1.0, 8.6),
        ),
        (Values::normal(5.0, 0.0), (5.0, 5.0)),
        (vec![2.0, -3.0, 1.0].into(), (-3.0, 2.0)),
    ];
    for (values, expected) in bounds {
        assert_eq!(values.bounds(), expected, "{values}");
    }
    let (low, high) = Values::lognormal(1.5, 0.5).bounds();
    assert!(0.08 < low && low < 0.1 && 20.0 < high && high < 25.0);
}

/// The mean against a sum over the density.
#[test]
fn means_are_those_of_the_truncated_distribution() {
    for (mean, sd) in [(2.0, 0.5), (1.0, 1.5)] {
        for (low, high) in [(0.5, 1.5), (1.2, 9.0), (0.1, 40.0)] {
            let (mu, sigma) = crate::network::of_logarithm(mean, sd);
            let density = |is_log: bool, x: f64| {
                let (z, scale) = if is_log {
                    ((x.ln() - mu) / sigma, x)
                } else {
                    ((x - mean) / sd, 1.0)
                };
                (-z * z / 2.0).exp() / scale
            };
            for (is_log, values) in [
                (false, Values::normal(mean, sd)),
                (true, Values::lognormal(mean, sd)),
            ] {
                let points = 200_000;
                let (mut weight, mut sum) = (0.0, 0.0);
                for k in 0..points {
                    let x = low + (high - low) * (f64::from(k) + 0.5) / f64::from(points);
                    weight += density(is_log, x);
                    sum += x * density(is_log, x);
                }
                let values = values.truncated(low, high);
                let (found, expected) = (values.mean(), sum / weight);
                assert!(
                    (found / expected - 1.0).abs() < 1e-6,
                    "{values}: {found}, {expected}"
                );
            }
        }
    }
    assert_eq!(Values::uniform(1.0, 3.0).truncated(2.0, 9.0).mean(), 2.5);
    assert_eq!(Values::from(vec![1.0, 2.0, 6.0]).mean(), 3.0);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let nan = f64::NAN;
    let infinity = f64::INFINITY;
    let refused = [
        (
            Values::constant(nan),
            "NaN is out of range; accepted is a number",
        ),
        (Values::uniform(nan, 1.0), "a finite lower end"),
        (Values::uniform(0.0, infinity), "a finite upper end"),
        (Values::uniform(1.0, 1.0), "the range from 1 to 1 is empty"),
        (Values::normal(nan, 1.0), "a finite mean"),
        (
            Values::normal(1.0, -1.0),
            "-1 is out of range; accepted is a finite standard deviation",
        ),
        (Values::lognormal(0.0, 1.0), "a mean above 0"),
        (
            Values::lognormal(1.0, infinity),
            "a finite standard deviation",
        ),
        (
            Values::normal(1.0, 1.0).truncated(2.0, 1.0),
            "the range from 2 to 1 is empty",
        ),
        (
            Values::normal(1.0, 1.0).truncated(nan, 1.0),
            "a number as the smallest value",
        ),
        (
            Values::normal(1.0, 1.0).truncated(0.0, nan),
            "a number as the largest value",
        ),
        (
            Values::normal(1.0, 1.0).truncated(5.0, 9.0),
            "3.2e-5 of the distribution lies from 5 to 9",
        ),
        (
            Values::normal(1.0, 0.0).truncated(2.0, 3.0),
            "0.0e0 of the distribution lies",
        ),
        (
            Values::lognormal(1.0, 0.5).truncated(-3.0, 0.0),
            "0.0e0 of the distribution lies",
        ),
        (
            Values::uniform(0.0, 1.0).truncated(2.0, 3.0),
            "0.0e0 of the distribution lies",
        ),
        (
            Values::normal(0.0, 1e15),
            "8600000000000000 is out of range",
        ),
        (Values::normal(1e300, 1e308), "out of range"),
        (Values::lognormal(1e-300, 1e300), "NaN"),
        (vec![1.0, nan].into(), "NaN is out of range"),
    ];
    for (values, expected) in refused {
        let problem = values.check(&ANY, "a number").expect_err("it is refused");
        let text = problem.to_string();
        assert!(text.contains(expected), "{values}: {text}");
    }
    for values in [
        Values::normal(1.0, 1.0).truncated(4.0, 9.0),
        Values::normal(1.0, 0.0).truncated(1.0, 1.0),
        Values::lognormal(1.0, 0.5).truncated(-3.0, 1.0),
    ] {
        assert_eq!(values.check(&ANY, "a number"), Ok(()), "{values}");
    }
}

#[test]
fn values_print_as_they_are_made() {
    let printed = [
        (Values::constant(0.1), "0.1"),
        (Values::normal(2.0, 0.5), "normal(2, 0.5)"),
        (
            Values::lognormal(2.0, 0.5).truncated(0.0, 4.0),
            "lognormal(2, 0.5) from 0 to 4",
        ),
        (
            Values::uniform(1.0, 2.5).at_least(0.0),
            "uniform(1, 2.5) of at least 0",
        ),
        (vec![1.0; 3].into(), "3 given values"),
    ];
    for (values, expected) in printed {
        assert_eq!(values.to_string(), expected);
    }
}
