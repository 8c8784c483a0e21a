//! The entries of one request on the endpoint's desk: each is judged, and taken into its record or set aside.

mod handed;

use crate::answer::{Facts, number_and_write};
use crate::judge::{Verdict, judge_change, judge_decision};
use crate::office::{Acknowledged, DeviceLog, Found, Kept, Office, Session, rights};
use crate::sound::{self, Sound};
use crate::{Act, Compares, Decision, Entry, Grants, Head, Outcome, Reason, Request, Stated};
use record::{Change, DeviceId, Dot, Record, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// Everything needed to judge the new entries, fetched at once; then what came of them.
pub(crate) struct Desk<'a> {
    session: &'a Session,
    known: Vec<(u64, Grants)>,
    facts: &'a Facts<'a>,
    device: DeviceId,
    /// States that the device gives back, or compares.
    returned: Vec<&'a Stated>,
    records: BTreeMap<RecordId, Working>,
    /// The entries that make a change, in every log, those of this request included. Their payloads are equal: one
    /// that says something else under the same dot is a contradiction, and is not among them. They may differ in
    /// whether their answers were erased.
    found: BTreeMap<(RecordId, Dot), Vec<Found>>,
    /// The new entries, each with the head after it.
    pub new: Vec<(Head, Entry, Option<Act>)>,
    /// What became of them, in their order.
    pub outcomes: Vec<Outcome>,
    /// Entries whose outcome has changed, in any log; those of this request are stored first.
    pub decided: Vec<(DeviceId, u64, Outcome)>,
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

impl Working {
    fn of(kept: Kept, made_anew: bool) -> Self {
        Self { record: kept.record.clone(), before: Some(kept), only_own: !made_anew, changed: made_anew }
    }
}

impl<'a> Desk<'a> {
    /// Fetches what the entries are about.
    pub async fn prepare<O: Office>(
        office: &mut O,
        session: &'a Session,
        request: &'a Request,
        log: &DeviceLog,
        facts: &'a Facts<'a>,
        new: Vec<(Head, Entry)>,
    ) -> Result<Self, O::Error> {
        let read = |(head, entry): (Head, Entry)| {
            let act = entry.payload.act().ok();
            (head, entry, act)
        };
        let new: Vec<_> = new.into_iter().map(read).collect();
        let about: BTreeSet<(RecordId, Dot)> =
            new.iter().filter_map(|(_, _, act)| act.as_ref().map(about)).collect();
        let returned = request.returned.as_ref().map_or(&[][..], |returned| &returned.states);
        let compared = match &request.compares {
            Some(Compares::Parts { states, .. }) => states.as_slice(),
            _ => &[],
        };
        let returned: Vec<&Stated> = returned.iter().chain(compared).collect();
        let mut ids: BTreeSet<RecordId> = about.iter().map(|(id, _)| *id).collect();
        ids.extend(returned.iter().map(|stated| stated.record.id));
        let (ids, about): (Vec<_>, Vec<_>) = (ids.into_iter().collect(), about.into_iter().collect());
        let records = sound::records(office, &ids, facts).await?;
        let mut found: BTreeMap<_, Vec<Found>> = BTreeMap::new();
        if !about.is_empty() {
            for copy in office.find_changes(&about).await? {
                found.entry(copy.change).or_default().push(copy);
            }
        }
        let mut known = Vec::new();
        if let Some((first, ..)) = new.first() {
            for Acknowledged { version, after } in known_from(&log.acknowledged, first.index) {
                known.push((after, rights(office, session.person, Some(version)).await?));
            }
        }
        let working = |Sound { kept, made_anew }: Sound| (kept.record.id, Working::of(kept, made_anew));
        Ok(Self {
            session,
            known,
            facts,
            device: request.device,
            returned,
            records: records.into_iter().map(working).collect(),
            found,
            new,
            outcomes: Vec::new(),
            decided: Vec::new(),
        })
    }

    /// Takes in what a restored endpoint is given back, if its own seal is on it. A change that a state has taken in
    /// or dismissed is set aside no longer.
    pub async fn take_back<O: Office>(&mut self, office: &mut O) -> Result<(), O::Error> {
        let mut brought = Vec::new();
        for Stated { seal, record, .. } in std::mem::take(&mut self.returned) {
            if self.facts.seal_of(record) != *seal {
                continue;
            }
            let working = self.working(record.id, &record.form);
            let mut merged = working.record.clone();
            merged.merge(record);
            if merged != working.record {
                (working.record, working.only_own, working.changed) = (merged, false, true);
                brought.push(record.id);
            }
        }
        if brought.is_empty() {
            return Ok(());
        }
        for Found { change, device, index, outcome, .. } in office.set_aside(&brought).await? {
            let Some(stands) = self.already(change).filter(|stands| *stands != outcome) else { continue };
            for copy in self.found.entry(change).or_default() {
                copy.outcome = stands.clone();
            }
            self.decided.push((device, index, stands));
        }
        Ok(())
    }

    /// How many records have changed without any entry: they were given back, or made anew.
    pub fn put_right(&self) -> usize {
        self.records.values().filter(|working| working.changed).count()
    }

    /// What a record already says of a change: a state that was given back knew it.
    fn already(&self, (id, dot): (RecordId, Dot)) -> Option<Outcome> {
        let record = &self.records.get(&id)?.record;
        if record.context.contains(dot) {
            Some(Outcome::Admitted)
        } else {
            record.dismissed.contains(&dot).then_some(Outcome::Dismissed)
        }
    }

    /// Judges each entry, and takes it in or sets it aside.
    pub fn work_through(&mut self) {
        for at in 0..self.new.len() {
            let (_, entry, act) = &self.new[at];
            let (index, payload, act) = (entry.index, entry.payload.clone(), act.clone());
            let outcome = match act {
                None => Outcome::Held(Reason::Malformed),
                Some(Act::Change(change)) => {
                    let key = (change.record, change.dot);
                    let copy = self.found.get(&key).and_then(|copies| copies.first());
                    let outcome = match copy {
                        Some(copy) if copy.payload.hash() == payload.hash() => copy.outcome.clone(),
                        Some(_) => Outcome::Held(Reason::Contradiction),
                        None => self.take(&change, index),
                    };
                    if outcome != Outcome::Held(Reason::Contradiction) {
                        let device = self.device;
                        let copy = Found { change: key, device, index, payload, outcome: outcome.clone() };
                        self.found.entry(key).or_default().push(copy);
                    }
                    outcome
                }
                Some(Act::Admit(decision)) => self.decide(&decision, index, Outcome::Admitted),
                Some(Act::Dismiss(decision)) => self.decide(&decision, index, Outcome::Dismissed),
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
        match self.already((change.record, change.dot)) {
            Some(Outcome::Dismissed) => return Outcome::Dismissed,
            Some(_) => return Outcome::Merged,
            None => {}
        }
        if self.session.withdrawn {
            return Outcome::Held(Reason::Withdrawn);
        }
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

    fn decide(&mut self, decision: &Decision, index: u64, outcome: Outcome) -> Outcome {
        if self.session.withdrawn {
            return Outcome::Held(Reason::Withdrawn);
        }
        let known = self.known_at(index).clone();
        self.carry_out(decision, self.session.person, &known, outcome)
    }

    /// Carries out a decision, wherever the change lies. What has been decided so already is done.
    fn carry_out(
        &mut self,
        decision: &Decision,
        person: record::AuthorId,
        known: &Grants,
        outcome: Outcome,
    ) -> Outcome {
        let key = (decision.record, decision.dot);
        let copies = self.found.get(&key).map_or(&[][..], Vec::as_slice);
        let before = self.records.get(&decision.record);
        let held = match judge_decision(decision, copies, before, person, known) {
            Err(Reason::NothingHeld) if self.already(key).as_ref() == Some(&outcome) => {
                return Outcome::Merged;
            }
            Err(reason) => return Outcome::Held(reason),
            Ok(held) => held,
        };
        if outcome == Outcome::Admitted {
            self.apply(&held, false);
        } else if let Some(working) = self.records.get_mut(&decision.record) {
            working.record.dismiss(decision.dot);
            (working.only_own, working.changed) = (false, true);
        }
        for copy in self.found.get_mut(&key).into_iter().flatten() {
            copy.outcome = outcome.clone();
            self.decided.push((copy.device, copy.index, outcome.clone()));
        }
        Outcome::Merged
    }

    /// Takes the answers about erased records out of the new entries and, where a record has just been erased, out of
    /// every log. Nobody can decide any more about what was held of it: it is dismissed.
    pub async fn erase<O: Office>(&mut self, office: &mut O) -> Result<(), O::Error> {
        self.erase_handed(office).await?;
        for ((_, entry, act), outcome) in self.new.iter_mut().zip(&mut self.outcomes) {
            let Some(Act::Change(change)) = act else { continue };
            let Some(working) = self.records.get_mut(&change.record) else { continue };
            if !working.record.is_erased() {
                continue;
            }
            if let Some(redacted) = entry.payload.redacted() {
                entry.payload = redacted;
            }
            if matches!(outcome, Outcome::Held(reason) if *reason != Reason::Contradiction) {
                *outcome = Outcome::Dismissed;
                working.record.dismiss(change.dot);
                (working.only_own, working.changed) = (false, true);
            }
        }
        for working in self.records.values_mut() {
            let was_erased = working.before.as_ref().is_some_and(|kept| kept.record.is_erased());
            if was_erased || !working.record.is_erased() {
                continue;
            }
            self.decided.extend(erase_logs(office, &mut working.record, &mut working.only_own).await?);
            office.note_erased(&working.record).await?;
        }
        Ok(())
    }

    /// A restored endpoint may hear the decision first and the entry that it is about later.
    pub async fn meet_early_decisions<O: Office>(&mut self, office: &mut O) -> Result<(), O::Error> {
        let held = |(outcome, (_, _, act)): (&Outcome, &(Head, Entry, Option<Act>))| match (outcome, act) {
            (Outcome::Held(_), Some(Act::Change(change))) => Some((change.record, change.dot)),
            _ => None,
        };
        let held: BTreeSet<_> = self.outcomes.iter().zip(&self.new).filter_map(held).collect();
        if held.is_empty() {
            return Ok(());
        }
        for early in office.early_decisions().await? {
            let (decision, outcome) = match early.payload.act() {
                Ok(Act::Admit(decision)) => (decision, Outcome::Admitted),
                Ok(Act::Dismiss(decision)) => (decision, Outcome::Dismissed),
                _ => continue,
            };
            if !held.contains(&(decision.record, decision.dot)) {
                continue;
            }
            let log = office.device_log(early.device).await?.unwrap_or_default();
            let Some(known) = known_from(&log.acknowledged, early.index).first().copied() else { continue };
            let known = rights(office, decision.author, Some(known.version)).await?;
            // Its author was compared with the session when it came.
            let became = self.carry_out(&decision, decision.author, &known, outcome);
            if became != Outcome::Held(Reason::NothingHeld) {
                self.decided.push((early.device, early.index, became));
            }
        }
        Ok(())
    }

    fn apply(&mut self, change: &Change, own: bool) {
        let working = self.working(change.record, &change.form);
        working.record.apply(change);
        working.only_own &= own;
        working.changed = true;
    }

    fn working(&mut self, id: RecordId, form: &str) -> &mut Working {
        self.records.entry(id).or_insert_with(|| Working {
            before: None,
            record: Record::new(id, form),
            only_own: true,
            changed: false,
        })
    }

    /// The records that look different now.
    pub fn changed(&mut self) -> Vec<Working> {
        let changed = |_: &RecordId, working: &mut Working| working.changed;
        self.records.extract_if(.., changed).map(|(_, working)| working).collect()
    }
}

/// Takes the answers about a record that is erased out of every log, and dismisses what is held of it. Gives the
/// outcomes that have changed.
async fn erase_logs<O: Office>(
    office: &mut O,
    record: &mut Record,
    only_own: &mut bool,
) -> Result<Vec<(DeviceId, u64, Outcome)>, O::Error> {
    let mut decided = Vec::new();
    for Found { change: (_, dot), device, index, payload, outcome } in office.entries_about(record.id).await?
    {
        if let Some(redacted) = payload.redacted() {
            office.set_payload(device, index, &redacted).await?;
        }
        // What has just been admitted is not stored as that yet.
        if matches!(outcome, Outcome::Held(_)) && !record.context.contains(dot) {
            record.dismiss(dot);
            *only_own = false;
            decided.push((device, index, Outcome::Dismissed));
        }
    }
    Ok(decided)
}

/// Erases again what was erased by law after this state of the database was: a backup has been put in place. Done by
/// the endpoint when it starts, within a transaction that the caller commits.
///
/// # Errors
/// Only the database's.
pub async fn erase_again<O: Office>(
    office: &mut O,
    erased: &[Record],
    facts: &Facts<'_>,
) -> Result<(), O::Error> {
    let ids: Vec<RecordId> = erased.iter().map(|record| record.id).collect();
    let kept = sound::records(office, &ids, facts).await?;
    let mut changed = Vec::new();
    for erased in erased {
        let before = kept.iter().map(|sound| &sound.kept).find(|kept| kept.record.id == erased.id);
        if before.is_some_and(|kept| kept.record.is_erased()) {
            continue;
        }
        let mut record =
            before.map_or_else(|| Record::new(erased.id, &erased.form), |kept| kept.record.clone());
        record.merge(erased);
        let mut only_own = false;
        for (device, index, outcome) in erase_logs(office, &mut record, &mut only_own).await? {
            office.set_outcome(device, index, &outcome).await?;
        }
        office.note_erased(&record).await?;
        let carriers: Vec<RecordId> = before.map_or(erased, |kept| &kept.record).carriers().collect();
        for Sound { kept, .. } in sound::records(office, &carriers, facts).await? {
            let mut carrier = Working::of(kept, true);
            for (device, index, outcome) in handed::empty(office, &mut carrier).await? {
                office.set_outcome(device, index, &outcome).await?;
            }
            changed.push(carrier);
        }
        changed.push(Working { before: before.cloned(), record, only_own, changed: true });
    }
    number_and_write(office, changed, facts).await?;
    Ok(())
}

/// The record and the change of it that an act is about.
fn about(act: &Act) -> (RecordId, Dot) {
    match act {
        Act::Change(change) => (change.record, change.dot),
        Act::Admit(decision) | Act::Dismiss(decision) => (decision.record, decision.dot),
    }
}

/// Which grants a device knew at an entry, then those it came to know afterwards.
fn known_from(acknowledged: &[Acknowledged], index: u64) -> Vec<Acknowledged> {
    let last_before = acknowledged.iter().rposition(|known| known.after < index).unwrap_or(0);
    acknowledged.iter().skip(last_before).copied().collect()
}
