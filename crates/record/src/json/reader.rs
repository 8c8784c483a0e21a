//! Values, as serde asks for them.

use super::Unreadable;
use super::key::Key;
use super::scan::Scan;
use super::variant::Variant;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;

/// How `serde_json` asks for a value's own text.
const RAW: &str = "$serde_json::private::RawValue";

/// What is read as something else is.
macro_rules! as_another {
    ($($method:ident($($given:ty),*) = $other:ident,)*) => {
        $(fn $method<V: Visitor<'a>>(self, $(_: $given,)* visitor: V) -> Result<V::Value, Unreadable> {
            self.$other(visitor)
        })*
    };
}

/// A text that is being read.
pub struct Reader<'a>(pub(super) Scan<'a>);

impl<'a> Reader<'a> {
    pub fn of(text: &'a str) -> Self {
        Self(Scan::of(text))
    }

    /// After the value nothing may follow.
    pub fn end(mut self) -> Result<(), Unreadable> {
        self.0.is_over().then_some(()).ok_or(Unreadable)
    }
}

impl<'a> Deserializer<'a> for &mut Reader<'a> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.peek() {
            b'n' => self.deserialize_unit(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'"' => self.deserialize_str(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'{' => self.deserialize_map(visitor),
            _ => self.deserialize_f64(visitor),
        }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let flag = self.0.peek() == b't';
        self.0.word(if flag { "true" } else { "false" })?;
        visitor.visit_bool(flag)
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.number()?.tell(visitor)
    }

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.peek() != b'n' {
            return visitor.visit_some(self);
        }
        self.0.word("null")?;
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if name == RAW {
            visitor.visit_map(Raw(Some(self.0.value()?)))
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.enter(b'[')?;
        let value = visitor.visit_seq(Several { reader: self, is_first: true })?;
        self.0.leave(b']')?;
        Ok(value)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.enter(b'{')?;
        let value = visitor.visit_map(Several { reader: self, is_first: true })?;
        self.0.leave(b'}')?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let has_value = self.0.peek() == b'{';
        if has_value {
            self.0.enter(b'{')?;
        }
        let value = visitor.visit_enum(Variant { reader: self, has_value })?;
        if has_value {
            self.0.leave(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.value()?;
        visitor.visit_unit()
    }

    as_another! {
        deserialize_i8() = deserialize_f64, deserialize_i16() = deserialize_f64, deserialize_i32() = deserialize_f64,
        deserialize_i64() = deserialize_f64, deserialize_u8() = deserialize_f64, deserialize_u16() = deserialize_f64,
        deserialize_u32() = deserialize_f64, deserialize_u64() = deserialize_f64, deserialize_f32() = deserialize_f64,
        deserialize_char() = deserialize_str, deserialize_string() = deserialize_str,
        deserialize_identifier() = deserialize_str, deserialize_bytes() = deserialize_any,
        deserialize_byte_buf() = deserialize_any, deserialize_tuple(usize) = deserialize_seq,
        deserialize_tuple_struct(&'static str, usize) = deserialize_seq,
        deserialize_unit_struct(&'static str) = deserialize_unit,
        deserialize_struct(&'static str, &'static [&'static str]) = deserialize_map,
    }
}

/// What is left of an array or an object.
struct Several<'r, 'a> {
    reader: &'r mut Reader<'a>,
    is_first: bool,
}

impl Several<'_, '_> {
    fn more(&mut self, closing: u8) -> Result<bool, Unreadable> {
        let is_first = std::mem::take(&mut self.is_first);
        self.reader.0.more(closing, is_first)
    }
}

impl<'a> SeqAccess<'a> for Several<'_, 'a> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        if self.more(b']')? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'a> MapAccess<'a> for Several<'_, 'a> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        if self.more(b'}')? { seed.deserialize(Key(self.reader.0.name()?)).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A value's own text, told as `serde_json` tells it: an object with one member of that name.
struct Raw<'a>(Option<&'a str>);

impl<'a> MapAccess<'a> for Raw<'a> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        if self.0.is_some() {
            seed.deserialize(BorrowedStrDeserializer::new(RAW)).map(Some)
        } else {
            Ok(None)
        }
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(BorrowedStrDeserializer::new(self.0.take().unwrap_or_default()))
    }
}
