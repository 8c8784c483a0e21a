//! Somebody who remembers everything, and what must be true in the end.

use crate::world::World;
use futures_executor::block_on;
use record::{Change, Context, Dot, Path, RecordId, Value};
use std::collections::{BTreeMap, BTreeSet};
use sync::memory::{MemoryOffice, change_of};
use sync::{Outcome, Request, Saved, Session};

/// What was saved and sent.
#[derive(Default)]
pub struct Ledger {
    /// Every change that the app called saved.
    pub saved: Vec<Change>,
    /// Every request ever made.
    pub requests: Vec<(Session, Request)>,
}

impl Ledger {
    pub fn saved(&mut self, saved: &Saved) {
        let clash = self.saved.iter().find(|c| (c.record, c.dot) == (saved.change.record, saved.change.dot));
        assert_eq!(clash, None, "one dot, two changes");
        self.saved.push(saved.change.clone());
    }
}

/// What a simulation ended with.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sum {
    pub changes: usize,
    pub held: usize,
    pub disputes: usize,
}

/// Checks what must be true once everybody has exchanged everything.
pub fn check(world: &World) -> Sum {
    let office = world.office.borrow().clone();
    let stored = changes_at(&office);
    every_saved_change_is_at_the_office(world, &stored);
    disputes_are_exactly_the_overlapping_edits(&office, &stored);
    phones_hold_what_they_may_see(world, &office);
    replays_change_nothing(world, &office);
    let disputes = office.records.values().map(|kept| kept.record.disputes().len()).sum();
    let held = stored.values().filter(|(_, outcome)| matches!(outcome, Outcome::Held(_))).count();
    Sum { changes: stored.len(), held, disputes }
}

/// One change's writing of one path: its dot, what it saw, and the value.
type Write<'a> = (Dot, &'a Context, &'a Option<Value>);

type Fields = BTreeMap<Path, BTreeSet<(Dot, Option<Value>)>>;

type Stored = BTreeMap<(RecordId, Dot), (Change, Outcome)>;

fn changes_at(office: &MemoryOffice) -> Stored {
    let mut stored = Stored::new();
    for entry in office.logs.values().flat_map(|log| log.entries.values()) {
        if let Some(change) = change_of(entry) {
            stored.entry((change.record, change.dot)).or_insert((change, entry.outcome.clone()));
        }
    }
    stored
}

/// Promise 1: nothing that was called saved has disappeared.
fn every_saved_change_is_at_the_office(world: &World, stored: &Stored) {
    for change in &world.ledger.borrow().saved {
        let found = stored.get(&(change.record, change.dot));
        assert_eq!(found.map(|(change, _)| change), Some(change), "saved, and not at the office");
    }
    for (at, phone) in world.phones.iter().enumerate() {
        let standing = block_on(phone.local.standing()).expect("a good store").expect("an enrolled phone");
        assert_eq!(standing.waiting(), 0, "phone {at} still has work waiting");
        for index in standing.lagging {
            let held = block_on(phone.local.held()).expect("a good store");
            assert!(
                held.iter().any(|(i, ..)| *i == index),
                "phone {at}: entry {index} is unsettled and not held"
            );
        }
    }
}

/// Promise 2: a version stands if and only if nobody who had seen it wrote over it. The rule is applied here to
/// the whole history at once, without merge.
fn disputes_are_exactly_the_overlapping_edits(office: &MemoryOffice, stored: &Stored) {
    let merged =
        stored.values().filter(|(_, outcome)| matches!(outcome, Outcome::Merged | Outcome::Admitted));
    let mut by_path: BTreeMap<(RecordId, &Path), Vec<Write<'_>>> = BTreeMap::new();
    for (change, _) in merged {
        for (path, value) in &change.edits {
            by_path.entry((change.record, path)).or_default().push((change.dot, &change.saw, value));
        }
    }
    let mut standing: BTreeMap<RecordId, Fields> = BTreeMap::new();
    for ((id, path), writes) in by_path {
        let overwritten = |dot: Dot| writes.iter().any(|(_, saw, _)| saw.contains(dot));
        let alive = writes.iter().filter(|(dot, ..)| !overwritten(*dot));
        let alive: BTreeSet<_> = alive.map(|(dot, _, value)| (*dot, (*value).clone())).collect();
        if !alive.is_empty() {
            standing.entry(id).or_default().insert(path.clone(), alive);
        }
    }
    for (id, kept) in &office.records {
        let fields = kept.record.fields.iter().map(|(path, versions)| {
            (path.clone(), versions.iter().map(|v| (v.dot, v.value.clone())).collect())
        });
        let fields: BTreeMap<_, BTreeSet<_>> = fields.collect();
        assert_eq!(Some(&fields), standing.get(id), "the versions of {id}");
    }
    assert_eq!(office.records.len(), standing.len(), "records that nobody wrote, or that are missing");
}

/// Promise 4: a phone holds exactly the records that its grants show, each as the endpoint states it; and, of what
/// it may see no longer, only records with a held entry of its own.
fn phones_hold_what_they_may_see(world: &World, office: &MemoryOffice) {
    for (at, phone) in world.phones.iter().enumerate() {
        let standing = block_on(phone.local.standing()).expect("a good store").expect("an enrolled phone");
        let held = block_on(phone.local.held()).expect("a good store");
        let with_held: BTreeSet<RecordId> = held.iter().map(|(_, id, _)| *id).collect();
        let holds = block_on(phone.local.summaries()).expect("a good store");
        let holds: BTreeSet<RecordId> = holds.into_iter().map(|(id, _)| id).collect();
        for (id, kept) in &office.records {
            let may_see = standing.grants.see_record(&kept.record);
            assert_eq!(holds.contains(id), may_see || with_held.contains(id), "phone {at} holds {id}");
            if may_see && !with_held.contains(id) {
                let shown = block_on(phone.local.shown(*id)).expect("a good store").expect("it is held");
                assert_eq!(shown.record, kept.record, "phone {at} shows {id}");
                assert_eq!(shown.seq, Some(kept.seq), "phone {at} shows {id} as stated at");
                assert_eq!(shown.waiting, 0, "phone {at} waits for {id}");
            }
        }
        for id in holds {
            assert!(office.records.contains_key(&id) || with_held.contains(&id), "phone {at} made {id} up");
        }
    }
}

/// A request that arrives again, any number of times, changes nothing.
fn replays_change_nothing(world: &World, before: &MemoryOffice) {
    let requests = world.ledger.borrow().requests.clone();
    world.replay(&requests);
    let after = world.office.borrow();
    assert_eq!(after.records, before.records, "a replay changed a record");
    for (device, log) in &before.logs {
        let log_after = &after.logs[device];
        assert_eq!(log_after.entries, log.entries, "a replay changed a log");
        assert_eq!(log_after.known.head, log.known.head, "a replay moved a head");
    }
}
