//! What lists show of a record without reading it.

use super::Handed;
use chrono::{Datelike, NaiveDate};
use indicator::{Sex, normal, outcome, present, search_key};
use record::{AuthorId, HybridTime, PartialDate, Path, Record, RecordId, Removal, ReviewState, Value};

/// A record's line: small, and enough for every list, filter and search.
#[derive(Clone, PartialEq, Debug)]
pub struct Summary {
    /// Which record.
    pub id: RecordId,
    /// Its form: `person`, `session`.
    pub form: String,
    /// What it is called: the person's name, the session's title; empty if it has none.
    pub title: String,
    /// What it is called in Arabic letters, if that is another name.
    pub title_ar: String,
    /// What tells two of one name apart: the person's douar, the session's venue.
    pub detail: String,
    /// The choice that says most of it: see [`telling`].
    pub kind: String,
    /// What a follow-up found.
    pub outcome: String,
    /// The record it is about, if it is about another: the person of an enrolment, the venture of a visit.
    pub about: Option<RecordId>,
    /// All records that it names: the owners of a venture too.
    pub names: Vec<RecordId>,
    /// Its programme's code.
    pub programme: String,
    /// Its commune's code.
    pub commune: String,
    /// The day it is about, if its form asks for one: a session's, a visit's, the launch of a venture.
    pub day: Option<NaiveDate>,
    /// The day agreed for the next visit.
    pub next: Option<NaiveDate>,
    /// The year of a person's birth.
    pub born: Option<i32>,
    /// Where it stands between its author and the coordinator.
    pub review: ReviewState,
    /// Who wrote it first.
    pub author: AuthorId,
    /// When it was last written, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// When an answer was last written: judgements do not count.
    pub answered: i64,
    /// How many fields are in dispute.
    pub disputes: usize,
    /// Whether it was removed.
    pub removed: bool,
    /// The sex of a person.
    pub sex: Option<Sex>,
    /// The fields with a coordinator's remark.
    pub remarks: Vec<Path>,
    /// The people who were present at a session.
    pub present: Vec<RecordId>,
    /// The drafts that it carries from one person to another.
    pub handed: Vec<Handed>,
    /// What search looks in.
    pub key: String,
    /// What lists are sorted by.
    pub sorts: String,
    /// Where the record is.
    pub place: Place,
}

/// Where a record is, as its author must know it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// Saved on this phone, not yet at the office.
    Waiting,
    /// The office holds a change back until a person has looked.
    Held,
    /// At the office.
    Office,
}

/// Between the parts of a line: ASCII's unit separator, which no text of a person holds.
const GAP: char = '\u{1f}';

/// The layout of a line. A line of another layout is made anew.
const LAYOUT: &str = "8";

impl Summary {
    /// The name to show, in the letters of the language if there is one.
    pub fn name(&self, arabic: bool) -> &str {
        match (arabic, self.title.is_empty(), self.title_ar.is_empty()) {
            (true, _, false) | (false, true, _) => &self.title_ar,
            _ => &self.title,
        }
    }

    /// Reads a line; `None` if another version of the app made it.
    pub fn read(id: RecordId, line: &str, place: Place) -> Option<Self> {
        let parts: Vec<&str> = line.split(GAP).collect();
        let [
            layout,
            form,
            title,
            title_ar,
            detail,
            about,
            programme,
            commune,
            day,
            review,
            author,
            at,
            rest @ ..,
        ] = parts.as_slice()
        else {
            return None;
        };
        let [
            answered,
            disputes,
            removed,
            sex,
            remarks,
            present,
            kind,
            outcome,
            names,
            born,
            next,
            handed,
            key,
            sorts,
        ] = rest
        else {
            return None;
        };
        let list = |text: &&str| {
            text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        (*layout == LAYOUT).then_some(())?;
        Some(Self {
            id,
            form: (*form).to_owned(),
            title: (*title).to_owned(),
            title_ar: (*title_ar).to_owned(),
            detail: (*detail).to_owned(),
            about: about.parse().ok(),
            kind: (*kind).to_owned(),
            outcome: (*outcome).to_owned(),
            names: list(names).iter().filter_map(|id| id.parse().ok()).collect(),
            born: born.parse().ok(),
            next: next.parse().ok(),
            programme: (*programme).to_owned(),
            commune: (*commune).to_owned(),
            day: day.parse().ok(),
            review: REVIEW_STATES.into_iter().find(|(_, code)| code == review)?.0,
            author: author.parse().ok()?,
            at: at.parse().ok()?,
            answered: answered.parse().ok()?,
            disputes: disputes.parse().ok()?,
            removed: *removed == "removed",
            sex: match *sex {
                "w" => Some(Sex::Woman),
                "m" => Some(Sex::Man),
                _ => None,
            },
            remarks: list(remarks).iter().filter_map(|path| path.parse().ok()).collect(),
            present: list(present).iter().filter_map(|id| id.parse().ok()).collect(),
            handed: Handed::read(handed),
            key: (*key).to_owned(),
            sorts: (*sorts).to_owned(),
            place,
        })
    }
}

const REVIEW_STATES: [(ReviewState, &str); 5] = [
    (ReviewState::Awaiting, "awaiting"),
    (ReviewState::Approved, "approved"),
    (ReviewState::ChangedSinceApproval, "changed"),
    (ReviewState::Returned, "returned"),
    (ReviewState::Corrected, "corrected"),
];

/// The question of a form whose choice says most of a record in a list.
pub fn telling(form: &str) -> Option<&'static str> {
    match form {
        "organisation" => Some("legal_form"),
        "venture" => Some("stage"),
        "enrolment" => Some("state"),
        "merchant" => Some("product"),
        "coaching" => Some("mode"),
        "follow_up" => Some("milestone"),
        _ => None,
    }
}

/// The records that a record names and that still stand in it.
fn named(record: &Record) -> Vec<RecordId> {
    let stands = |path: &Path| match path.as_str().rsplit_once('/') {
        Some((row, _)) => record.row_removal(row) != Removal::Removed,
        None => true,
    };
    let all = record.fields.keys().filter(|path| stands(path));
    all.filter_map(|path| record.shown(path)?.as_reference()).collect()
}

/// The line of a record.
pub fn line(record: &Record) -> String {
    let text = |name| record.field(name).and_then(Value::as_text).unwrap_or_default();
    let choice = |name| record.field(name).and_then(Value::as_choice).unwrap_or_default();
    let title = match record.form.as_str() {
        "person" => joined(&[text("given_name"), text("family_name")]),
        _ => joined(&[text("title"), text("name")]),
    };
    let title_ar =
        joined(&[text("given_name_ar"), text("family_name_ar"), text("title_ar"), text("name_ar")]);
    let about = ["venture", "organisation", "person"].into_iter();
    let about = about.filter_map(|name| record.field(name)?.as_reference()).next();
    let detail = joined(&[text("douar"), text("venue")]);
    let date = |name| record.field(name).and_then(Value::as_date).map(PartialDate::earliest);
    let day = date("date").or_else(|| date("launch_date")).or_else(|| date("entry_date"));
    let next = date("next_date").map(|day| day.to_string()).unwrap_or_default();
    let born = date("birth").map(|day| day.year().to_string()).unwrap_or_default();
    let names: Vec<String> = named(record).iter().map(ToString::to_string).collect();
    let review = record.review_state();
    let review_code =
        REVIEW_STATES.into_iter().find(|(state, _)| *state == review).map_or("", |(_, code)| code);
    let answers = || record.answers().filter_map(|(_, version)| record.stamp(version.dot));
    let first = answers().min_by_key(|stamp| stamp.at).or_else(|| record.last_written());
    let answered = answers().map(|stamp| stamp.at).max().map_or(0, HybridTime::millis);
    let author = first.map(|stamp| stamp.author.to_string()).unwrap_or_default();
    let at = record.last_written().map_or(0, |stamp| stamp.at.millis());
    let (handed, draft_title) = Handed::written(record);
    let title = if draft_title.is_empty() { title } else { draft_title };
    let removed = if record.is_listed() { "" } else { "removed" };
    let sex = match Sex::of(record) {
        Some(Sex::Woman) => "w",
        Some(Sex::Man) => "m",
        None => "",
    };
    let remarked = record.review().filter(|_| review == ReviewState::Returned);
    let remarks: Vec<&str> =
        remarked.iter().flat_map(|review| review.remarks.keys()).map(Path::as_str).collect();
    let present: Vec<String> = present(record).iter().map(ToString::to_string).collect();
    let searched = [
        &title,
        &title_ar,
        &detail,
        text("acronym"),
        text("father_given_name"),
        text("phone"),
        text("phone2"),
        text("president_phone"),
    ];
    let parts = [
        LAYOUT,
        &record.form,
        &title,
        &title_ar,
        &detail,
        &about.map(|id| id.to_string()).unwrap_or_default(),
        choice("programme"),
        choice("commune"),
        &day.map(|day| day.to_string()).unwrap_or_default(),
        review_code,
        &author,
        &at.to_string(),
        &answered.to_string(),
        &record.disputes().len().to_string(),
        removed,
        sex,
        &remarks.join(" "),
        &present.join(" "),
        telling(&record.form).map(choice).unwrap_or_default(),
        outcome(record),
        &names.join(" "),
        &born,
        &next,
        &handed,
        &search_key(searched),
        &normal(if title.is_empty() { &title_ar } else { &title }).join(" "),
    ];
    let clean = |part: &&str| part.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    parts.iter().map(clean).collect::<Vec<_>>().join(&GAP.to_string())
}

fn joined(parts: &[&str]) -> String {
    let given: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    given.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Actor, Change, Dot, HybridTime, RowId};

    fn author() -> AuthorId {
        AuthorId::derived("staff", &["naima"])
    }

    fn write(record: &mut Record, answers: &[(&str, Value)]) {
        let edits = answers.iter().map(|(name, value)| (name.parse().unwrap(), Some(value.clone())));
        record.apply(&Change {
            record: record.id,
            dot: Dot { actor: Actor(1), n: record.stamps.len() as u32 + 1 },
            saw: record.context.clone(),
            form: record.form.clone(),
            form_version: 1,
            author: author(),
            at: HybridTime::from_millis(1_795_000_000_000),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits: edits.collect(),
        });
    }

    #[test]
    fn a_line_says_what_lists_need() {
        let id = RecordId::derived("person", &["fatima"]);
        let author = author();
        let mut record = Record::new(id, "person");
        let answers = [
            ("given_name", Value::Text("Fatima".into())),
            ("family_name", Value::Text("Aït\tAli".into())),
            ("family_name_ar", Value::Text("آيت علي".into())),
            ("sex", Value::Choice("woman".into())),
            ("programme", Value::Choice("MARCH".into())),
            ("commune", Value::Choice("10.261.01.03".into())),
            ("birth", Value::Date("~1990".parse().unwrap())),
        ];
        write(&mut record, &answers);
        let line = line(&record);
        assert!(!line.contains(['\t', '\n']));
        let summary = Summary::read(id, &line, Place::Waiting).unwrap();
        assert_eq!((summary.title.as_str(), summary.title_ar.as_str()), ("Fatima Aït Ali", "آيت علي"));
        assert_eq!((summary.name(true), summary.name(false)), ("آيت علي", "Fatima Aït Ali"));
        assert_eq!((summary.programme.as_str(), summary.commune.as_str()), ("MARCH", "10.261.01.03"));
        assert_eq!((summary.author, summary.at, summary.sex), (author, 1_795_000_000_000, Some(Sex::Woman)));
        assert_eq!((summary.review, summary.place), (ReviewState::Awaiting, Place::Waiting));
        assert_eq!((summary.born, summary.kind.as_str()), (Some(1990), ""));
        assert!(indicator::Query::new("ayt fat").fits(&summary.key).is_some());
        assert!(indicator::Query::new("فاطمة").fits(&summary.key).is_some(), "in the other script too");
        assert_eq!(Summary::read(id, "0\u{1f}person", Place::Office), None);
    }
    #[test]
    fn the_line_of_a_venture_names_its_owners_its_stage_and_its_launch() {
        let (fatima, brahim) =
            (RecordId::derived("person", &["fatima"]), RecordId::derived("person", &["brahim"]));
        let mut record = Record::new(RecordId::derived("venture", &["couscous"]), "venture");
        let row = |n| format!("owners/{}", RowId::from_random(n));
        let (first, second) = (row(1), row(2));
        write(
            &mut record,
            &[
                ("title", Value::Text("Couscous d’Asrir".into())),
                ("stage", Value::Choice("launched".into())),
                ("launch_date", Value::Date("2026-08-21".parse().unwrap())),
                (&format!("{first}/owner"), Value::Reference(fatima)),
                (&format!("{second}/owner"), Value::Reference(brahim)),
            ],
        );
        let seen = Value::Seen(record.context.clone());
        write(&mut record, &[(&format!("{second}/@removed"), seen)]);
        let summary = Summary::read(record.id, &line(&record), Place::Office).unwrap();
        assert_eq!((summary.kind.as_str(), summary.about), ("launched", None));
        assert_eq!(summary.day, "2026-08-21".parse().ok());
        assert_eq!(summary.names, [fatima]);
    }
}
