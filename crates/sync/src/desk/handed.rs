//! Drafts that are handed over are about a record too: when that is erased by law, so are they, whichever of the two the
//! endpoint hears of first.

use super::{Desk, Working, erase_logs};
use crate::office::Office;
use crate::sound::{self, Sound};
use crate::{Act, Outcome, Reason};
use record::{CARRIER, DeviceId, RecordId};
use std::collections::{BTreeMap, BTreeSet};

impl Desk<'_> {
    /// Empties the carriers of drafts whose record is erased, and takes what they said out of the new entries and of
    /// every log.
    pub(super) async fn erase_handed<O: Office>(&mut self, office: &mut O) -> Result<(), O::Error> {
        let is_news = |working: &&Working| {
            working.record.is_erased() && !working.before.as_ref().is_some_and(|kept| kept.record.is_erased())
        };
        let erased = self.records.values().filter(is_news);
        let before = |working: &'_ Working| {
            let known = working.before.as_ref().map_or(&working.record, |kept| &kept.record);
            known.carriers().collect::<Vec<_>>()
        };
        let mut to_empty: BTreeSet<RecordId> = erased.flat_map(before).collect();
        let mut carried: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        for working in self.records.values().filter(|working| working.changed) {
            carried.entry(working.record.id).or_default().extend(working.record.handed_over());
        }
        // What is held is in no record yet.
        for (.., act) in &self.new {
            if let Some(Act::Change(change)) = act {
                carried.entry(change.record).or_default().extend(change.handed_over());
            }
        }
        self.fetch(office, to_empty.iter().chain(carried.values().flatten())).await?;
        let is_gone = |id: &RecordId| self.records.get(id).is_some_and(|working| working.record.is_erased());
        let carries_erased = |(_, of): &(&RecordId, &BTreeSet<RecordId>)| of.iter().any(is_gone);
        to_empty.extend(carried.iter().filter(carries_erased).map(|(carrier, _)| *carrier));
        for carrier in to_empty {
            if !self.records.contains_key(&carrier) && office.entries_about(carrier).await?.is_empty() {
                self.redact_new(carrier);
                continue;
            }
            let working = self.working(carrier, CARRIER);
            let decided = empty(office, working).await?;
            self.decided.extend(decided);
            self.redact_new(carrier);
        }
        Ok(())
    }

    /// Takes the drafts out of the new entries about a carrier; nobody can decide any more about what is held of them.
    fn redact_new(&mut self, carrier: RecordId) {
        let mut dismissed = Vec::new();
        for ((_, entry, act), outcome) in self.new.iter_mut().zip(&mut self.outcomes) {
            let Some(Act::Change(change)) = act.as_ref().filter(|act| super::about(act).0 == carrier) else {
                continue;
            };
            if let Some(redacted) = entry.payload.redacted() {
                entry.payload = redacted;
            }
            if matches!(outcome, Outcome::Held(reason) if *reason != Reason::Contradiction) {
                *outcome = Outcome::Dismissed;
                dismissed.push(change.dot);
            }
        }
        for dot in dismissed {
            let working = self.working(carrier, CARRIER);
            working.record.dismiss(dot);
            (working.only_own, working.changed) = (false, true);
        }
    }

    /// Fetches records that are not on the desk yet.
    async fn fetch<'i, O: Office>(
        &mut self,
        office: &mut O,
        ids: impl Iterator<Item = &'i RecordId>,
    ) -> Result<(), O::Error> {
        let missing: Vec<RecordId> = ids.filter(|id| !self.records.contains_key(id)).copied().collect();
        for Sound { kept, made_anew } in sound::records(office, &missing, self.facts).await? {
            self.records.insert(kept.record.id, Working::of(kept, made_anew));
        }
        Ok(())
    }
}

/// Takes drafts out of their carrier, and what was said of them out of every log. Gives the outcomes that have changed.
pub(super) async fn empty<O: Office>(
    office: &mut O,
    carrier: &mut Working,
) -> Result<Vec<(DeviceId, u64, Outcome)>, O::Error> {
    carrier.record.empty_carrier();
    (carrier.only_own, carrier.changed) = (false, true);
    erase_logs(office, &mut carrier.record, &mut carrier.only_own).await
}
