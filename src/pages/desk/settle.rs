//! Settling a dispute by one tap.
//!
//! One write replaces all the values of a dispute, and nothing can put two people's values apart again under their
//! own names. So the choice is held back for the ten seconds in which it can be undone, then saved; until then the page
//! says that it *will* be kept. The choice waits in localStorage too: a page that is closed meanwhile saves it when the
//! desk is opened again, and if even that is lost the dispute simply stands as before.

use super::decide::{Judge, judge};
use crate::browser::clock::{self, Later};
use crate::browser::journal;
use crate::language::args;
use crate::parts::{Undo, undo};
use crate::records::{Loaded, Problem, Records, records};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{Path, Proposal, Record, RecordId, Value};

const HELD_BACK_MILLIS: u32 = 10_000;
const NOTE: &str = "settling";

/// The dispute that is being settled. Provided to the pages of the desk.
#[derive(Clone, Copy)]
pub struct Settling {
    judge: Judge,
    records: Records,
    undo: Undo,
    chosen: RwSignal<Option<Proposal>>,
    timer: StoredValue<Option<Later>, LocalStorage>,
    /// Why the last choice was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

/// Provides it, and saves what a closed page had left.
pub fn provide() {
    let settling = Settling {
        judge: judge(),
        records: records(),
        undo: undo(),
        chosen: RwSignal::new(journal::note(NOTE)),
        timer: StoredValue::new_local(None),
        failed: RwSignal::new(None),
    };
    provide_context(settling);
    Effect::new(move || {
        if settling.records.opened() == Loaded::Ready(()) && settling.timer.with_value(Option::is_none) {
            settling.save();
        }
    });
}

impl Settling {
    /// What is about to be kept of a dispute.
    pub fn chosen(self, record: RecordId, path: &Path) -> Option<Option<Value>> {
        self.chosen.with(|chosen| {
            let proposal = chosen.as_ref().filter(|proposal| proposal.record == record)?;
            proposal.edits.get(path).cloned()
        })
    }

    /// Keeps one of the values of a dispute, seen with all the others; `words` say which.
    pub fn keep(self, record: &Record, path: &Path, value: Option<Value>, words: String) {
        self.save();
        let proposal = match self.judge.proposal(record, [(path.clone(), value)].into()) {
            Ok(proposal) => proposal,
            Err(problem) => return self.failed.set(Some(problem)),
        };
        journal::keep_note(NOTE, &proposal);
        self.failed.set(None);
        self.chosen.set(Some(proposal));
        self.timer.set_value(Some(clock::later(HELD_BACK_MILLIS, move || self.save())));
        let done = self.judge.naming.language.plain("dispute.settling", &args().with("value", words));
        self.undo.offer(done, move || self.leave());
    }

    /// Leaves the dispute as it is.
    fn leave(self) {
        self.timer.set_value(None);
        self.chosen.set(None);
        journal::forget_note(NOTE);
    }

    /// Saves what is chosen now, as before the desk is left.
    pub async fn conclude(self) {
        if let Some(proposal) = self.due() {
            self.put(proposal).await;
        }
    }

    fn save(self) {
        if let Some(proposal) = self.due() {
            spawn_local(self.put(proposal));
        }
    }

    /// What is chosen, if the person who chose it is the one who is here.
    fn due(self) -> Option<Proposal> {
        let proposal = self.chosen.get_untracked()?;
        let is_mine = self.judge.author() == Some(proposal.author);
        is_mine.then_some(proposal)
    }

    async fn put(self, proposal: Proposal) {
        self.timer.set_value(None);
        match self.records.save(proposal.clone(), None).await {
            Ok(_) => {
                if self.chosen.get_untracked().as_ref() == Some(&proposal) {
                    self.leave();
                }
            }
            Err(problem) => self.failed.set(Some(problem)),
        }
    }
}
