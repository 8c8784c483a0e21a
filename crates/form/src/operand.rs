//! What expressions compute with, and how it turns from one type into another.
//!
//! The rules are XPath's with the conventions of ODK. Where the engines in use differ, ours are:
//!
//! | case | rule |
//! |---|---|
//! | numbers in text | IEEE, plain decimals only: `1.1e6` and blanks are NaN |
//! | a date as a number | whole days since 1970-01-01 of its first possible day |
//! | a date beside a text | the text is read as a date; if it is none, NaN |
//! | a partial date as text | as exactly as it is known: `1987`, `1987-05` |
//! | NaN as an answer | empty |
//! | money | dirhams, whatever is stored |
//! | times of day beside each other | by the clock: `9:30` comes before `10:00` |
//! | yes or no | the texts `yes` and `no` |
//! | a file | its name, or its hash if it has none: never empty |

use crate::{Kind, typed};
use chrono::NaiveDate;
use record::{PartialDate, Value, decimal};
use std::borrow::Cow;

/// A value while it is computed with. Emptiness is the empty text.
#[derive(Clone, PartialEq, Debug)]
pub enum Operand<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A calendar date.
    Date(PartialDate),
}

impl<'a> Operand<'a> {
    /// Nothing.
    pub const EMPTY: Self = Self::Text(Cow::Borrowed(""));

    /// The answer to a question of this kind as expressions see it.
    pub fn answer(kind: &Kind, value: Option<&'a Value>) -> Self {
        match (kind, value) {
            (Kind::Money, Some(Value::Integer(centimes))) => Self::Number(*centimes as f64 / 100.0),
            (Kind::YesNo, Some(Value::Flag(flag))) => Self::Text(if *flag { "yes" } else { "no" }.into()),
            (_, value) => Self::of(value),
        }
    }

    /// A value as expressions see it.
    pub fn of(value: Option<&'a Value>) -> Self {
        match value {
            None | Some(Value::Seen(_) | Value::Review(_) | Value::Other(_)) => Self::EMPTY,
            Some(Value::Text(text) | Value::Choice(text)) => Self::Text(text.into()),
            Some(Value::Integer(number)) => Self::Number(*number as f64),
            Some(Value::Flag(flag)) => Self::Flag(*flag),
            Some(Value::Date(date)) => Self::Date(*date),
            Some(Value::Choices(codes)) => {
                Self::Text(codes.iter().map(String::as_str).collect::<Vec<_>>().join(" ").into())
            }
            Some(Value::Reference(record)) => Self::Text(record.to_string().into()),
            Some(Value::File(file)) => Self::Text(file.called()),
            Some(Value::Missing(reason)) => Self::Text(reason.code().into()),
        }
    }

    /// What is stored of a result: nothing of an empty text or NaN; a number with a fraction as text.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Self::Text(text) if text.is_empty() => None,
            Self::Text(text) => Some(Value::Text(text.into_owned())),
            Self::Number(number) if number.is_nan() => None,
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Some(Value::Integer(number as i64))
            }
            Self::Number(number) => Some(Value::Text(written(number))),
            Self::Flag(flag) => Some(Value::Flag(flag)),
            Self::Date(date) => Some(Value::Date(date)),
        }
    }

    /// Whether it is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    /// As a text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => written(*number).into(),
            Self::Flag(flag) => if *flag { "true" } else { "false" }.into(),
            Self::Date(date) => date.estimated(false).to_string().into(),
        }
    }

    /// As a number; NaN if it is none.
    pub fn number(&self) -> f64 {
        match self {
            Self::Text(text) => number(text),
            Self::Number(number) => *number,
            Self::Flag(flag) => f64::from(u8::from(*flag)),
            Self::Date(date) => day_number(*date),
        }
    }

    /// As true or false: a text is true unless empty, a number unless zero or NaN.
    pub fn flag(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => !(number.is_nan() || *number == 0.0),
            Self::Flag(flag) => *flag,
            Self::Date(_) => true,
        }
    }

    /// As a date: of a text as it is written, of a number as days since 1970-01-01.
    pub fn date(&self) -> Option<PartialDate> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Text(text) => {
                // A date-time counts as its date.
                let date = text.split_once('T').map_or(&**text, |(date, _)| date);
                date.parse().ok()
            }
            Self::Number(number) if number.is_finite() && number.abs() < 1e7 => {
                let epoch = NaiveDate::default();
                let days = chrono::TimeDelta::days(number.floor() as i64);
                epoch.checked_add_signed(days).map(PartialDate::day)
            }
            Self::Number(_) | Self::Flag(_) => None,
        }
    }

    /// Whether two operands are equal: as flags if one is a flag, as numbers if one is a number or a date, else as
    /// texts. An empty operand equals only an empty one.
    pub fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Flag(_), _) | (_, Self::Flag(_)) => self.flag() == other.flag(),
            (Self::Text(a), Self::Text(b)) => a == b,
            _ => {
                let (a, b) = self.comparable(other);
                a == b
            }
        }
    }

    /// Two operands as the numbers by which they are compared.
    pub fn comparable(&self, other: &Self) -> (f64, f64) {
        let as_date = |operand: &Self| operand.date().map_or(f64::NAN, day_number);
        match (self, other) {
            (Self::Date(_), Self::Text(_)) | (Self::Text(_), Self::Date(_)) => {
                (as_date(self), as_date(other))
            }
            (Self::Text(a), Self::Text(b)) => match (minutes(a), minutes(b)) {
                (Some(a), Some(b)) => (a, b),
                _ => (number(a), number(b)),
            },
            _ => (self.number(), other.number()),
        }
    }
}

fn day_number(date: PartialDate) -> f64 {
    let days = date.earliest().signed_duration_since(NaiveDate::default());
    days.num_days() as f64
}

/// The minutes since midnight of a text that is a time of day.
fn minutes(text: &str) -> Option<f64> {
    text.contains(':').then(|| typed::minutes(text)).flatten().map(f64::from)
}

/// A number in a text: blanks around are nothing, a sign, digits, one point.
fn number(text: &str) -> f64 {
    let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
    let digits = trimmed.strip_prefix('-').unwrap_or(trimmed);
    let plain =
        digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.bytes().any(|b| b.is_ascii_digit());
    decimal::read(trimmed).filter(|_| plain).unwrap_or(f64::NAN)
}

/// A number as XPath writes it.
fn written(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    // Without the sign of a negative zero.
    (number + 0.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Operand<'_> {
        Operand::Text(text.into())
    }

    #[test]
    fn numbers_in_text_are_plain_decimals() {
        for (written, expected) in [("12", 12.0), (" -1.5 ", -1.5), (".5", 0.5), ("3.", 3.0), ("007", 7.0)] {
            assert_eq!(text(written).number(), expected, "{written:?}");
        }
        for written in ["", "  ", "1.1e6", "+1", "1,5", "0x1", "1.2.3", "-", ".", "inf", "NaN", "١"] {
            assert!(text(written).number().is_nan(), "{written:?}");
        }
    }

    #[test]
    fn dates_count_in_whole_days() {
        assert_eq!(Operand::Number(0.0).date(), "1970-01-01".parse().ok());
        assert_eq!(Operand::Date("1970-01-11".parse().unwrap()).number(), 10.0);
        assert_eq!(Operand::Date("1971".parse().unwrap()).number(), 365.0);
        assert_eq!(text("nonsense").date(), None);
        let date = Operand::Date("2026-11-21".parse().unwrap());
        assert!(date.equals(&text("2026-11-21")) && !date.equals(&text("")) && !date.equals(&text("2026")));
    }

    #[test]
    fn what_is_stored_of_a_result() {
        assert_eq!(Operand::Number(f64::NAN).into_value(), None);
        assert_eq!(Operand::EMPTY.into_value(), None);
        assert_eq!(Operand::Number(-0.0).text(), "0");
        assert_eq!(Operand::Number(3.0).into_value(), Some(Value::Integer(3)));
        assert_eq!(Operand::Number(1.5).into_value(), Some(Value::Text("1.5".into())));
    }
}
