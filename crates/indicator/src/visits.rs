//! When a venture is to be visited again, as was agreed at the last visit.
//!
//! | the latest visit agreed on | due |
//! |---|---|
//! | nothing | no |
//! | a day more than six days away | not yet |
//! | one of the next six days, or today | yes |
//! | a day that is past | yes, and late, until there is a later visit |
//!
//! A later visit stands in place of what was agreed before it, whether it came on the day, before or after it. So a
//! venture has one appointment at most.

use crate::due::AHEAD;
use chrono::NaiveDate;

/// A visit that was made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Visit {
    /// Its day.
    pub on: NaiveDate,
    /// When it was written down: of two visits on a day this is the later one.
    pub written: i64,
    /// The day that was agreed for the next one, if one was.
    pub next: Option<NaiveDate>,
}

/// A visit that is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appointment {
    /// The day agreed.
    pub day: NaiveDate,
    /// Whether it is past.
    pub late: bool,
}

/// The appointment of a venture that was visited so, if it is due.
pub fn appointment(visits: impl IntoIterator<Item = Visit>, today: NaiveDate) -> Option<Appointment> {
    let day = visits.into_iter().max()?.next?;
    (day <= today.checked_add_days(AHEAD)?).then_some(Appointment { day, late: day < today })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_the_latest_visit_agreed_on_is_due_until_there_is_a_later_one() {
        let first = ("2026-11-02", "2026-11-20");
        let again = |next| ("2026-11-02", next);
        for (visits, today, expected) in [
            (vec![], "2026-11-20", None),
            (vec![("2026-11-02", "")], "2026-11-20", None),
            (vec![first], "2026-11-13", None),
            (vec![first], "2026-11-14", Some(("2026-11-20", false))),
            (vec![first], "2026-11-20", Some(("2026-11-20", false))),
            (vec![first], "2026-11-21", Some(("2026-11-20", true))),
            // It does not lapse.
            (vec![first], "2027-03-01", Some(("2026-11-20", true))),
            // A later visit, on the day, before it or after it.
            (vec![first, ("2026-11-20", "")], "2026-11-21", None),
            (vec![first, ("2026-11-10", "")], "2026-11-20", None),
            (vec![first, ("2026-11-25", "")], "2026-11-26", None),
            (vec![first, ("2026-11-20", "2026-12-04")], "2026-11-28", Some(("2026-12-04", false))),
            (vec![first, ("2026-11-20", "2026-12-04")], "2026-11-27", None),
            // Whichever order they come in; what is recorded late about an earlier day changes nothing.
            (vec![("2026-11-20", "2026-12-04"), first], "2026-11-28", Some(("2026-12-04", false))),
            (vec![first, ("2026-10-01", "2026-11-15")], "2026-11-20", Some(("2026-11-20", false))),
            // Twice on one day: what was written down last counts.
            (vec![first, again("2026-11-18")], "2026-11-20", Some(("2026-11-18", true))),
            (vec![again("2026-11-18"), first], "2026-11-20", Some(("2026-11-20", false))),
            (vec![first, again("")], "2026-11-20", None),
        ] {
            let of = |(written, (on, next)): (i64, &(&str, &str))| Visit {
                on: day(on),
                written,
                next: next.parse().ok(),
            };
            let found = appointment((0..).zip(&visits).map(of), day(today));
            let expected = expected.map(|(on, late)| Appointment { day: day(on), late });
            assert_eq!(found, expected, "{visits:?}, today {today}");
        }
    }
}
