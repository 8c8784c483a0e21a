//! Whether what a database holds is true: every log against its hashes, every record against the logs, every outcome
//! against its record. Rows go in and differences come out, a row at a time; `verify` reads the rows.
//!
//! Nothing a row says is believed before it is looked at: a damaged one is a difference, never an error.

mod difference;
mod log;
mod record;

pub use difference::{Difference, Place, Untrue};
pub use log::{DeviceRow, EntryRow, HoleRow, LogProof};
pub use record::{AboutRow, RecordProof, RecordRow};

use serde::Serialize;

/// What was looked at, and what is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Findings {
    /// Logs of devices.
    pub logs: u64,
    /// Entries in them.
    pub entries: u64,
    /// Holes that devices have declared: entries that a restore has lost and that their phones had dropped.
    pub holes: u64,
    /// Records.
    pub records: u64,
    /// Changes that records hold and no log does: given back after a restore by phones that had read them. Their
    /// proof is the seal on the record.
    pub proved_by_seal_alone: u64,
    /// Files whose bytes are said to be whole.
    pub files: u64,
    /// Files that records hold and whose bytes have never come: no difference, their phones still have them.
    pub awaited: Vec<Awaited>,
    /// The last number given to a record.
    pub seq: u64,
    /// The present epoch.
    pub epoch: Option<u32>,
    /// What is not as it must be.
    pub differences: Vec<Difference>,
}

/// A file that a record holds, before its bytes have come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Awaited {
    /// The record.
    pub record: String,
    /// The hash of the bytes.
    pub sha256: String,
}

impl Findings {
    /// Whether everything is true.
    pub fn all_true(&self) -> bool {
        self.differences.is_empty()
    }

    /// Notes a difference.
    pub fn differ(&mut self, at: Place, what: Untrue) {
        self.differences.push(Difference { at, what });
    }

    /// Looks at the counter: the record that changed last has its number.
    pub fn count(&mut self, counter: u64, greatest: u64) {
        self.seq = counter;
        if counter != greatest {
            self.differ(Place::Counter, Untrue::Counter { counter, greatest });
        }
    }

    /// Looks at the epochs, each with the last number given before it, oldest first: they follow one another, and
    /// none begins beyond the counter.
    pub fn follow(&mut self, epochs: &[(u32, u64)]) {
        let mut before = 0;
        for (epoch, after) in epochs {
            if *after < before || *after > self.seq {
                self.differ(Place::Epoch(*epoch), Untrue::Epoch);
            }
            before = *after;
        }
        self.epoch = epochs.last().map(|(epoch, _)| *epoch);
    }
}

#[cfg(test)]
mod tests;
