//! The endpoint's half of the exchange: one request in, one response out, within one transaction.
//!
//! It reads in the order of the protocol: whose log this is and whether it still is the same log; each new entry
//! judged and merged or held; the records that changed get their numbers; what became of the entries is told; and
//! the device reads on past its cursor.

use crate::judge::{Verdict, judge_change, judge_decision};
use crate::office::{Acknowledged, DeviceLog, Found, Kept, Office, Session, Stored};
use crate::protocol::{Answer, Confirmed, Outcome, Reason, Request, Response, SealKey};
use crate::{Act, Decision, Entry, Grants, Head, read};
use record::{Change, DeviceId, Dot, Record, RecordId};
use std::collections::{BTreeMap, BTreeSet};

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
    acknowledge_grants(office, request, &mut log).await?;
    let present = office.grants(session.person, None).await?;

    let mut desk = Desk::prepare(office, session, request.device, &log, facts, new).await?;
    desk.work_through();
    let written = number_and_write(office, desk.changed(), facts).await?;
    log = store(office, request, log, desk).await?;

    let outcomes = tell_outcomes(office, request, log.outcomes).await?;
    let page = read::page(office, session, request, &present, &written).await?;
    Ok(Response::Answer(Box::new(Answer {
        accepted: log.head,
        outcomes,
        outcomes_to: log.outcomes,
        safe_through: log.safe_through,
        confirmed: page.confirmed,
        records: page.records,
        gone: page.gone,
        cursor: page.cursor,
        grants: (request.grants != present.version).then_some(present),
        more: page.more,
        server_time: facts.now,
        catalogue: facts.catalogue.to_owned(),
    })))
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
        agrees &= head.index == 0 || ours.is_none() || ours == Some(head.hash);
    }
    if request.head.index == log.head.index {
        agrees &= request.head.hash == log.head.hash;
    }
    Ok(agrees.then_some(new))
}

/// Notes from which entry on the device's person knows these grants. The log's length at this moment bounds what
/// the device says, so that later work cannot be passed off as done before.
async fn acknowledge_grants<O: Office>(
    office: &mut O,
    request: &Request,
    log: &mut DeviceLog,
) -> Result<(), O::Error> {
    if log.acknowledged.last().is_none_or(|last| last.version < request.grants) {
        let after =
            if log.acknowledged.is_empty() { 0 } else { request.grants_after.min(request.head.index) };
        let acknowledged = Acknowledged { version: request.grants, after };
        office.acknowledge_grants(request.device, acknowledged).await?;
        log.acknowledged.push(acknowledged);
    }
    Ok(())
}

/// Everything needed to judge the new entries, fetched at once; then what came of them.
struct Desk<'a> {
    session: &'a Session,
    known: Vec<(u64, Grants)>,
    facts: &'a Facts<'a>,
    device: DeviceId,
    new: Vec<(Head, Entry, Option<Act>)>,
    records: BTreeMap<RecordId, Working>,
    found: BTreeMap<(RecordId, Dot), Found>,
    outcomes: Vec<Outcome>,
    decided: Vec<(Decision, Outcome)>,
}

/// A record while the entries of one request are worked through.
pub(crate) struct Working {
    /// As the database has it; `None` if it is new.
    pub before: Option<Kept>,
    /// With the request's entries taken in.
    pub record: Record,
    /// Whether only the request's own changes made the difference.
    pub only_own: bool,
    changed: bool,
}

impl<'a> Desk<'a> {
    async fn prepare<O: Office>(
        office: &mut O,
        session: &'a Session,
        device: DeviceId,
        log: &DeviceLog,
        facts: &'a Facts<'a>,
        new: Vec<(Head, Entry)>,
    ) -> Result<Self, O::Error> {
        let new: Vec<_> =
            new.into_iter().map(|(head, entry)| (head, entry.payload.act().ok(), entry)).collect();
        let mut ids = BTreeSet::new();
        let mut dots = BTreeSet::new();
        for (_, act, _) in &new {
            let (record, dot) = match act {
                Some(Act::Change(change)) => (change.record, change.dot),
                Some(Act::Admit(decision) | Act::Dismiss(decision)) => (decision.record, decision.dot),
                None => continue,
            };
            ids.insert(record);
            dots.insert((record, dot));
        }
        let (ids, dots): (Vec<_>, Vec<_>) = (ids.into_iter().collect(), dots.into_iter().collect());
        let records = if ids.is_empty() { Vec::new() } else { office.records(&ids).await? };
        let found = if dots.is_empty() { Vec::new() } else { office.find_changes(&dots).await? };
        let mut known = Vec::new();
        let first = new.first().map_or(u64::MAX, |(head, ..)| head.index);
        for (at, acknowledged) in log.acknowledged.iter().enumerate() {
            let next = log.acknowledged.get(at + 1);
            if next.is_none_or(|next| next.after >= first) {
                let grants = office.grants(session.person, Some(acknowledged.version)).await?;
                known.push((acknowledged.after, grants));
            }
        }
        let working = |kept: Kept| {
            let record = kept.record.clone();
            (record.id, Working { before: Some(kept), record, only_own: true, changed: false })
        };
        Ok(Self {
            session,
            known,
            facts,
            device,
            new: new.into_iter().map(|(head, act, entry)| (head, entry, act)).collect(),
            records: records.into_iter().map(working).collect(),
            found: found.into_iter().map(|found| (found.change, found)).collect(),
            outcomes: Vec::new(),
            decided: Vec::new(),
        })
    }

    fn work_through(&mut self) {
        for at in 0..self.new.len() {
            let (_, entry, act) = &self.new[at];
            let (index, payload, act) = (entry.index, entry.payload.clone(), act.clone());
            let outcome = match act {
                None => Outcome::Held(Reason::Malformed),
                Some(Act::Change(change)) => {
                    let key = (change.record, change.dot);
                    let outcome = match self.found.get(&key) {
                        Some(found) if found.payload == payload => found.outcome.clone(),
                        Some(_) => Outcome::Held(Reason::Contradiction),
                        None => self.take(&change, index),
                    };
                    let device = self.device;
                    let found = Found { change: key, device, index, payload, outcome: outcome.clone() };
                    self.found.entry(key).or_insert(found);
                    outcome
                }
                Some(Act::Admit(decision)) => self.decide(decision, index, Outcome::Admitted),
                Some(Act::Dismiss(decision)) => self.decide(decision, index, Outcome::Dismissed),
            };
            self.outcomes.push(outcome);
        }
    }

    /// The grants that the author knew when the entry was made: those acknowledged last before it.
    fn known_at(&self, index: u64) -> &Grants {
        const NONE: &Grants = &Grants { version: 0, list: Vec::new() };
        self.known.iter().rev().find(|(after, _)| *after < index).map_or(NONE, |(_, grants)| grants)
    }

    fn take(&mut self, change: &Change, index: u64) -> Outcome {
        let before = self.records.get(&change.record);
        let known = self.known_at(index);
        match judge_change(change, before, self.session.person, known, self.facts.knows_form) {
            Verdict::Hold(reason) => Outcome::Held(reason),
            Verdict::Take => {
                self.apply(change, true);
                Outcome::Merged
            }
        }
    }

    fn decide(&mut self, decision: Decision, index: u64, outcome: Outcome) -> Outcome {
        let found = self.found.get(&(decision.record, decision.dot)).cloned();
        let before = self.records.get(&decision.record);
        let held = match judge_decision(
            &decision,
            found.as_ref(),
            before,
            self.session.person,
            self.known_at(index),
        ) {
            Err(reason) => return Outcome::Held(reason),
            Ok(held) => held,
        };
        if outcome == Outcome::Admitted {
            self.apply(&held, false);
        } else if let Some(working) = self.records.get_mut(&decision.record) {
            working.record.dismiss(decision.dot);
            (working.only_own, working.changed) = (false, true);
        }
        if let Some(found) = self.found.get_mut(&(decision.record, decision.dot)) {
            found.outcome = outcome.clone();
        }
        self.decided.push((decision, outcome));
        Outcome::Merged
    }

    fn apply(&mut self, change: &Change, own: bool) {
        let working = self.records.entry(change.record).or_insert_with(|| Working {
            before: None,
            record: Record::new(change.record, &change.form),
            only_own: true,
            changed: false,
        });
        working.record.apply(change);
        working.only_own &= own;
        working.changed = true;
    }

    fn changed(&mut self) -> Vec<Working> {
        let changed = |_: &RecordId, working: &mut Working| working.changed;
        self.records.extract_if(.., changed).map(|(_, working)| working).collect()
    }
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

async fn number_and_write<O: Office>(
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
        ever.extend(record.scopes().map(|(programme, commune)| (programme.to_owned(), commune.to_owned())));
        // A record is plain data: writing it as JSON cannot fail.
        let seal = facts.seal.seal(&serde_json::to_string(&record).unwrap_or_default());
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
    for (decision, outcome) in desk.decided {
        office.set_outcome(decision.device, decision.index, &outcome).await?;
        if decision.device == request.device {
            log.outcomes += 1;
        }
    }
    Ok(log)
}

/// What became of entries since the revision that the device knows; all of it if the device knows of revisions
/// that a restore has lost.
async fn tell_outcomes<O: Office>(
    office: &mut O,
    request: &Request,
    last: u64,
) -> Result<Vec<(u64, Outcome)>, O::Error> {
    let known = if request.seen_outcomes > last { 0 } else { request.seen_outcomes };
    if known == last {
        return Ok(Vec::new());
    }
    let told = office.outcomes_after(request.device, known).await?;
    Ok(told.into_iter().map(|told| (told.index, told.outcome)).collect())
}
