//! What an expression consists of, and how it is written.

use crate::units::scale::Scale;
use crate::units::shortest;
use std::fmt;

/// A part of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A number without sign.
    Number(f64),
    /// One of a unit, by its name.
    Unit(String, Scale),
    /// A number and the unit behind it, which is a [`Node::Unit`] or a power of one.
    Measure(f64, Box<Node>),
    /// A name that needs a value.
    Name(String),
    Negative(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Remainder,
    Power,
}

/// A function by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Sqrt,
    Exp,
    Log,
    Min,
    Max,
    Round,
    Floor,
    Ceil,
    Abs,
}

/// How tightly a part holds together, from loose to tight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

impl Node {
    pub(super) fn binary(operator: Operator, left: Self, right: Self) -> Self {
        Self::Binary(operator, Box::new(left), Box::new(right))
    }

    /// Calls `see` for this part and all within it.
    pub(super) fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::Number(_) | Self::Unit(..) | Self::Name(_) => {}
            Self::Measure(_, inner) | Self::Negative(inner) => inner.visit(see),
            Self::Binary(_, left, right) => {
                left.visit(see);
                right.visit(see);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|inner| inner.visit(see)),
        }
    }

    /// Whether there is anything but units.
    pub(super) fn has_value(&self) -> bool {
        let mut found = false;
        self.visit(&mut |node| {
            found |= matches!(node, Self::Number(_) | Self::Name(_) | Self::Measure(..));
        });
        found
    }

    const fn rank(&self) -> Rank {
        match self {
            Self::Number(_) | Self::Unit(..) | Self::Name(_) | Self::Call(..) => Rank::Atom,
            // A power behind it would be one of its unit.
            Self::Measure(..) => Rank::Power,
            Self::Negative(_) => Rank::Sign,
            Self::Binary(operator, ..) => operator.ranks().0,
        }
    }

    /// Writes this part where at least `rank` is needed.
    fn write(&self, f: &mut fmt::Formatter<'_>, rank: Rank) -> fmt::Result {
        if self.rank() < rank {
            write!(f, "({self})")
        } else {
            write!(f, "{self}")
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.write_str(&shortest(*number)),
            Self::Unit(name, _) | Self::Name(name) => f.write_str(name),
            Self::Measure(number, unit) => write!(f, "{} {unit}", shortest(*number)),
            Self::Negative(inner) => {
                f.write_str("-")?;
                inner.write(f, Rank::Sign)
            }
            Self::Binary(operator, left, right) => {
                let (_, on_left, on_right) = operator.ranks();
                left.write(f, on_left)?;
                f.write_str(operator.symbol())?;
                right.write(f, on_right)
            }
            Self::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                for (position, argument) in arguments.iter().enumerate() {
                    f.write_str(if position > 0 { ", " } else { "" })?;
                    write!(f, "{argument}")?;
                }
                f.write_str(")")
            }
        }
    }
}

impl Operator {
    const fn symbol(self) -> &'static str {
        match self {
            Self::Add => " + ",
            Self::Subtract => " - ",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::FloorDivide => "//",
            Self::Remainder => "%",
            Self::Power => "**",
        }
    }

    /// The rank of the whole, and what is needed on its left and on its right.
    const fn ranks(self) -> (Rank, Rank, Rank) {
        match self {
            Self::Add | Self::Subtract => (Rank::Sum, Rank::Sum, Rank::Product),
            Self::Multiply | Self::Divide | Self::FloorDivide | Self::Remainder => {
                (Rank::Product, Rank::Product, Rank::Sign)
            }
            Self::Power => (Rank::Power, Rank::Atom, Rank::Sign),
        }
    }
}

impl Function {
    pub(super) const ALL: [Self; 9] = [
        Self::Sqrt,
        Self::Exp,
        Self::Log,
        Self::Min,
        Self::Max,
        Self::Round,
        Self::Floor,
        Self::Ceil,
        Self::Abs,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Sqrt => "sqrt",
            Self::Exp => "exp",
            Self::Log => "log",
            Self::Min => "min",
            Self::Max => "max",
            Self::Round => "round",
            Self::Floor => "floor",
            Self::Ceil => "ceil",
            Self::Abs => "abs",
        }
    }

    pub(super) fn find(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|function| function.name() == name)
    }

    /// Whether it takes any number of arguments from two on, instead of one.
    pub(super) const fn takes_several(self) -> bool {
        matches!(self, Self::Min | Self::Max)
    }
}
