//! What a person typed becomes a value, or a problem that says exactly why not.
//!
//! Digits may be Western, Arabic-Indic (٠-٩) or Persian (۰-۹), the decimal sign a comma, a point or `٫`; what is
//! stored is always the same. Nothing typed is nothing, never a problem: whether an answer is needed is the form's
//! to say.

mod clock;
mod date;
mod digits;
mod geopoint;
mod money;
mod number;
mod phone;

use crate::Kind;
use record::Value;

pub use clock::{minutes, time};
pub use date::{DateProblem, age, date, date_of};
pub use digits::western;
pub use geopoint::{Geopoint, geopoint};
pub use money::{RYALS_TO_THE_DIRHAM, money, money_plain};
pub use number::{decimal, integer};
pub use phone::{PhoneProblem, phone, phone_shown};

/// Characters that a text may have: some three pages. Nobody types more on a phone, but a slip of *Paste* does.
pub const LONGEST_TEXT: usize = 10_000;

/// Why what was typed is no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// It is no number.
    NotANumber,
    /// It is a number, but not a whole one.
    NotWhole,
    /// It has more digits than anything counted here.
    TooLarge,
    /// It is no telephone number.
    Phone(PhoneProblem),
    /// It is no date.
    Date(DateProblem),
    /// It is no time of day.
    NotATime,
    /// It is no place on Earth.
    NotAPlace,
    /// It is an amount in ryals: a person has to confirm what it is in dirhams, since a slip would be twentyfold.
    Ryals {
        /// The amount in centimes.
        centimes: i64,
    },
    /// It has more than two digits after the decimal sign: there is nothing smaller than a centime.
    NotCentimes,
    /// It has more than [`LONGEST_TEXT`] characters.
    TooLong,
}

/// What was typed for a question of this kind as a value; `None` if nothing was.
pub fn value(kind: &Kind, typed: &str) -> Result<Option<Value>, Problem> {
    Ok(match kind {
        Kind::Integer => integer(typed)?.map(Value::Integer),
        Kind::Decimal => decimal(typed)?.map(number_value),
        Kind::Money => money(typed)?.map(Value::Integer),
        Kind::Time => time(typed)?.map(Value::Text),
        Kind::Geopoint => geopoint(typed)?.map(Value::Text),
        Kind::Phone => phone(typed).map_err(Problem::Phone)?.map(Value::Text),
        Kind::Date(least) => date(typed, *least).map_err(Problem::Date)?.map(Value::Date),
        _ => text(typed).map(short).transpose()?.map(Value::Text),
    })
}

fn short(text: String) -> Result<String, Problem> {
    // Counting is only needed where the bytes leave a doubt.
    let long = text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT;
    if long { Err(Problem::TooLong) } else { Ok(text) }
}

/// A plain decimal as a value: whole ones are integers, so that a number is stored in one way only.
fn number_value(plain: String) -> Value {
    plain.parse().map_or(Value::Text(plain), Value::Integer)
}

/// A text without blanks around it and without invisible marks of direction; `None` if nothing remains.
pub fn text(typed: &str) -> Option<String> {
    let invisible = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let visible: String = typed.chars().filter(|c| !invisible(c)).collect();
    let trimmed = visible.trim();
    if trimmed.is_empty() { None } else { Some(trimmed.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_long_as_it_may_be_in_letters_not_in_bytes() {
        let longest = "ا".repeat(LONGEST_TEXT);
        let kept = value(&Kind::Text, &format!(" {longest}\u{200f} "));
        assert_eq!(kept, Ok(Some(Value::Text(longest.clone()))));
        assert_eq!(value(&Kind::Text, &(longest + "ب")), Err(Problem::TooLong));
    }
}
