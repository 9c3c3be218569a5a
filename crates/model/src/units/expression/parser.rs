//! From text to a tree, by recursive descent: one function for each rank of precedence.

use super::error::{ExpressionError, excerpt};
use super::tree::{Function, Node, Operator};
use super::{MAX_DEPTH, MAX_LENGTH};
use crate::nearest::nearest;
use crate::units::decimal::Decimal;
use crate::units::symbols;

type Parsed = Result<Node, ExpressionError>;

/// Signs and operators that are written in several ways.
const MINUS: [&str; 2] = ["-", "\u{2212}"];
const TIMES: [&str; 4] = ["*", "·", "⋅", "×"];
const POWER: [&str; 2] = ["**", "^"];

/// Reads the whole of `text`.
pub(super) fn parse(text: &str) -> Parsed {
    if text.chars().nth(MAX_LENGTH).is_some() {
        return Err(ExpressionError::TooLong { limit: MAX_LENGTH });
    }
    let mut parser = Parser {
        rest: text,
        depth: 0,
    };
    let root = parser.sum()?;
    parser.skip_spaces();
    if parser.rest.is_empty() {
        Ok(root)
    } else {
        Err(parser.missing("an operator such as * or the end"))
    }
}

/// The bytes of the name that `text` begins with; 0 if there is none.
pub(super) fn name_length(text: &str) -> usize {
    let begins_well = text.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let end = |c: char| !(c.is_alphanumeric() || c == '_');
    if begins_well {
        text.find(end).unwrap_or(text.len())
    } else {
        0
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn sum(&mut self) -> Parsed {
        let mut sum = self.product()?;
        loop {
            let operator = if self.take("+") {
                Operator::Add
            } else if self.take_any(&MINUS) {
                Operator::Subtract
            } else {
                return Ok(sum);
            };
            sum = Node::binary(operator, sum, self.product()?);
        }
    }

    fn product(&mut self) -> Parsed {
        let mut product = self.signed()?;
        loop {
            let operator = if self.take_any(&TIMES) {
                Operator::Multiply
            } else if self.take("//") {
                Operator::FloorDivide
            } else if self.take("/") {
                Operator::Divide
            } else if self.take("%") {
                Operator::Remainder
            } else {
                return Ok(product);
            };
            product = Node::binary(operator, product, self.signed()?);
        }
    }

    fn signed(&mut self) -> Parsed {
        if self.take_any(&MINUS) {
            let inner = self.deeper(Self::signed)?;
            Ok(Node::Negative(Box::new(inner)))
        } else if self.take("+") {
            self.deeper(Self::signed)
        } else {
            let base = self.atom()?;
            self.raised(base)
        }
    }

    /// `base`, or the power of it that follows.
    fn raised(&mut self, base: Node) -> Parsed {
        if !self.take_any(&POWER) {
            return Ok(base);
        }
        let exponent = self.deeper(Self::signed)?;
        Ok(Node::binary(Operator::Power, base, exponent))
    }

    fn atom(&mut self) -> Parsed {
        if self.take("(") {
            let inner = self.deeper(Self::sum)?;
            return self.closed(inner);
        }
        if self
            .rest
            .starts_with(|c: char| c.is_ascii_digit() || c == '.')
        {
            return self.number();
        }
        let Some(name) = self.take_name() else {
            return Err(self.missing("a number, a name or an opening parenthesis"));
        };
        if self.take("(") {
            return self.call(name);
        }
        Ok(match symbols::lookup(name) {
            Some(scale) => Node::Unit(name.to_owned(), scale),
            None => Node::Name(name.to_owned()),
        })
    }

    /// A number, and the unit that stands directly behind it.
    fn number(&mut self) -> Parsed {
        let Some((decimal, rest)) = Decimal::read(self.rest) else {
            return Err(self.missing("a number"));
        };
        let number = decimal.shifted(0);
        if !number.is_finite() || (number == 0.0 && !decimal.is_zero()) {
            let part = excerpt(&self.rest[..self.rest.len() - rest.len()]);
            return Err(ExpressionError::NotFinite { part });
        }
        self.rest = rest;
        self.skip_spaces();
        let Some(name) = self.take_name() else {
            return Ok(Node::Number(number));
        };
        let scale = symbols::lookup(name).ok_or_else(|| ExpressionError::UnknownUnit {
            unit: excerpt(name),
            nearest: symbols::nearest_symbol(name),
        })?;
        let unit = self.raised(Node::Unit(name.to_owned(), scale))?;
        Ok(Node::Measure(number, Box::new(unit)))
    }

    /// The arguments of a function, behind its opening parenthesis.
    fn call(&mut self, name: &str) -> Parsed {
        let Some(function) = Function::find(name) else {
            let names = Function::ALL.map(Function::name);
            return Err(ExpressionError::UnknownFunction {
                name: excerpt(name),
                nearest: nearest(name, names),
            });
        };
        let mut arguments = vec![self.deeper(Self::sum)?];
        while self.take(",") {
            arguments.push(self.deeper(Self::sum)?);
        }
        if function.takes_several() == (arguments.len() == 1) {
            return Err(ExpressionError::Arguments {
                function: function.name(),
                accepted: if function.takes_several() {
                    "two or more"
                } else {
                    "one"
                },
                found: arguments.len(),
            });
        }
        self.closed(Node::Call(function, arguments))
    }

    /// `node`, if a closing parenthesis follows it.
    fn closed(&mut self, node: Node) -> Parsed {
        if self.take(")") {
            Ok(node)
        } else {
            Err(self.missing("an operator or a closing parenthesis"))
        }
    }

    /// What `read` reads one level deeper.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth == MAX_DEPTH {
            return Err(ExpressionError::TooDeep { limit: MAX_DEPTH });
        }
        self.depth += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }

    /// Steps over spaces and over `token`, if it follows them.
    fn take(&mut self, token: &str) -> bool {
        self.skip_spaces();
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_any(&mut self, tokens: &[&str]) -> bool {
        tokens.iter().any(|token| self.take(token))
    }

    fn take_name(&mut self) -> Option<&'a str> {
        let (name, rest) = self.rest.split_at(name_length(self.rest));
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// The refusal where `expected` should stand: the text ends here, or goes on differently.
    fn missing(&self, expected: &'static str) -> ExpressionError {
        if self.rest.is_empty() {
            ExpressionError::Incomplete { expected }
        } else {
            let rest = excerpt(self.rest);
            ExpressionError::Unreadable { rest, expected }
        }
    }
}
