//! Which ventures are to be seen this week: to be asked what became of them, or visited again as was agreed. Derived
//! from the lines, so that two phones that hold the same records have the same tasks.

use super::{Index, Records, Summary};
use chrono::NaiveDate;
use indicator::{Visit, appointment, due};
use record::RecordId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something that somebody has to do about a venture.
#[derive(Clone, PartialEq, Debug)]
pub struct Task {
    /// Which venture.
    pub venture: Arc<Summary>,
    /// What.
    pub what: What,
    /// On which day.
    pub day: NaiveDate,
    /// Whether the day is past.
    pub late: bool,
}

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// The follow-up at the milestone of this code.
    FollowUp(&'static str),
    /// The next visit.
    Visit,
}

impl Records {
    /// What is due, followed: by commune, the communes and the tasks in each by their day, so that what is late comes
    /// first.
    pub fn due(self, today: NaiveDate) -> Vec<(String, Vec<Task>)> {
        let mut communes: Vec<(String, Vec<Task>)> = Vec::new();
        for task in self.with_index(|index| tasks(index, today)) {
            match communes.iter_mut().find(|(commune, _)| *commune == task.venture.commune) {
                Some((_, tasks)) => tasks.push(task),
                None => communes.push((task.venture.commune.clone(), vec![task])),
            }
        }
        communes
    }
}

/// What is due, by its day.
fn tasks(index: &Index, today: NaiveDate) -> Vec<Task> {
    let lines = || index.values().filter(|line| !line.removed);
    let mut done = BTreeSet::<(RecordId, &str)>::new();
    let mut visits = BTreeMap::<RecordId, Vec<Visit>>::new();
    for line in lines() {
        match (line.form.as_str(), line.about, line.day) {
            ("follow_up", Some(venture), _) => drop(done.insert((venture, line.kind.as_str()))),
            ("coaching", Some(venture), Some(on)) => {
                visits.entry(venture).or_default().push(Visit {
                    on,
                    written: line.answered,
                    next: line.next,
                });
            }
            _ => {}
        }
    }
    let mut tasks = Vec::new();
    for venture in lines().filter(|line| line.form == "venture") {
        let is_done = |milestone: &str| done.contains(&(venture.id, milestone));
        let follow_up = venture.day.and_then(|launched| due(launched, is_done, today));
        let follow_up = follow_up.map(|due| (What::FollowUp(due.milestone), due.day, due.late));
        let visit = visits.get(&venture.id).and_then(|visits| appointment(visits.iter().copied(), today));
        let visit = visit.map(|visit| (What::Visit, visit.day, visit.late));
        let task = |(what, day, late)| Task { venture: venture.clone(), what, day, late };
        tasks.extend([follow_up, visit].into_iter().flatten().map(task));
    }
    tasks.sort_by_key(|task| (task.day, task.venture.id, task.what));
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Place, summary};
    use record::{Actor, AuthorId, Change, Context, Dot, HybridTime, Record, Value};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn known(name: &str, form: &str, answers: &[(&str, Value)]) -> Arc<Summary> {
        let mut record = Record::new(RecordId::derived(form, &[name]), form);
        let edits = answers.iter().map(|(path, value)| (path.parse().unwrap(), Some(value.clone())));
        record.apply(&Change {
            record: record.id,
            dot: Dot { actor: Actor(1), n: 1 },
            saw: Context::default(),
            form: form.to_owned(),
            form_version: 1,
            author: AuthorId::derived("staff", &["naima"]),
            at: HybridTime::from_millis(1),
            on: day("2026-11-21"),
            redacted: None,
            edits: edits.collect(),
        });
        Arc::new(Summary::read(record.id, &summary::line(&record), Place::Office).unwrap())
    }

    #[test]
    fn a_venture_has_its_follow_up_and_one_visit_at_the_day_agreed() {
        let date = |text: &str| Value::Date(text.parse().unwrap());
        let honey = known("honey", "venture", &[("launch_date", date("2026-10-24"))]);
        let argan = known("argan", "venture", &[("stage", Value::Choice("idea".into()))]);
        let visit = |name: &str, of: &Summary, on: &str, next: &str| {
            let about = Value::Reference(of.id);
            known(name, "coaching", &[("venture", about), ("date", date(on)), ("next_date", date(next))])
        };
        let of = |lines: &[&Arc<Summary>]| {
            let index: Index = lines.iter().map(|line| (line.id, (*line).clone())).collect();
            let tasks = tasks(&index, day("2026-11-23"));
            tasks
                .into_iter()
                .map(|task| (task.venture.id, task.what, task.day, task.late))
                .collect::<Vec<_>>()
        };
        let first = visit("first", &honey, "2026-11-02", "2026-11-20");
        let second = visit("second", &argan, "2026-11-02", "2026-11-25");
        let later = visit("later", &honey, "2026-11-22", "2027-01-10");
        let follow_up = (honey.id, What::FollowUp("M1"), day("2026-11-24"), false);
        let late = (honey.id, What::Visit, day("2026-11-20"), true);
        let soon = (argan.id, What::Visit, day("2026-11-25"), false);
        assert_eq!(of(&[&honey, &argan]), [follow_up]);
        assert_eq!(of(&[&honey, &argan, &first, &second]), [late, follow_up, soon]);
        assert_eq!(of(&[&honey, &argan, &first, &second, &later]), [follow_up, soon], "visited again");
    }
}
