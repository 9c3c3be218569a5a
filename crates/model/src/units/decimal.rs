//! Decimal numbers as digits and a power of ten, so that moving the point costs no rounding.

/// Beyond this power of ten every number of up to `EXPONENT_LIMIT` digits is zero or infinite.
const EXPONENT_LIMIT: i64 = 1_000_000_000_000_000;

/// Decimal positions that no `f64` reaches: 0.1 x 10^400 is infinite, 10^-400 is zero.
const UNREACHABLE: i64 = 400;

/// A decimal number `± 0.digits x 10^point`, with neither leading nor trailing zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    digits: String,
    point: i64,
}

impl Decimal {
    /// Reads the number that `text` begins with, and returns it with the text behind it.
    ///
    /// The form is that of programming languages: sign, digits with at most one point, and an
    /// exponent that counts only if digits follow its `e`. `None` if there is no digit.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let (negative, unsigned) = split_sign(text);
        let (whole, rest) = split_digits(unsigned);
        let (fraction, rest) = match rest.strip_prefix('.') {
            Some(after_point) => split_digits(after_point),
            None => ("", rest),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let (exponent, rest) = split_exponent(rest).unwrap_or((0, rest));

        let typed = format!("{whole}{fraction}");
        let significant = typed.trim_start_matches('0');
        let leading_zeros = typed.len() - significant.len();
        let point = length(whole) - length(&typed[..leading_zeros]) + exponent;
        let digits = significant.trim_end_matches('0').to_owned();
        Some((
            Self {
                negative,
                digits,
                point,
            },
            rest,
        ))
    }

    /// Whether the number is zero as typed, not only after rounding.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The number times 10^`power`, correctly rounded.
    pub(super) fn shifted(&self, power: i64) -> f64 {
        let point = self.point.saturating_add(power);
        let magnitude = if self.is_zero() || point < -UNREACHABLE {
            0.0
        } else if point > UNREACHABLE {
            f64::INFINITY
        } else {
            let literal = format!("0.{}e{point}", self.digits);
            literal
                .parse()
                .expect("digits and an exponent are a number")
        };
        if self.negative { -magnitude } else { magnitude }
    }
}

/// `value` x 10^`exponent` by way of the shortest decimal that denotes `value`.
///
/// This is what "0.1 ms are 0.0001 s" means to a reader: `shift_decimal(0.1, -3) == 1e-4`,
/// whereas `0.1 * 1e-3` is the neighbouring number. The result overflows to an infinity and
/// underflows to zero as decimal literals do; infinities and NaN are returned unchanged.
pub fn shift_decimal(value: f64, exponent: i32) -> f64 {
    match Decimal::read(&format!("{value:e}")) {
        Some((decimal, _)) => decimal.shifted(i64::from(exponent)),
        None => value,
    }
}

/// The shortest decimal text that reads back as `value`: plain digits at everyday sizes, with an
/// exponent (`1e-9`) below 10^-5 and from 10^16.
pub(crate) fn shortest(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-5..1e16).contains(&size) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// The number of ASCII characters; no text in memory is longer than an `i64` counts.
fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn split_exponent(text: &str) -> Option<(i64, &str)> {
    let (negative, unsigned) = split_sign(text.strip_prefix(['e', 'E'])?);
    let (digits, rest) = split_digits(unsigned);
    if digits.is_empty() {
        return None;
    }
    let size = digits
        .parse::<i64>()
        .unwrap_or(EXPONENT_LIMIT)
        .min(EXPONENT_LIMIT);
    Some((if negative { -size } else { size }, rest))
}
