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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        let numbers = [0, 7, 100, 1_000, 29_776, 123_456_789];
        let texts = numbers.map(grouped);
        assert_eq!(texts, ["0", "7", "100", "1,000", "29,776", "123,456,789"]);
    }
}
