//! Numbers, dates and times as Morocco writes them: Western digits in every language, day before month, narrow
//! no-break space between thousands. The browser's own formats are not used: Chromium has no Tamazight and answers
//! in English, silently, and `ar-MA` hides marks in dates.

use super::{Args, args};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use record::{PartialDate, Precision};

const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// `1 234 567`; a minus is U+2212.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    if number < 0 {
        text.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(NARROW_NO_BREAK_SPACE);
        }
        text.push(digit);
    }
    text
}

/// `52,5`.
pub fn tenths(tenths: i64, point: bool) -> String {
    let mark = if point { '.' } else { ',' };
    let whole = number(tenths / 10);
    format!("{whole}{mark}{}", tenths.unsigned_abs() % 10)
}

/// `1 200,50`, of centimes; `1 200` without a fraction.
pub fn amount(centimes: i64, point: bool) -> String {
    let mark = if point { '.' } else { ',' };
    let sign = if centimes < 0 { "\u{2212}" } else { "" };
    let whole = number((centimes.unsigned_abs() / 100) as i64);
    match centimes.unsigned_abs() % 100 {
        0 => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}{mark}{rest:02}"),
    }
}

/// `1 234,5`, of a plain decimal as it is stored.
pub fn decimal(plain: &str, point: bool) -> String {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = whole.trim_start_matches('-');
    let Ok(digits) = digits.parse() else { return plain.to_owned() };
    let sign = if whole.starts_with('-') { "\u{2212}" } else { "" };
    let mark = if point { '.' } else { ',' };
    let rest = if fraction.is_empty() { String::new() } else { format!("{mark}{fraction}") };
    format!("{sign}{}{rest}", number(digits))
}

/// `21/11/2026`.
pub fn date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `14:05`.
pub fn time(at: NaiveDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `samedi 21 novembre 2026`, in the order of the language.
pub fn long_date(date: NaiveDate, say: impl Fn(&str, &Args) -> String) -> String {
    say("date.weekday_date", &day_in_words(date, &say))
}

/// `samedi 21 novembre`, in the order of the language.
pub fn day(date: NaiveDate, say: impl Fn(&str, &Args) -> String) -> String {
    say("date.weekday_day", &day_in_words(date, &say))
}

/// Weekday, day, month and year, as a pattern asks for them.
fn day_in_words(date: NaiveDate, say: &impl Fn(&str, &Args) -> String) -> Args {
    let weekday = say(&format!("date.weekday.{}", date.weekday().number_from_monday()), &args());
    in_words(date, say).with("weekday", weekday).with("day", date.day().to_string())
}

/// As exactly as it is known: `21/11/2026`, `novembre 2026`, `2026`, `vers 1987`.
pub fn partial_date(known: PartialDate, say: impl Fn(&str, &Args) -> String) -> String {
    let earliest = known.earliest();
    let text = match known.precision() {
        Precision::Day => date(earliest),
        Precision::Month => say("date.month_year", &in_words(earliest, &say)),
        Precision::Year => earliest.year().to_string(),
    };
    if known.is_estimated() { say("form.date.about", &args().with("year", text)) } else { text }
}

/// Month and year, as a pattern asks for them.
fn in_words(date: NaiveDate, say: &impl Fn(&str, &Args) -> String) -> Args {
    let month = say(&format!("date.month.{}", date.month()), &args());
    args().with("month", month).with("year", date.year().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{
        Tongue,
        words::{Piece, Words},
    };

    #[test]
    fn thousands_stand_apart() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1\u{202f}000"),
            (1_234_567, "1\u{202f}234\u{202f}567"),
            (-4_200, "\u{2212}4\u{202f}200"),
        ] {
            assert_eq!(number(n), text);
        }
        assert_eq!(amount(120_050, false), "1\u{202f}200,50");
        assert_eq!(amount(-50, true), "\u{2212}0.50");
        assert_eq!(amount(1_000, false), "10");
        assert_eq!(decimal("-1234.5", false), "\u{2212}1\u{202f}234,5");
        assert_eq!(decimal("0.75", true), "0.75");
        assert_eq!(tenths(525, false), "52,5");
        assert_eq!(tenths(12_345, true), "1\u{202f}234.5");
    }

    #[test]
    fn dates_say_as_much_as_is_known() {
        let words = Words::read(
            Tongue::Fr,
            r#"{"date.month.11":"novembre","date.weekday.6":"samedi","date.month_year":"{month} {year}",
                "date.weekday_date":"{weekday} {day} {month} {year}","form.date.about":"vers {year}"}"#,
        )
        .unwrap();
        let say = |key: &str, args: &Args| {
            let text = |piece| match piece {
                Piece::Text(text) | Piece::Value(text) => text,
            };
            words.pieces(key, args).unwrap().into_iter().map(text).collect::<String>()
        };
        let said = |text: &str| partial_date(text.parse().unwrap(), say);
        assert_eq!(said("2026-11-21"), "21/11/2026");
        assert_eq!(said("2026-11"), "novembre 2026");
        assert_eq!(said("1987"), "1987");
        assert_eq!(said("~1987"), "vers 1987");
        assert_eq!(long_date("2026-11-21".parse().unwrap(), say), "samedi 21 novembre 2026");
    }
}
