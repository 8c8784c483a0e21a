//! What a field may hold.

use crate::json;
use crate::{Context, File, FlatSet, PartialDate, RecordId, Review};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
use std::{cmp::Ordering, fmt};

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
    Choices(FlatSet<String>),
    /// Another record.
    Reference(RecordId),
    /// A photo or another file, by the hash of its bytes.
    File(Box<File>),
    /// A reason why there is no answer. This is a value, not emptiness.
    Missing(Missing),
    /// What somebody had seen when they removed a record or a row.
    Seen(Context),
    /// A coordinator's judgement.
    Review(Box<Review>),
    /// A kind that this version does not know: kept and passed on as it is.
    Other(Json),
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

    /// The file, if it is one.
    pub fn as_file(&self) -> Option<&File> {
        if let Self::File(file) = self { Some(file) } else { None }
    }

    /// The record referred to, if it is a reference.
    pub fn as_reference(&self) -> Option<RecordId> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => to.serialize_str(text),
            Self::Integer(number) => to.serialize_i64(*number),
            Self::Flag(flag) => to.serialize_bool(*flag),
            Self::Date(date) => named(to, "date", date),
            Self::Choice(code) => named(to, "choice", code),
            Self::Choices(codes) => named(to, "choices", codes),
            Self::Reference(id) => named(to, "ref", id),
            Self::File(file) => named(to, "file", file),
            Self::Missing(reason) => named(to, "missing", reason),
            Self::Seen(context) => named(to, "seen", context),
            Self::Review(review) => named(to, "review", review),
            Self::Other(other) => other.serialize(to),
        }
    }
}

fn named<S: Serializer>(to: S, kind: &'static str, value: &impl Serialize) -> Result<S::Ok, S::Error> {
    let mut object = to.serialize_map(Some(1))?;
    object.serialize_entry(kind, value)?;
    object.end()
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyJson)
    }
}

/// Reads in one pass: an endpoint does this for every value of every change.
struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or_else(|_| Value::Other(number.into()), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Other(number.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other(Json::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Value, A::Error> {
        Whole.visit_seq(items).map(Value::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Value, A::Error> {
        let all = Whole.members(members)?;
        if let Some((kind, said)) = all.iter().next().filter(|_| all.len() == 1)
            && let Some(value) = known(kind, said)
        {
            return Ok(value);
        }
        Ok(Value::Other(Json::Object(all)))
    }
}

/// JSON as it is. `serde_json` reads its own values too, but with a second reader for texts that it hides in them.
struct Whole;

impl Whole {
    fn members<'de, A: MapAccess<'de>>(
        self,
        mut members: A,
    ) -> Result<serde_json::Map<String, Json>, A::Error> {
        let mut all = serde_json::Map::new();
        while let Some(name) = members.next_key()? {
            all.insert(name, members.next_value_seed(Whole)?);
        }
        Ok(all)
    }
}

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Json, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Whole {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(text.into())
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(Whole)? {
            all.push(item);
        }
        Ok(Json::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Json, A::Error> {
        self.members(members).map(Json::Object)
    }
}

/// The value of a kind that this version knows, if it reads so.
fn known(kind: &str, said: &Json) -> Option<Value> {
    let text = || said.as_str();
    match kind {
        "date" => text()?.parse().ok().map(Value::Date),
        "choice" => text().map(str::to_owned).map(Value::Choice),
        "choices" => {
            let codes = said.as_array()?.iter().map(|code| code.as_str().map(str::to_owned));
            codes.collect::<Option<_>>().map(Value::Choices)
        }
        "ref" => text()?.parse().ok().map(Value::Reference),
        "missing" => Missing::of_code(text()?).map(Value::Missing),
        // These are rare, and made of more than words.
        "file" => json::read(&said.to_string()).ok().map(Value::File),
        "seen" => json::read(&said.to_string()).ok().map(Value::Seen),
        "review" => json::read(&said.to_string()).ok().map(Value::Review),
        _ => None,
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
    use crate::Hash;
    use proptest::prelude::*;

    const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_value_of_an_unknown_kind_is_kept_as_it_is() {
        for text in [
            r#"{"hologram":{"depth":3}}"#,
            r#"{"choice":"a","date":"1987"}"#,
            r#"{"choice":3}"#,
            r#"{"choice":{"a":1}}"#,
            r#"{"missing":"lost"}"#,
            "{}",
            "1.5",
            "18446744073709551615",
            "[1,2]",
            "null",
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert!(matches!(value, Value::Other(_)), "{text}");
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }

    #[test]
    fn what_is_not_exactly_a_file_is_kept_as_it_is() {
        let file =
            format!(r#"{{"file":{{"media_type":"image/png","name":"","sha256":"{SHA256}","size":3}}}}"#);
        assert!(matches!(serde_json::from_str(&file).unwrap(), Value::File(_)));
        for (instead_of, stands) in [
            (SHA256, SHA256.to_uppercase().as_str()),
            (SHA256, &SHA256[1..]),
            ("3", "-3"),
            ("3", "3.5"),
            (r#""name":"","#, ""),
            (r#""name":"","#, r#""name":"","place":"28.98 -10.06","#),
        ] {
            let text = file.replacen(instead_of, stands, 1);
            let value: Value = serde_json::from_str(&text).unwrap();
            assert!(matches!(value, Value::Other(_)), "{text}");
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }

    proptest! {
        #[test]
        fn a_file_is_read_as_it_was_written(
            sha256 in any::<[u8; 32]>(),
            size in any::<u64>(),
            media_type in ".*",
            name in ".*",
        ) {
            let value = Value::File(Box::new(File { sha256: Hash(sha256), size, media_type, name }));
            let text = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
