//! From TOML values to Rust types.
//!
//! The one idea to know: a text is an expression unless the type asks for a text. A type that wants a
//! number gets the value of the expression; one that takes anything, as quantities do, gets the value
//! as a quantity would be typed ([`parameters`](super::parameters)); one that wants a text, one of
//! some names, or a table, gets the text. Types that take either a name or a table therefore call
//! `deserialize_str`, whatever they find.
//!
//! A table comes in the order in which it was typed, but for that of a neuron, of which the model must be
//! known before its parameters can be read.

use super::key_path::Segment;
use super::parameters::{Parameters, Reading};
use super::refusal::Refusal;
use super::words::{Kind, in_words};
use crate::config::error::ConfigProblem;
use adexnet_model::units::{Computed, Unit};
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use toml::{Table, Value};

/// The name of the newtype in which a type asks for a slice: what stands in its brackets may be
/// expressions.
pub(in crate::config) const SLICE: &str = "slice";

/// The name of the newtype in which a type asks for a neuron: the keys [`NEURON_FIRST`] come first.
pub(in crate::config) const NEURON: &str = "neuron";

const NEURON_FIRST: [&str; 2] = ["preset", "model"];

/// A value from which a type can be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) value: &'a Value,
    pub(super) parameters: &'a Parameters,
}

/// The methods of a `Deserializer` that hand out a value in one of the ways of [`Reader`].
macro_rules! forward {
    ($($way:ident: $($method:ident)+;)+) => {
        $($(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
                self.$way(visitor)
            }
        )+)+
    };
}

impl<'de> Reader<'de> {
    /// Hands out what was typed.
    fn as_typed<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Integer(number) => visitor.visit_i64(*number),
            Value::Float(number) => visitor.visit_f64(*number),
            Value::Boolean(choice) => visitor.visit_bool(*choice),
            Value::Datetime(_) => {
                let expected: &dyn Expected = &visitor;
                Err(Refusal::new(ConfigProblem::WrongType {
                    found: self.value.kind(),
                    expected: in_words(&expected.to_string()),
                }))
            }
            Value::Array(items) => visitor.visit_seq(Items {
                items: items.iter().enumerate(),
                parameters: self.parameters,
            }),
            Value::Table(table) => visitor.visit_map(Entries::new(table, &[], self.parameters)),
        }
    }

    /// Hands out a whole number, typed or computed.
    fn whole<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.number()? {
            Some(number) => visitor.visit_i64(Computed::plain(number).whole()?),
            None => self.as_typed(visitor),
        }
    }

    /// Hands out a number, typed or computed.
    fn float<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.number()? {
            Some(number) => visitor.visit_f64(number),
            None => self.as_typed(visitor),
        }
    }

    /// The plain number that a text gives, if it gives one.
    fn number(self) -> Result<Option<f64>, Refusal> {
        match self.value {
            Value::String(text) => Ok(self.parameters.number(text)?),
            _ => Ok(None),
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let Value::String(text) = self.value else {
            return self.as_typed(visitor);
        };
        match self.parameters.read(text)? {
            Reading::Plain(_) | Reading::Neither => self.as_typed(visitor),
            Reading::Computed(value) => match value.value_in(&Unit::ONE) {
                Ok(number) if is_exactly_whole(number) => visitor.visit_i64(number as i64),
                Ok(number) => visitor.visit_f64(number),
                Err(_) => visitor.visit_string(value.to_string()),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match (name, self.value) {
            (SLICE, Value::String(text)) => match self.parameters.slice(text)? {
                Some(evaluated) => visitor.visit_newtype_struct(evaluated.into_deserializer()),
                None => visitor.visit_newtype_struct(self),
            },
            (NEURON, Value::Table(table)) => {
                visitor.visit_map(Entries::new(table, &NEURON_FIRST, self.parameters))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        match self.value {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            other => Err(Refusal::new(ConfigProblem::WrongType {
                found: other.kind(),
                expected: format!("one of {}", variants.join(", ")),
            })),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.as_typed(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.as_typed(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.as_typed(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.as_typed(visitor)
    }

    forward! {
        whole: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128;
        float: deserialize_f32 deserialize_f64;
        as_typed: deserialize_bool deserialize_char deserialize_str deserialize_string
            deserialize_bytes deserialize_byte_buf deserialize_unit deserialize_seq
            deserialize_map deserialize_identifier deserialize_ignored_any;
    }
}

/// Whether TOML would write the number without a point.
fn is_exactly_whole(number: f64) -> bool {
    number.fract() == 0.0 && Computed::plain(number).whole().is_ok()
}

/// The items of an array that are still to be read.
struct Items<'a> {
    items: std::iter::Enumerate<std::slice::Iter<'a, Value>>,
    parameters: &'a Parameters,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refusal> {
        let parameters = self.parameters;
        let read = |(index, value)| {
            seed.deserialize(Reader { value, parameters })
                .map_err(|refusal| refusal.within(Segment::Index(index)))
        };
        self.items.next().map(read).transpose()
    }
}

/// The entries of a table that are still to be read, and one whose key has been.
struct Entries<'a> {
    rest: std::vec::IntoIter<(&'a String, &'a Value)>,
    current: Option<(&'a String, &'a Value)>,
    parameters: &'a Parameters,
}

impl<'a> Entries<'a> {
    /// The entries of a table as they were typed, but those of the keys `first` before all others.
    fn new(table: &'a Table, first: &[&str], parameters: &'a Parameters) -> Self {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| !first.contains(&key.as_str()));
        Self {
            rest: entries.into_iter(),
            current: None,
            parameters,
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refusal> {
        self.current = self.rest.next();
        let key = self.current.map(|(key, _)| key.as_str());
        key.map(|key| seed.deserialize(key.into_deserializer()))
            .transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        let Some((key, value)) = self.current.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        let parameters = self.parameters;
        seed.deserialize(Reader { value, parameters })
            .map_err(|refusal| refusal.within(Segment::Key(key.clone())))
    }
}
