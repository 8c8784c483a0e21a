//! JSON as phones read it: the same text means the same as to `serde_json`, in a third of the code.
//!
//! serde_json tells where and why a text does not read. The client tells nobody: what does not read is left aside as
//! it is. So here an error is [`Unreadable`] and nothing else, and an object is read in one way. Every type is described
//! by serde as before, and may be read by either.

mod key;
mod reader;
mod scan;
mod variant;

use reader::Reader;
use serde::{Deserialize, de};
use std::fmt::Display;

/// The text is no JSON, or does not say what was to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is not what was to be read")]
pub struct Unreadable;

/// Reads a whole text.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Unreadable> {
    let mut reader = Reader::of(text);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

// The messages are not made: their words need not be in the program.
impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}
