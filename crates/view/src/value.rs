//! Values of attributes and properties.

use std::borrow::Cow;

/// A value of an attribute or a property.
pub enum Value {
    /// The attribute is not there; the property is false.
    Absent,
    /// The attribute is there; the property is true.
    Present,
    /// Its words.
    Text(Cow<'static, str>),
    /// Told by a closure, again whenever a signal that it read has changed.
    Live(Box<dyn FnMut() -> Value>),
}
