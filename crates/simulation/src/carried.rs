//! Work that leaves a phone as a file, and comes to the endpoint with somebody else: late, twice, or not all of it.

use crate::line::facts;
use crate::world::World;
use futures_executor::block_on;
use sync::{Part, Received, Session};

impl World {
    /// Somebody saves what waits on a phone to a file: from its store, or from the second copy if that does not open.
    pub(crate) fn save_to_a_file(&mut self, at: usize) {
        let bytes = self.draw(1..3_000) as usize;
        let phone = &self.phones[at];
        let from_copies = self.one_in(4);
        let parts = if from_copies {
            let journal = phone.journal.borrow();
            let Some(mark) = journal.mark else { return };
            mark.bundle(journal.entries.values().cloned().collect(), bytes)
        } else {
            block_on(phone.tabs[0].local.bundle(bytes)).expect("a good store")
        };
        assert!(parts.iter().all(Part::is_consistent), "a part that contradicts itself");
        if parts.is_empty() {
            return;
        }
        self.note(if from_copies { "file from the second copy" } else { "file from a phone" });
        self.tell(|| format!("phone {at} is saved to file {}: {}", self.files.len(), told(&parts)));
        self.files.push(parts);
    }

    /// A file arrives at the desk, now or again: whole, or without some of its parts.
    pub(crate) fn take_in_a_file(&mut self) {
        if self.files.is_empty() {
            return;
        }
        let which = self.below(self.files.len());
        let mut parts = self.files[which].clone();
        if self.one_in(3) {
            self.note("file damaged");
            let lost = self.below(parts.len());
            parts.remove(lost);
        }
        self.note("file taken in");
        let received = self.receive(&parts);
        self.tell(|| format!("file {which} is taken in: {} -> {received:?}", told(&parts)));
    }

    /// All files there are come to the desk once more.
    pub(crate) fn take_in_every_file(&self) {
        for parts in &self.files {
            self.receive(parts);
        }
    }

    fn receive(&self, parts: &[Part]) -> Vec<Received> {
        let Some(session) = self.session_of_a_file(parts) else { return Vec::new() };
        self.ledger.borrow_mut().carried(parts);
        let received = facts(self.now, &self.forms, |facts| {
            let received = self.office.borrow_mut().receive(&session, parts, facts);
            if let Some(twin) = self.twin.borrow_mut().as_mut() {
                assert_eq!(
                    twin.receives(&session, parts, facts),
                    received,
                    "the database receives otherwise"
                );
            }
            received
        });
        let office = self.office.borrow();
        let log = &office.logs[&parts[0].bundle.device];
        for (part, received) in parts.iter().zip(&received) {
            let Received::Here { lacking: 0, .. } = received else { continue };
            for entry in &part.entries {
                // Without its answers, if they were erased by law.
                let there = log.entries.get(&entry.index).map(|stored| stored.payload.hash());
                assert_eq!(there, Some(entry.payload.hash()), "taken in, and not in the log");
            }
        }
        received
    }

    /// Whose log a file is of, if the endpoint knows it.
    fn session_of_a_file(&self, parts: &[Part]) -> Option<Session> {
        let bundle = &parts.first()?.bundle;
        let office = self.office.borrow();
        let known = [Some(bundle.device), bundle.replaces].into_iter().flatten();
        known
            .filter_map(|device| {
                Some(Session { device, person: office.logs.get(&device)?.person?, withdrawn: false })
            })
            .next()
    }
}

/// A file in a story.
fn told(parts: &[Part]) -> String {
    let part = |part: &Part| format!("{}+{}", part.before.index, part.entries.len());
    let of = parts.first().map(|part| &part.bundle);
    let device = of.map(|bundle| bundle.device.to_string().chars().take(4).collect::<String>());
    format!("{device:?} {:?}", parts.iter().map(part).collect::<Vec<_>>())
}
