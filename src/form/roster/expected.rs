//! Who is likely to be at a session: those enrolled in its programme in its commune, then those who came to its earlier
//! sessions, then whoever was registered for the programme there.

use crate::records::{Index, Summary};
use record::RecordId;
use std::collections::BTreeSet;

/// The states of an enrolment in which nobody comes any more.
const GONE: [&str; 4] = ["not_eligible", "dropped_out", "transferred", "withdrawn"];

/// The people expected at one programme's sessions in one commune.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Expected {
    enrolled: BTreeSet<RecordId>,
    came: BTreeSet<RecordId>,
    registered: BTreeSet<RecordId>,
}

impl Expected {
    /// Those expected where and for what: a programme's code and a commune's.
    pub fn at(index: &Index, (programme, commune): &(String, String)) -> Self {
        let mut expected = Self::default();
        let here =
            |line: &&Summary| line.programme == *programme && line.commune == *commune && !line.removed;
        for line in index.values().map(AsRef::as_ref).filter(here) {
            match line.form.as_str() {
                "enrolment" if !GONE.contains(&line.kind.as_str()) => expected.enrolled.extend(line.about),
                "session" => expected.came.extend(&line.present),
                "person" => drop(expected.registered.insert(line.id)),
                _ => {}
            }
        }
        expected
    }

    /// In which group somebody comes, from 0; `None` if they are not expected.
    pub fn place(&self, line: &Summary) -> Option<usize> {
        let groups = [&self.enrolled, &self.came, &self.registered];
        groups.into_iter().position(|group| group.contains(&line.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Place;
    use record::{AuthorId, ReviewState};
    use std::sync::Arc;

    fn line(form: &str, name: &str, programme: &str) -> Summary {
        Summary {
            id: RecordId::derived(form, &[name]),
            form: form.into(),
            title: name.into(),
            title_ar: String::new(),
            detail: String::new(),
            kind: String::new(),
            outcome: String::new(),
            about: None,
            names: Vec::new(),
            programme: programme.into(),
            commune: "10.261.05.05".into(),
            day: None,
            born: None,
            next: None,
            review: ReviewState::Awaiting,
            author: AuthorId::derived("staff", &["naima"]),
            at: 0,
            answered: 0,
            disputes: 0,
            removed: false,
            sex: None,
            remarks: Vec::new(),
            handed: Vec::new(),
            present: Vec::new(),
            key: String::new(),
            sorts: String::new(),
            place: Place::Office,
        }
    }

    #[test]
    fn those_enrolled_come_first_then_those_who_came_before_then_those_registered_there() {
        let people = ["enrolled", "gone", "came", "registered"].map(|name| line("person", name, "MARCH"));
        let elsewhere = line("person", "elsewhere", "MICRO");
        let enrolment = |person: &Summary, state: &str| Summary {
            about: Some(person.id),
            kind: state.into(),
            ..line("enrolment", &person.title, "MARCH")
        };
        let session = Summary { present: vec![people[2].id], ..line("session", "Stock", "MARCH") };
        let mut all = vec![enrolment(&people[0], "active"), enrolment(&people[1], "dropped_out"), session];
        all.extend(people.clone());
        all.push(elsewhere.clone());
        let index: Index = all.into_iter().map(|line| (line.id, Arc::new(line))).collect();
        let expected = Expected::at(&index, &("MARCH".into(), "10.261.05.05".into()));
        let places = people.each_ref().map(|person| expected.place(person));
        assert_eq!(places, [Some(0), Some(2), Some(1), Some(2)]);
        assert_eq!(expected.place(&elsewhere), None);
    }
}
