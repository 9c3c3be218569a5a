//! From a tree to a value.

use super::Computed;
use super::error::{ExpressionError, excerpt};
use super::tree::{Function, Node, Operator};
use crate::units::Dimension;
use crate::units::scale::{MAX_POWER, Scale};

type Evaluated = Result<Computed, ExpressionError>;

/// The value of `node`, with `parameters` giving that of each name.
pub(super) fn evaluate(node: &Node, parameters: &dyn Fn(&str) -> Option<Computed>) -> Evaluated {
    let value = |part: &Node| evaluate(part, parameters);
    let computed = match node {
        Node::Number(number) => Computed::plain(*number),
        Node::Unit(_, scale) => Computed {
            number: 1.0,
            scale: *scale,
        },
        Node::Measure(number, unit) => product(node, &Computed::plain(*number), &value(unit)?)?,
        Node::Name(name) => parameters(name).ok_or_else(|| ExpressionError::UnknownName {
            name: excerpt(name),
        })?,
        Node::Negative(inner) => {
            let Computed { number, scale } = value(inner)?;
            let number = -number;
            Computed { number, scale }
        }
        Node::Binary(operator, left, right) => {
            let (left_value, right_value) = (value(left)?, value(right)?);
            match operator {
                Operator::Power => power(node, &left_value, &right_value, right)?,
                _ => combined(node, *operator, &left_value, &right_value)?,
            }
        }
        Node::Call(function, arguments) => {
            let values = arguments.iter().map(value).collect::<Result<Vec<_>, _>>()?;
            call(node, *function, arguments, &values)?
        }
    };
    if computed.number.is_finite() {
        Ok(computed)
    } else {
        Err(ExpressionError::NotFinite {
            part: excerpt(node),
        })
    }
}

fn combined(node: &Node, operator: Operator, left: &Computed, right: &Computed) -> Evaluated {
    let divides = matches!(
        operator,
        Operator::Divide | Operator::FloorDivide | Operator::Remainder
    );
    if divides && right.number == 0.0 {
        return Err(ExpressionError::DivisionByZero {
            part: excerpt(node),
        });
    }
    match operator {
        Operator::Multiply => return product(node, left, right),
        Operator::Divide => {
            return left
                .combine(right, true)
                .ok_or_else(|| unsupported_power(node));
        }
        _ => {}
    }
    let (left, right, scale) = in_common(node, left, right)?;
    if divides && right == 0.0 {
        return Err(ExpressionError::DivisionByZero {
            part: excerpt(node),
        });
    }
    let number = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::FloorDivide => return Ok(Computed::plain(floor_division(left, right).0)),
        _ => floor_division(left, right).1,
    };
    Ok(Computed { number, scale })
}

fn product(node: &Node, left: &Computed, right: &Computed) -> Evaluated {
    left.combine(right, false)
        .ok_or_else(|| unsupported_power(node))
}

/// Both numbers in the finer of the two scales, in which they are most often whole.
fn in_common(
    node: &Node,
    left: &Computed,
    right: &Computed,
) -> Result<(f64, f64, Scale), ExpressionError> {
    if left.dimension() != right.dimension() {
        return Err(ExpressionError::DifferentDimensions {
            part: excerpt(node),
            left: left.dimension(),
            right: right.dimension(),
        });
    }
    let scale = if right.scale.is_finer_than(left.scale) {
        right.scale
    } else {
        left.scale
    };
    Ok((left.in_scale(scale), right.in_scale(scale), scale))
}

/// Quotient rounded down and remainder, which has the sign of the divisor: Python's `divmod` of
/// floats, operation by operation.
fn floor_division(dividend: f64, divisor: f64) -> (f64, f64) {
    let mut remainder = dividend % divisor;
    let mut quotient = (dividend - remainder) / divisor;
    if remainder == 0.0 {
        remainder = remainder.copysign(divisor);
    } else if (divisor < 0.0) != (remainder < 0.0) {
        remainder += divisor;
        quotient -= 1.0;
    }
    let floor = quotient.floor();
    let whole = match quotient {
        0.0 => 0_f64.copysign(dividend / divisor),
        _ if quotient - floor > 0.5 => floor + 1.0,
        _ => floor,
    };
    (whole, remainder)
}

/// `base` to the power of `exponent`, which is the value of `written`.
fn power(node: &Node, base: &Computed, exponent: &Computed, written: &Node) -> Evaluated {
    let exponent = plain(written, exponent, "a power")?;
    if let Some(number) = base.plain_number() {
        return Ok(Computed::plain(libm::pow(number, exponent)));
    }
    let doubled = 2.0 * exponent;
    if doubled.fract() != 0.0 || doubled.abs() > f64::from(2 * MAX_POWER) {
        return Err(unsupported_power(node));
    }
    base.power(doubled as i32, |number| libm::pow(number, exponent))
        .ok_or_else(|| unsupported_power(node))
}

/// The number of a part that must be a plain one, for `user`.
fn plain(part: &Node, value: &Computed, user: &'static str) -> Result<f64, ExpressionError> {
    value
        .plain_number()
        .ok_or_else(|| ExpressionError::NotPlain {
            part: excerpt(part),
            found: value.dimension(),
            user,
        })
}

/// The value of a function, which is `node`, of arguments and their values.
fn call(node: &Node, function: Function, arguments: &[Node], values: &[Computed]) -> Evaluated {
    let first = &values[0];
    let of_plain = |apply: fn(f64) -> f64| {
        plain(&arguments[0], first, function.name()).map(|number| Computed::plain(apply(number)))
    };
    match function {
        Function::Sqrt if first.dimension() == Dimension::DIMENSIONLESS => of_plain(f64::sqrt),
        Function::Sqrt => first
            .power(1, f64::sqrt)
            .ok_or_else(|| unsupported_power(node)),
        Function::Exp => of_plain(libm::exp),
        Function::Log => of_plain(libm::log),
        Function::Round => of_plain(f64::round_ties_even),
        Function::Floor => of_plain(f64::floor),
        Function::Ceil => of_plain(f64::ceil),
        Function::Abs => Ok(Computed {
            number: first.number.abs(),
            scale: first.scale,
        }),
        Function::Min | Function::Max => extreme(node, function, values),
    }
}

/// The smallest or the largest of several values; of equal ones the first.
fn extreme(node: &Node, function: Function, values: &[Computed]) -> Evaluated {
    let mut best = values[0];
    for value in &values[1..] {
        let (so_far, other, _) = in_common(node, &best, value)?;
        let is_better = match function {
            Function::Min => other < so_far,
            _ => other > so_far,
        };
        if is_better {
            best = *value;
        }
    }
    Ok(best)
}

fn unsupported_power(node: &Node) -> ExpressionError {
    ExpressionError::UnsupportedPower {
        part: excerpt(node),
    }
}
