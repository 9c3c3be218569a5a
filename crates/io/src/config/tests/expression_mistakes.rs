//! Every mistake in parameters and expressions is refused at its place.

use super::expressions::EXPRESSIONS;
use super::mistake_table::check_in;
use super::{load, set};

fn check(mistakes: &str) {
    check_in(EXPRESSIONS, mistakes);
}

#[test]
fn parameters() {
    check(
        r#"
N = 100 => N = true
    true | parameters.N | N = true: found true or false | a number, a quantity
N = 100 => N = nan
    nan | parameters.N | out of range | a finite number
N = 100 => N = 9007199254740993
    9007199254740993 | parameters.N | accepted is -9007199254740992 to 9007199254740992
p = 0.05 => p = "0.05 x"
    "0.05 x" | parameters.p | unknown unit "x"
p = 0.05 => p = "1e999 nS"
    "1e999 nS" | parameters.p | not a finite number
p = 0.05 => p = "M/2000"
    "M/2000" | parameters.p | there is no parameter "M"; declared in [parameters]: weak, N, p
p = 0.05 => p = "p/2"
    "p/2" | parameters.p | the value needs itself: p -> p; expected is one
N = 100 => N = "half*2"
    "half*2" | parameters.N | the value needs itself: N -> half -> N
unused = => s =
    s | parameters.s | "s" is a unit in expressions, so it would be ambiguous; accepted is any other name, such as "s_0"
unused = => mV =
    mV | parameters.mV | "mV" is a unit
unused = => max =
    max | parameters.max | "max" is a function
unused = => a-b =
    a-b | parameters.a-b | this cannot be the name of a parameter; such a name begins with a letter
unused = => "" =
    "" | parameters. | this cannot be the name of a parameter
unused = => a.b =
    a | parameters.a | found a table
[parameters]\nweak = "strong/4"                 # parameters use each other in any order\nN = 100\np = 0.05\nstrong = "4*(10 nS/(N*p))"\nhalf = "N//2"\ntau = "1 ms"\nunused = "1 V" => parameters = 3
    3 | parameters | found a whole number; expected a table, [parameters]
"#,
    );
}

#[test]
fn expressions() {
    check(
        r#"
weight = "weak" => weight = "weaker"
    "weaker" | projection.E.weight | weight = "weaker": there is no parameter "weaker" (did you mean "weak"?)
weight = "weak" => weight = "10 nS/(N*q)"
    "10 nS/(N*q)" | projection.E.weight | there is no parameter "q"
weight = "weak" => weight = "tau + 1 mV"
    "tau + 1 mV" | projection.E.weight | weight = "tau + 1 mV": "tau + 1 mV" puts together a time and a voltage; both must have the same dimension
weight = "weak" => weight = "10 nS/(N - 100)"
    "10 nS/(N - 100)" | projection.E.weight | divides by zero
weight = "weak" => weight = "10 nS/(N*p"
    "10 nS/(N*p" | projection.E.weight | ends too early; expected is an operator or a closing parenthesis
weight = "weak" => weight = "2 N"
    "2 N" | projection.E.weight | unknown unit "N" | multiplied by *
weight = "weak" => weight = "2 nSS"
    "2 nSS" | projection.E.weight | unknown unit "nSS", did you mean "nS"?
weight = "weak" => weight = "weak*sqr(N)"
    "weak*sqr(N)" | projection.E.weight | did you mean "sqrt"?
weight = "weak" => weight = "weak*N**N**N"
    "weak*N**N**N" | projection.E.weight | "N**N**N" is not a finite number
weight = "weak" => weight = "nS"
    "nS" | projection.E.weight | does not begin with a number
weight = "weak" => weight = "weak*tau**2"
    "weak*tau**2" | projection.E.weight | weight = "weak*tau**2" (2e-15 V^-1·A·s^2): expected a conductance such as "4.3 nS", found a quantity in V^-1·A·s^2 (V^-1·A·s^2)
weight = "weak" => weight = "tau"
    "tau" | projection.E.weight | weight = "tau" (1 ms): expected a conductance such as "4.3 nS", found a time (ms)
weight = "weak" => weight = "N/50"
    "N/50" | projection.E.weight | weight = "N/50" (2): a number without a unit; write "2 nS" if that is meant
weight = "weak" => weight = "-weak"
    "-weak" | projection.E.weight | weight = "-weak" (-2 nS): out of range; accepted is
size = "N" => size = "N/3"
    "N/3" | population.cells.size | size = "N/3": 33.333333333333336 is not whole; expected is a whole number
size = "N" => size = "N - 101"
    "N - 101" | population.cells.size | size = "N - 101" (-1): found a negative number; expected a whole number from 0
size = "N" => size = "N - 100"
    "N - 100" | population.cells.size | size = "N - 100" (0): out of range; accepted is at least 1 neuron
size = "N" => size = "10**15*N"
    "10**15*N" | population.cells.size | 100000000000000000 is too large for an expression; whole numbers reach up to 2**53
size = "N" => size = "N*1 mV"
    "N*1 mV" | population.cells.size | expected a plain number such as "0.05", found a voltage (mV)
size = "N" => size = "100 mV"
    "100 mV" | population.cells.size | expected a plain number such as "0.05", found a voltage (mV)
p = "p" => p = "N*p"
    "N*p" | projection.E.connect.p | p = "N*p" (5): out of range; accepted is a probability from 0 to 1
p = "p" => p = "weak"
    "weak" | projection.E.connect.p | expected a plain number such as "0.05", found a conductance (nS)
b = "2*10 pA" => b = "2*10 mV"
    "2*10 mV" | population.others.neuron.b | b = "2*10 mV" (20 mV): expected a current
"100*2 pA" => "100*2"
    "100*2" | input.0.current | current = "100*2" (200): a number without a unit; write "200 pA"
"100*tau"] => "100*tay"]
    "100*tay" | input.1.current.times.1 | no parameter "tay" (did you mean "tau"?)
"#,
    );
}

#[test]
fn slices() {
    check(
        r#"
"cells[0 : 8*N//10]" => "cells[0:2*N]"
    "cells[0:2*N]" | projection.E.source | source = "cells[0:2*N]" (cells[0:200]): 200 lies outside the population, which has 100 neurons
"cells[0 : 8*N//10]" => "cells[0:N/3]"
    "cells[0:N/3]" | projection.E.source | 33.333333333333336 is not whole
"cells[0 : 8*N//10]" => "cells[0:M]"
    "cells[0:M]" | projection.E.source | there is no parameter "M"
"cells[0 : 8*N//10]" => "cells[0:tau]"
    "cells[0:tau]" | projection.E.source | expected a plain number
"cells[0 : 8*N//10]" => "cells[0:N//(1]"
    "cells[0:N//(1]" | projection.E.source | expected is an operator or a closing parenthesis
"cells[0 : 8*N//10]" => "cells[0:N:2]"
    "cells[0:N:2]" | projection.E.source | no step
"cells[0 : 8*N//10]" => "N"
    "N" | projection.E.source | there is no population "N"
"cells[0 : 8*N//10]" => 5
    5 | projection.E.source | found a whole number; expected a text
"#,
    );
}

/// If this fails, a mistyped parameter on the command line changes nothing, and nobody notices.
#[test]
fn options() {
    for (option, at, says) in [
        (
            "parameters.n=1000",
            "parameters.n",
            "parameters.n: there is no parameter \"n\" (did you mean \"N\"?); declared in [parameters]: weak, N, p",
        ),
        (
            "parameters.N=ten",
            "ten",
            "parameters.N = \"ten\": there is no parameter \"ten\"",
        ),
        ("parameters.N=2 nSS*p", "2 nSS*p", "unknown unit \"nSS\""),
        (
            "parameters.N.x=2",
            "parameters.N.x",
            "there is no \"x\" in a whole number",
        ),
        ("population.cells.size=N/3", "N/3", "is not whole"),
        (
            "projection.E.weight=p",
            "p",
            "weight = \"p\" (0.05): a number without a unit",
        ),
    ] {
        let error = load(EXPRESSIONS, &set(&[option])).unwrap_err();
        let message = error.to_string();
        println!("{message}\n");
        let place = error.place();
        assert_eq!(place.origin, format!("--set {option}"), "{message}");
        let (text, span) = (place.text.as_deref().unwrap(), place.span.clone().unwrap());
        assert_eq!(text[span].trim(), at, "{message}");
        assert!(message.contains(says), "{message}");
    }
    // What an option breaks elsewhere is shown where it breaks.
    let message = load(EXPRESSIONS, &set(&["parameters.N=0"]))
        .unwrap_err()
        .to_string();
    assert!(
        message.starts_with("net.toml, line 5, column 10: parameters.strong = \"4*(10 nS/(N*p))\""),
        "{message}"
    );
    assert!(
        message.contains("\"10 nS/(N*p)\" divides by zero"),
        "{message}"
    );
}
