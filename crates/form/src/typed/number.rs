//! Numbers as they are typed.

use super::{Problem, western};

/// A whole number. `12,0` is one; `1,5` is not.
pub fn integer(typed: &str) -> Result<Option<i64>, Problem> {
    let Some(plain) = decimal(typed)? else {
        return Ok(None);
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if !fraction.is_empty() {
        return Err(Problem::NotWhole);
    }
    whole.parse().map(Some).map_err(|_| Problem::TooLarge)
}

/// A decimal number as it is stored: Western digits, a point, no zeros that say nothing.
pub fn decimal(typed: &str) -> Result<Option<String>, Problem> {
    let plain: String = western(typed).chars().map(decimal_sign).collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let (negative, digits) = match plain.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(Problem::NotANumber);
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    if whole.len() > 15 || fraction.len() > 15 {
        return Err(Problem::TooLarge);
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if negative && (whole != "0" || !fraction.is_empty()) { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(Some(format!("{sign}{whole}{point}{fraction}")))
}

fn decimal_sign(c: char) -> char {
    if matches!(c, ',' | '٫' | '،') { '.' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_stored_alike_however_they_are_typed() {
        for (typed, expected) in [
            ("123", Ok(Some("123"))),
            ("١٢٣", Ok(Some("123"))),
            ("۱۲۳", Ok(Some("123"))),
            (" 1 200 ", Ok(Some("1200"))),
            ("1,5", Ok(Some("1.5"))),
            ("1.5", Ok(Some("1.5"))),
            ("١٫٥", Ok(Some("1.5"))),
            ("007", Ok(Some("7"))),
            ("12,0", Ok(Some("12"))),
            (",5", Ok(Some("0.5"))),
            ("-3", Ok(Some("-3"))),
            ("-0", Ok(Some("0"))),
            ("\u{200f}12\u{200e}", Ok(Some("12"))),
            ("", Ok(None)),
            ("  ", Ok(None)),
            ("douze", Err(Problem::NotANumber)),
            ("1.2.3", Err(Problem::NotANumber)),
            ("1e6", Err(Problem::NotANumber)),
            (",", Err(Problem::NotANumber)),
            ("1234567890123456", Err(Problem::TooLarge)),
        ] {
            assert_eq!(decimal(typed), expected.map(|found| found.map(String::from)), "{typed:?}");
        }
        assert_eq!(integer("٤٢"), Ok(Some(42)));
        assert_eq!(integer("12,0"), Ok(Some(12)));
        assert_eq!(integer("1,5"), Err(Problem::NotWhole));
    }
}
