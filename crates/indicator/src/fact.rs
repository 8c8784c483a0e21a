//! What indicators know of a record: its line, without its answers.

use chrono::NaiveDate;
use record::{Record, RecordId, Value};
use std::collections::BTreeMap;

/// One record.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fact<'a> {
    /// Which record.
    pub id: RecordId,
    /// Its form: `venture`.
    pub form: &'a str,
    /// The code of its programme; empty if it has none.
    pub programme: &'a str,
    /// The code of its commune; empty if it has none.
    pub commune: &'a str,
    /// The state of an enrolment, the stage of a venture.
    pub kind: &'a str,
    /// What was found: see [`outcome`].
    pub outcome: &'a str,
    /// The day it is about, if its form asks for one.
    pub day: Option<NaiveDate>,
    /// The record it is about: the person of an enrolment, the venture of a visit.
    pub about: Option<RecordId>,
    /// All records that it names: the owners of a venture.
    pub names: &'a [RecordId],
    /// The people who were present at a session.
    pub present: &'a [RecordId],
    /// The sex of a person, if it was recorded.
    pub sex: Option<Sex>,
    /// Whether a coordinator has approved it as it stands.
    pub approved: bool,
    /// Whether it was removed: then it is not counted, and neither is a person whom it was about.
    pub removed: bool,
}

/// The sex of a person as the form offers it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// `woman`
    Woman,
    /// `man`
    Man,
}

/// All records that are counted, by id.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts<'a>(pub(crate) BTreeMap<RecordId, Fact<'a>>);

impl<'a> FromIterator<Fact<'a>> for Facts<'a> {
    fn from_iter<I: IntoIterator<Item = Fact<'a>>>(facts: I) -> Self {
        Self(facts.into_iter().map(|fact| (fact.id, fact)).collect())
    }
}

impl Sex {
    /// What a person's record says.
    pub fn of(person: &Record) -> Option<Self> {
        match person.field("sex").and_then(Value::as_choice)? {
            "woman" => Some(Self::Woman),
            "man" => Some(Self::Man),
            _ => None,
        }
    }
}

/// The people whom a session's record says were present: the paths `attendance/<person>/status` with `present`,
/// `late` or `half`. Excused and absent people were not there.
pub fn present(session: &Record) -> Vec<RecordId> {
    let there = |(path, _): (&record::Path, _)| {
        let person = path.as_str().strip_prefix("attendance/")?.strip_suffix("/status")?;
        let status = session.shown(path).and_then(Value::as_choice)?;
        matches!(status, "present" | "late" | "half").then(|| person.parse().ok()).flatten()
    };
    session.fields.iter().filter_map(there).collect()
}

/// What a follow-up found: the status of the venture, or why nobody was reached.
pub fn outcome(record: &Record) -> &str {
    let said = |name| record.field(name).and_then(Value::as_choice);
    match (record.form.as_str(), said("reached")) {
        ("follow_up", Some("yes")) => said("status").unwrap_or_default(),
        ("follow_up", Some(_)) => "unreachable",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Actor, AuthorId, Change, Context, Dot, HybridTime};

    fn record(form: &str, answers: &[(&str, &str)]) -> Record {
        let id = RecordId::derived(form, &["one"]);
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
            redacted: None,
            edits: answers
                .iter()
                .map(|(path, code)| (path.parse().unwrap(), Some(Value::Choice((*code).to_owned()))))
                .collect(),
        });
        record
    }

    #[test]
    fn present_late_and_half_a_day_are_presence_and_nothing_else_is() {
        let id = |mark: &str| RecordId::derived("person", &[mark]);
        for (mark, there) in
            [("present", true), ("late", true), ("half", true), ("excused", false), ("absent", false)]
        {
            let session = record("session", &[(&format!("attendance/{}/status", id(mark)), mark)]);
            assert_eq!(present(&session), if there { vec![id(mark)] } else { vec![] }, "{mark}");
        }
    }

    #[test]
    fn a_follow_up_found_a_status_or_nobody() {
        for (answers, found) in [
            (&[("reached", "yes"), ("status", "operating")][..], "operating"),
            (&[("reached", "yes")], ""),
            (&[("reached", "moved")], "unreachable"),
            // A status that was answered before the question above it was corrected does not count.
            (&[("reached", "refused"), ("status", "closed")], "unreachable"),
            (&[], ""),
        ] {
            assert_eq!(outcome(&record("follow_up", answers)), found, "{answers:?}");
        }
        assert_eq!(outcome(&record("venture", &[("reached", "no")])), "");
    }

    #[test]
    fn the_sex_of_a_person_is_what_their_record_says() {
        for (said, sex) in [("woman", Some(Sex::Woman)), ("man", Some(Sex::Man)), ("other", None)] {
            assert_eq!(Sex::of(&record("person", &[("sex", said)])), sex);
        }
        assert_eq!(Sex::of(&record("person", &[])), None);
    }
}
