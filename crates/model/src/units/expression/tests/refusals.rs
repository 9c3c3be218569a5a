//! What is refused, and how.

use super::super::{ExpressionError, MAX_DEPTH, MAX_LENGTH};
use super::{evaluate, value};
use crate::units::{Unit, UnitError};

/// An expression, and how the message of its refusal begins.
const REFUSALS: &str = r#"tau + V0 => "tau + V0" puts together a time and a voltage; both must have the same dimension
2*(we - 1) => "we - 1" puts together a conductance and a plain number; both must have the same dimension
min(we, tau) => "min(we, tau)" puts together a conductance and a time; both must have the same dimension
we // 2 => "we//2" puts together a conductance and a plain number; both must have the same dimension
exp(tau) => "tau" is a time; exp takes a plain number
round(V0) => "V0" is a voltage; round takes a plain number
2**tau => "tau" is a time; a power takes a plain number
1/(N - 100) => "1/(N - 100)" divides by zero; expected is a divisor that is not 0
1 % 0 => "1%0" divides by zero; expected is a divisor that is not 0
tau // (0 s) => "tau//0 s" divides by zero; expected is a divisor that is not 0
10**N**N => "10**N**N" is not a finite number
2*sqrt(-1) => "sqrt(-1)" is not a finite number; expected is 0 or a size from 1e-323 to 1e308
log(0) => "log(0)" is not a finite number
0**-1 => "0**-1" is not a finite number
1e999*N => "1e999" is not a finite number
1e-999*N => "1e-999" is not a finite number
tau**0.3 => "tau**0.3" has an unusual unit; accepted are whole and half powers
sqrt(sqrt(tau)) => "sqrt(sqrt(tau))" has an unusual unit
2*M => "M" has no value; expected are numbers, quantities and known names
2 nX*N => unknown unit "nX"
2 N => unknown unit "N"
2 nSS => unknown unit "nSS", did you mean "nS"?; known are V
sqr(N) => unknown function "sqr", did you mean "sqrt"?; known are sqrt, exp
N(p) => unknown function "N"; known are
max(1) => wrong number of arguments of max, 1; accepted is two or more
exp(1, 2) => wrong number of arguments of exp, 2; accepted is one
(1 + 2 => the expression ends too early; expected is an operator or a closing parenthesis
2* => the expression ends too early; expected is a number, a name or an opening parenthesis
 => the expression ends too early; expected is a number, a name or an opening parenthesis
2*) => cannot read ")"; expected is a number, a name or an opening parenthesis
N N => cannot read "N"; expected is an operator such as * or the end
exp() => cannot read ")"; expected is a number
2***3 => cannot read "*3"; expected is a number
. => cannot read "."; expected is a number
N; drop => cannot read "; drop"; expected is an operator
pF => there is no number; a quantity is a number and a unit
mV/ms => there is no number; a quantity is a number and a unit"#;

/// If this fails, somebody who mistypes an expression is left alone with it.
#[test]
fn refusals_say_what_is_wrong_and_what_is_accepted() {
    for line in REFUSALS.lines() {
        let (text, message) = line.split_once(" => ").unwrap();
        let refusal = evaluate(text).unwrap_err().to_string();
        assert!(refusal.starts_with(message), "{text}: {refusal}");
    }
    let refusal = evaluate("tau").unwrap().value_in(&Unit::NS).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        r#""20 ms": expected a conductance such as "4.3 nS", found a time (ms)"#
    );
    let refusal = evaluate("N").unwrap().value_in(&Unit::NS).unwrap_err();
    assert!(matches!(refusal, UnitError::MissingUnit { .. }));
}

/// Texts come from files of others: none may exhaust the stack or run for long.
#[test]
fn hostile_texts_are_refused_without_harm() {
    let deep = ["(", "-", "sqrt(", "2**", "min(1,"].map(|opening| opening.repeat(MAX_DEPTH + 1));
    for text in deep {
        assert_eq!(
            evaluate(&text),
            Err(ExpressionError::TooDeep { limit: MAX_DEPTH }),
            "{text}"
        );
    }
    let limit = MAX_LENGTH;
    let long = "1".to_owned() + &"+1".repeat(1_000_000);
    assert_eq!(evaluate(&long), Err(ExpressionError::TooLong { limit }));
    let just = "1".to_owned() + &"-1".repeat((limit - 1) / 2);
    assert_eq!(value(&just, &Unit::ONE), -498.0);
    let powers = "s".to_owned() + &"*s**12".repeat((limit - 3) / 6) + "*1";
    assert!(evaluate(&powers).is_ok());
    let vast = "(1e300 Qs**12)*(1e300 Qs**12)";
    assert!(matches!(
        evaluate(vast),
        Err(ExpressionError::NotFinite { .. })
    ));
    let tiny = "2*1e-300 qs";
    assert!(matches!(
        evaluate(tiny),
        Err(ExpressionError::NotFinite { .. })
    ));
}
