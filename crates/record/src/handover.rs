//! A draft on its way to a colleague.
//!
//! It travels in a record of its own, its carrier, so that neither lists nor judgements take what is half done for a
//! record. Only the two people see it:
//!
//! | path of the carrier | holds |
//! |---|---|
//! | `@handover/<draft>` | to whom, and the draft; cleared when it is finished or taken back |
//! | `@handover/<draft>/of` | the record that the draft makes or changes: once that is erased, the draft is too |
//! | `@handover/<draft>/<n>` | a photo or file of the draft |
//! | `@scope/@person/<who>` | that this person sees the carrier |

use crate::{AuthorId, Change, Path, PathError, Record, RecordId, Value, Version};

const HANDOVER: &str = CARRIER;

/// What stands for the form of a carrier, in place of a form's name.
pub const CARRIER: &str = "@handover";

/// The programme that stands for single people: its communes are their identities.
pub const PERSON: &str = "@person";

impl Path {
    /// Where a draft stands that is handed over.
    ///
    /// # Errors
    /// The draft's name is none that can stand in a path.
    pub fn handover(draft: &str) -> Result<Self, PathError> {
        format!("{HANDOVER}/{draft}").parse()
    }

    /// Where it stands in a record which carrier its draft came in, if that is not the one of its own name.
    pub fn carrier() -> Self {
        Self::reserved(HANDOVER)
    }

    /// The scope that makes one person see a carrier.
    pub fn person_scope(person: AuthorId) -> Self {
        Self::reserved(&format!("@scope/{PERSON}/{person}"))
    }

    /// Whether this is about drafts handed over.
    pub fn is_handover(&self) -> bool {
        self.segments().next() == Some(HANDOVER)
    }

    /// Looked for in every path of every record that a list shows: the common case is over at the first letter.
    fn handed_draft(&self) -> Option<&str> {
        let draft = self.as_str().strip_prefix(HANDOVER)?.strip_prefix('/')?;
        (!draft.contains('/')).then_some(draft)
    }
}

impl RecordId {
    /// The carrier of drafts of this record.
    #[must_use]
    pub fn carrier(self) -> Self {
        Self::derived("handover", &[&self.to_string()])
    }
}

impl Record {
    /// The drafts that are handed over in this record, by their names. One that somebody has taken back while somebody
    /// else has handed it on is still on its way.
    pub fn handovers(&self) -> impl Iterator<Item = (&str, &Version)> {
        self.fields.iter().filter_map(|(path, versions)| {
            let draft = path.handed_draft()?;
            let standing = versions.iter().filter(|version| version.value.is_some());
            Some((
                draft,
                standing.max_by_key(|version| (self.stamp(version.dot).map(|s| s.at), version.dot))?,
            ))
        })
    }

    /// The records that the drafts handed over in this one make or change.
    pub fn handed_over(&self) -> impl Iterator<Item = RecordId> {
        self.versions().filter_map(|(path, version)| of(path, &version.value))
    }

    /// The carriers in which drafts of this record may have been handed over.
    pub fn carriers(&self) -> impl Iterator<Item = RecordId> {
        let named = self.shown(&Path::carrier()).and_then(Value::as_reference);
        [self.id.carrier()].into_iter().chain(named)
    }

    /// Lets go of whatever the carrier holds: the record of its drafts was erased by law. Who sees it, and what was taken
    /// in, stays known.
    pub fn empty_carrier(&mut self) {
        self.fields.retain(|path, _| path.outlives_erasure());
        self.over.retain(|path, _| path.outlives_erasure());
        self.forget_what_is_settled();
    }
}

impl Change {
    /// The records that the drafts which it hands over make or change.
    pub fn handed_over(&self) -> impl Iterator<Item = RecordId> {
        self.edits.iter().filter_map(|(path, value)| of(path, value))
    }
}

fn of(path: &Path, value: &Option<Value>) -> Option<RecordId> {
    value.as_ref().and_then(Value::as_reference).filter(|_| path.is_handover())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, Context, Dot, HybridTime};

    fn handed(record: &mut Record, actor: u64, saw: &Context, value: Option<&str>) {
        let path = Path::handover("d1").unwrap();
        record.apply(&Change {
            record: record.id,
            dot: Dot { actor: Actor(actor), n: 1 },
            saw: saw.clone(),
            form: "person".into(),
            form_version: 1,
            author: AuthorId::derived("staff", &["naima"]),
            at: HybridTime::from_millis(actor as i64),
            on: "2026-11-28".parse().unwrap(),
            redacted: None,
            edits: [(path, value.map(|text| Value::Text(text.into())))].into(),
        });
    }

    fn drafts(record: &Record) -> Vec<(&str, Option<&str>)> {
        let drafts = record.handovers();
        drafts.map(|(draft, version)| (draft, version.value.as_ref().and_then(Value::as_text))).collect()
    }

    #[test]
    fn a_draft_is_on_its_way_until_somebody_who_saw_it_ends_that() {
        let of = RecordId::derived("person", &["fatima"]);
        let mut carrier = Record::new(of.carrier(), "person");
        handed(&mut carrier, 1, &Context::default(), Some("to Brahim"));
        assert_eq!(drafts(&carrier), [("d1", Some("to Brahim"))]);
        let seen = carrier.context.clone();
        handed(&mut carrier, 2, &seen, None);
        assert_eq!(drafts(&carrier), []);
        // Brahim has handed it on before he heard that it was taken back.
        handed(&mut carrier, 3, &seen, Some("to Salma"));
        assert_eq!(drafts(&carrier), [("d1", Some("to Salma"))]);
        assert!(carrier.disputes().is_empty() && carrier.answers().next().is_none());
        let context = carrier.context.clone();
        carrier.empty_carrier();
        assert_eq!((drafts(&carrier), &carrier.context), (vec![], &context));
    }

    #[test]
    fn only_the_place_of_a_draft_names_one() {
        for (path, draft) in [
            ("@handover/d1", Some("d1")),
            ("@handover", None),
            ("@handover/d1/of", None),
            ("@review", None),
            ("name", None),
        ] {
            assert_eq!(path.parse::<Path>().unwrap().handed_draft(), draft, "{path}");
        }
        assert_eq!(Path::person_scope(AuthorId::derived("staff", &["a"])).as_scope().unwrap().0, PERSON);
    }
}
