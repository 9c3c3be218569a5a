//! Damage to texts: word by word and line by line, with words of other texts, so that much of what comes
//! out still has the right form.

use super::Random;

/// Words at which readers stumble: numbers at the ends of types, what is a number only elsewhere, brackets,
/// and letters that are not what they seem.
const WORDS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "3",
    "0.0",
    "-0",
    "0.5",
    "1e9",
    "1e300",
    "1e308",
    "1e309",
    "1e-320",
    "1e-400",
    "1e99999999999999999999",
    "nan",
    "inf",
    "-inf",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "0x10",
    "1_000",
    "1.",
    ".5",
    "+1",
    "\u{2212}1",
    "true",
    "false",
    "\"\"",
    "\"",
    "'",
    "'''",
    "\"\"\"",
    "\\",
    "\\u0000",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "]]",
    ",",
    ":",
    ";",
    "=",
    "==",
    ".",
    "..",
    "../",
    "/",
    "//",
    "%",
    "%%",
    "*",
    "**",
    "^",
    "+",
    "-",
    "#",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\0",
    "\u{b5}",
    "\u{3bc}",
    "\u{207b}\u{b9}",
    "\u{b2}",
    "\u{1f9e0}",
    "e\u{301}",
    "\u{661}",
    "sqrt(",
    "min(",
    "1979-05-27",
    "12:00:00",
];

/// Characters that mean something to some parser.
const CHARACTERS: &[u8] = b"0123456789.,:=[](){}\"'+-*/%^ \n";

/// Most times that a word is repeated: as deep as anything could be nested.
const REPETITIONS: usize = 3_000;

/// Changes a text; bytes that are no text count as one character each.
pub(super) fn change(text: &[u8], others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut parts = if random.one_in(4) {
        lines(text)
    } else {
        words(text)
    };
    if parts.is_empty() {
        return random.choose(WORDS).as_bytes().to_vec();
    }
    let place = random.below(parts.len());
    let other = random.choose(others);
    let others = if random.one_in(3) {
        lines(other)
    } else {
        words(other)
    };
    let new = |random: &mut Random| match others.len() {
        0 => WORDS[0].as_bytes(),
        _ if random.one_in(3) => random.choose(WORDS).as_bytes(),
        _ => *random.choose(&others),
    };
    match random.below(9) {
        0 | 1 => parts[place] = new(random),
        2 => parts.insert(place, new(random)),
        3 => drop(parts.remove(place)),
        4 => drop(parts.drain(random.range(parts.len()))),
        5 => {
            let other = random.below(parts.len());
            parts.swap(place, other);
        }
        6 => {
            let copied = parts[random.range(parts.len())].to_vec();
            parts.splice(place..place, copied);
        }
        7 if random.one_in(8) => {
            let word = new(random);
            let count = random.below(REPETITIONS);
            parts.splice(place..place, std::iter::repeat_n(word, count));
        }
        7 => parts.truncate(place),
        _ => {
            let mut bytes = text.to_vec();
            let at = random.below(bytes.len());
            bytes[at] = match random.below(3) {
                0 => bytes[at] ^ 1 << random.below(8),
                1 => random.next() as u8 & 0x7f,
                _ => *random.choose(CHARACTERS),
            };
            return bytes;
        }
    }
    parts.concat()
}

/// The lines, each with its end.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

/// The words, and what lies between them.
fn words(text: &[u8]) -> Vec<&[u8]> {
    let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || *byte == b'_';
    text.chunk_by(|one, two| is_in_word(one) && is_in_word(two))
        .collect()
}
