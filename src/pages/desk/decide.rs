//! Judging a record.
//!
//! A judgement is saved at once and *Undo* saves another that takes it back (`Reopened`): nothing is called approved
//! before it is on the disk, and closing the page within the ten seconds neither loses a judgement nor makes one that
//! nobody meant. Both stay in the history, and a judgement can be taken back later just as well.

use super::naming::{Naming, naming};
use crate::account::{Account, account};
use crate::language::args;
use crate::parts::{Undo, undo, written_on};
use crate::records::{Problem, Records, Shown, Summary, records};
use crate::syncing::{Syncing, syncing};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{FlatMap, Path, Proposal, Record, RecordId, Review, Value, Verdict};

/// What judging needs; to be taken while a component is built.
#[derive(Clone, Copy)]
pub struct Judge {
    records: Records,
    account: Account,
    /// What things are called.
    pub naming: Naming,
    undo: Undo,
    syncing: Syncing,
    /// Why the last judgement was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

/// Why somebody may not judge a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bar {
    /// Their grants do not cover its scope.
    Rights,
    /// They wrote all of it.
    OwnWork,
    /// Two values wait for a decision first.
    Dispute,
}

impl Bar {
    /// The key of the sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Rights => "desk.review.not_yours",
            Self::OwnWork => "desk.review.own",
            Self::Dispute => "desk.review.dispute_first",
        }
    }
}

/// What judging needs.
pub fn judge() -> Judge {
    Judge {
        records: records(),
        account: account(),
        naming: naming(),
        undo: undo(),
        syncing: syncing(),
        failed: RwSignal::new(None),
    }
}

impl Judge {
    /// Why the person may not judge the record, by the same rules as the endpoint's.
    pub fn bar(self, record: &Record) -> Option<Bar> {
        let me = self.account.me()?;
        let by_me = |dot| record.stamp(dot).is_some_and(|stamp| stamp.author == me.person.id);
        if !me.grants.judge(record.scopes()) {
            Some(Bar::Rights)
        } else if record.answers().all(|(_, version)| by_me(version.dot)) {
            Some(Bar::OwnWork)
        } else if !record.disputes().is_empty() {
            Some(Bar::Dispute)
        } else {
            None
        }
    }

    /// Whether the record of a line is the person's to judge, as far as the line tells.
    pub fn may_judge(self, line: &Summary) -> bool {
        let scope = (line.programme.as_str(), line.commune.as_str());
        self.account.me().is_some_and(|me| me.grants.judge([scope]))
    }

    /// Who judges.
    pub fn author(self) -> Option<record::AuthorId> {
        self.account.me_now().map(|me| me.person.id)
    }

    /// Approves what is on the screen.
    pub fn approve(self, shown: &Shown, then: impl FnOnce() + 'static) {
        self.save(shown, Verdict::Approved, String::new(), FlatMap::new(), then);
    }

    /// Approves it as one of many, without a word.
    pub async fn approve_quietly(self, shown: &Shown) -> Result<(), Problem> {
        self.put(&shown.record, judgement(&shown.record, Verdict::Approved)).await.map(drop)
    }

    /// Returns it with what must be corrected.
    pub fn send_back(
        self,
        shown: &Shown,
        reason: String,
        remarks: FlatMap<Path, String>,
        then: impl FnOnce() + 'static,
    ) {
        self.save(shown, Verdict::Returned, reason, remarks, then);
    }

    /// Takes the judgement of a record back.
    pub fn take_back(self, id: RecordId) {
        spawn_local(async move {
            let Ok(Some(shown)) = self.records.get(id).await else { return };
            let review = judgement(&shown.record, Verdict::Reopened);
            match self.put(&shown.record, review).await {
                Ok(_) => {
                    let name = self.naming.record(id);
                    self.syncing
                        .say(self.naming.language.plain("desk.review.undone", &args().with("name", name)));
                }
                Err(problem) => self.failed.set(Some(problem)),
            }
        });
    }

    fn save(
        self,
        shown: &Shown,
        verdict: Verdict,
        reason: String,
        remarks: FlatMap<Path, String>,
        then: impl FnOnce() + 'static,
    ) {
        let record = shown.record.clone();
        let review = Review { reason, remarks, ..judgement(&record, verdict) };
        self.failed.set(None);
        spawn_local(async move {
            match self.put(&record, review).await {
                Ok(id) => {
                    let key = match verdict {
                        Verdict::Returned => "desk.review.returned",
                        _ => "desk.review.approved",
                    };
                    let done = self.naming.language.plain(key, &args().with("name", self.naming.record(id)));
                    self.undo.offer(done, move || self.take_back(id));
                    then();
                }
                Err(problem) => self.failed.set(Some(problem)),
            }
        });
    }

    /// Erases what a record says, by law, for ever; then goes on.
    pub fn erase(self, shown: &Shown, why: String, then: impl FnOnce() + 'static) {
        let record = shown.record.clone();
        self.failed.set(None);
        spawn_local(async move {
            let edits = [(Path::erased(), Some(Value::Text(why)))].into();
            let saved = match self.proposal(&record, edits) {
                Ok(proposal) => self.records.save(proposal, None).await,
                Err(problem) => Err(problem),
            };
            match saved {
                Ok(_) => {
                    self.syncing.say(self.naming.language.say("desk.erase.done"));
                    then();
                }
                Err(problem) => self.failed.set(Some(problem)),
            }
        });
    }

    async fn put(self, record: &Record, review: Review) -> Result<RecordId, Problem> {
        let edits = [(Path::review(), Some(Value::Review(Box::new(review))))].into();
        self.records.save(self.proposal(record, edits)?, None).await
    }

    /// What the person writes, having seen the record as it stands on the screen.
    pub fn proposal(self, record: &Record, edits: FlatMap<Path, Option<Value>>) -> Result<Proposal, Problem> {
        written_on(record, edits, (self.account, self.naming.catalogue))
    }
}

fn judgement(record: &Record, verdict: Verdict) -> Review {
    Review { verdict, judged: record.context.clone(), reason: String::new(), remarks: FlatMap::new() }
}
