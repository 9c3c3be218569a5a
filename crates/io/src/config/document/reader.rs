//! From TOML values to Rust types, with errors that keep their parts.
//!
//! The one idea to know: code that serde derives reports an unknown key, a missing key or a wrong type
//! through constructors of the error type. The error type of `toml` makes a sentence of the parts,
//! from which neither the nearest known key nor the path could be won back; [`Refusal`] keeps them.

use super::key_path::{KeyPath, Segment};
use crate::config::error::ConfigProblem;
use crate::config::nearest::nearest;
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use std::fmt;
use toml::Value;

/// A value from which a type can be read.
#[derive(Debug, Clone, Copy)]
pub(in crate::config) struct Reader<'a>(pub(in crate::config) &'a Value);

/// What could not be read, and why.
#[derive(Debug)]
pub(in crate::config) struct Refusal {
    /// The way to the value, the last segment first.
    backwards: Vec<Segment>,
    pub(in crate::config) problem: Box<ConfigProblem>,
}

impl Refusal {
    fn new(problem: ConfigProblem) -> Self {
        Self {
            backwards: Vec::new(),
            problem: Box::new(problem),
        }
    }

    fn within(mut self, segment: Segment) -> Self {
        self.backwards.push(segment);
        self
    }

    /// The value that was refused.
    pub(in crate::config) fn path(&self) -> KeyPath {
        self.backwards.iter().rev().cloned().collect()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(ConfigProblem::Value(message.to_string()))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(ConfigProblem::WrongType {
            found: kind(&unexpected),
            expected: in_words(&expected.to_string()),
        })
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(ConfigProblem::UnknownName {
            nearest: nearest(variant, expected.iter().copied()).map(str::to_owned),
            known: expected.iter().map(|&known| known.to_owned()).collect(),
        })
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let problem = ConfigProblem::UnknownKey {
            nearest: nearest(field, expected.iter().copied()).map(str::to_owned),
            known: expected.iter().map(|&known| known.to_owned()).collect(),
        };
        Self::new(problem).within(Segment::Key(field.to_owned()))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(ConfigProblem::MissingKey { key: field })
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.0 {
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Boolean(choice) => visitor.visit_bool(*choice),
            Value::Datetime(_) => {
                let expected: &dyn Expected = &visitor;
                Err(Refusal::new(ConfigProblem::WrongType {
                    found: self.0.kind(),
                    expected: in_words(&expected.to_string()),
                }))
            }
            Value::Array(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Value::Table(table) => visitor.visit_map(Entries {
                entries: table.iter(),
                current: None,
            }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            other => Err(Refusal::new(ConfigProblem::WrongType {
                found: other.kind(),
                expected: format!("one of {}", variants.join(", ")),
            })),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The items of an array that are still to be read.
struct Items<'a>(std::iter::Enumerate<std::slice::Iter<'a, Value>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refusal> {
        let read = |(index, item)| {
            seed.deserialize(Reader(item))
                .map_err(|refusal| refusal.within(Segment::Index(index)))
        };
        self.0.next().map(read).transpose()
    }
}

/// The entries of a table that are still to be read, and one whose key has been.
struct Entries<'a> {
    entries: toml::map::Iter<'a, String, Value>,
    current: Option<(&'a String, &'a Value)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refusal> {
        self.current = self.entries.next();
        let key = self.current.map(|(key, _)| key.as_str());
        key.map(|key| seed.deserialize(key.into_deserializer()))
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        let Some((key, value)) = self.current.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(Reader(value))
            .map_err(|refusal| refusal.within(Segment::Key(key.clone())))
    }
}

/// The kind of a value, with its article.
pub(super) trait Kind {
    fn kind(&self) -> &'static str;
}

impl Kind for Value {
    fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number with a fraction",
            Self::Boolean(_) => "true or false",
            Self::Datetime(_) => "a date or time",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

fn kind(unexpected: &Unexpected<'_>) -> &'static str {
    match unexpected {
        Unexpected::Bool(_) => "true or false",
        Unexpected::Signed(..0) => "a negative number",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "a whole number",
        Unexpected::Float(_) => "a number with a fraction",
        Unexpected::Str(_) => "a text",
        Unexpected::Seq => "an array",
        Unexpected::Map => "a table",
        _ => "something else",
    }
}

/// What serde calls an expected type, in words for people who do not write Rust.
fn in_words(expected: &str) -> String {
    match expected {
        "u64" | "usize" => "a whole number from 0 to 9223372036854775807",
        "f64" => "a number",
        "a string" => "a text in quotation marks",
        "a boolean" => "true or false",
        "a sequence" => "an array",
        other => other,
    }
    .to_owned()
}
