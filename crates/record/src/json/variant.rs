//! Choices: `"name"`, or `{"name": value}`.

use super::Unreadable;
use super::key::Key;
use super::reader::Reader;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};

/// A choice that is being read.
pub struct Variant<'r, 'a> {
    pub reader: &'r mut Reader<'a>,
    pub has_value: bool,
}

impl<'a> EnumAccess<'a> for Variant<'_, 'a> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), Unreadable> {
        let name = if self.has_value { self.reader.0.name()? } else { self.reader.0.string()? };
        Ok((seed.deserialize(Key(name))?, self))
    }
}

impl<'r, 'a> Variant<'r, 'a> {
    fn value(self) -> Result<&'r mut Reader<'a>, Unreadable> {
        self.has_value.then_some(self.reader).ok_or(Unreadable)
    }
}

impl<'a> VariantAccess<'a> for Variant<'_, 'a> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.has_value { self.reader.0.word("null") } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self.value()?)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.value()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.value()?.deserialize_map(visitor)
    }
}
