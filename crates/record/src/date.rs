//! Calendar dates as people know them: to the day, to the month, to the year, or as an estimate.

use crate::text::as_text;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How exactly a date is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

/// A calendar date with its precision. Written `1987-05-12`, `1987-05`, `1987`, each with `~` in front when it
/// is an estimate. It names no instant and knows no time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PartialDate {
    /// The first day that the date may mean.
    earliest: NaiveDate,
    precision: Precision,
    estimated: bool,
}

/// A text that is no calendar date.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a calendar date: {0:?}")]
pub struct DateError(pub String);

impl PartialDate {
    /// A date known to the day.
    pub fn day(date: NaiveDate) -> Self {
        Self { earliest: date, precision: Precision::Day, estimated: false }
    }

    /// A month of a year; `None` if there is no such month.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        let earliest = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self { earliest, precision: Precision::Month, estimated: false })
    }

    /// A year; `None` outside the calendar's range.
    pub fn year(year: i32) -> Option<Self> {
        let earliest = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(Self { earliest, precision: Precision::Year, estimated: false })
    }

    /// The same date, marked as an estimate or not.
    pub fn estimated(self, estimated: bool) -> Self {
        Self { estimated, ..self }
    }

    /// Whether the date is an estimate.
    pub fn is_estimated(self) -> bool {
        self.estimated
    }

    /// How exactly the date is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The first day that the date may mean: 1 January for a year.
    pub fn earliest(self) -> NaiveDate {
        self.earliest
    }

    /// Completed years from this date to `on`: an age. A date known to the month or the year counts from its
    /// first day. Negative if the date lies after `on`.
    pub fn years_until(self, on: NaiveDate) -> i32 {
        let anniversary_ahead = (on.month(), on.day()) < (self.earliest.month(), self.earliest.day());
        on.year() - self.earliest.year() - i32::from(anniversary_ahead)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.estimated {
            f.write_str("~")?;
        }
        let d = self.earliest;
        match self.precision {
            Precision::Year => write!(f, "{:04}", d.year()),
            Precision::Month => write!(f, "{:04}-{:02}", d.year(), d.month()),
            Precision::Day => write!(f, "{:04}-{:02}-{:02}", d.year(), d.month(), d.day()),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let refuse = || DateError(text.to_owned());
        let (estimated, digits) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
        let mut parts = digits.split('-');
        let mut number = |width: usize| -> Result<Option<u32>, DateError> {
            let Some(part) = parts.next() else { return Ok(None) };
            let plain = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
            if !plain {
                return Err(refuse());
            }
            part.parse().map(Some).map_err(|_| refuse())
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let year = year.ok_or_else(refuse)? as i32;
        let date = match (month, day) {
            (None, _) => Self::year(year),
            (Some(month), None) => Self::month(year, month),
            (Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day).map(Self::day),
        };
        match (date, parts.next()) {
            (Some(date), None) => Ok(date.estimated(estimated)),
            _ => Err(refuse()),
        }
    }
}

as_text!(PartialDate);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_exactly_as_they_are_known() {
        for text in ["1987-05-12", "1987-05", "1987", "~1987", "~1960-03", "0999", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "~",
            "87",
            "1987-5-12",
            "1987-13",
            "1987-02-30",
            "2023-02-29",
            "1987-05-12-01",
            "1987-",
            "+987",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text} is no date");
        }
    }

    #[test]
    fn an_age_turns_on_the_birthday() {
        let age =
            |born: &str, on: &str| born.parse::<PartialDate>().unwrap().years_until(on.parse().unwrap());
        assert_eq!(age("1987-11-21", "2026-11-20"), 38);
        assert_eq!(age("1987-11-21", "2026-11-21"), 39);
        assert_eq!(age("2008-02-29", "2026-02-28"), 17);
        assert_eq!(age("2008-02-29", "2026-03-01"), 18);
        assert_eq!(age("~1960", "2026-01-01"), 66);
        assert_eq!(age("2030", "2026-01-01"), -4);
    }
}
