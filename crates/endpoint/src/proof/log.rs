//! A device's log: its entries follow one another and hash up to its head, and each is filed as what it says.

use super::{Findings, Place, Untrue};
use record::{Dot, RecordId};
use std::collections::VecDeque;
use sync::{Act, Hash, Head, Outcome, Payload, Reason};

/// What is said of a device's log.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// Which device.
    pub device: String,
    /// How many entries its log has.
    pub head_index: u64,
    /// The chained hash of all of them.
    pub head_hash: String,
    /// The greatest revision of outcomes given.
    pub outcomes: u64,
    /// The last entry that a verified backup is said to hold.
    pub safe_through: u64,
}

/// A stretch of a log that is not here.
#[derive(Clone, Debug)]
pub struct HoleRow {
    /// The last entry before it, and the chained hash up to there.
    pub from: (u64, String),
    /// Its last entry, and the chained hash up to there.
    pub to: (u64, String),
}

/// An entry as it is stored.
#[derive(Clone, Debug)]
pub struct EntryRow {
    /// Its place in the log.
    pub index: u64,
    /// What the payload's hash is said to be.
    pub payload_hash: String,
    /// What the chained hash is said to be.
    pub hash: String,
    /// The record, actor and number that it is filed under.
    pub about: (Option<String>, Option<String>, Option<i64>),
    /// What became of it.
    pub outcome: String,
    /// The revision under which the device is told.
    pub revision: u64,
    /// What it says.
    pub payload: Vec<u8>,
}

/// A log while its entries are looked at, in order.
pub struct LogProof {
    row: DeviceRow,
    holes: VecDeque<HoleRow>,
    index: u64,
    /// What the chained hash up to here may be: two where an entry contradicts the ones before it, so that the
    /// entries after it are not blamed; none after a gap.
    hashes: Vec<Hash>,
}

impl LogProof {
    /// Begins with a log and its holes, in order.
    pub fn begin(row: DeviceRow, holes: Vec<HoleRow>) -> Self {
        Self { row, holes: holes.into(), index: 0, hashes: vec![Hash::default()] }
    }

    /// Looks at the next entry.
    ///
    /// | the entry | if not |
    /// |---|---|
    /// | stands at the next place, or behind a declared hole | missing |
    /// | has the payload that its hash says | payload |
    /// | has the hash that follows from the ones before it | chain |
    /// | is filed under the change that it makes, or under none if it makes none | about |
    /// | has an outcome that can be read | outcome |
    /// | is told to its device, if it was not simply merged | revision |
    pub fn read(&mut self, entry: &EntryRow, findings: &mut Findings) {
        findings.entries += 1;
        self.pass_holes(findings);
        let here = self.entry(entry.index);
        if entry.index != self.index + 1 {
            findings.differ(self.entry(self.index + 1), Untrue::Missing);
            self.hashes.clear();
        }
        self.index = entry.index;

        let payload = payload_hash(&entry.payload);
        let said = entry.payload_hash.parse::<Hash>().ok();
        let is_whole = said == Some(payload);
        if !is_whole {
            findings.differ(here.clone(), Untrue::Payload);
        }
        self.chain(entry, said, payload, &here, findings);

        let Ok(outcome) = serde_json::from_str::<Outcome>(&entry.outcome) else {
            return findings.differ(here, Untrue::Outcome);
        };
        if is_whole && entry.filed_under() != makes(&entry.payload, &outcome) {
            findings.differ(here.clone(), Untrue::About);
        }
        let never_heard = entry.revision == 0 && outcome != Outcome::Merged;
        if never_heard || entry.revision > self.row.outcomes {
            findings.differ(here, Untrue::Revision);
        }
    }

    fn entry(&self, index: u64) -> Place {
        Place::Entry { device: self.row.device.clone(), index }
    }

    fn chain(
        &mut self,
        entry: &EntryRow,
        said: Option<Hash>,
        payload: Hash,
        here: &Place,
        findings: &mut Findings,
    ) {
        let stored = entry.hash.parse::<Hash>().ok();
        let then = |before: &Hash, payload| Head { index: 0, hash: *before }.then_hash(payload).hash;
        let payloads = [Some(payload), said];
        let follow: Vec<Hash> = self
            .hashes
            .iter()
            .flat_map(|before| payloads.into_iter().flatten().map(move |payload| then(before, payload)))
            .collect();
        let begins_anew = self.hashes.is_empty();
        self.hashes = match stored {
            Some(stored) if begins_anew || follow.contains(&stored) => vec![stored],
            stored => {
                findings.differ(here.clone(), Untrue::Chain);
                follow.into_iter().chain(stored).collect()
            }
        };
    }

    /// A hole begins where the log has come to, and the log goes on where the hole ends.
    fn pass_holes(&mut self, findings: &mut Findings) {
        while let Some(hole) = self.holes.pop_front_if(|hole| hole.from.0 == self.index) {
            findings.holes += 1;
            let fits = |hash: &Hash| hole.from.1 == hash.to_string();
            if !self.hashes.is_empty() && !self.hashes.iter().any(fits) {
                findings.differ(Place::Log { device: self.row.device.clone() }, Untrue::Hole);
            }
            self.index = hole.to.0;
            self.hashes = hole.to.1.parse().into_iter().collect();
        }
    }

    /// Looks at the end of the log.
    pub fn end(mut self, findings: &mut Findings) {
        findings.logs += 1;
        self.pass_holes(findings);
        let here = Place::Log { device: self.row.device.clone() };
        if !self.holes.is_empty() {
            findings.differ(here.clone(), Untrue::Hole);
        }
        let ends =
            self.hashes.is_empty() || self.hashes.iter().any(|hash| hash.to_string() == self.row.head_hash);
        if self.index != self.row.head_index || !ends {
            findings.differ(here.clone(), Untrue::Head);
        }
        if self.row.safe_through > self.row.head_index {
            findings.differ(here, Untrue::Safe);
        }
    }
}

impl EntryRow {
    fn filed_under(&self) -> Option<(String, String, i64)> {
        let (record, actor, n) = self.about.clone();
        Some((record?, actor?, n?))
    }
}

/// The hash that a payload has in the chain; if its answers were erased by law, that of the payload before.
pub(super) fn payload_hash(payload: &[u8]) -> Hash {
    let text = String::from_utf8(payload.to_owned()).ok();
    text.and_then(Payload::from_kept).map_or_else(|| Hash::of(payload), |payload| payload.hash())
}

/// The change that a payload makes: a decision makes none, nor does what cannot be read or contradicts another.
fn makes(payload: &[u8], outcome: &Outcome) -> Option<(String, String, i64)> {
    match serde_json::from_slice(payload) {
        Ok(Act::Change(change)) if *outcome != Outcome::Held(Reason::Contradiction) => {
            let (record, Dot { actor, n }): (RecordId, Dot) = (change.record, change.dot);
            Some((record.to_string(), actor.to_string(), n.into()))
        }
        _ => None,
    }
}
