//! Every record's line, and where each record is.

use super::{Draft, DraftId, Loaded, Place, Problem, Records, Stand, Summary};
use crate::browser::timeline;
use indicator::Query;
use leptos::prelude::*;
use record::{AuthorId, FlatMap, FlatSet, RecordId, sort_by};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use sync::{Act, Standing};

/// Every record's line, by id.
pub type Index = BTreeMap<RecordId, Arc<Summary>>;

/// How many records and drafts there are. Every draft and every record counts once; see [`Stand`].
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Drafts.
    pub drafts: usize,
    /// Records with changes that the office does not have yet.
    pub waiting: usize,
    /// Records with changes that the office holds back.
    pub held: usize,
    /// Records that a coordinator has returned.
    pub returned: usize,
    /// Records that a coordinator has approved.
    pub approved: usize,
    /// Records that the office has, and nobody has judged yet.
    pub to_review: usize,
    /// Of those returned, the person's own.
    pub to_correct: usize,
}

impl Counts {
    /// Counts lines and so many drafts, for this person.
    fn of<'a>(lines: impl Iterator<Item = &'a Summary>, drafts: usize, me: Option<AuthorId>) -> Self {
        let mut counts = Self { drafts, ..Self::default() };
        for line in lines.filter(|line| !line.removed) {
            *match line.stand() {
                Stand::Held => &mut counts.held,
                Stand::Waiting => &mut counts.waiting,
                Stand::Returned => &mut counts.returned,
                Stand::Approved => &mut counts.approved,
                Stand::ToReview => &mut counts.to_review,
            } += 1;
            counts.to_correct += usize::from(line.stand() == Stand::Returned && Some(line.author) == me);
        }
        counts
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.drafts + self.waiting + self.held + self.returned + self.approved + self.to_review
    }
}

/// So many lines are read one by one.
const FEW: usize = 20;

/// The records with own changes that are not simply at the office.
#[derive(Clone, Default)]
pub struct Own {
    waiting: FlatSet<RecordId>,
    held: FlatSet<RecordId>,
}

impl Own {
    fn place(&self, id: RecordId) -> Place {
        if self.waiting.contains(&id) {
            Place::Waiting
        } else if self.held.contains(&id) {
            Place::Held
        } else {
            Place::Office
        }
    }

    /// The records whose place differs from another time's.
    fn differs(&self, before: &Self) -> FlatSet<RecordId> {
        let all = self.waiting.iter().chain(&self.held);
        let all = all.chain(&before.waiting).chain(&before.held);
        all.copied().filter(|id| self.place(*id) != before.place(*id)).collect()
    }
}

impl Records {
    /// Looks at every record's line, and follows them.
    pub fn with_index<T>(self, look: impl FnOnce(&Index) -> T) -> T {
        self.index.with(look)
    }

    /// One record's line, followed.
    pub fn summary(self, id: RecordId) -> Option<Arc<Summary>> {
        self.index.with(|index| index.get(&id).cloned())
    }

    /// The records of a form whose line fits the words typed, by name; all of them if nothing is typed. Accents,
    /// Arabic letter variants and the order of words do not matter. Names that are spelt as typed come before those
    /// that are alike in the other script.
    pub fn search(self, form: &str, typed: &str) -> Vec<Arc<Summary>> {
        let query = Query::new(typed);
        let fit = |line: &Arc<Summary>| {
            let is_sought = line.form == form && !line.removed;
            is_sought.then(|| query.fits(&line.key)).flatten().map(|fit| (fit, line.clone()))
        };
        let mut found: Vec<_> = self.index.with(|index| index.values().filter_map(fit).collect());
        sort_by(&mut found, |(a, one), (b, other)| a.cmp(b).then_with(|| one.sorts.cmp(&other.sorts)));
        found.into_iter().map(|(_, line)| line).collect()
    }

    /// How many there are of each state, followed.
    pub fn counts(self) -> Counts {
        self.counts.get()
    }

    /// Looks at every record's line, not followed.
    pub fn with_index_now<T>(self, look: impl FnOnce(&Index) -> T) -> T {
        self.index.with_untracked(look)
    }

    /// How many there are of each state, not followed.
    pub fn counts_now(self) -> Counts {
        self.counts.get_untracked()
    }

    /// Reads all lines.
    pub(super) async fn read_index(self) -> Result<(), Problem> {
        let device = self.device().await?;
        let own = self.read_own().await?;
        let mut index = Index::new();
        let mut unknown = Vec::new();
        for (id, line) in device.summaries().await? {
            match Summary::read(id, &line, own.place(id)) {
                Some(summary) => drop(index.insert(id, Arc::new(summary))),
                // Written by another version of the app.
                None => unknown.push(id),
            }
        }
        self.own.set(own.clone());
        self.index.set(index);
        self.refresh_with(own, unknown).await?;
        self.opened.set(Loaded::Ready(()));
        timeline::since_the_page("records opened");
        Ok(())
    }

    /// Reads the lines of these records anew, and of those whose place has changed; then tells who follows them.
    pub(super) async fn refresh(self, changed: Vec<RecordId>) -> Result<(), Problem> {
        let own = self.read_own().await?;
        self.refresh_with(own, changed).await
    }

    /// The same after a save: nothing else can have changed its place.
    pub(super) async fn refresh_saved(self, saved: RecordId) -> Result<(), Problem> {
        let mut own = self.own.get_untracked();
        own.waiting.insert(saved);
        self.refresh_with(own, vec![saved]).await
    }

    async fn refresh_with(self, own: Own, mut changed: Vec<RecordId>) -> Result<(), Problem> {
        let moved = self.own.with_untracked(|before| own.differs(before));
        changed.extend(moved);
        changed.sort_unstable();
        changed.dedup();
        let device = self.device().await?;
        let mut lines = Vec::with_capacity(changed.len());
        for (id, line) in self.read_lines(&changed).await? {
            let place = own.place(id);
            let known = line.as_deref().and_then(|line| Summary::read(id, line, place));
            let summary = match (known, line) {
                // The line was written by another version of the app: it is made anew from the record.
                (None, Some(_)) => device.summary(id).await?.and_then(|line| Summary::read(id, &line, place)),
                (known, _) => known,
            };
            lines.push((id, summary));
        }
        self.own.set(own);
        if changed.is_empty() {
            return Ok(());
        }
        self.index.update(|index| {
            for (id, line) in lines {
                match line {
                    Some(line) => index.insert(id, Arc::new(line)),
                    None => index.remove(&id),
                };
            }
        });
        self.changed.set(changed);
        Ok(())
    }

    /// The lines of these records: one by one if they are few, else from all lines, which are at hand.
    async fn read_lines(self, ids: &[RecordId]) -> Result<Vec<(RecordId, Option<Rc<str>>)>, Problem> {
        let device = self.device().await?;
        let mut lines = Vec::with_capacity(ids.len());
        if ids.len() > FEW {
            let mut all: BTreeMap<RecordId, Rc<str>> = device.summaries().await?.into_iter().collect();
            lines.extend(ids.iter().map(|id| (*id, all.remove(id))));
            return Ok(lines);
        }
        for &id in ids {
            lines.push((id, device.summary(id).await?));
        }
        Ok(lines)
    }

    async fn read_own(self) -> Result<Own, Problem> {
        let device = self.device().await?;
        let mut own = Own::default();
        for entry in device.unsent().await? {
            if let Ok(Act::Change(change)) = entry.payload.act() {
                own.waiting.insert(change.record);
            }
        }
        own.held = device.held().await?.into_iter().map(|(_, record, _)| record).collect();
        Ok(own)
    }
}

/// How many there are of each state; counted once for all who follow.
pub fn count(
    standing: RwSignal<Option<Arc<Standing>>>,
    index: RwSignal<Index>,
    drafts: RwSignal<FlatMap<DraftId, Arc<Draft>>>,
) -> Counts {
    let me = standing.with(|standing| standing.as_ref().map(|standing| standing.person));
    let drafts = drafts.with(FlatMap::len);
    index.with(|index| Counts::of(index.values().map(Arc::as_ref), drafts, me))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::summary;
    use record::{Actor, Change, Context, Dot, HybridTime, Record, ReviewState, Value};

    #[test]
    fn every_record_and_draft_counts_once() {
        let [me, other] = ["naima", "brahim"].map(|name| AuthorId::derived("staff", &[name]));
        let mut record = Record::new(RecordId::from_random(1), "person");
        record.apply(&Change {
            record: record.id,
            dot: Dot { actor: Actor(1), n: 1 },
            saw: Context::default(),
            form: "person".into(),
            form_version: 1,
            author: me,
            at: HybridTime::from_millis(1),
            on: "2026-11-21".parse().unwrap(),
            redacted: None,
            edits: [("given_name".parse().unwrap(), Some(Value::Text("Fatima".into())))].into(),
        });
        let line = summary::line(&record);
        let known = |place, review, author| {
            let line = Summary::read(RecordId::from_random(1), &line, place);
            Summary { review, author, ..line.unwrap() }
        };
        use {Place::*, ReviewState::*};
        let reviews = [Awaiting, Approved, ChangedSinceApproval, Returned, Corrected];
        let of_place = |place| reviews.map(|review| known(place, review, me));
        let mut lines: Vec<Summary> = [Waiting, Held, Office].into_iter().flat_map(of_place).collect();
        lines.push(known(Office, Returned, other));
        lines.push(Summary { removed: true, ..known(Office, Approved, me) });
        let counts = Counts::of(lines.iter(), 2, Some(me));
        let expected =
            Counts { drafts: 2, waiting: 5, held: 5, returned: 2, approved: 1, to_review: 3, to_correct: 1 };
        assert_eq!(counts, expected);
        assert_eq!(counts.all(), 2 + 16);
    }
}
