//! What can stand as the value of an attribute.

use crate::signal::{Memo, Read, RwSignal, Signal};
pub use crate::value::Value;
use std::borrow::Cow;

/// What can be the value of an attribute or a property. Absent: `false`, `None`.
pub trait IntoValue {
    /// As a value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self.into())
    }
}

impl IntoValue for Cow<'static, str> {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        if self { Value::Present } else { Value::Absent }
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl IntoValue for $number {
            fn into_value(self) -> Value {
                self.to_string().into_value()
            }
        })*
    };
}
numbers!(i32 i64 u32 u64 usize);

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Absent, T::into_value)
    }
}

impl<F, T> IntoValue for F
where
    F: FnMut() -> T + 'static,
    T: IntoValue,
{
    fn into_value(mut self) -> Value {
        Value::Live(Box::new(move || self().into_value()))
    }
}

macro_rules! signals {
    ($($signal:ident)*) => {
        $(impl<T> IntoValue for $signal<T>
        where
            T: IntoValue + Clone + 'static,
        {
            fn into_value(self) -> Value {
                (move || self.get()).into_value()
            }
        })*
    };
}
signals!(Memo RwSignal Signal);

/// What `view!` calls on the value of an attribute.
#[doc(hidden)]
pub trait IntoAttributeValue: Sized {
    fn into_attribute_value(self) -> Self {
        self
    }
}

impl<T> IntoAttributeValue for T {}
