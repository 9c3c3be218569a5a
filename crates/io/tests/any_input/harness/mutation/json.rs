//! Damage to texts in JSON that leaves them JSON, so that what is behind the parser of JSON is reached: one number
//! for another, one name for another, elements of lists twice or not at all.

use super::Random;

/// Numbers at the ends of types.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "-1",
    "-0.0",
    "0.5",
    "1e-320",
    "1e308",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
];

/// Texts of which none belongs where it comes.
const TEXTS: &[&str] = &[
    "\"\"",
    "\"../x\"",
    "\"x\"",
    "\"state-x\"",
    "\"<f4\"",
    "\"\\u0000\"",
    "\"\u{b5}\\\"\"",
];

/// Changes a value; `None` if there is none to change.
pub(super) fn change(text: &[u8], other: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut tokens = tokens(text);
    // Lists are changed less often than what is in them.
    let is_list = random.one_in(4);
    let is_changed = |kind| match kind {
        Kind::Comma => is_list,
        Kind::Number | Kind::Text => !is_list,
        Kind::Other => false,
    };
    let places: Vec<usize> = (0..tokens.len())
        .filter(|&place| is_changed(kind(tokens[place])))
        .collect();
    let place = *places.get(random.below(places.len()))?;
    let is_same_kind = |token: &&[u8]| kind(token) == kind(tokens[place]);
    match kind(tokens[place]) {
        Kind::Number | Kind::Text => {
            let common = match kind(tokens[place]) {
                Kind::Number => NUMBERS,
                _ => TEXTS,
            };
            let others = self::tokens(other);
            let others: Vec<&[u8]> = others.into_iter().filter(is_same_kind).collect();
            tokens[place] = if others.is_empty() || random.one_in(3) {
                random.choose(common).as_bytes()
            } else {
                *random.choose(&others)
            };
        }
        Kind::Comma => {
            // What lies between this comma and the next of the same list.
            let length = element(&tokens[place + 1..]) + 1;
            let with_comma = place..place + length;
            let element = tokens[with_comma.clone()].to_vec();
            if random.one_in(2) {
                tokens.splice(place..place, element);
            } else {
                drop(tokens.drain(with_comma));
            }
        }
        Kind::Other => return None,
    }
    Some(tokens.concat())
}

#[derive(PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    Comma,
    Other,
}

fn kind(token: &[u8]) -> Kind {
    match token.first() {
        Some(b'"') => Kind::Text,
        Some(b'-' | b'0'..=b'9') => Kind::Number,
        Some(b',') => Kind::Comma,
        _ => Kind::Other,
    }
}

/// Number of tokens up to the next comma or bracket that is outside of all brackets of these.
fn element(tokens: &[&[u8]]) -> usize {
    let mut depth = 0_usize;
    let ends = |token: &&[u8]| match token {
        [b'[' | b'{'] => {
            depth += 1;
            false
        }
        [b']' | b'}'] if depth > 0 => {
            depth -= 1;
            false
        }
        [b']' | b'}'] => true,
        [b','] => depth == 0,
        _ => false,
    };
    tokens.iter().position(ends).unwrap_or(tokens.len())
}

/// Texts with their quotes, numbers and words, and every other byte by itself.
fn tokens(mut text: &[u8]) -> Vec<&[u8]> {
    let mut tokens = Vec::new();
    while let Some(first) = text.first() {
        let is_number = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let length = if *first == b'"' {
            let end = text[1..].iter().position(|&byte| byte == b'"');
            end.map_or(text.len(), |end| end + 2)
        } else {
            text.iter()
                .take_while(|byte| is_number(byte))
                .count()
                .max(1)
        };
        let (token, rest) = text.split_at(length);
        tokens.push(token);
        text = rest;
    }
    tokens
}
