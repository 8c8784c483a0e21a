//! Follow-ups that nobody made in their time: what the field has no task for any more, and a coordinator wants to know.

use crate::due::MILESTONES;
use chrono::{Days, Months, NaiveDate};

/// A follow-up whose time is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missed {
    /// The milestone's code: `M3`.
    pub milestone: &'static str,
    /// Its day.
    pub day: NaiveDate,
    /// The last day on which it could be asked.
    pub until: NaiveDate,
}

/// The first one may be made or not: nobody misses it.
const OPTIONAL: &str = "M1";

/// The follow-ups of a venture launched on a day that were not done, and whose time is over.
pub fn missed(launched: NaiveDate, done: impl Fn(&str) -> bool, today: NaiveDate) -> Vec<Missed> {
    let of = |(milestone, months, window): (&'static str, u32, u64)| {
        let day = launched.checked_add_months(Months::new(months))?;
        let until = day.checked_add_days(Days::new(window))?;
        let is_missed = until < today && milestone != OPTIONAL && !done(milestone);
        is_missed.then_some(Missed { milestone, day, until })
    };
    MILESTONES.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::due;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_follow_up_is_missed_when_its_time_is_over_and_it_was_not_done() {
        for (today, done, expected) in [
            ("2026-02-26", &[][..], &[][..]),
            ("2026-04-25", &[], &[]),
            ("2026-04-26", &[], &["M3"]),
            ("2026-04-26", &["M3"], &[]),
            ("2026-08-09", &[], &["M3"]),
            ("2026-08-10", &["M3"], &["M6"]),
            ("2028-06-01", &["M12"], &["M3", "M6", "M18", "M24"]),
        ] {
            let missed = missed(day("2026-01-10"), |milestone| done.contains(&milestone), day(today));
            let codes: Vec<&str> = missed.iter().map(|missed| missed.milestone).collect();
            assert_eq!(codes, expected, "today {today}, done {done:?}");
        }
    }

    #[test]
    fn what_is_due_is_not_missed_and_what_is_missed_is_not_due() {
        let launched = day("2026-01-31");
        for today in launched.iter_days().take(800) {
            let due = due(launched, |_| false, today).map(|due| due.milestone);
            let missed = missed(launched, |_| false, today);
            assert!(missed.iter().all(|missed| Some(missed.milestone) != due), "{today}");
        }
    }
}
