//! Settling a dispute by one tap.
//!
//! One write replaces all the values of a dispute, and nothing can put two people's values apart again under their
//! own names. So the choice is held back while it can be undone, then saved.

use super::decide::{Judge, judge};
use super::held_back::HeldBack;
use crate::language::args;
use crate::records::{Problem, records};
use leptos::prelude::*;
use record::{Path, Proposal, Record, RecordId, Value};

/// The dispute that is being settled. Provided to the pages of the desk.
#[derive(Clone, Copy)]
pub struct Settling {
    judge: Judge,
    held: HeldBack<Proposal>,
    /// Why the last choice was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

/// Provides it, and saves what a closed page had left.
pub fn provide() {
    let (judge, records) = (judge(), records());
    let save = move |proposal| async move { records.save(proposal, None).await.map(drop) };
    let held = HeldBack::new("settling", save);
    provide_context(Settling { judge, held, failed: held.failed });
    held.take_up(move |left: Vec<Proposal>| async move {
        left.into_iter().filter(|proposal| judge.author() == Some(proposal.author)).collect()
    });
}

impl Settling {
    /// What is about to be kept of a dispute.
    pub fn chosen(self, record: RecordId, path: &Path) -> Option<Option<Value>> {
        self.held
            .find(|proposal| (proposal.record == record).then(|| proposal.edits.get(path).cloned()).flatten())
    }

    /// Keeps one of the values of a dispute, seen with all the others; `words` say which.
    pub fn keep(self, record: &Record, path: &Path, value: Option<Value>, words: String) {
        match self.judge.proposal(record, [(path.clone(), value)].into()) {
            Ok(proposal) => {
                let done = self.judge.naming.language.plain("dispute.settling", &args().with("value", words));
                self.held.choose(vec![proposal], done);
            }
            Err(problem) => self.failed.set(Some(problem)),
        }
    }

    /// Saves what is chosen now, as before the desk is left.
    pub async fn conclude(self) {
        self.held.conclude().await;
    }
}
