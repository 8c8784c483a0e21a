//! When a venture is to be asked what became of it.
//!
//! | milestone | due after the launch | asked at the latest |
//! |---|---|---|
//! | M1, M3 | 1, 3 months | 15 days later |
//! | M6, M12, M18, M24 | 6, 12, 18, 24 months | 30 days later |
//!
//! A follow-up is due from a week before its day. What nobody asked by the end of its time is not a field worker's
//! task any more. The times do not overlap, so that at most one milestone is due.

use chrono::{Days, Months, NaiveDate};

/// A follow-up that is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// The milestone's code: `M3`.
    pub milestone: &'static str,
    /// Its day.
    pub day: NaiveDate,
    /// Whether the day is past.
    pub late: bool,
}

/// Code, months after the launch, days in which it can still be asked.
pub(crate) const MILESTONES: [(&str, u32, u64); 6] =
    [("M1", 1, 15), ("M3", 3, 15), ("M6", 6, 30), ("M12", 12, 30), ("M18", 18, 30), ("M24", 24, 30)];

/// Today and the six days after it.
pub(crate) const AHEAD: Days = Days::new(6);

/// The follow-up of a venture launched on a day that is due, unless it is done.
pub fn due(launched: NaiveDate, done: impl Fn(&str) -> bool, today: NaiveDate) -> Option<Due> {
    let of = |(milestone, months, window): (&'static str, u32, u64)| {
        let day = launched.checked_add_months(Months::new(months))?;
        let is_time =
            day <= today.checked_add_days(AHEAD)? && today <= day.checked_add_days(Days::new(window))?;
        (is_time && !done(milestone)).then_some(Due { milestone, day, late: day < today })
    };
    MILESTONES.into_iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_follow_up_is_due_from_a_week_before_its_day_to_the_end_of_its_time() {
        for (launched, today, expected) in [
            ("2026-01-10", "2026-01-10", None),
            ("2026-01-10", "2026-02-03", None),
            ("2026-01-10", "2026-02-04", Some(("M1", "2026-02-10", false))),
            ("2026-01-10", "2026-02-10", Some(("M1", "2026-02-10", false))),
            ("2026-01-10", "2026-02-11", Some(("M1", "2026-02-10", true))),
            ("2026-01-10", "2026-02-25", Some(("M1", "2026-02-10", true))),
            ("2026-01-10", "2026-02-26", None),
            ("2026-01-10", "2026-04-04", Some(("M3", "2026-04-10", false))),
            ("2026-01-10", "2026-04-25", Some(("M3", "2026-04-10", true))),
            ("2026-01-10", "2026-04-26", None),
            ("2026-01-10", "2026-08-09", Some(("M6", "2026-07-10", true))),
            ("2026-01-10", "2026-08-10", None),
            ("2026-01-10", "2027-01-10", Some(("M12", "2027-01-10", false))),
            ("2026-01-10", "2027-07-10", Some(("M18", "2027-07-10", false))),
            ("2026-01-10", "2028-02-09", Some(("M24", "2028-01-10", true))),
            ("2026-01-10", "2028-02-10", None),
            // A month without that day ends a day earlier.
            ("2026-01-31", "2026-02-28", Some(("M1", "2026-02-28", false))),
            ("2025-11-30", "2026-02-28", Some(("M3", "2026-02-28", false))),
            // Launched tomorrow, by a wrong clock.
            ("2026-01-11", "2026-01-10", None),
        ] {
            let found = due(day(launched), |_| false, day(today));
            let expected = expected.map(|(milestone, on, late)| Due { milestone, day: day(on), late });
            assert_eq!(found, expected, "launched on {launched}, today {today}");
        }
    }

    #[test]
    fn what_is_done_is_not_due() {
        let today = day("2026-04-10");
        assert_eq!(due(day("2026-01-10"), |milestone| milestone == "M3", today), None);
        assert!(due(day("2026-01-10"), |milestone| milestone == "M1", today).is_some());
    }

    #[test]
    fn no_day_has_two_milestones() {
        let launched = day("2026-01-31");
        for today in launched.iter_days().take(800) {
            let first = due(launched, |_| false, today);
            let other = due(launched, |code| first.is_some_and(|first| first.milestone == code), today);
            assert_eq!(other, None, "{today}");
        }
    }
}
