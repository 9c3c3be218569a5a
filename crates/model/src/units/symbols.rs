//! The units and prefixes that are known by name.

use super::scale::Scale;
use super::{Dimension, Unit};
use crate::nearest::nearest;

/// SI prefixes and their powers of ten. Micro is spelled in three ways.
const PREFIXES: [(&str, i32); 26] = [
    ("q", -30),
    ("r", -27),
    ("y", -24),
    ("z", -21),
    ("a", -18),
    ("f", -15),
    ("p", -12),
    ("n", -9),
    ("u", -6),
    ("\u{b5}", -6),
    ("\u{3bc}", -6),
    ("m", -3),
    ("c", -2),
    ("d", -1),
    ("da", 1),
    ("h", 2),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
    ("Z", 21),
    ("Y", 24),
    ("R", 27),
    ("Q", 30),
];

/// Units that take a prefix, by every name they go by. The first name is the one suggested.
const UNITS: [(&[&str], Dimension); 11] = [
    (&["V", "volt"], Dimension::VOLTAGE),
    (&["A", "amp", "ampere"], Dimension::CURRENT),
    (&["S", "siemens"], Dimension::CONDUCTANCE),
    (&["F", "farad"], Dimension::CAPACITANCE),
    (&["s", "sec", "second"], Dimension::TIME),
    (&["Hz", "hertz"], Dimension::FREQUENCY),
    (
        &["ohm", "Ohm", "\u{3a9}", "\u{2126}"],
        Dimension::RESISTANCE,
    ),
    (&["C", "coulomb"], Dimension::CHARGE),
    (&["W", "watt"], Dimension::POWER),
    (&["J", "joule"], Dimension::ENERGY),
    (&["m", "metre", "meter"], Dimension::LENGTH),
];

/// Times that are 60^n seconds, with n; they take no prefix.
const SIXTIES: [(&[&str], i32); 2] = [(&["min", "minute"], 1), (&["h", "hour"], 2)];

/// What is accepted, for messages.
pub(super) const ACCEPTED: &str =
    "V, A, S, F, s, Hz, ohm, C, W, J and m with an SI prefix (such as p, n, u, m, k, M), min and h";

/// The scale of a single unit name with or without prefix, such as `pF`.
pub(super) fn lookup(name: &str) -> Option<Scale> {
    if let Some((_, sixties)) = SIXTIES.iter().find(|(names, _)| names.contains(&name)) {
        return Some(Scale {
            half_sixties: 2 * sixties,
            ..Scale::decimal(Dimension::TIME, 0)
        });
    }
    let bare = find_unit(name).map(|dimension| Scale::decimal(dimension, 0));
    bare.or_else(|| {
        PREFIXES.iter().find_map(|(prefix, decades)| {
            let dimension = find_unit(name.strip_prefix(prefix)?)?;
            Some(Scale::decimal(dimension, *decades))
        })
    })
}

fn find_unit(name: &str) -> Option<Dimension> {
    UNITS
        .iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, dimension)| *dimension)
}

/// The known unit whose spelling is closest to `name`, if any is close. The units of the model
/// come first, so that they win over equally close ones; of the prefixes, only those in everyday
/// use are suggested.
pub(super) fn nearest_symbol(name: &str) -> Option<String> {
    const EVERYDAY: [&str; 7] = ["p", "n", "u", "m", "k", "M", "G"];
    let model = Unit::ALL.iter().map(|unit| unit.symbol().to_owned());
    let sixties = SIXTIES
        .iter()
        .flat_map(|(names, _)| names.iter().map(|&name| name.to_owned()));
    let bare = UNITS
        .iter()
        .flat_map(|(names, _)| names.iter().map(|&name| name.to_owned()));
    let prefixed = EVERYDAY.iter().flat_map(|prefix| {
        UNITS
            .iter()
            .map(move |(names, _)| format!("{prefix}{}", names[0]))
    });
    nearest(name, model.chain(sixties).chain(bare).chain(prefixed))
}
