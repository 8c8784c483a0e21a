//! Settling a dispute at the desk.

use super::decide::{Judge, judge};
use crate::language::args;
use crate::parts::{self, settling};
use crate::records::Problem;
use leptos::prelude::*;
use record::{Path, Record, RecordId, Value};

/// The dispute that is being settled. Provided to the pages of the desk.
#[derive(Clone, Copy)]
pub struct Settling {
    judge: Judge,
    held: parts::Settling,
    /// Why the last choice was not saved.
    pub failed: RwSignal<Option<Problem>>,
}

/// Provides it.
pub fn provide() {
    let held = settling();
    provide_context(Settling { judge: judge(), held, failed: held.failed });
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
