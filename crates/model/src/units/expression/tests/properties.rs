//! Random texts and random trees.

use super::super::tree::{Function, Node, Operator};
use super::super::{Expression, MAX_LENGTH, evaluation};
use super::{evaluate, parameter};
use crate::units::{Quantity, symbols};
use proptest::prelude::*;

/// A unit or a name.
fn word() -> impl Strategy<Value = Node> {
    prop_oneof![
        proptest::sample::select(vec!["mV", "s", "pA", "min", "kohm"]).prop_map(|unit| {
            Node::Unit(unit.to_owned(), symbols::lookup(unit).expect("a unit"))
        }),
        proptest::sample::select(vec!["N", "p", "x", "tau", "V0", "unknown"])
            .prop_map(|name| Node::Name(name.to_owned())),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0_u32..1000).prop_map(f64::from),
        (0_u32..1000).prop_map(|thousandths| f64::from(thousandths) / 1000.0),
        any::<f64>()
            .prop_map(f64::abs)
            .prop_filter("finite", |number| number.is_finite()),
    ]
}

fn operator() -> impl Strategy<Value = Operator> {
    use Operator::{Add, Divide, FloorDivide, Multiply, Power, Remainder, Subtract};
    proptest::sample::select(vec![
        Add,
        Subtract,
        Multiply,
        Divide,
        FloorDivide,
        Remainder,
        Power,
    ])
}

/// Any tree that the parser can give.
fn tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![word(), number().prop_map(Node::Number)];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let unit = proptest::sample::select(vec!["mV", "s", "nS"])
            .prop_map(|unit| Node::Unit(unit.to_owned(), symbols::lookup(unit).expect("a unit")));
        let power = (unit.clone(), inner.clone())
            .prop_map(|(unit, exponent)| Node::binary(Operator::Power, unit, exponent));
        prop_oneof![
            (number(), prop_oneof![unit, power])
                .prop_map(|(number, unit)| Node::Measure(number, Box::new(unit))),
            inner
                .clone()
                .prop_map(|node| Node::Negative(Box::new(node))),
            (operator(), inner.clone(), inner.clone())
                .prop_map(|(operator, left, right)| Node::binary(operator, left, right)),
            (
                proptest::sample::select(Function::ALL.to_vec()),
                proptest::collection::vec(inner, 3),
            )
                .prop_map(|(function, mut arguments)| {
                    let count = if function.takes_several() { 3 } else { 1 };
                    arguments.truncate(count);
                    Node::Call(function, arguments)
                }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// If this fails, a description can crash what reads it.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
        let _ = evaluate(&text);
    }

    /// The same with texts that come close to expressions.
    #[test]
    fn nearly_any_expression_is_read_or_refused(
        tokens in proptest::collection::vec(proptest::sample::select(vec![
            "N", "p", "tau", "ms", "nS", "1", "2.5", "1e300", "0", "(", ")", "+", "-", "*", "/",
            "//", "%", "**", "^", ",", "sqrt(", "min(", "exp(", "log(", "round(", " ", "e", ".",
        ]), 0..30)
    ) {
        if let Ok(computed) = evaluate(&tokens.concat()) {
            prop_assert!(computed.number.is_finite());
            prop_assert!(Quantity::parse(&computed.to_string()).is_ok() || computed.to_string().contains('^'));
        }
    }

    /// If this fails, an expression that is written into a description means something else there.
    #[test]
    fn what_is_written_reads_back_as_the_same(root in tree()) {
        let text = root.to_string();
        prop_assume!(text.chars().count() <= MAX_LENGTH && root.has_value());
        let read = Expression::parse(&text);
        prop_assert_eq!(read.as_ref().map(|read| &read.root), Ok(&root), "{}", text);
        let (direct, read) = (evaluation::evaluate(&root, &parameter), evaluate(&text));
        if let (Ok(direct), Ok(read)) = (direct, read) {
            prop_assert_eq!(direct.number.to_bits(), read.number.to_bits());
        }
    }
}
