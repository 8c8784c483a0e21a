//! The endpoint's half of a comparison: what it would state to the device, against what the device holds.

use crate::answer::canonical;
use crate::digest::{Digest, Parts, count_in, part_of};
use crate::office::{Office, Session, rights};
use crate::read::{sees, states};
use crate::{Answer, Compared, Compares, Facts, Hash, Request, Summed};
use record::RecordId;
use std::collections::{BTreeMap, BTreeSet};

/// How many records are looked through at a time.
const STEP: usize = 5_000;

/// Compares, once everything else in the answer is said. `put_right` says how many records the endpoint has taken back or
/// made anew for it.
pub(crate) async fn compare<O: Office>(
    office: &mut O,
    session: &Session,
    request: &Request,
    facts: &Facts<'_>,
    put_right: usize,
    answer: &mut Answer,
) -> Result<(), O::Error> {
    let Some(compares) = &request.compares else { return Ok(()) };
    let grants = rights(office, session.person, None).await?;
    match compares {
        // What is being told now the device does not hold yet: it compares when it has heard it.
        Compares::All(_) if says_something(answer) => {}
        Compares::All(theirs) => {
            let mut ours = Parts::default();
            every(office, |summed| {
                if sees(&grants, &summed.scopes) {
                    count_in(&mut ours, summed.id, summed.hash);
                }
            })
            .await?;
            let equal = Digest::of_all(&ours) == *theirs;
            answer.compared = Some(if equal { Compared::Equal } else { Compared::Parts(ours) });
        }
        Compares::Parts { parts, states: theirs } => {
            let mut ours = BTreeMap::new();
            every(office, |summed| {
                if parts.contains(&part_of(summed.id)) && sees(&grants, &summed.scopes) {
                    ours.insert(summed.id, (summed.hash, summed.bytes));
                }
            })
            .await?;
            let theirs: BTreeMap<RecordId, Hash> =
                theirs.iter().map(|base| (base.record.id, Hash::of(canonical(&base.record)))).collect();
            let told: BTreeSet<RecordId> = answer.records.iter().map(|told| told.record.id).collect();
            let mut room = request.limit as usize;
            let mut differ = Vec::new();
            for (&id, &(hash, bytes)) in &ours {
                if theirs.get(&id) != Some(&hash)
                    && !told.contains(&id)
                    && (differ.is_empty() || bytes <= room)
                {
                    room = room.saturating_sub(bytes);
                    differ.push(id);
                }
            }
            let gone: Vec<RecordId> =
                theirs.into_keys().filter(|id| !ours.contains_key(id) && !answer.gone.contains(id)).collect();
            let mended = differ.len() + gone.len() + put_right;
            answer.records.extend(states(office, &differ, facts).await?);
            answer.gone.extend(gone);
            answer.compared = Some(Compared::Mended(u32::try_from(mended).unwrap_or(u32::MAX)));
        }
    }
    Ok(())
}

fn says_something(answer: &Answer) -> bool {
    answer.more
        || answer.grants.is_some()
        || !(answer.records.is_empty() && answer.confirmed.is_empty() && answer.gone.is_empty())
}

/// Every record with the hash of its canonical bytes, in order of the ids.
async fn every<O: Office>(office: &mut O, mut see: impl FnMut(&Summed)) -> Result<(), O::Error> {
    let mut after = None;
    loop {
        let summed = office.summed(after, STEP).await?;
        summed.iter().for_each(&mut see);
        after = summed.last().map(|last| last.id);
        if summed.len() < STEP {
            return Ok(());
        }
    }
}
