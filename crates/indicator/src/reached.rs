//! People reached: distinct people who were present at a session, by sex and by the commune they live in.
//!
//! A person who came to five sessions is one person. Present, late and half a day are presence; excused and absent
//! are not. Participations and people are never mixed.

use record::{Record, RecordId, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What the indicator needs to know of a person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Participant {
    /// The sex recorded, if it was.
    pub sex: Option<Sex>,
    /// The code of the commune, empty if none was recorded.
    pub commune: String,
}

/// The sex of a person as the form offers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// `woman`
    Woman,
    /// `man`
    Man,
}

/// How many people, by sex.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BySex {
    /// Women.
    pub women: usize,
    /// Men.
    pub men: usize,
    /// People whose sex is not recorded, or whose record is not known here.
    pub unsaid: usize,
}

/// The people reached.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reached {
    /// By the code of the commune; under the empty code those without one.
    pub by_commune: BTreeMap<String, BySex>,
}

impl Participant {
    /// What a person's record says.
    pub fn of(record: &Record) -> Self {
        let choice = |name| record.field(name).and_then(Value::as_choice);
        let sex = match choice("sex") {
            Some("woman") => Some(Sex::Woman),
            Some("man") => Some(Sex::Man),
            _ => None,
        };
        Self { sex, commune: choice("commune").unwrap_or_default().to_owned() }
    }
}

impl BySex {
    /// All of them.
    pub fn all(self) -> usize {
        self.women + self.men + self.unsaid
    }

    fn count(&mut self, sex: Option<Sex>) {
        match sex {
            Some(Sex::Woman) => self.women += 1,
            Some(Sex::Man) => self.men += 1,
            None => self.unsaid += 1,
        }
    }
}

impl Reached {
    /// All communes together.
    pub fn total(&self) -> BySex {
        self.by_commune.values().fold(BySex::default(), |sum, commune| BySex {
            women: sum.women + commune.women,
            men: sum.men + commune.men,
            unsaid: sum.unsaid + commune.unsaid,
        })
    }
}

/// The people whom a session's record says were present: the paths `attendance/<person>/status` with `present`,
/// `late` or `half`.
pub fn present(session: &Record) -> Vec<RecordId> {
    let there = |(path, _): (&record::Path, _)| {
        let person = path.as_str().strip_prefix("attendance/")?.strip_suffix("/status")?;
        let status = session.shown(path).and_then(Value::as_choice)?;
        matches!(status, "present" | "late" | "half").then(|| person.parse().ok()).flatten()
    };
    session.fields.iter().filter_map(there).collect()
}

/// The distinct people present at sessions. `participant` knows a person by the record's id.
pub fn people_reached(
    present: impl IntoIterator<Item = RecordId>,
    participant: impl Fn(RecordId) -> Option<Participant>,
) -> Reached {
    let people: BTreeSet<RecordId> = present.into_iter().collect();
    let mut reached = Reached::default();
    for person in people {
        let Participant { sex, commune } = participant(person).unwrap_or_default();
        reached.by_commune.entry(commune).or_default().count(sex);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Actor, AuthorId, Change, Context, Dot, HybridTime};

    fn record(id: RecordId, form: &str, answers: &[(&str, &str)]) -> Record {
        let mut record = Record::new(id, form);
        record.apply(&Change {
            record: id,
            dot: Dot { actor: Actor(1), n: 1 },
            saw: Context::default(),
            form: form.to_owned(),
            form_version: 1,
            author: AuthorId::derived("staff", &["naima"]),
            at: HybridTime::from_millis(1),
            on: "2026-11-21".parse().unwrap(),
            edits: answers
                .iter()
                .map(|(path, code)| (path.parse().unwrap(), Some(Value::Choice((*code).to_owned()))))
                .collect(),
        });
        record
    }

    #[test]
    fn a_person_counts_once_and_only_if_present() {
        let id = |name: &str| RecordId::derived("person", &[name]);
        let people = [
            ("fatima", "woman", "10.261.01.03"),
            ("lahcen", "man", "10.261.01.03"),
            ("zahra", "woman", "10.521.01.01"),
        ];
        let known: BTreeMap<RecordId, Participant> = people
            .into_iter()
            .map(|(name, sex, commune)| {
                let answers = [("sex", sex), ("commune", commune)];
                (id(name), Participant::of(&record(id(name), "person", &answers)))
            })
            .collect();
        let session = |marks: &[(&str, &str)]| {
            let paths: Vec<(String, &str)> =
                marks.iter().map(|(name, mark)| (format!("attendance/{}/status", id(name)), *mark)).collect();
            let answers: Vec<(&str, &str)> =
                paths.iter().map(|(path, mark)| (path.as_str(), *mark)).collect();
            present(&record(RecordId::derived("session", &["day"]), "session", &answers))
        };
        let first = session(&[("fatima", "present"), ("lahcen", "late"), ("zahra", "excused")]);
        let second = session(&[("fatima", "half"), ("zahra", "absent"), ("unknown", "present")]);
        let reached = people_reached(first.into_iter().chain(second), |id| known.get(&id).cloned());
        let asrir = BySex { women: 1, men: 1, unsaid: 0 };
        let nowhere = BySex { women: 0, men: 0, unsaid: 1 };
        assert_eq!(reached.by_commune, [(String::new(), nowhere), ("10.261.01.03".to_owned(), asrir)].into());
        assert_eq!(reached.total().all(), 3);
    }
}
