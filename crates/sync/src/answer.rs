//! The endpoint's half of the exchange: one request in, one response out, within one transaction.
//!
//! It reads in the order of the protocol: whose log this is and whether it still is the same log; what a restored
//! endpoint is given back; each new entry judged and merged or held; the records that changed get their numbers;
//! what became of the entries is told; the device reads on past its cursor; and both sides compare what they hold.

use crate::desk::{Desk, Working};
use crate::office::{Acknowledged, DeviceLog, Kept, Office, Session, Stored};
use crate::protocol::{
    Answer, Confirmed, Cursor, Epoch, Outcome, Reason, Request, Response, Returned, Seal, SealKey,
};
use crate::{Act, Entry, Head, compared, read};
use record::Record;
use std::collections::BTreeMap;

/// What the endpoint knows beside its database.
pub struct Facts<'a> {
    /// Its clock: milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// Whether a form of this name is in the catalogue.
    pub knows_form: &'a (dyn Fn(&str) -> bool + Sync),
    /// The key of its seals.
    pub seal: &'a SealKey,
    /// Names the forms and lists in force.
    pub catalogue: &'a str,
}

impl Facts<'_> {
    /// The endpoint's seal on a record.
    pub(crate) fn seal_of(&self, record: &Record) -> Seal {
        self.seal.seal(&canonical(record))
    }
}

/// The text of a record that is sealed and hashed.
pub(crate) fn canonical(record: &Record) -> String {
    // A record is plain data: writing it as JSON cannot fail.
    serde_json::to_string(record).unwrap_or_default()
}

/// Answers a request. The caller commits the transaction before the response leaves; a request that is repeated,
/// however often, changes nothing more.
///
/// The caller has made sure that the request's device is the session's, or replaces it.
///
/// # Errors
/// Only the database's. Nothing in a well-formed request can fail: what cannot be merged is held.
pub async fn answer<O: Office>(
    office: &mut O,
    session: &Session,
    request: &Request,
    facts: &Facts<'_>,
) -> Result<Response, O::Error> {
    if request.device != session.device && request.replaces == Some(session.device) {
        office.replace_device(session.device, request.device, session.person).await?;
    }
    let mut log = office.device_log(request.device).await?.unwrap_or_default();
    let Some(new) = new_entries(office, request, &mut log).await? else {
        return Ok(Response::Forked { office: log.head });
    };
    acknowledge_grants(office, session, request, &mut log).await?;

    let Worked { log, written, put_right, .. } = work(office, session, request, log, facts, new).await?;
    if session.withdrawn {
        return Ok(Response::Withdrawn { accepted: log.head });
    }

    let outcomes = tell_outcomes(office, request, log.outcomes).await?;
    let mut answer = Answer {
        accepted: log.head,
        outcomes,
        outcomes_to: log.outcomes,
        safe_through: log.safe_through,
        confirmed: Vec::new(),
        records: Vec::new(),
        gone: Vec::new(),
        cursor: request.cursor.unwrap_or_default(),
        grants: None,
        more: true,
        asks_beyond: lost_beyond(office, request).await?,
        compared: None,
        server_time: facts.now,
        catalogue: facts.catalogue.to_owned(),
    };
    if answer.asks_beyond.is_none() {
        read::on(office, session, request, &written, facts, &mut answer).await?;
        compared::compare(office, session, request, facts, put_right, &mut answer).await?;
    }
    Ok(Response::Answer(Box::new(answer)))
}

/// What came of the entries of a request.
pub(crate) struct Worked {
    /// The log with them.
    log: DeviceLog,
    /// The records that have changed, by their new seq.
    written: BTreeMap<u64, Written>,
    /// How many records have changed without any entry.
    put_right: usize,
    /// How many of the entries are held.
    pub held: u64,
}

/// Judges new entries, merges or holds them, and writes what has changed.
pub(crate) async fn work<O: Office>(
    office: &mut O,
    session: &Session,
    request: &Request,
    log: DeviceLog,
    facts: &Facts<'_>,
    new: Vec<(Head, Entry)>,
) -> Result<Worked, O::Error> {
    let mut desk = Desk::prepare(office, session, request, &log, facts, new).await?;
    desk.take_back(office).await?;
    let put_right = desk.put_right();
    desk.work_through();
    desk.meet_early_decisions(office).await?;
    desk.erase(office).await?;
    let written = number_and_write(office, desk.changed(), facts).await?;
    let held = desk.outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Held(_))).count() as u64;
    let log = store(office, request, log, desk).await?;
    Ok(Worked { log, written, put_right, held })
}

/// The seq beyond which a restore has lost what the device holds, until the device has given it all back. It
/// reads on only then: what it reads would take the place of what it holds.
async fn lost_beyond<O: Office>(office: &mut O, request: &Request) -> Result<Option<Cursor>, O::Error> {
    let epochs = office.epochs().await?;
    let epoch = epochs.last().map_or(Epoch::default(), |start| start.epoch);
    let given_back = |returned: &Returned| returned.complete && returned.epoch == epoch;
    let Some(cursor) = request.cursor else { return Ok(None) };
    let held = Cursor { seq: cursor.seq.max(cursor.known), ..cursor };
    let seq = Cursor::reads_after(Some(held), &epochs);
    let has_lost = seq < held.seq && !request.returned.as_ref().is_some_and(given_back);
    Ok(has_lost.then_some(Cursor { epoch, seq, widening: None, known: seq }))
}

/// The entries that the log does not have yet, each with the head after it; `None` if the two logs have gone
/// different ways.
///
/// | the device says | the endpoint has | then |
/// |---|---|---|
/// | its log ends before ours | more | forked |
/// | another hash at an index that both have | – | forked |
/// | entries from the next index on | all before | they are new |
/// | entries from an earlier index on | some of them | the rest is new |
/// | entries from a later index on | not all before | none is new; the answer names the index expected |
/// | a log that begins after our end | a part that it has dropped is missing here | a declared hole; then they are new |
async fn new_entries<O: Office>(
    office: &mut O,
    request: &Request,
    log: &mut DeviceLog,
) -> Result<Option<Vec<(Head, Entry)>>, O::Error> {
    if request.head.index < log.head.index {
        return Ok(None);
    }
    if request.kept.index > log.head.index {
        office.declare_hole(request.device, log.head, request.kept).await?;
        log.head = request.kept;
    }
    let mut head = request.before;
    let mut new = Vec::new();
    let mut agrees = request.before.index != log.head.index || request.before.hash == log.head.hash;
    for entry in &request.entries {
        if entry.index != head.index + 1 {
            break; // Not one after the other: the rest is offered again.
        }
        head = head.then(&entry.payload);
        if head.index == log.head.index {
            agrees &= head.hash == log.head.hash;
        } else if head.index > log.head.index && request.before.index <= log.head.index {
            new.push((head, entry.clone()));
        }
    }
    if head.index < log.head.index {
        let ours = office.hash_at(request.device, head.index).await?;
        agrees &= ours == Some(head.hash) || head.index == 0 || ours.is_none();
    }
    if request.head.index == log.head.index {
        agrees &= request.head.hash == log.head.hash;
    }
    Ok(agrees.then_some(new))
}

/// Notes from which entry on the device's person knows these grants. The log's length at this moment bounds what
/// the device says, so that later work cannot be passed off as done before. Grants that a restore has lost are not
/// noted: work is judged by the last ones that are known here.
pub(crate) async fn acknowledge_grants<O: Office>(
    office: &mut O,
    session: &Session,
    request: &Request,
    log: &mut DeviceLog,
) -> Result<(), O::Error> {
    let is_news = log.acknowledged.last().is_none_or(|last| last.version < request.grants);
    if is_news && office.grants(session.person, Some(request.grants)).await?.version == request.grants {
        let after =
            if log.acknowledged.is_empty() { 0 } else { request.grants_after.min(request.head.index) };
        let acknowledged = Acknowledged { version: request.grants, after };
        office.acknowledge_grants(request.device, acknowledged).await?;
        log.acknowledged.push(acknowledged);
    }
    Ok(())
}

/// A record that this request has changed, as written.
pub(crate) struct Written {
    /// As it was before.
    pub before: Option<Kept>,
    /// As it is now.
    pub now: Kept,
    /// Whether a device that has read the state before can state the present one itself.
    pub only_own: bool,
}

impl Written {
    /// The acknowledgement that is enough for the device that made it.
    pub fn confirmed(&self) -> Confirmed {
        Confirmed { id: self.now.record.id, seq: self.now.seq, seal: self.now.seal }
    }
}

pub(crate) async fn number_and_write<O: Office>(
    office: &mut O,
    changed: Vec<Working>,
    facts: &Facts<'_>,
) -> Result<BTreeMap<u64, Written>, O::Error> {
    if changed.is_empty() {
        return Ok(BTreeMap::new());
    }
    let first = office.take_seqs(changed.len() as u64).await?;
    let mut written = BTreeMap::new();
    for (seq, Working { before, record, only_own, .. }) in (first..).zip(changed) {
        let mut ever = before.as_ref().map(|kept| kept.ever.clone()).unwrap_or_default();
        // A scope that was left is still a path: a state that a restored endpoint is given back names them all.
        let named = record.fields.keys().filter_map(|path| path.as_scope());
        ever.extend(named.map(|(programme, commune)| (programme.to_owned(), commune.to_owned())));
        let seal = facts.seal_of(&record);
        written.insert(seq, Written { before, now: Kept { seq, seal, record, ever }, only_own });
    }
    let records: Vec<Kept> = written.values().map(|written| written.now.clone()).collect();
    office.write_records(&records).await?;
    Ok(written)
}

/// Adds the entries to the log, with a revision for each outcome that the device must be told.
async fn store<O: Office>(
    office: &mut O,
    request: &Request,
    mut log: DeviceLog,
    desk: Desk<'_>,
) -> Result<DeviceLog, O::Error> {
    let mut stored = Vec::with_capacity(desk.new.len());
    for ((head, entry, act), outcome) in desk.new.into_iter().zip(desk.outcomes) {
        log.head = head;
        let revision = if outcome == Outcome::Merged {
            0
        } else {
            log.outcomes += 1;
            log.outcomes
        };
        let change = match &act {
            Some(Act::Change(change)) if outcome != Outcome::Held(Reason::Contradiction) => {
                Some((change.record, change.dot))
            }
            _ => None,
        };
        stored.push(Stored {
            index: entry.index,
            payload: entry.payload,
            hash: head.hash,
            change,
            outcome,
            revision,
        });
    }
    if !stored.is_empty() {
        office.append(request.device, log.head, &stored).await?;
    }
    for (device, index, outcome) in desk.decided {
        office.set_outcome(device, index, &outcome).await?;
        if device == request.device {
            log.outcomes += 1;
        }
    }
    Ok(log)
}

/// What became of entries since the revision that the device knows. All of it if the device has read under another
/// epoch: a restore may have lost revisions, and counted them again for others.
async fn tell_outcomes<O: Office>(
    office: &mut O,
    request: &Request,
    last: u64,
) -> Result<Vec<(u64, Outcome)>, O::Error> {
    let present = office.epochs().await?.last().map(|start| start.epoch);
    let is_of_now = request.cursor.map(|cursor| cursor.epoch) == present;
    let known = if is_of_now { request.seen_outcomes } else { 0 };
    if known >= last {
        return Ok(Vec::new());
    }
    let told = office.outcomes_after(request.device, known).await?;
    Ok(told.into_iter().map(|told| (told.index, told.outcome)).collect())
}
