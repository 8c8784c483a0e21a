//! A device's store and an endpoint's database in memory: for examples, for tests, and for the simulator, which
//! lets them fail at any step.

use crate::answer::canonical;
use crate::office::{
    Acknowledged, DeviceLog, Early, EpochStart, Found, Kept, Office, Passed, Stored, Summed, Told,
};
use crate::{
    Backing, Epoch, Facts, Fault, Grants, Hash, Head, Mode, Outcome, Part, Payload, Reason, Received,
    Request, Response, SealKey, Session, Table, Transaction, Transport, Trouble, answer, receive,
};
use record::{AuthorId, DeviceId, Dot, Record, RecordId};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::rc::Rc;

type Tables = BTreeMap<Table, BTreeMap<String, String>>;

/// A device's store in memory. Clones share it, as tabs share a browser's.
#[derive(Clone, Default)]
pub struct Memory {
    tables: Rc<RefCell<Rc<Tables>>>,
    fuse: Rc<Cell<Option<Fuse>>>,
}

/// When a store is to fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fuse {
    /// How many more operations go well.
    pub steps: u32,
    /// What the failing operation answers.
    pub failure: Failure,
}

/// How a store fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The program ends before the operation: nothing after it happens.
    Crash,
    /// As `Crash`, but if the operation is a commit, the commit still reaches the disk.
    CrashAfter,
    /// The disk is full.
    Full,
}

/// A transaction over [`Memory`].
pub struct MemoryTx {
    memory: Memory,
    /// Shared with the store until the first write.
    work: RefCell<Rc<Tables>>,
}

impl Memory {
    /// Makes the store fail after so many operations, or never.
    pub fn set_fuse(&self, fuse: Option<Fuse>) {
        self.fuse.set(fuse);
    }

    /// What is stored, table by table.
    pub fn tables(&self) -> BTreeMap<Table, BTreeMap<String, String>> {
        Tables::clone(&self.tables.borrow())
    }

    /// Puts back what was stored at another time: a phone rolled back, copied or wiped.
    pub fn restore(&self, tables: BTreeMap<Table, BTreeMap<String, String>>) {
        *self.tables.borrow_mut() = Rc::new(tables);
    }

    fn step(&self) -> Result<(), Failure> {
        match self.fuse.get() {
            Some(Fuse { steps: 0, failure }) => Err(failure),
            Some(fuse) => {
                self.fuse.set(Some(Fuse { steps: fuse.steps - 1, ..fuse }));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Full => Self::Full,
            Failure::Crash | Failure::CrashAfter => Self::Failed("crash".into()),
        }
    }
}

impl Backing for Memory {
    type Tx = MemoryTx;

    async fn begin(&self, _: &[Table], _: Mode) -> Result<MemoryTx, Fault> {
        self.step()?;
        Ok(MemoryTx { memory: self.clone(), work: RefCell::new(self.tables.borrow().clone()) })
    }
}

impl Transaction for MemoryTx {
    async fn get(&self, table: Table, key: &str) -> Result<Option<String>, Fault> {
        self.memory.step()?;
        Ok(self.work.borrow().get(&table).and_then(|rows| rows.get(key)).cloned())
    }

    async fn range(&self, table: Table, from: &str, limit: usize) -> Result<Vec<(String, String)>, Fault> {
        self.memory.step()?;
        let work = self.work.borrow();
        let rows = work.get(&table).into_iter().flat_map(|rows| rows.range(from.to_owned()..));
        Ok(rows.take(limit).map(|(key, text)| (key.clone(), text.clone())).collect())
    }

    async fn put(&self, table: Table, key: &str, text: &str) -> Result<(), Fault> {
        self.memory.step()?;
        Rc::make_mut(&mut self.work.borrow_mut())
            .entry(table)
            .or_default()
            .insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    async fn delete(&self, table: Table, key: &str) -> Result<(), Fault> {
        self.memory.step()?;
        Rc::make_mut(&mut self.work.borrow_mut()).entry(table).or_default().remove(key);
        Ok(())
    }

    async fn clear(&self, table: Table) -> Result<(), Fault> {
        self.memory.step()?;
        Rc::make_mut(&mut self.work.borrow_mut()).remove(&table);
        Ok(())
    }

    async fn commit(self) -> Result<(), Fault> {
        let outcome = self.memory.step();
        if matches!(outcome, Ok(()) | Err(Failure::CrashAfter)) {
            *self.memory.tables.borrow_mut() = self.work.into_inner();
        }
        Ok(outcome?)
    }
}

/// An endpoint's database in memory.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct MemoryOffice {
    /// Each device's log.
    pub logs: BTreeMap<DeviceId, MemoryLog>,
    /// Each record.
    pub records: BTreeMap<RecordId, Kept>,
    by_seq: BTreeMap<u64, RecordId>,
    seq: u64,
    epochs: Vec<EpochStart>,
    grants: BTreeMap<AuthorId, Vec<Grants>>,
}

/// A device's log in [`MemoryOffice`].
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct MemoryLog {
    /// The person enrolled on the device.
    pub person: Option<AuthorId>,
    /// The entries, by index.
    pub entries: BTreeMap<u64, Stored>,
    /// What the endpoint knows of it.
    pub known: DeviceLog,
    /// Holes that the device has declared.
    pub holes: Vec<(Head, Head)>,
}

impl MemoryOffice {
    /// Begins an epoch, as an endpoint does at each start.
    pub fn start(&mut self, epoch: Epoch) {
        self.epochs.push(EpochStart { epoch, after: self.seq });
    }

    /// Gives a person grants, in place of those before; their version is counted here.
    pub fn grant(&mut self, person: AuthorId, mut grants: Grants) -> Grants {
        let history = self.grants.entry(person).or_default();
        grants.version = history.len() as u32 + 1;
        history.push(grants.clone());
        grants
    }

    /// The grants that a person has.
    pub fn present_grants(&self, person: AuthorId) -> Grants {
        self.grants.get(&person).and_then(|history| history.last()).cloned().unwrap_or_default()
    }

    /// Makes a device known to be a person's.
    pub fn enrol(&mut self, device: DeviceId, person: AuthorId) {
        let version = self.grants.get(&person).map_or(0, |history| history.len() as u32);
        let log = self.logs.entry(device).or_default();
        log.person = Some(person);
        if log.known.acknowledged.is_empty() {
            log.known.acknowledged.push(Acknowledged { version, after: 0 });
        }
    }

    /// Notes that a verified backup holds a device's log up to here, if it still is that log: an older backup may
    /// have been put in place meanwhile.
    pub fn hold_safely(&mut self, device: DeviceId, head: Head) {
        if let Some(log) = self.logs.get_mut(&device) {
            let there = log.entries.get(&head.index).map(|entry| entry.hash);
            if log.known.head == head || there == Some(head.hash) {
                log.known.safe_through = log.known.safe_through.max(head.index);
            }
        }
    }

    /// Every entry that makes a change.
    fn found(&self) -> impl Iterator<Item = Found> {
        self.logs.iter().flat_map(|(&device, log)| {
            let entries = log.entries.values().filter_map(|entry| Some((entry.change?, entry.clone())));
            entries.map(move |(change, Stored { index, payload, outcome, .. })| Found {
                change,
                device,
                index,
                payload,
                outcome,
            })
        })
    }

    /// Answers a request as the endpoint does: in one transaction, which here cannot fail.
    pub fn answer(&mut self, session: &Session, request: &Request, facts: &Facts<'_>) -> Response {
        at_once(answer(self, session, request, facts))
    }

    /// Takes in a bundle as the endpoint does: in one transaction, which here cannot fail.
    pub fn receive(&mut self, session: &Session, parts: &[Part], facts: &Facts<'_>) -> Vec<Received> {
        at_once(receive(self, session, parts, facts))
    }
}

/// What a future comes to that waits for nothing and cannot fail.
fn at_once<T>(future: impl Future<Output = Result<T, Infallible>>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(Ok(value)) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

impl Office for MemoryOffice {
    type Error = Infallible;

    async fn device_log(&mut self, device: DeviceId) -> Result<Option<DeviceLog>, Infallible> {
        Ok(self.logs.get(&device).map(|log| log.known.clone()))
    }

    async fn replace_device(
        &mut self,
        old: DeviceId,
        new: DeviceId,
        person: AuthorId,
    ) -> Result<(), Infallible> {
        let acknowledged = self.logs.get(&old).map(|log| log.known.acknowledged.clone()).unwrap_or_default();
        let log = self.logs.entry(new).or_default();
        log.person = Some(person);
        if log.known.acknowledged.is_empty() {
            let latest = acknowledged.last().map(|last| Acknowledged { after: 0, ..*last });
            log.known.acknowledged.extend(latest);
        }
        Ok(())
    }

    async fn declare_hole(&mut self, device: DeviceId, from: Head, to: Head) -> Result<(), Infallible> {
        let log = self.logs.entry(device).or_default();
        log.holes.push((from, to));
        log.known.head = to;
        Ok(())
    }

    async fn acknowledge_grants(
        &mut self,
        device: DeviceId,
        acknowledged: Acknowledged,
    ) -> Result<(), Infallible> {
        self.logs.entry(device).or_default().known.acknowledged.push(acknowledged);
        Ok(())
    }

    async fn hash_at(&mut self, device: DeviceId, index: u64) -> Result<Option<Hash>, Infallible> {
        Ok(self.logs.get(&device).and_then(|log| log.entries.get(&index)).map(|entry| entry.hash))
    }

    async fn append(&mut self, device: DeviceId, head: Head, entries: &[Stored]) -> Result<(), Infallible> {
        let log = self.logs.entry(device).or_default();
        log.known.head = head;
        for entry in entries {
            log.known.outcomes = log.known.outcomes.max(entry.revision);
            log.entries.insert(entry.index, entry.clone());
        }
        Ok(())
    }

    async fn find_changes(&mut self, changes: &[(RecordId, Dot)]) -> Result<Vec<Found>, Infallible> {
        Ok(self.found().filter(|found| changes.contains(&found.change)).collect())
    }

    async fn set_aside(&mut self, records: &[RecordId]) -> Result<Vec<Found>, Infallible> {
        let aside = |found: &Found| matches!(found.outcome, Outcome::Held(_) | Outcome::Dismissed);
        let found = self.found().filter(|found| records.contains(&found.change.0));
        Ok(found.filter(aside).collect())
    }

    async fn entries_about(&mut self, record: RecordId) -> Result<Vec<Found>, Infallible> {
        Ok(self.found().filter(|found| found.change.0 == record).collect())
    }

    async fn early_decisions(&mut self) -> Result<Vec<Early>, Infallible> {
        let entries = self.logs.iter().flat_map(|(device, log)| log.entries.values().map(|e| (*device, e)));
        let early = entries.filter(|(_, entry)| entry.outcome == Outcome::Held(Reason::NothingHeld));
        let early = early.map(|(device, Stored { index, payload, .. })| Early {
            device,
            index: *index,
            payload: payload.clone(),
        });
        Ok(early.collect())
    }

    async fn set_outcome(
        &mut self,
        device: DeviceId,
        index: u64,
        outcome: &Outcome,
    ) -> Result<(), Infallible> {
        if let Some(log) = self.logs.get_mut(&device)
            && let Some(entry) = log.entries.get_mut(&index)
        {
            log.known.outcomes += 1;
            entry.revision = log.known.outcomes;
            entry.outcome = outcome.clone();
        }
        Ok(())
    }

    async fn note_erased(&mut self, _: &Record) -> Result<(), Infallible> {
        Ok(())
    }

    async fn set_payload(
        &mut self,
        device: DeviceId,
        index: u64,
        payload: &Payload,
    ) -> Result<(), Infallible> {
        if let Some(entry) = self.logs.get_mut(&device).and_then(|log| log.entries.get_mut(&index)) {
            entry.payload = payload.clone();
        }
        Ok(())
    }

    async fn outcomes_after(&mut self, device: DeviceId, revision: u64) -> Result<Vec<Told>, Infallible> {
        let entries = self.logs.get(&device).into_iter().flat_map(|log| log.entries.values());
        let told = entries.filter(|entry| entry.revision > revision);
        let mut told: Vec<Told> = told
            .map(|entry| Told {
                index: entry.index,
                outcome: entry.outcome.clone(),
                revision: entry.revision,
            })
            .collect();
        told.sort_by_key(|told| told.revision);
        Ok(told)
    }

    async fn records(&mut self, ids: &[RecordId]) -> Result<Vec<Kept>, Infallible> {
        Ok(ids.iter().filter_map(|id| self.records.get(id).cloned()).collect())
    }

    async fn take_seqs(&mut self, count: u64) -> Result<u64, Infallible> {
        self.seq += count;
        Ok(self.seq - count + 1)
    }

    async fn write_records(&mut self, records: &[Kept]) -> Result<(), Infallible> {
        for kept in records {
            if let Some(before) = self.records.insert(kept.record.id, kept.clone()) {
                self.by_seq.remove(&before.seq);
            }
            self.by_seq.insert(kept.seq, kept.record.id);
        }
        Ok(())
    }

    async fn passed(&mut self, after: u64, through: u64, limit: usize) -> Result<Vec<Passed>, Infallible> {
        let range = if after < through { after + 1..through + 1 } else { 0..0 };
        let kept = self.by_seq.range(range).filter_map(|(_, id)| self.records.get(id));
        let passed = kept.map(|kept| Passed {
            id: kept.record.id,
            seq: kept.seq,
            scopes: scopes_of(&kept.record),
            ever: kept.ever.clone(),
            bytes: canonical(&kept.record).len(),
        });
        Ok(passed.take(limit).collect())
    }

    async fn summed(&mut self, after: Option<RecordId>, limit: usize) -> Result<Vec<Summed>, Infallible> {
        let beyond = self.records.values().filter(|kept| Some(kept.record.id) > after);
        let summed = beyond.take(limit).map(|Kept { record, .. }| {
            let text = canonical(record);
            Summed { id: record.id, scopes: scopes_of(record), bytes: text.len(), hash: Hash::of(text) }
        });
        Ok(summed.collect())
    }

    async fn last_seq(&mut self) -> Result<u64, Infallible> {
        Ok(self.seq)
    }

    async fn epochs(&mut self) -> Result<Vec<EpochStart>, Infallible> {
        Ok(self.epochs.clone())
    }

    async fn grants(&mut self, person: AuthorId, version: Option<u32>) -> Result<Grants, Infallible> {
        let history = self.grants.get(&person).map_or(&[][..], Vec::as_slice);
        let grants = match version {
            None => history.last(),
            Some(version) => history.iter().find(|grants| grants.version == version),
        };
        Ok(grants.cloned().unwrap_or_default())
    }
}

fn scopes_of(record: &Record) -> BTreeSet<(String, String)> {
    record.scopes().map(|(programme, commune)| (programme.to_owned(), commune.to_owned())).collect()
}

/// A line to a [`MemoryOffice`] for one session, on which nothing is ever lost.
pub struct Line<'a> {
    /// The endpoint's database.
    pub office: &'a RefCell<MemoryOffice>,
    /// Who is speaking.
    pub session: Session,
    /// The endpoint's clock: milliseconds since 1970-01-01 UTC.
    pub now: i64,
}

impl Transport for Line<'_> {
    async fn exchange(&self, request: &Request) -> Result<Response, Trouble> {
        let key = SealKey([7; 32]);
        let facts = Facts { now: self.now, knows_form: &|_| true, seal: &key, catalogue: "" };
        Ok(self.office.borrow_mut().answer(&self.session, request, &facts))
    }
}

/// What an entry of a [`MemoryOffice`] says, if it is a change.
pub fn change_of(stored: &Stored) -> Option<record::Change> {
    stored.payload.change()
}
