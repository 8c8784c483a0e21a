//! What is computed becomes an answer.

use crate::operand::Operand;
use crate::{Kind, typed};
use record::{Missing, Value};

/// A computed result as an answer to a question of this kind; nothing if it can be none.
pub fn stored(kind: &Kind, result: Operand<'_>) -> Option<Value> {
    // What comes to no number is no answer, whatever the question.
    if matches!(result, Operand::Number(number) if number.is_nan()) {
        return None;
    }
    let text = |result: Operand<'_>| Some(result.text().into_owned()).filter(|text| !text.is_empty());
    match kind {
        Kind::SelectOne(_) | Kind::Commune(_) | Kind::Programme(_) => text(result).map(Value::Choice),
        Kind::SelectMultiple(_) => {
            text(result).map(|codes| Value::Choices(codes.split_whitespace().map(String::from).collect()))
        }
        Kind::Date(_) => result.date().map(Value::Date),
        Kind::Text | Kind::Phone | Kind::Barcode => text(result).map(Value::Text),
        Kind::Time => typed::time(&result.text()).ok().flatten().map(Value::Text),
        Kind::Geopoint => typed::geopoint(&result.text()).ok().flatten().map(Value::Text),
        Kind::Reference(_) => text(result).and_then(|id| id.parse().ok()).map(Value::Reference),
        // A number in a text, such as a default, is a number all the same.
        Kind::Integer => Operand::Number(result.number().trunc()).into_value(),
        Kind::Decimal => Operand::Number(result.number()).into_value(),
        Kind::Money => {
            let centimes = (result.number() * 100.0).round();
            (centimes.abs() < 9e15).then_some(Value::Integer(centimes as i64))
        }
        Kind::YesNo => match &*result.text() {
            "yes" | "true" => Some(Value::Flag(true)),
            "no" | "false" => Some(Value::Flag(false)),
            reason => Missing::of_code(reason).map(Value::Missing),
        },
        _ => result.into_value(),
    }
}
