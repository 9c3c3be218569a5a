//! Where an axis carries numbers, and how numbers are written in a figure.

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) at: f64,
    pub(super) label: String,
}

/// A distance between ticks: 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy)]
pub(super) struct Step {
    mantissa: f64,
    exponent: i32,
}

impl Step {
    /// The smallest step, but not below `least`, that puts at most `most` ticks on an axis of
    /// length `span`.
    pub(super) fn fitting(span: f64, most: usize, least: f64) -> Self {
        let wanted = (span / most as f64).max(least);
        // From a decade below, so that the last bit of a logarithm decides nothing.
        let decade = wanted.log10().floor() as i32;
        let coarsest = Step {
            mantissa: 1.0,
            exponent: decade + 2,
        };
        (decade - 1..decade + 2)
            .flat_map(|exponent| [1.0, 2.0, 5.0].map(|mantissa| Step { mantissa, exponent }))
            .find(|step| {
                let ticks = (span / step.length() * (1.0 + SLACK)).floor() + 1.0;
                ticks <= most as f64 && step.length() >= least * (1.0 - SLACK)
            })
            .unwrap_or(coarsest)
    }

    /// The step's length.
    pub(super) fn length(self) -> f64 {
        self.times(1.0)
    }

    /// A multiple of the step. Powers of ten are exact here, so that 3 steps of 0.1 are 0.3.
    fn times(self, count: f64) -> f64 {
        let power = power_of_ten(self.exponent.unsigned_abs());
        let multiple = count * self.mantissa;
        if self.exponent < 0 {
            multiple / power
        } else {
            multiple * power
        }
    }

    /// The ticks between two values, ends included.
    pub(super) fn ticks(self, low: f64, high: f64) -> Vec<Tick> {
        let slack = SLACK * (high - low) / self.length();
        let first = (low / self.length() - slack).ceil();
        let last = (high / self.length() + slack).floor();
        let decimals = usize::try_from(-self.exponent).unwrap_or(0);
        std::iter::successors(Some(first), |count| Some(count + 1.0))
            .take_while(|&count| count <= last)
            .map(|count| {
                let at = self.times(count + 0.0); // +0, where rounding upwards gave -0
                Tick {
                    at,
                    label: grouped(&format!("{at:.decimals$}")),
                }
            })
            .collect()
    }
}

/// 10^`exponent`, exact up to 10^22.
fn power_of_ten(exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

/// Relative length by which a tick may miss the end of its axis and still count as on it.
const SLACK: f64 = 1e-9;

/// A number as figures write it, to the millionth: `1,234,567`, `−0.5`.
pub(super) fn number(value: f64) -> String {
    let decimal = format!("{value:.6}");
    grouped(decimal.trim_end_matches('0').trim_end_matches('.'))
}

/// A number of things: `no spikes`, `1 spike`, `12,345 spikes`.
pub(super) fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{} {what}s", grouped(&count.to_string())),
    }
}

/// Groups the digits before the point by three; hyphens become minus signs.
pub(super) fn grouped(decimal: &str) -> String {
    let (sign, digits) = decimal
        .strip_prefix('-')
        .map_or(("", decimal), |rest| ("−", rest));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::from(sign);
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, most: usize) -> Vec<String> {
        let ticks = Step::fitting(high - low, most, 0.0).ticks(low, high);
        ticks.into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round_numbers_and_reach_both_ends() {
        assert_eq!(labels(0.0, 2.0, 8), ["0.0", "0.5", "1.0", "1.5", "2.0"]);
        assert_eq!(labels(0.0, 10.0, 8), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(
            labels(0.0, 0.3, 8),
            ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]
        );
        assert_eq!(
            labels(-80.0, 40.0, 8),
            ["−80", "−60", "−40", "−20", "0", "20", "40"]
        );
        assert_eq!(labels(59.9, 60.1, 4), ["59.9", "60.0", "60.1"]);
        assert_eq!(labels(0.0, 25_000.0, 4), ["0", "10,000", "20,000"]);
    }

    #[test]
    fn no_window_makes_more_ticks_than_wanted() {
        for exponent in -6..=6 {
            for factor in [1.0, 1.1, 1.9, 2.0, 3.3, 4.9, 5.0, 7.7, 9.99] {
                let high = factor * 10_f64.powi(exponent);
                let count = labels(0.0, high, 7).len();
                assert!((2..=7).contains(&count), "{count} ticks up to {high}");
            }
        }
    }

    #[test]
    fn indices_have_no_ticks_between_them() {
        let ticks = Step::fitting(1.0, 6, 1.0).ticks(-0.5, 0.5);
        assert_eq!(
            ticks,
            [Tick {
                at: 0.0,
                label: "0".into()
            }]
        );
    }

    #[test]
    fn counts_read_as_english() {
        assert_eq!(counted(0, "spike"), "no spikes");
        assert_eq!(counted(1, "spike"), "1 spike");
        assert_eq!(counted(1_234_567, "spike"), "1,234,567 spikes");
        assert_eq!(number(-65.5), "−65.5");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(0.1 + 0.2), "0.3");
    }
}
