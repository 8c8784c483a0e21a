//! A phone: one storage, a second copy of what is unsent, one or two tabs, and a clock that may be wrong.

use record::{AuthorId, Context, Dot, RecordId};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use sync::memory::Memory;
use sync::{Act, Entry, Local, Mark, Payload, Standing, Table};

/// Everything that a store holds.
pub(crate) type Tables = BTreeMap<Table, BTreeMap<String, String>>;

/// One phone.
pub(crate) struct Phone {
    pub person: AuthorId,
    pub store: Memory,
    pub journal: RefCell<Journal>,
    pub tabs: Vec<Tab>,
    /// How far its clock is off, in milliseconds.
    pub skew: i64,
    /// The protocol it speaks: an old app an old one.
    pub protocol: u32,
    /// Its storage and second copy as they were at other times.
    pub copies: Vec<(Tables, Journal)>,
    /// Nobody will see it again.
    pub lost: bool,
}

/// One tab of the app.
pub(crate) struct Tab {
    pub local: Local<Memory>,
    pub open: Vec<OpenForm>,
}

/// A form that is open: the record, and what was on the screen.
pub(crate) struct OpenForm {
    pub record: RecordId,
    pub form: String,
    pub saw: Context,
    pub is_new: bool,
}

/// The second copy of unsent entries and the mark of how far the log had come, kept as the app keeps them.
#[derive(Clone, Default)]
pub(crate) struct Journal {
    pub mark: Option<Mark>,
    pub entries: BTreeMap<u64, Entry>,
}

impl Journal {
    /// A change has been saved.
    pub fn keep(&mut self, entry: &Entry, standing: &Standing) {
        self.entries.insert(entry.index, entry.clone());
        self.mark = Some(Mark::of(standing));
    }

    /// The log is another one, or has another beginning.
    pub fn replace(&mut self, unsent: Vec<Entry>, standing: &Standing) {
        self.entries = unsent.into_iter().map(|entry| (entry.index, entry)).collect();
        self.mark = Some(Mark::of(standing));
    }

    /// An exchange has moved the device on.
    pub fn follow(&mut self, standing: &Standing) {
        self.entries.retain(|index, _| *index > standing.accepted.index);
        self.mark = Some(Mark::of(standing));
    }
}

impl Tab {
    /// The app, opened over a store.
    pub fn over(store: &Memory) -> Self {
        let local = Local::new(store.clone(), |record| record.form.clone()).packing_from(2);
        Self { local, open: Vec::new() }
    }
}

impl Phone {
    /// The changes that its log or its second copy has.
    pub fn has(&self) -> BTreeSet<(RecordId, Dot)> {
        #[derive(Deserialize)]
        struct Row {
            about: Option<(RecordId, Dot)>,
        }
        let tables = self.store.tables();
        let rows = tables.get(&Table::Log).into_iter().flat_map(BTreeMap::values);
        let logged = rows.filter_map(|text| serde_json::from_str::<Row>(text).ok()?.about);
        logged.chain(self.copied()).collect()
    }

    /// The changes that its second copy says are unsent.
    pub fn unsent(&self) -> BTreeSet<(RecordId, Dot)> {
        let journal = self.journal.borrow();
        let accepted = journal.mark.map_or(0, |mark| mark.accepted.index);
        journal.entries.range(accepted + 1..).filter_map(|(_, entry)| about(&entry.payload)).collect()
    }

    /// The changes that its second copy has.
    pub fn copied(&self) -> BTreeSet<(RecordId, Dot)> {
        self.journal.borrow().entries.values().filter_map(|entry| about(&entry.payload)).collect()
    }
}

/// The record and the change of it that a payload makes.
pub(crate) fn about(payload: &Payload) -> Option<(RecordId, Dot)> {
    match payload.act() {
        Ok(Act::Change(change)) => Some((change.record, change.dot)),
        _ => None,
    }
}
