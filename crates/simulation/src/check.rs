//! What must be true once everybody has exchanged everything.

use crate::ledger::as_in;
use crate::line::Fate;
use crate::world::World;
use futures_executor::block_on;
use record::{Change, Context, Dot, Path, RecordId, Value};
use std::collections::{BTreeMap, BTreeSet};
use sync::memory::{MemoryOffice, change_of};
use sync::{Batch, Outcome, Payload, Proof, Reason, Standing, Stated, Table};

/// What a history ended with.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sum {
    /// Changes in the endpoint's logs.
    pub changes: usize,
    /// Those of them that are held.
    pub held: usize,
    /// Paths that two people wrote without having seen each other, with values that differ.
    pub disputes_made: usize,
    /// Paths that a record says are in dispute.
    pub disputes_shown: usize,
    /// Holes that phones declared.
    pub holes: usize,
    /// How long it lasted, in milliseconds.
    pub lasted: i64,
}

/// How often everybody exchanges at the end: what one phone gives back, the next ones read.
const LAST_ROUNDS: usize = 4;

impl World {
    /// The network is good again, and everybody exchanges until nothing moves. Then all promises are checked.
    pub(crate) fn settle_and_check(&mut self) -> Sum {
        self.begin_to_settle();
        for (session, request) in self.stray.take() {
            self.deliver(&session, &request);
        }
        for round in 0..LAST_ROUNDS {
            // Files come before the last rounds: what they bring is read in those.
            if round < LAST_ROUNDS - 1 {
                self.take_in_every_file();
            }
            for at in 0..self.phones.len() {
                if !self.phones[at].lost {
                    self.phones[at].store.set_fuse(None);
                    self.exchange_at_last(at);
                }
            }
        }
        self.all_prove_that_they_hold_the_same();
        if let Some(twin) = self.twin.borrow_mut().as_mut() {
            twin.must_equal(&self.office.borrow());
        }
        self.check()
    }

    /// Every phone compares what it holds with the endpoint: first whatever earlier comparisons have left, then with
    /// nothing to put right, then with a few bases that something has altered.
    fn all_prove_that_they_hold_the_same(&mut self) {
        for at in 0..self.phones.len() {
            if self.phones[at].lost {
                continue;
            }
            self.compares(at);
            let proof = self.compares(at);
            assert!(proof.equal && proof.mended == 0, "phone {at}: {proof:?}, and nothing was altered");
            let altered = self.alter_bases(at);
            let proof = self.compares(at);
            assert!(proof.equal, "phone {at}: {proof:?} after {altered:?} were altered");
            assert!(
                proof.mended as usize >= altered.len(),
                "phone {at}: {proof:?}, {altered:?} were altered"
            );
        }
    }

    fn compares(&self, at: usize) -> Proof {
        block_on(self.phones[at].tabs[0].local.compare()).expect("a good store");
        self.exchange_at_last(at);
        let standing = self.stands(at);
        assert_eq!(standing.comparing, None, "phone {at} has finished comparing");
        standing.proof.expect("it has compared")
    }

    fn exchange_at_last(&self, at: usize) {
        for tab in 0..self.phones[at].tabs.len() {
            // A phone that the restored endpoint does not know is enrolled again by the first try.
            let ended = self.run(at, tab, Fate::Fine, &mut Batch::default());
            let ended = ended.or_else(|_| self.run(at, tab, Fate::Fine, &mut Batch::default()));
            ended.expect("a good line and a good store");
        }
    }

    fn check(&self) -> Sum {
        let office = self.office.borrow().clone();
        self.every_saved_change_is_at_the_office(&office);
        self.what_phones_had_read_has_come_back(&office);
        every_outcome_is_true_of_its_record(&office);
        let disputes_made = self.disputes_are_exactly_the_overlapping_edits(&office);
        self.phones_hold_what_they_may_see(&office);
        self.nothing_of_what_was_erased_is_left(&office);
        self.no_clock_was_dragged_along();
        self.replays_change_nothing(&office);
        let entries = || office.logs.values().flat_map(|log| log.entries.values());
        Sum {
            changes: entries().filter(|entry| entry.change.is_some()).count(),
            held: entries().filter(|entry| matches!(entry.outcome, Outcome::Held(_))).count(),
            disputes_made,
            disputes_shown: office.records.values().map(|kept| kept.record.disputes().len()).sum(),
            holes: office.logs.values().map(|log| log.holes.len()).sum(),
            lasted: self.lasted(),
        }
    }

    /// Where a phone stands.
    pub(crate) fn stands(&self, at: usize) -> Box<Standing> {
        let local = &self.phones[at].tabs[0].local;
        block_on(local.standing()).expect("a good store").expect("an enrolled phone")
    }

    /// Nothing that was called saved has disappeared, but for what went down with a phone or its storage.
    fn every_saved_change_is_at_the_office(&self, office: &MemoryOffice) {
        let entries = office.logs.values().flat_map(|log| log.entries.values());
        let stored: BTreeMap<_, _> =
            entries.filter_map(change_of).map(|change| ((change.record, change.dot), change)).collect();
        let ledger = self.ledger.borrow();
        // What a restore from a backup older than phones were told has cost is written down as holes in logs.
        let is_in_a_hole = |key: &(RecordId, Dot)| {
            ledger.places.get(key).into_iter().flatten().any(|(device, index)| {
                let holes = office.logs.get(device).map_or(&[][..], |log| &log.holes);
                holes.iter().any(|(from, to)| from.index < *index && *index <= to.index)
            })
        };
        for (key, change) in ledger.saved.iter().filter(|(key, _)| !ledger.exempt.contains(key)) {
            if is_in_a_hole(key) && !stored.contains_key(key) {
                self.note("lost to a declared hole");
                continue;
            }
            let stored = stored.get(key).expect("saved, and not at the office");
            assert_eq!(*stored, as_in(change, stored), "saved, and another at the office");
        }
        for (at, phone) in self.living() {
            let standing = self.stands(at);
            assert_eq!(standing.waiting(), 0, "phone {at} still has work waiting");
            let held = block_on(phone.tabs[0].local.held()).expect("a good store");
            for index in standing.lagging {
                let is_held = held.iter().any(|(i, ..)| *i == index);
                assert!(is_held, "phone {at}: entry {index} is unsettled and not held");
            }
        }
    }

    /// What a restored endpoint had lost, and a phone had read, it knows again.
    fn what_phones_had_read_has_come_back(&self, office: &MemoryOffice) {
        for (id, dot) in &self.ledger.borrow().must_come_back {
            let back = office.records.get(id).is_some_and(|kept| kept.record.context.contains(*dot));
            assert!(back, "{dot} of {id} was lost by a restore, and nobody asked the phone that has it");
        }
    }

    /// A version stands if and only if nobody who had seen it wrote over it. The rule is applied here to the whole
    /// history at once, without merge. Gives how many paths are in dispute by it.
    fn disputes_are_exactly_the_overlapping_edits(&self, office: &MemoryOffice) -> usize {
        type Write<'a> = (Dot, &'a Context, &'a Option<Value>);
        let ledger = self.ledger.borrow();
        let entries = office.logs.values().flat_map(|log| log.entries.values());
        let redacted = entries.filter_map(change_of).filter(|change| change.redacted.is_some());
        let redacted: BTreeSet<_> = redacted.map(|change| (change.record, change.dot)).collect();
        let emptied = carriers_of_erased(ledger.known.values());
        let mut disputes = 0;
        for (id, kept) in &office.records {
            let is_erased = kept.record.is_erased();
            let mut writes: BTreeMap<&Path, Vec<Write<'_>>> = BTreeMap::new();
            for ((record, dot), change) in &ledger.known {
                if record == id && kept.record.context.contains(*dot) {
                    let answers_are_gone = is_erased || redacted.contains(&(*record, *dot));
                    let edits = change.edits.iter();
                    for (path, value) in
                        edits.filter(|(path, _)| !answers_are_gone || path.outlives_erasure())
                    {
                        writes.entry(path).or_default().push((*dot, &change.saw, value));
                    }
                }
            }
            let mut standing = BTreeMap::new();
            for (path, writes) in writes {
                let overwritten = |dot: Dot| writes.iter().any(|(_, saw, _)| saw.contains(dot));
                let alive: BTreeMap<Dot, &Option<Value>> = writes
                    .iter()
                    .filter(|(dot, ..)| !overwritten(*dot))
                    .map(|(dot, _, value)| (*dot, *value))
                    .collect();
                let differ = alive.values().collect::<BTreeSet<_>>().len() > 1;
                disputes += usize::from(differ && !path.is_handover());
                if !alive.is_empty() {
                    standing.insert(path, alive);
                }
            }
            let versions = kept.record.fields.iter().map(|(path, versions)| {
                (path, versions.iter().map(|version| (version.dot, &version.value)).collect())
            });
            let versions: BTreeMap<_, BTreeMap<_, _>> = versions.collect();
            if emptied.contains(id) {
                // It stays empty, also where a restored endpoint has the drafts from a phone and knows no longer why. What
                // was handed over after the erasure stands.
                standing.retain(|path, alive| {
                    let there = versions.get(path);
                    alive.retain(|dot, _| {
                        !path.is_handover() || there.is_some_and(|there| there.contains_key(dot))
                    });
                    !alive.is_empty()
                });
            }
            assert_eq!(versions, standing, "the versions of {id}");
        }
        disputes
    }

    /// A phone holds exactly the records that its grants show, each as the endpoint states it; and, of what it may
    /// see no longer, only records with a held entry of its own.
    fn phones_hold_what_they_may_see(&self, office: &MemoryOffice) {
        for (at, phone) in self.living() {
            for (tab, local) in phone.tabs.iter().map(|tab| &tab.local).enumerate() {
                let grants = self.stands(at).grants;
                let known = office.present_grants(phone.person).with_own(phone.person);
                assert_eq!(grants, known, "phone {at} knows its grants");
                let held = block_on(local.held()).expect("a good store");
                let with_held: BTreeSet<RecordId> = held.iter().map(|(_, id, _)| *id).collect();
                let holds = block_on(local.summaries()).expect("a good store");
                let holds: BTreeSet<RecordId> = holds.into_iter().map(|(id, _)| id).collect();
                for (id, kept) in &office.records {
                    let may_see = grants.see_record(&kept.record);
                    let has = holds.contains(id);
                    assert_eq!(has, may_see || with_held.contains(id), "phone {at} tab {tab} holds {id}");
                    if may_see && !with_held.contains(id) {
                        let shown = block_on(local.shown(*id)).expect("a good store").expect("it is held");
                        assert_eq!(shown.record, kept.record, "phone {at} tab {tab} shows {id}");
                        assert_eq!(shown.seq, Some(kept.seq), "phone {at} tab {tab} shows {id} as stated at");
                        assert_eq!(shown.waiting, 0, "phone {at} tab {tab} waits for {id}");
                    }
                }
                for id in holds {
                    let real = office.records.contains_key(&id) || with_held.contains(&id);
                    assert!(real, "phone {at} tab {tab} made {id} up");
                }
            }
        }
    }

    /// Of a record that was erased by law neither the endpoint's logs nor any phone has an answer left.
    fn nothing_of_what_was_erased_is_left(&self, office: &MemoryOffice) {
        let erased: BTreeSet<RecordId> = office
            .records
            .values()
            .filter(|kept| kept.record.is_erased())
            .map(|kept| kept.record.id)
            .collect();
        let is_redacted = |payload: &Payload| {
            let change = payload.change().filter(|change| erased.contains(&change.record));
            change.is_none_or(|change| change.redacted.is_some())
        };
        let carriers: BTreeSet<RecordId> = erased.iter().map(|id| id.carrier()).collect();
        let carries = |payload: &Payload| {
            let change = payload.change().filter(|change| carriers.contains(&change.record));
            change.is_some_and(|change| change.handed_over().next().is_some())
        };
        for (device, log) in &office.logs {
            for entry in log.entries.values() {
                assert!(!carries(&entry.payload), "{device:?} {}: a draft of an erased record", entry.index);
            }
            for entry in log.entries.values().filter(|entry| entry.change.is_some()) {
                assert!(
                    is_redacted(&entry.payload),
                    "{device:?} {}: answers of an erased record",
                    entry.index
                );
            }
        }
        for (at, phone) in self.living() {
            let may_see = self.stands(at).grants;
            let tables = phone.store.tables();
            let rows = |table| tables.get(&table).into_iter().flatten();
            for (key, row) in rows(Table::Log) {
                let logged: serde_json::Value = serde_json::from_str(row).expect("an entry");
                let payload = Payload::from_kept(logged["payload"].to_string()).expect("a payload");
                let seen = payload.change().and_then(|change| office.records.get(&change.record));
                if seen.is_some_and(|kept| may_see.see_record(&kept.record)) {
                    assert!(
                        is_redacted(&payload),
                        "phone {at}: answers of an erased record in its log, {key}"
                    );
                }
            }
            for line in rows(Table::Packs).flat_map(|(_, pack)| pack.lines()) {
                let Ok(stated) = serde_json::from_str::<Stated>(line) else { continue };
                let is_gone = erased.contains(&stated.record.id) && !stated.record.is_erased();
                assert!(!is_gone, "phone {at}: answers of {} in a pack", stated.record.id);
            }
        }
    }

    /// Whatever clocks showed, nobody's runs ahead of the endpoint's now.
    fn no_clock_was_dragged_along(&self) {
        for (at, _) in self.living() {
            let clock = self.stands(at).clock;
            assert!(clock <= self.latest_honest_stamp(), "the clock of phone {at} is {clock:?}");
        }
    }

    /// A request that arrives again, any number of times, changes nothing.
    fn replays_change_nothing(&self, before: &MemoryOffice) {
        let delivered = self.ledger.borrow().delivered.clone();
        for (session, request) in &delivered {
            if let Some(session) = self.session_of(session.person, request) {
                self.answer(&session, request);
            }
        }
        let after = self.office.borrow();
        assert_eq!(after.records, before.records, "a replay changed a record");
        for (device, log) in &before.logs {
            let log_after = &after.logs[device];
            assert_eq!(log_after.entries, log.entries, "a replay changed a log");
            assert_eq!(log_after.known.head, log.known.head, "a replay moved a head");
        }
    }
}

/// A change is in its record if it was merged or admitted, and not if it is held or dismissed; in whichever logs it
/// lies, the same became of it.
fn every_outcome_is_true_of_its_record(office: &MemoryOffice) {
    for (device, log) in &office.logs {
        for entry in log.entries.values() {
            let Some((id, dot)) =
                entry.change.filter(|_| !matches!(entry.outcome, Outcome::Held(Reason::Contradiction)))
            else {
                continue;
            };
            let record = office.records.get(&id).map(|kept| &kept.record);
            let taken_in = record.is_some_and(|record| record.context.contains(dot));
            let dismissed = record.is_some_and(|record| record.dismissed.contains(&dot));
            let is_true = match &entry.outcome {
                Outcome::Merged | Outcome::Admitted => taken_in,
                Outcome::Held(_) => !taken_in && !dismissed,
                Outcome::Dismissed => !taken_in,
            };
            assert!(
                is_true,
                "{device:?} {}: {dot} of {id} is {:?}, and its record says {taken_in} {dismissed}",
                entry.index, entry.outcome
            );
        }
    }
}

/// The carriers of drafts of those records that somebody has erased by law.
fn carriers_of_erased<'a>(changes: impl Iterator<Item = &'a Change> + Clone) -> BTreeSet<RecordId> {
    let erasing = changes.clone().filter(|change| change.edits.contains_key(&Path::erased()));
    let erased: BTreeSet<RecordId> = erasing.map(|change| change.record).collect();
    let named = changes
        .filter(|change| erased.contains(&change.record))
        .filter_map(|change| change.edits.get(&Path::carrier())?.as_ref()?.as_reference());
    named.chain(erased.iter().map(|id| id.carrier())).collect()
}
