//! Calendar dates as they are typed: by three numbers or in one text, as exactly as they are known.

use super::western;
use chrono::{Datelike, NaiveDate};
use record::{PartialDate, Precision};

/// Why what was typed is no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateProblem {
    /// It is not made of day, month and year.
    NotADate,
    /// The year is missing, or not written with four digits.
    YearMissing,
    /// The year is one that no living person remembers or plans for.
    YearImplausible {
        /// The year typed.
        year: i32,
    },
    /// The day has not come yet, and the question is about what was.
    InFuture,
    /// The form needs the month.
    MonthMissing,
    /// The form needs the day.
    DayMissing,
    /// There is no such month.
    NoSuchMonth {
        /// The month typed.
        month: u32,
    },
    /// The month has no such day.
    NoSuchDay {
        /// The day typed.
        day: u32,
        /// The month.
        month: u32,
        /// The year.
        year: i32,
    },
}

/// Years outside are slips of the finger.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A date in one text, as Moroccans and machines write it: `12/05/1987`, `5/1987`, `1987`, `1987-05-12`, `1987-05`;
/// with `~` in front when it is an estimate. At least as exact as `least`.
pub fn date(typed: &str, least: Precision) -> Result<Option<PartialDate>, DateProblem> {
    let plain = western(typed);
    let (estimated, plain) = plain.strip_prefix('~').map_or((false, &*plain), |rest| (true, rest));
    if plain.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = plain.split(['/', '-', '.']).collect();
    let year_first = parts[0].len() == 4;
    let (day, month, year) = match parts[..] {
        [year] => ("", "", year),
        [year, month] if year_first => ("", month, year),
        [month, year] => ("", month, year),
        [year, month, day] if year_first => (day, month, year),
        [day, month, year] => (day, month, year),
        _ => return Err(DateProblem::NotADate),
    };
    date_of(day, month, year, estimated, least)
}

/// A date by its three numbers, each as typed; day, or day and month, may be missing where `least` allows it.
pub fn date_of(
    day: &str,
    month: &str,
    year: &str,
    estimated: bool,
    least: Precision,
) -> Result<Option<PartialDate>, DateProblem> {
    let (day, month, year) = (western(day), western(month), western(year));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let (day, month) = (number(&day)?, number(&month)?);
    if year.len() != 4 {
        return Err(DateProblem::YearMissing);
    }
    let year = number(&year)?.map_or(0, |year| year as i32);
    if !PLAUSIBLE.contains(&year) {
        return Err(DateProblem::YearImplausible { year });
    }
    let date = match (month, day) {
        (None, Some(_)) => return Err(DateProblem::MonthMissing),
        (None, None) if least > Precision::Year => return Err(DateProblem::MonthMissing),
        (Some(_), None) if least > Precision::Month => return Err(DateProblem::DayMissing),
        (None, None) => PartialDate::year(year),
        (Some(month), None) => {
            Some(PartialDate::month(year, month).ok_or(DateProblem::NoSuchMonth { month })?)
        }
        (Some(month), Some(day)) => {
            PartialDate::month(year, month).ok_or(DateProblem::NoSuchMonth { month })?;
            let exact = NaiveDate::from_ymd_opt(year, month, day);
            Some(PartialDate::day(exact.ok_or(DateProblem::NoSuchDay { day, month, year })?))
        }
    };
    date.map(|date| Some(date.estimated(estimated))).ok_or(DateProblem::NotADate)
}

/// The year of birth that an age in years means on a day: an estimate, to the year.
pub fn age(years: u32, today: NaiveDate) -> Option<PartialDate> {
    let year = today.year() - i32::try_from(years).ok()?;
    PartialDate::year(year).filter(|_| PLAUSIBLE.contains(&year)).map(|date| date.estimated(true))
}

fn number(typed: &str) -> Result<Option<u32>, DateProblem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let plain = typed.len() <= 4 && typed.bytes().all(|b| b.is_ascii_digit());
    let number = if plain { typed.parse().ok() } else { None };
    number.map(Some).ok_or(DateProblem::NotADate)
}

#[cfg(test)]
mod tests {
    use super::{DateProblem::*, Precision::*, *};

    #[test]
    fn dates_are_as_exact_as_they_are_known_and_the_form_needs() {
        for (typed, least, expected) in [
            ("12/05/1987", Day, Ok("1987-05-12")),
            ("12-5-1987", Day, Ok("1987-05-12")),
            ("1987-05-12", Day, Ok("1987-05-12")),
            ("١٢/٠٥/١٩٨٧", Day, Ok("1987-05-12")),
            ("05/1987", Month, Ok("1987-05")),
            ("1987-05", Year, Ok("1987-05")),
            ("1987", Year, Ok("1987")),
            ("~1960", Year, Ok("~1960")),
            ("29/02/2024", Day, Ok("2024-02-29")),
            ("1987", Month, Err(MonthMissing)),
            ("1987", Day, Err(MonthMissing)),
            ("05/1987", Day, Err(DayMissing)),
            ("12/05/87", Day, Err(YearMissing)),
            ("12/13/1987", Day, Err(NoSuchMonth { month: 13 })),
            ("29/02/2023", Day, Err(NoSuchDay { day: 29, month: 2, year: 2023 })),
            ("12/05/0987", Day, Err(YearImplausible { year: 987 })),
            ("hier", Day, Err(NotADate)),
            ("12/mai/1987", Day, Err(NotADate)),
            ("1/2/3/4", Day, Err(NotADate)),
        ] {
            let found = date(typed, least).map(|date| date.unwrap().to_string());
            assert_eq!(found, expected.map(String::from), "{typed:?}");
        }
        assert_eq!(date(" ", Day), Ok(None));
        assert_eq!(date_of("12", "", "1987", false, Year), Err(MonthMissing));
        assert_eq!(date_of("", "", "", false, Day), Ok(None));
    }

    #[test]
    fn an_age_is_an_estimated_year() {
        let today = "2026-11-23".parse().unwrap();
        assert_eq!(age(66, today).unwrap().to_string(), "~1960");
        assert_eq!(age(500, today), None);
    }
}
