//! Times of day as they are typed.

use super::{Problem, western};

/// A time of day typed as `9:30`, `09:30`, `9h30`, `9.30`, `0930` or `9h`, stored as `09:30`.
pub fn time(typed: &str) -> Result<Option<String>, Problem> {
    if western(typed).is_empty() {
        return Ok(None);
    }
    let minutes = minutes(typed).ok_or(Problem::NotATime)?;
    Ok(Some(format!("{:02}:{:02}", minutes / 60, minutes % 60)))
}

/// The minutes since midnight of a time of day, however it is typed.
pub fn minutes(typed: &str) -> Option<u16> {
    let plain = western(typed).to_lowercase();
    // What a browser's own clock gives may have seconds.
    let parts: Vec<&str> = plain.split([':', 'h', 'س', '.']).collect();
    let (hour, minute) = match parts[..] {
        [digits] if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        [hour, ""] => (hour, "00"),
        [hour, minute] | [hour, minute, _] => (hour, minute),
        _ => return None,
    };
    let number = |text: &str, length: std::ops::RangeInclusive<usize>| {
        let plain = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if plain { text.parse::<u16>().ok() } else { None }
    };
    let (hour, minute) = (number(hour, 1..=2)?, number(minute, 2..=2)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_stored_alike_however_they_are_typed() {
        for (typed, expected) in [
            ("09:30", Some("09:30")),
            ("9:30", Some("09:30")),
            ("٠٩:٣٠", Some("09:30")),
            ("9h30", Some("09:30")),
            ("9 H 30", Some("09:30")),
            ("9.30", Some("09:30")),
            ("0930", Some("09:30")),
            ("9h", Some("09:00")),
            ("00:00", Some("00:00")),
            ("23:59:10", Some("23:59")),
            ("24:00", None),
            ("9:60", None),
            ("9:3", None),
            ("9", None),
            ("930", None),
            ("matin", None),
        ] {
            let found = time(typed);
            assert_eq!(
                found,
                expected.map(|time| Some(time.to_owned())).ok_or(Problem::NotATime),
                "{typed:?}"
            );
        }
        assert_eq!(time(" "), Ok(None));
    }
}
