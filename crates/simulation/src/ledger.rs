//! Somebody who remembers everything.

use record::{Change, DeviceId, Dot, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Act, Entry, Part, Request, Response, Saved, Session};

/// What was saved and sent.
#[derive(Default)]
pub(crate) struct Ledger {
    /// Every change that the app called saved.
    pub saved: BTreeMap<(RecordId, Dot), Change>,
    /// Every change that was saved or sent: a crash may keep one of which the app could say nothing any more.
    pub known: BTreeMap<(RecordId, Dot), Change>,
    /// Saved changes that nobody has any more: they were on a phone that is lost, or in storage that is.
    pub exempt: BTreeSet<(RecordId, Dot)>,
    /// Changes that the endpoint had and lost, and that a phone has read.
    pub must_come_back: BTreeSet<(RecordId, Dot)>,
    /// Where in which logs a change was sent to.
    pub places: BTreeMap<(RecordId, Dot), BTreeSet<(DeviceId, u64)>>,
    /// Every request all of which the endpoint has taken in, since its database was last put back.
    pub delivered: Vec<(Session, Request)>,
}

impl Ledger {
    /// The app says that a change is saved.
    pub fn saved(&mut self, saved: &Saved) {
        self.heard_of(&saved.change);
        let before = self.saved.insert((saved.change.record, saved.change.dot), saved.change.clone());
        assert_eq!(before, None, "one dot, two changes");
    }

    /// A request has reached the endpoint.
    pub fn delivered(&mut self, session: &Session, request: &Request, response: &Response) {
        self.sent(request.device, &request.entries);
        let last = request.entries.last().map_or(0, |entry| entry.index);
        if matches!(response, Response::Answer(answer) if answer.accepted.index >= last) {
            self.delivered.push((session.clone(), request.clone()));
        }
    }

    /// A file has reached the endpoint.
    pub fn carried(&mut self, parts: &[Part]) {
        for part in parts {
            self.sent(part.bundle.device, &part.entries);
        }
    }

    fn sent(&mut self, device: DeviceId, entries: &[Entry]) {
        for entry in entries {
            if let Ok(Act::Change(change)) = entry.payload.act() {
                self.heard_of(&change);
                let places = self.places.entry((change.record, change.dot)).or_default();
                places.insert((device, entry.index));
            }
        }
    }

    /// The endpoint has forgotten what came since a backup.
    pub fn restored(&mut self) {
        self.delivered.clear();
    }

    fn heard_of(&mut self, change: &Change) {
        let known = self.known.entry((change.record, change.dot)).or_insert_with(|| change.clone());
        assert_eq!(&as_in(known, change), change, "one dot, two changes");
    }
}

/// A change as another copy of it says it: without its answers, if they were erased by law there.
pub(crate) fn as_in(change: &Change, copy: &Change) -> Change {
    copy.redacted.map_or_else(|| change.clone(), |payload| change.clone().redacted(payload))
}
