//! What must hold of quantities, expressions and slices.

use super::Outcome;
use adexnet_io::config::SliceSpec;
use adexnet_model::units::{Computed, Expression, Quantity, Unit, UnitError};

/// Longest expression that is read, in characters.
const MAX_EXPRESSION: usize = 1000;

/// Every unit in which the model computes.
const UNITS: [Unit; 12] = [
    Unit::MS,
    Unit::S,
    Unit::MV,
    Unit::PA,
    Unit::NS,
    Unit::PF,
    Unit::PA_SQRT_S,
    Unit::HZ,
    Unit::PER_MS,
    Unit::MV_PER_MS,
    Unit::UM,
    Unit::ONE,
];

/// A quantity is printed as it was typed, and its value in a unit so that it reads back bit by bit.
pub(super) fn quantity(text: &str) -> Outcome {
    let quantity = match Quantity::parse(text) {
        Ok(quantity) => quantity,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return Outcome::Refused;
        }
    };
    assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity.clone()));
    for unit in UNITS {
        let Ok(value) = quantity.value_in(&unit) else {
            continue;
        };
        assert!(value.is_finite());
        let printed = unit.format(value);
        let again = Quantity::parse(&printed).and_then(|again| again.value_in(&unit));
        let again = again.unwrap_or_else(|error| panic!("{printed:?} of {text:?}: {error}"));
        assert_eq!(again.to_bits(), value.to_bits(), "{printed:?} of {text:?}");
    }
    if let Ok(computed) = Computed::try_from(&quantity) {
        check_computed(&computed);
    }
    Outcome::Read
}

/// A computed quantity reads back as the same one.
fn check_computed(computed: &Computed) {
    let printed = computed.to_string();
    let quantity = match Quantity::parse(&printed) {
        Ok(quantity) => quantity,
        // No unit has so high a power, so nothing that is asked for is this quantity.
        Err(UnitError::UnsupportedPower { .. }) => return,
        Err(error) => panic!("{printed:?}: {error}"),
    };
    assert_eq!(quantity.dimension(), computed.dimension(), "{printed}");
    let again = Computed::try_from(&quantity).expect("it was printed");
    assert_eq!(again.to_string(), printed);
    for unit in UNITS {
        if let Ok(value) = computed.value_in(&unit) {
            assert!(value.is_finite());
        }
    }
}

/// An expression is printed so that it reads back as the same one, and so is its value.
pub(super) fn expression(text: &str) -> Outcome {
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return Outcome::Refused;
        }
    };
    let printed = expression.to_string();
    if printed.chars().count() <= MAX_EXPRESSION {
        assert_eq!(
            Expression::parse(&printed).as_ref(),
            Ok(&expression),
            "{printed:?} of {text:?}"
        );
    }
    match expression.evaluate(&parameter) {
        Ok(value) => {
            check_computed(&value);
            if let Ok(whole) = value.whole() {
                assert!(whole.unsigned_abs() <= 1 << 53);
            }
            Outcome::Read
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            Outcome::Refused
        }
    }
}

/// The values of some names.
fn parameter(name: &str) -> Option<Computed> {
    let typed = match name {
        "N" => "100",
        "p" => "0.05",
        "tau" => "2.5 ms",
        "w" => "-0.3 nS",
        "V0" => "-65 mV",
        _ => return None,
    };
    let quantity = Quantity::parse(typed).expect("a quantity");
    Some(Computed::try_from(&quantity).expect("an ordinary one"))
}

/// A slice is printed as it was typed, and gives ranges in ascending order that lie in the population.
pub(super) fn slice(text: &str) -> Outcome {
    let slice: SliceSpec = match text.parse() {
        Ok(slice) => slice,
        Err(error) => {
            let error: adexnet_io::config::SliceError = error;
            assert!(!error.to_string().is_empty());
            return Outcome::Refused;
        }
    };
    assert_eq!(slice.to_string().parse(), Ok(slice.clone()));
    let mut outcome = Outcome::Refused;
    for size in [0, 1, 100, usize::MAX] {
        match slice.resolve(size) {
            Ok(ranges) => {
                outcome = Outcome::Read;
                assert!(
                    ranges
                        .iter()
                        .all(|range| range.start < range.end && range.end <= size)
                );
                assert!(ranges.is_sorted_by(|one, two| one.end <= two.start));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    outcome
}
