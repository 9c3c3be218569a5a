//! What quantities promise: exact values, round trips, and refusals that help.

use super::{Dimension, Quantity, Unit, UnitError, shift_decimal};

/// `text` in `unit`.
fn value(text: &str, unit: &Unit) -> f64 {
    Quantity::parse(text)
        .and_then(|quantity| quantity.value_in(unit))
        .unwrap()
}

/// The message with which `text` is refused as a quantity in `unit`.
fn refusal(text: &str, unit: &Unit) -> String {
    Quantity::parse(text)
        .and_then(|quantity| quantity.value_in(unit))
        .unwrap_err()
        .to_string()
}

/// A fixed sequence of 64-bit patterns that looks random (splitmix64).
fn patterns() -> impl Iterator<Item = u64> {
    (1..=20_000_u64).map(|index| {
        let mut word = index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    })
}

/// If this fails, files and configurations no longer give back the numbers that were written.
#[test]
fn every_finite_number_survives_format_and_parse_bit_by_bit() {
    let random = patterns()
        .map(f64::from_bits)
        .filter(|number| number.is_finite());
    let special = [
        0.0,
        -0.0,
        1e-5,
        9.9e-6,
        1e16,
        0.1,
        -65.0,
        f64::MIN_POSITIVE,
        f64::MAX,
        5e-324,
    ];
    for number in random.chain(special) {
        for unit in Unit::ALL.iter().chain([&Unit::ONE]) {
            let text = unit.format(number);
            assert_eq!(value(&text, unit).to_bits(), number.to_bits(), "{text}");
        }
    }
}

/// If this fails, a prefix costs a rounding: "0.1 ms" is no longer 1e-4 s.
#[test]
fn prefixes_move_the_point_without_rounding() {
    for pattern in patterns().take(5000) {
        let digits = pattern >> (pattern % 60);
        for (unit, power) in [("ms", -3), ("us", -6), ("ks", 3), ("das", 1), ("as", -18)] {
            let literal: f64 = format!("{digits}e{power}").parse().unwrap();
            let text = format!("{digits} {unit}");
            assert_eq!(
                value(&text, &Unit::S).to_bits(),
                literal.to_bits(),
                "{text}"
            );
        }
    }
    assert_eq!(value("0.1 ms", &Unit::S).to_bits(), 1e-4_f64.to_bits());
    assert_eq!(value("0.1 ms", &Unit::MS).to_bits(), 0.1_f64.to_bits());
    assert_eq!(value("0.0001 s", &Unit::MS).to_bits(), 0.1_f64.to_bits());
}

#[test]
fn quantities_of_the_notebook_are_read_in_every_spelling() {
    for (text, unit, expected) in [
        ("104 pF", &Unit::PF, 104.0),
        ("104*pF", &Unit::PF, 104.0),
        ("0.104nF", &Unit::PF, 104.0),
        ("-65 mV", &Unit::MV, -65.0),
        ("\u{2212}65 mV", &Unit::MV, -65.0),
        ("-.065 V", &Unit::MV, -65.0),
        ("2e-3 \u{b5}S", &Unit::NS, 2.0),
        ("2e-3 \u{3bc}S", &Unit::NS, 2.0),
        ("0.002uS", &Unit::NS, 2.0),
        ("8 pA*sqrt(s)", &Unit::PA_SQRT_S, 8.0),
        ("8 pA·sqrt(s)", &Unit::PA_SQRT_S, 8.0),
        ("8*pA*second**.5", &Unit::PA_SQRT_S, 8.0),
        ("8 pA*s^0.5", &Unit::PA_SQRT_S, 8.0),
        ("8 pA * s^(1/2)", &Unit::PA_SQRT_S, 8.0),
        ("8 pA / Hz^.5", &Unit::PA_SQRT_S, 8.0),
        (
            "0.253 nA*sqrt(ms)",
            &Unit::PA_SQRT_S,
            253.0 / 1000_f64.sqrt(),
        ),
        ("1/ms", &Unit::HZ, 1000.0),
        ("20 Hz", &Unit::PER_MS, 0.02),
        ("0.02/ms", &Unit::PER_MS, 0.02),
        ("8 V/s", &Unit::MV_PER_MS, 8.0),
        ("8 uV/us", &Unit::MV_PER_MS, 8.0),
        ("5 ms⁻¹", &Unit::HZ, 5000.0),
        ("3 nA/mV", &Unit::NS, 3000.0),
        ("3 1/Mohm", &Unit::NS, 3000.0),
        ("3 /(M\u{3a9})", &Unit::NS, 3000.0),
        ("2 nS*mV", &Unit::PA, 2.0),
        ("7 pA*ms/mV", &Unit::PF, 7.0),
        ("7 pC/V", &Unit::PF, 7.0),
        ("7 W*h/kJ", &Unit::ONE, 25.2),
        ("1.5 min", &Unit::S, 90.0),
        ("2 h", &Unit::S, 7200.0),
        ("30 1/min", &Unit::HZ, 0.5),
        ("0.05", &Unit::ONE, 0.05),
        (" 1e3 mV/V ", &Unit::ONE, 1.0),
    ] {
        let found = value(text, unit);
        assert!(
            (found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs(),
            "{text}: {found}"
        );
    }
}

#[test]
fn every_si_prefix_is_known() {
    let prefixes = "q r y z a f p n u m c d da h k M G T P E Z Y R Q".split(' ');
    let powers = [-30, -27, -24, -21, -18, -15, -12, -9, -6, -3, -2, -1];
    let all = powers
        .into_iter()
        .chain([1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
    for (prefix, power) in prefixes.zip(all) {
        let literal: f64 = format!("7e{power}").parse().unwrap();
        assert_eq!(
            value(&format!("7 {prefix}s"), &Unit::S).to_bits(),
            literal.to_bits()
        );
    }
}

#[test]
fn dimensions_have_the_names_people_use() {
    for (text, name) in [
        ("1 mV", "voltage"),
        ("1 pA", "current"),
        ("1 pA/mV", "conductance"),
        ("1 pA*ms/mV", "capacitance"),
        ("1 h", "time"),
        ("1 1/s", "frequency"),
        ("1 mV/ms", "voltage per time"),
        ("1 nA*sqrt(ms)", "current·sqrt(time)"),
        ("1 mV/V", "dimensionless"),
        ("1 mV^2*s^-1.5", "V^2·s^-1.5"),
    ] {
        assert_eq!(Quantity::parse(text).unwrap().dimension().to_string(), name);
    }
    assert_eq!(Unit::NS.dimension(), Dimension::CONDUCTANCE);
}

/// If this fails, somebody who mistypes a quantity is left alone with it.
#[test]
fn refusals_say_what_is_wrong_and_what_is_accepted() {
    let no_number = "does not begin with a number: a quantity is a number and a unit, \
                     such as \"104 pF\"";
    let too_far = "is not a finite number of a size that 64-bit floats hold (0, or about 1e-323 \
                   to 1e308 in";
    let spelling = "as part of a unit; write units as in \"pA*sqrt(s)\" or \"nA/mV\"";
    for (text, unit, message) in [
        (
            "2 nS",
            Unit::PF,
            r#": expected a capacitance such as "104 pF", found a conductance (nS)"#,
        ),
        (
            "8 pA",
            Unit::PA_SQRT_S,
            r#": expected a current·sqrt(time) such as "8 pA*sqrt(s)", found a current (pA)"#,
        ),
        (
            "5 mV",
            Unit::ONE,
            r#": expected a plain number such as "0.05", found a voltage (mV)"#,
        ),
        (
            "5*mV²",
            Unit::MV,
            r#": expected a voltage such as "-65 mV", found a quantity in V^2 (mV²)"#,
        ),
        (
            "104",
            Unit::PF,
            r#" has no unit: expected a capacitance, such as "104 pF""#,
        ),
        ("pF", Unit::PF, &format!(" {no_number}")),
        ("", Unit::PF, &format!(" {no_number}")),
        (
            "5 mV mV",
            Unit::MV,
            &format!(": cannot read \"mV\" {spelling}"),
        ),
        (
            "1,5 mV",
            Unit::MV,
            &format!(": cannot read \",5 mV\" {spelling}"),
        ),
        (
            "8 sqrt(s",
            Unit::PA,
            " ends too early: expected a closing parenthesis",
        ),
        (
            "8 pA*",
            Unit::PA,
            " ends too early: expected a unit such as \"mV\"",
        ),
        (
            "8 s^",
            Unit::S,
            " ends too early: expected a power such as 2 or 0.5",
        ),
        ("inf mV", Unit::MV, &format!(" {too_far} any unit)")),
        ("1e400 mV", Unit::MV, &format!(" {too_far} mV)")),
        ("1e-400 mV", Unit::MV, &format!(" {too_far} mV)")),
    ] {
        assert_eq!(refusal(text, &unit), format!("{text:?}{message}"));
    }
    for text in ["1 s^0.3", "1 s^99", "1 sqrt(sqrt(s))", "1 s^(1/3)", "1 s¹²"] {
        assert!(
            refusal(text, &Unit::S).contains("whole and half powers"),
            "{text}"
        );
    }
}

#[test]
fn unknown_units_come_with_the_nearest_known_one() {
    for (typed, known) in [
        ("mv", Some("mV")),
        ("PF", None),
        ("pff", Some("pF")),
        ("msec", None),
        ("seconds", Some("second")),
        ("herz", Some("hertz")),
        ("hz", Some("Hz")),
        ("ns", None),
        ("minutes", Some("minute")),
        ("parsec", None),
    ] {
        match Quantity::parse(&format!("5 {typed}")) {
            Err(UnitError::UnknownUnit { unit, nearest, .. }) => {
                assert_eq!((unit.as_str(), nearest.as_deref()), (typed, known));
            }
            Ok(_) => assert_eq!(known, None, "{typed}"),
            Err(other) => panic!("{typed}: {other}"),
        }
    }
    let message = refusal("5 mv", &Unit::MV);
    assert!(message.starts_with(r#""5 mv": unknown unit "mv", did you mean "mV"?; known are V"#));
}

/// Texts come from files of others: none may exhaust the stack, the memory or a counter.
#[test]
fn hostile_texts_are_refused_or_read_without_harm() {
    let nested = format!("1 {}s{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(refusal(&nested, &Unit::S).ends_with("parentheses are nested more than 16 deep"));
    let long = format!("1 s{}", "*s".repeat(1_000_000));
    assert!(refusal(&long, &Unit::S).contains("whole and half powers"));
    let hours = format!("1 h^12{}", "*h^12/s^12".repeat(500));
    assert!(Quantity::parse(&hours).is_ok());
    let far = format!("0.{}7e100001 s", "0".repeat(100_000));
    assert_eq!(value(&far, &Unit::S).to_bits(), 7_f64.to_bits());
    for exponent in ["99999999999999999999999", "-99999999999999999999999"] {
        assert!(refusal(&format!("1e{exponent} s"), &Unit::S).contains("not a finite number"));
        assert_eq!(value(&format!("0e{exponent} s"), &Unit::S).to_bits(), 0);
    }
}

#[test]
fn shift_decimal_moves_the_point_of_the_shortest_decimal() {
    for (value, exponent, expected) in [
        (0.1, -3, 1e-4),
        (1e-4, 3, 0.1),
        (-2.5, 0, -2.5),
        (-0.0, 7, -0.0),
        (1.0, i32::MAX, f64::INFINITY),
        (1.0, i32::MIN, 0.0),
        (f64::NEG_INFINITY, -3, f64::NEG_INFINITY),
    ] {
        assert_eq!(
            shift_decimal(value, exponent).to_bits(),
            f64::to_bits(expected),
            "{value}"
        );
    }
    assert!(shift_decimal(f64::NAN, -3).is_nan());
}
