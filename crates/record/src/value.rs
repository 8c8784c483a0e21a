//! What a field may hold.

use crate::{Context, PartialDate, RecordId, Review};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, collections::BTreeSet};

/// A value. In JSON a text is a string, an integer a number, a flag a boolean; all others are an object with one
/// member that names their kind: `{"choice":"woman"}`, `{"date":"~1987"}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Free text, as it was written.
    Text(String),
    /// A whole number; the form's definition says of what.
    Integer(i64),
    /// A fact that holds or does not.
    Flag(bool),
    /// A calendar date, as exactly as it is known.
    Date(PartialDate),
    /// One choice of a list, by its code.
    Choice(String),
    /// Any number of choices of a list, by their codes; one value, not a set that merges.
    Choices(BTreeSet<String>),
    /// Another record.
    Reference(RecordId),
    /// A reason why there is no answer. This is a value, not emptiness.
    Missing(Missing),
    /// What somebody had seen when they removed a record or a row.
    Seen(Context),
    /// A coordinator's judgement.
    Review(Box<Review>),
    /// A kind that this version does not know: kept and passed on as it is.
    Other(serde_json::Value),
}

/// Why a question has no answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The person does not know.
    Unknown,
    /// The person does not want to say.
    Refused,
    /// The question does not arise.
    NotApplicable,
}

impl Missing {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::Refused, Self::NotApplicable];

    /// The code of the reason, as in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The reason of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The code of the choice, if it is one.
    pub fn as_choice(&self) -> Option<&str> {
        if let Self::Choice(code) = self { Some(code) } else { None }
    }

    /// The date, if it is one.
    pub fn as_date(&self) -> Option<PartialDate> {
        if let Self::Date(date) = self { Some(*date) } else { None }
    }

    /// The integer, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The record referred to, if it is a reference.
    pub fn as_reference(&self) -> Option<RecordId> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Named {
    Date(PartialDate),
    Choice(String),
    Choices(BTreeSet<String>),
    #[serde(rename = "ref")]
    Reference(RecordId),
    Missing(Missing),
    Seen(Context),
    Review(Box<Review>),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Json {
    Flag(bool),
    Integer(i64),
    Text(String),
    Named(Named),
    Other(serde_json::Value),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = match self.clone() {
            Self::Text(text) => Json::Text(text),
            Self::Integer(number) => Json::Integer(number),
            Self::Flag(flag) => Json::Flag(flag),
            Self::Date(date) => Json::Named(Named::Date(date)),
            Self::Choice(code) => Json::Named(Named::Choice(code)),
            Self::Choices(codes) => Json::Named(Named::Choices(codes)),
            Self::Reference(id) => Json::Named(Named::Reference(id)),
            Self::Missing(reason) => Json::Named(Named::Missing(reason)),
            Self::Seen(context) => Json::Named(Named::Seen(context)),
            Self::Review(review) => Json::Named(Named::Review(review)),
            Self::Other(other) => Json::Other(other),
        };
        named.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Json::deserialize(deserializer)? {
            Json::Flag(flag) => Self::Flag(flag),
            Json::Integer(number) => Self::Integer(number),
            Json::Text(text) => Self::Text(text),
            Json::Named(Named::Date(date)) => Self::Date(date),
            Json::Named(Named::Choice(code)) => Self::Choice(code),
            Json::Named(Named::Choices(codes)) => Self::Choices(codes),
            Json::Named(Named::Reference(id)) => Self::Reference(id),
            Json::Named(Named::Missing(reason)) => Self::Missing(reason),
            Json::Named(Named::Seen(context)) => Self::Seen(context),
            Json::Named(Named::Review(review)) => Self::Review(review),
            Json::Other(other) => Self::Other(other),
        })
    }
}

impl Ord for Value {
    /// A total order without meaning, so that two copies of a forged dot end alike everywhere.
    fn cmp(&self, other: &Self) -> Ordering {
        let bytes = |value: &Self| serde_json::to_string(value).unwrap_or_default();
        bytes(self).cmp(&bytes(other))
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_an_unknown_kind_is_kept_as_it_is() {
        for text in [r#"{"hologram":{"depth":3}}"#, "1.5", r#"{"choice":"a","date":"1987"}"#, "[1,2]"] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert!(matches!(value, Value::Other(_)), "{text}");
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }
}
