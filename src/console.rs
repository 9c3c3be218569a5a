//! Writing to the terminal.

use std::fmt::Display;
use std::io::{self, Write};

/// Prints a line to standard output. A reader that has gone away, such as `head`, is no error.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Prints a line to standard error.
pub(crate) fn note(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints the beginning of a part of a report, after an empty line.
pub(crate) fn heading(text: impl Display) {
    say(format_args!("\n{text}"));
}

/// Prints a line of such a part: what it is, and its value.
pub(crate) fn row(label: &str, value: impl Display) {
    say(format_args!("  {label:<11} {value}"));
}

/// A whole number with commas: 29,776.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.char_indices() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "1 thread", "29,776 spikes".
pub(crate) fn plural(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// A number without the digits that only rounding has put there: 0.3, not 0.30000000000000004.
pub(crate) fn decimal(number: f64) -> String {
    let text = format!("{number:.9}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        let numbers = [0, 7, 100, 1_000, 29_776, 123_456_789];
        let texts = numbers.map(grouped);
        assert_eq!(texts, ["0", "7", "100", "1,000", "29,776", "123,456,789"]);
    }

    #[test]
    fn one_is_singular() {
        let texts = [0, 1, 2_000].map(|count| plural(count, "spike"));
        assert_eq!(texts, ["0 spikes", "1 spike", "2,000 spikes"]);
    }

    #[test]
    fn times_have_no_digits_from_rounding() {
        let texts = [3.0 * 0.1, 60.0, 7.0 * 1e-4, 0.0].map(decimal);
        assert_eq!(texts, ["0.3", "60", "0.0007", "0"]);
    }
}
