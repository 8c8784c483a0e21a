//! Drafts that go from one colleague's phone to another's, each in its carrier: see `record`'s handover.
//!
//! | where | what |
//! |---|---|
//! | on the phone of who hands it over | a saved change in place of the draft; it can be taken back until it is finished |
//! | on the phone of whom it is handed to | a line of the lists; opened, a draft like any other, and the line stands behind it |
//! | once that is saved | the carrier is empty |

use super::{Draft, DraftId, Problem, Records, Summary};
use crate::browser::clock;
use form::Kept;
use leptos::prelude::*;
use record::{AuthorId, CARRIER, Context, File, FlatMap, Path, Proposal, Record, RecordId, Value, json};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A draft as it travels.
#[derive(Serialize, Deserialize)]
pub struct Handover {
    /// Who is to finish it.
    to: AuthorId,
    draft: Draft,
}

/// A draft that is on its way, as lists show it.
#[derive(Clone, PartialEq, Debug)]
pub struct Handed {
    /// The draft's name.
    pub draft: DraftId,
    /// Its form.
    pub form: String,
    /// Who is to finish it.
    pub to: AuthorId,
    /// Who hands it over.
    pub from: AuthorId,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
}

impl Handed {
    /// What a carrier's line says of its drafts, and what the latest of them is called.
    pub fn written(carrier: &Record) -> (String, String) {
        let (mut line, mut title) = (String::new(), String::new());
        for (draft, version) in carrier.handovers() {
            let text = version.value.as_ref().and_then(Value::as_text).unwrap_or_default();
            if let (Ok(handover), Some(stamp)) = (json::read::<Handover>(text), carrier.stamp(version.dot)) {
                let Handover { to, draft: Draft { form, title: called, .. } } = handover;
                line += &format!("{draft} {form} {to} {} {} ", stamp.author, stamp.at.millis());
                title = called;
            }
        }
        (line, title)
    }

    /// Reads that again.
    pub fn read(line: &str) -> Vec<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let read = |words: &[&str]| {
            let [draft, form, to, from, at] = words else { return None };
            Some(Self {
                draft: (*draft).to_owned(),
                form: (*form).to_owned(),
                to: to.parse().ok()?,
                from: from.parse().ok()?,
                at: at.parse().ok()?,
            })
        };
        words.chunks(5).filter_map(read).collect()
    }
}

impl Records {
    /// The drafts that are on their way to or from somebody, with the lines of their carriers, the latest first;
    /// followed. One that is open on this phone is among its drafts.
    pub fn handed(self, is_one: impl Fn(&Handed) -> bool) -> Vec<(Arc<Summary>, Handed)> {
        let mut found = Vec::new();
        self.index.with(|index| {
            for line in index.values() {
                let ones = line.handed.iter().filter(|handed| is_one(handed));
                found.extend(ones.map(|handed| (line.clone(), handed.clone())));
            }
        });
        self.drafts.with(|drafts| found.retain(|(_, handed)| !drafts.contains_key(&handed.draft)));
        record::sort_by_key(&mut found, |(_, handed)| std::cmp::Reverse(handed.at));
        found
    }

    /// Hands a draft over: with its photos it goes to the office with what else is saved, and is a draft of this phone
    /// no longer.
    pub async fn hand_over(self, draft: &DraftId, to: AuthorId) -> Result<RecordId, Problem> {
        let draft = self.draft(draft).ok_or(Problem::Failed)?;
        let me = self.standing_now().ok_or(Problem::NobodySignedIn)?.person;
        let carrier = draft.handed.unwrap_or_else(|| draft.record.carrier());
        let place = Path::handover(&draft.id).map_err(|_| Problem::Failed)?;
        let beneath = |name: &str| format!("{}/{name}", place.as_str()).parse().map_err(|_| Problem::Failed);
        let mut edits = FlatMap::new();
        for (number, file) in files(&draft)?.into_iter().enumerate() {
            edits.insert(beneath(&number.to_string())?, Some(Value::File(Box::new(file))));
        }
        edits.insert(beneath("of")?, Some(Value::Reference(draft.record)));
        for person in [me, to] {
            edits.insert(Path::person_scope(person), Some(Value::Flag(true)));
        }
        let id = draft.id.clone();
        let handover = Handover { to, draft: Draft { handed: None, ..draft.as_ref().clone() } };
        let text = serde_json::to_string(&handover).map_err(|_| Problem::Failed)?;
        edits.insert(place, Some(Value::Text(text)));
        let saw = self.get(carrier).await?.map(|shown| shown.record.context).unwrap_or_default();
        let proposal = carries(carrier, saw, me, edits);
        self.save_as_it_is(proposal, Some(&id)).await
    }

    /// A draft that was handed over becomes one of this phone's; the one that there is, if it has been taken up before.
    /// `None` if it is not on its way any more.
    pub async fn take_handed(self, carrier: RecordId, id: &DraftId) -> Result<Option<Arc<Draft>>, Problem> {
        if let Some(draft) = self.draft(id) {
            return Ok(Some(draft));
        }
        let Some(shown) = self.get(carrier).await? else { return Ok(None) };
        let text = shown.record.handovers().find(|(draft, _)| draft == id);
        let text = text.and_then(|(_, version)| version.value.as_ref()?.as_text());
        let Some(handover) = text.and_then(|text| json::read::<Handover>(text).ok()) else { return Ok(None) };
        let draft = Draft { handed: Some(carrier), written: clock::now(), ..handover.draft };
        self.are_elsewhere(files(&draft)?).await;
        self.keep_draft(draft);
        Ok(self.draft(id))
    }

    /// A draft that this person has handed over is theirs again, and is offered to nobody any more.
    pub async fn take_back(self, carrier: RecordId, id: &DraftId) -> Result<(), Problem> {
        if self.take_handed(carrier, id).await?.is_some() {
            // On the disk before it is nowhere else.
            self.write_drafts().await;
            self.end_handover(carrier, id).await?;
        }
        Ok(())
    }

    /// A draft is on its way no longer.
    pub(super) async fn end_handover(self, carrier: RecordId, id: &DraftId) -> Result<(), Problem> {
        let Some(shown) = self.get(carrier).await? else { return Ok(()) };
        let record = shown.record;
        let place = Path::handover(id).map_err(|_| Problem::Failed)?;
        let is_of_it = |path: &&Path| {
            let rest = path.as_str().strip_prefix(place.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && record.shown(path).is_some()
        };
        let edits: FlatMap<_, _> =
            record.fields.keys().filter(is_of_it).map(|path| (path.clone(), None)).collect();
        if edits.is_empty() {
            return Ok(());
        }
        let author = self.standing_now().ok_or(Problem::NobodySignedIn)?.person;
        self.save_as_it_is(carries(carrier, record.context.clone(), author, edits), None).await.map(drop)
    }
}

/// A change of what a carrier carries.
fn carries(
    record: RecordId,
    saw: Context,
    author: AuthorId,
    edits: FlatMap<Path, Option<Value>>,
) -> Proposal {
    Proposal { record, saw, form: CARRIER.to_owned(), form_version: 1, author, on: clock::today(), edits }
}

/// The photos and files of a draft.
fn files(draft: &Draft) -> Result<Vec<File>, Problem> {
    let kept: Kept = json::read(&draft.kept).map_err(|_| Problem::Unreadable)?;
    Ok(kept.answers.values().filter_map(Value::as_file).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::{Actor, Change, Dot, HybridTime};

    #[test]
    fn the_line_of_a_carrier_says_who_hands_what_to_whom() {
        let [naima, brahim] = ["naima", "brahim"].map(|name| AuthorId::derived("staff", &[name]));
        let of = RecordId::derived("person", &["fatima"]);
        let mut carrier = Record::new(of.carrier(), CARRIER);
        let draft = Draft {
            id: "d1".into(),
            form: "person".into(),
            form_version: 1,
            record: of,
            changes: false,
            title: "Fatima Aït Ali".into(),
            place: (2, 9),
            written: 1,
            kept: "{}".into(),
            handed: None,
        };
        let text = serde_json::to_string(&Handover { to: brahim, draft }).unwrap();
        carrier.apply(&Change {
            record: carrier.id,
            dot: Dot { actor: Actor(1), n: 1 },
            saw: Context::default(),
            form: CARRIER.into(),
            form_version: 1,
            author: naima,
            at: HybridTime::from_millis(1_795_000_000_000),
            on: "2026-11-28".parse().unwrap(),
            redacted: None,
            edits: [(Path::handover("d1").unwrap(), Some(Value::Text(text)))].into(),
        });
        let (line, title) = Handed::written(&carrier);
        let handed = Handed {
            draft: "d1".into(),
            form: "person".into(),
            to: brahim,
            from: naima,
            at: 1_795_000_000_000,
        };
        assert_eq!((Handed::read(&line), title.as_str()), (vec![handed], "Fatima Aït Ali"));
        assert_eq!(Handed::read("d1 person x y z"), []);
    }
}
