//! The held entries as the office tells them, and those that are marked for one decision about all of them.

use super::deciding::{Deciding, Place};
use crate::browser::clock;
use crate::pages::desk::naming::Naming;
use leptos::prelude::*;
use record::{AuthorId, Change, DeviceId, HybridTime, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use sync::{Act, Decision, Payload, Reason};

/// What the office answers.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct List {
    pub entries: Vec<Entry>,
}

/// A held entry.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub device: DeviceId,
    pub index: u64,
    pub author: AuthorId,
    pub at: i64,
    pub reason: Reason,
    pub record: Option<RecordId>,
    pub form: Option<String>,
    pub payload: Payload,
}

impl Entry {
    /// Where it stands.
    pub fn place(&self) -> Place {
        (self.device, self.index)
    }

    /// The change that it makes, if it can be read as one.
    pub fn change(&self) -> Option<Change> {
        match self.payload.act() {
            Ok(Act::Change(change)) => Some(change),
            _ => None,
        }
    }

    /// What `me` would decide about it, or the key of the sentence that says why they cannot.
    pub fn decision(&self, me: Option<AuthorId>) -> Result<Decision, &'static str> {
        // What contradicts another change has no identity of its own that a decision could name.
        let change = self.change().filter(|_| self.reason != Reason::Contradiction);
        let change = change.ok_or("desk.held.kept_only")?;
        let author = me.filter(|me| *me != change.author).ok_or("desk.held.own")?;
        Ok(Decision {
            device: self.device,
            index: self.index,
            record: change.record,
            dot: change.dot,
            author,
            at: HybridTime::from_millis(clock::now()),
        })
    }

    /// What it is about, in words.
    pub fn title(&self, naming: Naming) -> String {
        let form = self.form.as_deref().map(|form| naming.form(form));
        let name = self.record.map(|id| match naming.has_record(id) {
            true => naming.record(id),
            false => self.change().map_or_else(String::new, |change| naming.name_in(&change)),
        });
        [form, name].into_iter().flatten().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// The entries that are marked. Provided to the page.
#[derive(Clone, Copy)]
pub struct Selection {
    me: Option<AuthorId>,
    marked: RwSignal<BTreeSet<Place>>,
    deciding: Deciding,
}

impl Selection {
    /// Nothing is marked.
    pub fn new(me: Option<AuthorId>, deciding: Deciding) -> Self {
        Self { me, marked: RwSignal::new(BTreeSet::new()), deciding }
    }

    /// Who decides.
    pub fn me(self) -> Option<AuthorId> {
        self.me
    }

    /// Whether an entry is marked, followed.
    pub fn has(self, place: Place) -> bool {
        self.marked.with(|marked| marked.contains(&place))
    }

    /// Marks an entry, or no longer.
    pub fn toggle(self, place: Place) {
        self.marked.update(|marked| {
            if !marked.remove(&place) {
                marked.insert(place);
            }
        });
    }

    /// Marks these entries and no others.
    pub fn mark(self, places: impl IntoIterator<Item = Place>) {
        self.marked.set(places.into_iter().collect());
    }

    /// What can be decided about the marked ones among these entries, followed.
    pub fn decisions(self, entries: &[Entry]) -> Vec<Decision> {
        let marked =
            entries.iter().filter(|entry| self.has(entry.place()) && self.deciding.is_open(entry.place()));
        marked.filter_map(|entry| entry.decision(self.me).ok()).collect()
    }
}
