//! What can be untrue, and where. Places are named by identities and numbers: a report of them can be sent to anybody.

use serde::Serialize;
use std::fmt;

/// One thing that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// Where.
    pub at: Place,
    /// What.
    pub what: Untrue,
}

/// Where something is untrue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// In the file as a whole.
    File,
    /// In the log of a device.
    Log {
        /// Whose log.
        device: String,
    },
    /// At an entry of a log.
    Entry {
        /// Whose log.
        device: String,
        /// Its place there.
        index: u64,
    },
    /// In a record.
    Record {
        /// Which.
        id: String,
    },
    /// In a photo or another file.
    Bytes {
        /// The hash of the bytes it must have.
        sha256: String,
    },
    /// At the counter of the records' numbers.
    Counter,
    /// At an epoch.
    Epoch(u32),
}

/// What is untrue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Untrue {
    /// SQLite's own check of the file.
    #[error("{0}")]
    Sqlite(String),
    /// A log has a gap that no hole declares.
    #[error("is missing")]
    Missing,
    /// The payload was altered, or its hash.
    #[error("its payload is not what its hash says")]
    Payload,
    /// The chain of hashes is broken.
    #[error("its hash does not follow from the entries before it")]
    Chain,
    /// The entry is filed under another change than it makes.
    #[error("is filed under another change than it makes")]
    About,
    /// The outcome cannot be read.
    #[error("its outcome cannot be read")]
    Outcome,
    /// The device is never told of the outcome.
    #[error("its outcome has a number under which its device never hears of it")]
    Revision,
    /// The entry is said to be taken in.
    #[error("is said to be taken in, and its record does not have it")]
    NotTakenIn,
    /// The entry is said to be held or dismissed.
    #[error("is said to be set aside, and its record has it")]
    TakenIn,
    /// The entry is said to be held.
    #[error("is said to be held, and its record has dismissed it")]
    Dismissed,
    /// The log's end.
    #[error("does not end where it is said to end")]
    Head,
    /// Holes of the log.
    #[error("has a hole that begins where the log does not end")]
    Hole,
    /// What the device was told that backups hold.
    #[error("is said to be longer in a backup than it is")]
    Safe,
    /// The record cannot be read.
    #[error("cannot be read")]
    Record,
    /// The seal does not fit the record.
    #[error("its seal is not this endpoint's seal on it")]
    Seal,
    /// Form, scopes or size, as they stand beside the record.
    #[error("what stands beside it for searching is not what it says")]
    Beside,
    /// The file is not there.
    #[error("was whole, and is not there")]
    Gone,
    /// The file has other bytes.
    #[error("does not have the bytes of its name")]
    Altered,
    /// The record is not the sum of its changes.
    #[error("is not what the logs add up to")]
    Sum,
    /// The counter of the records' numbers.
    #[error("stands at {counter}, and the last number given is {greatest}")]
    Counter {
        /// What it says.
        counter: u64,
        /// The greatest number of a record.
        greatest: u64,
    },
    /// The order of the epochs.
    #[error("does not begin where the counter stood")]
    Epoch,
    /// The file cannot be read beyond some place.
    #[error("the rest cannot be read: {0}")]
    Rest(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("the file"),
            Self::Log { device } => write!(f, "the log of device {device}"),
            Self::Entry { device, index } => write!(f, "entry {index} of device {device}"),
            Self::Record { id } => write!(f, "record {id}"),
            Self::Bytes { sha256 } => write!(f, "file {sha256}"),
            Self::Counter => f.write_str("the counter"),
            Self::Epoch(epoch) => write!(f, "epoch {epoch}"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}
