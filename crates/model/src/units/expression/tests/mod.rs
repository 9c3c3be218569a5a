//! What expressions promise: Python's values, exact units, refusals that help, and no harm.

mod properties;
mod refusals;

use super::{Computed, Expression, ExpressionError};
use crate::units::{Quantity, Unit};

/// The parameters of these tests.
fn parameter(name: &str) -> Option<Computed> {
    let typed = match name {
        "N" => "100",
        "p" => "0.05",
        "x" => "0.7",
        "we" => "2 nS",
        "tau" => "20 ms",
        "V0" => "-65 mV",
        _ => return None,
    };
    Some(Computed::try_from(&Quantity::parse(typed).unwrap()).unwrap())
}

fn evaluate(text: &str) -> Result<Computed, ExpressionError> {
    Expression::parse(text)?.evaluate(&parameter)
}

fn value(text: &str, unit: &Unit) -> f64 {
    evaluate(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .value_in(unit)
        .unwrap()
}

/// What Python 3 prints for these, with N = 100, p = 0.05 and x = 0.7.
const PYTHON: &str = "\
1 + 2*3 - 4/8 = 6.5
(1 + 2)*3 = 9.0
2 - 3 - 4 = -5.0
2/3/4 = 0.16666666666666666
2**3**2 = 512.0
-2**2 = -4.0
(-2)**2 = 4.0
2**-1 = 0.5
2*-3 = -6.0
--3 = 3.0
+3 = 3.0
-x**2 = -0.48999999999999994
7//2 = 3.0
-7//2 = -4.0
7//-2 = -4.0
0.3//0.1 = 2.0
1//0.1 = 9.0
-0.3//0.1 = -3.0
7.5//2 = 3.0
7%3 = 1.0
-7%3 = 2.0
7%-3 = -2.0
-7%-3 = -1.0
5.5%2 = 1.5
-1e-20%3 = 3.0
0%5 = 0.0
-6%3 = 0.0
1e300//1e-8 = 1e308
4*N//5 = 80.0
N//3*3 = 99.0
10/(N*p) = 2.0
1000*p = 50.0
2*3%4 = 2.0
2+3%2**2*5 = 17.0
sqrt(3) = 1.7320508075688772
exp(2) = 7.38905609893065
log(5) = 1.6094379124341003
exp(-x) = 0.4965853037914095
min(3, 1, 2) = 1.0
max(3, x) = 3.0
round(0.5) = 0.0
round(1.5) = 2.0
round(2.5) = 2.0
round(-0.5) = 0.0
round(2.4999) = 2.0
floor(-x) = -1.0
ceil(x) = 1.0
ceil(-x) = 0.0
abs(-x) = 0.7
0.1 + 0.2 = 0.30000000000000004
0.1**2 = 0.010000000000000002
3**0.5 = 1.7320508075688772
10**-3 = 0.001
1.1**100 = 13780.61233982238
N**p = 1.2589254117941673
2*x**2 + 3*x - 1 = 2.0799999999999996
1e3*.5e-2 = 5.0
1.e2 = 100.0
2^3 · 2 × 1 − 1 = 15.0
 ( N )  = 100.0";

/// If this fails, a line that was copied from a notebook means something else here.
#[test]
fn arithmetic_is_that_of_python() {
    for line in PYTHON.lines() {
        let (text, expected) = line.split_once(" = ").unwrap();
        let expected: f64 = expected.parse().unwrap();
        let found = value(text, &Unit::ONE);
        // exp, log and powers are those of the crate libm, which may be off by an ulp.
        let is_exact = !["exp", "log", "**"].iter().any(|name| text.contains(name));
        let tolerance = if is_exact { 0.0 } else { f64::EPSILON };
        assert!(
            (found - expected).abs() <= tolerance * expected.abs(),
            "{text}: {found}"
        );
    }
}

/// If this fails, the weights of the notebook are not 2 nS and 8 nS any more, but their neighbours.
#[test]
fn usual_units_stay_exact() {
    for (text, unit, expected) in [
        ("10 nS/(N*p)", &Unit::NS, 2.0),
        ("4*(10 nS/(N*p))", &Unit::NS, 8.0),
        ("10 nS/(1000*p)", &Unit::NS, 0.2),
        ("4*(10 nS/(1000*p))", &Unit::NS, 0.8),
        ("10 nS/(4000*p)", &Unit::NS, 0.05),
        ("we", &Unit::NS, 2.0),
        ("0.1 ms", &Unit::MS, 0.1),
        ("0.1 ms", &Unit::S, 1e-4),
        ("+100 us", &Unit::MS, 0.1),
        ("1 ms + 100 us", &Unit::MS, 1.1),
        ("100 us + 1 ms", &Unit::MS, 1.1),
        ("1 h - 59 min", &Unit::S, 60.0),
        ("0.3*nS", &Unit::NS, 0.3),
        ("0.3*1 nS", &Unit::NS, 0.3),
        ("20 mV/(10 Mohm)", &Unit::PA, 2000.0),
        ("104 pF/(4.3 nS)", &Unit::MS, 104.0 / 4.3),
    ] {
        assert_eq!(value(text, unit), expected, "{text}");
    }
}

#[test]
fn units_are_calculated_with() {
    for (text, unit, expected) in [
        ("1/2 ms", &Unit::HZ, 500.0),
        ("3 nA/mV", &Unit::NS, 3000.0),
        ("2*8 pA*sqrt(s)", &Unit::PA_SQRT_S, 16.0),
        ("8 pA*s**0.5*2", &Unit::PA_SQRT_S, 16.0),
        ("8 pA*s^(1/2)*2", &Unit::PA_SQRT_S, 16.0),
        ("sqrt(4 mV**2)", &Unit::MV, 2.0),
        ("(2 mV)**2/(1 mV)", &Unit::MV, 4.0),
        ("2 mV**2/(1 mV)", &Unit::MV, 2.0),
        ("we*(V0 - 5 mV)", &Unit::PA, -140.0),
        ("min(tau, 1 s, 30 ms)", &Unit::MS, 20.0),
        ("max(tau, 1 s, 30 ms)", &Unit::MS, 1000.0),
        ("abs(V0)", &Unit::MV, 65.0),
        ("-V0", &Unit::MV, 65.0),
        ("50 ms // tau", &Unit::ONE, 2.0),
        ("0.05 s % tau", &Unit::MS, 10.0),
        ("log(tau/(0.02 s))", &Unit::ONE, 0.0),
        ("round(tau/(3 ms))", &Unit::ONE, 7.0),
        ("2**(tau/(10 ms))", &Unit::ONE, 4.0),
        ("tau*1 kHz", &Unit::ONE, 20.0),
        ("5 min/(1 h)*60", &Unit::ONE, 5.0),
        ("min(2, 1)*1 min", &Unit::S, 60.0),
    ] {
        assert_eq!(value(text, unit), expected, "{text}");
    }
}

#[test]
fn values_are_written_in_the_units_of_the_model() {
    for (text, expected) in [
        ("10 nS/(N*p)", "2 nS"),
        ("N/3", "33.333333333333336"),
        ("4*N//5", "80"),
        ("tau + 1 s", "1020 ms"),
        ("2*8 pA*sqrt(s)", "16 pA*sqrt(s)"),
        ("1/tau", "50 Hz"),
        ("(2 mV)**2", "4e-6 V^2"),
        ("1 V/(2 A)", "0.5 V·A^-1"),
    ] {
        let written = evaluate(text).unwrap().to_string();
        assert_eq!(written, expected, "{text}");
        let read = Quantity::parse(&written).unwrap();
        assert_eq!(read.dimension(), evaluate(text).unwrap().dimension());
    }
}

#[test]
fn whole_numbers_are_whole_to_a_billionth() {
    for (text, expected) in [
        ("4*N/5", 80),
        ("-N", -100),
        ("0.1*3*10", 3),
        ("N*0.29", 29),
        ("2**53", 1 << 53),
        ("1e-10", 0),
        ("3 s/(1 ms)", 3000),
    ] {
        assert_eq!(evaluate(text).unwrap().whole(), Ok(expected), "{text}");
    }
    for (text, message) in [
        (
            "N/3",
            "33.333333333333336 is not whole; expected is a whole number, to within 1e-9",
        ),
        (
            "2**60",
            "1152921504606847000 is too large for an expression; whole numbers reach up to 2**53",
        ),
        (
            "tau",
            "\"20 ms\" is a time; a whole number takes a plain number",
        ),
    ] {
        let refusal = evaluate(text).unwrap().whole().unwrap_err();
        assert_eq!(refusal.to_string(), message);
    }
}

#[test]
fn names_are_known_before_evaluation() {
    let expression = Expression::parse("N*ms/sqrt(p + N) - 2 s").unwrap();
    assert_eq!(
        expression.names().into_iter().collect::<Vec<_>>(),
        ["N", "p"]
    );
    for (name, is_name, reserved) in [
        ("N_e2", true, None),
        ("_", true, None),
        ("größe", true, None),
        ("s", true, Some("a unit")),
        ("mV", true, Some("a unit")),
        ("exp", true, Some("a function")),
        ("min", true, Some("a function")),
        ("2N", false, None),
        ("N-e", false, None),
        ("", false, None),
    ] {
        assert_eq!(Expression::is_name(name), is_name, "{name}");
        assert_eq!(Expression::reserved(name), reserved, "{name}");
    }
    assert!(!Expression::is_name(&"N".repeat(65)));
}
