//! Drafts that are handed over are about a record too: when that is erased by law, so are they, whichever of the two the
//! endpoint hears of first.

use super::{Desk, Working, erase_logs};
use crate::office::Office;
use crate::sound::{self, Sound};
use crate::{Act, Outcome};
use record::{DeviceId, RecordId};
use std::collections::BTreeSet;

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
        let changed = self.records.values().filter(|working| working.changed);
        let named: BTreeSet<RecordId> =
            changed.flat_map(|working| working.record.handed_over().collect::<Vec<_>>()).collect();
        self.fetch(office, to_empty.iter().chain(&named)).await?;
        let is_gone = |id: RecordId| self.records.get(&id).is_some_and(|working| working.record.is_erased());
        let carries_erased = |working: &&Working| working.record.handed_over().any(is_gone);
        to_empty.extend(self.records.values().filter(carries_erased).map(|working| working.record.id));
        for (_, entry, act) in &mut self.new {
            let Some(Act::Change(change)) = act else { continue };
            if to_empty.contains(&change.record) {
                entry.payload = entry.payload.redacted().unwrap_or_else(|| entry.payload.clone());
            }
        }
        for id in to_empty {
            if let Some(carrier) = self.records.get_mut(&id) {
                self.decided.extend(empty(office, carrier).await?);
            }
        }
        Ok(())
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
    carrier.record.drop_handovers();
    (carrier.only_own, carrier.changed) = (false, true);
    erase_logs(office, &mut carrier.record, &mut carrier.only_own).await
}
