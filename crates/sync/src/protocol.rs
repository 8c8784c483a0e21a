//! The messages of the exchange. One request does it all: on a slow link a round trip is a second.

use crate::digest::{Digest, Parts};
use crate::{Entry, Grants, Head};
use record::{DeviceId, Record, RecordId};
use serde::{Deserialize, Serialize};

/// The protocol that this version speaks. A version once released is accepted for pushing for ever: a phone may
/// wake after a year in a drawer.
pub const PROTOCOL: u32 = 1;

/// What a device says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The protocol it speaks.
    pub protocol: u32,
    /// Which device.
    pub device: DeviceId,
    /// The device it was before it found its log forked, if it has just taken a new identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DeviceId>,
    /// Where its log begins: the last entry that it has dropped, because a verified backup holds it.
    pub kept: Head,
    /// Entries from the first one not accepted, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// The hash of the log before the first entry sent, so that a fork shows at once.
    pub before: Head,
    /// The end of its log, sent or not.
    pub head: Head,
    /// Up to where it has read; `None` from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// The version of its grants that it knows.
    pub grants: u32,
    /// The last entry made before it knew them.
    #[serde(default)]
    pub grants_after: u64,
    /// The last revision of outcomes that it has stored.
    pub seen_outcomes: u64,
    /// How many bytes of records it wants at most, before compression; one record is always sent.
    pub limit: u32,
    /// What it gives back to an endpoint that has asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// What it holds, to be compared with what the endpoint would state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compares: Option<Compares>,
}

/// What a device compares.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compares {
    /// All that it holds.
    All(Digest),
    /// The records of some of the parts in which the two sides differ.
    Parts {
        /// Which parts: the last bytes of their ids.
        parts: Vec<u8>,
        /// All that it holds of them, as it was stated.
        states: Vec<Stated>,
    },
}

/// What a comparison has come to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// Both sides hold the same.
    Equal,
    /// They do not; these are the endpoint's digests of all parts that hold a record.
    Parts(Parts),
    /// So many records of the parts differed. What the device must hold is among the records stated and gone.
    Mended(u32),
}

/// States that the endpoint has lost in a restore, from a device that had read them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    /// The epoch in which the endpoint asked: restored once more, it has lost what it was given.
    pub epoch: Epoch,
    /// The states under the endpoint's own seals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<Stated>,
    /// Whether these are the last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub complete: bool,
}

/// What the endpoint says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// The exchange went through.
    Answer(Box<Answer>),
    /// The log here and the log there went different ways, or this one is shorter: the phone was rolled back or
    /// copied. It takes a new identity and offers again what the endpoint lacks.
    Forked {
        /// The end of the log that the endpoint has.
        office: Head,
    },
    /// The office has withdrawn the device, or its person has left. What it sent is stored, and nothing is told to it any
    /// more: it sends what is left, and then lets go of all that it holds.
    Withdrawn {
        /// The end of the device's log as the endpoint has it, on disk.
        accepted: Head,
    },
    /// The endpoint does not understand this protocol for reading.
    TooOld {
        /// The protocol it speaks.
        protocol: u32,
    },
}

/// The outcome of an exchange that went through.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The end of the device's log as the endpoint has it, on disk. May be less than before: then the endpoint
    /// was restored, and the device offers again from here.
    pub accepted: Head,
    /// Entries that were not simply merged, and later changes of outcomes, since `seen_outcomes`. Every entry up
    /// to `accepted` that is not named here or earlier is merged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<(u64, Outcome)>,
    /// The revision of outcomes up to which `outcomes` tells.
    pub outcomes_to: u64,
    /// The last index of the device's log that a verified backup holds.
    pub safe_through: u64,
    /// Records merged from this very request, whose previous state the device had read: it can state them itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<Confirmed>,
    /// Records beyond the cursor that the grants let the device see, in order of seq.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Stated>,
    /// Records beyond the cursor that the device may see no longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<RecordId>,
    /// Up to where this answer reads.
    pub cursor: Cursor,
    /// The person's grants, if the device knows others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Grants>,
    /// Whether there is more beyond the cursor.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The endpoint was restored from a backup: before it states anything, the device gives back what it had read
    /// beyond the seq of this cursor, in whose epoch the endpoint is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks_beyond: Option<Cursor>,
    /// What the comparison has come to that the device asked for; `None` if there was other news to tell first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
    /// The endpoint's clock: milliseconds since 1970-01-01 UTC.
    pub server_time: i64,
    /// Names the forms and lists in force; a device that holds others fetches them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub catalogue: String,
}

/// What became of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Taken into its record.
    Merged,
    /// Stored, not taken in: a person must look at it.
    Held(Reason),
    /// Was held; a coordinator has taken it in.
    Admitted,
    /// Was held; a coordinator has decided against it.
    Dismissed,
}

/// Why an entry is held.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The author's grants did not cover the record's scope.
    Rights,
    /// It says it was made by somebody else than the person signed in on the device.
    Author,
    /// A judgement of one's own work.
    OwnWork,
    /// A judgement by somebody who is no coordinator of the record's scope.
    NotACoordinator,
    /// The endpoint has no form of that name.
    UnknownForm,
    /// The record was made with another form.
    OtherForm,
    /// It cannot be read, or is of a kind that the endpoint does not know.
    Malformed,
    /// Another entry has the same identity and says something else.
    Contradiction,
    /// A decision about an entry that is not held.
    NothingHeld,
    /// The office had withdrawn the device before it sent this: whoever has found the phone may have made it.
    Withdrawn,
}

/// Up to where a device has read. Opaque to the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Cursor {
    /// The epoch of the endpoint's counter.
    pub epoch: Epoch,
    /// The last seq read.
    pub seq: u64,
    /// When the grants have grown: how far the newly visible part has been read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widening: Option<Widening>,
    /// The last seq that there was at the endpoint when it answered. What the device holds may lie beyond `seq`: its
    /// own work, confirmed before it has read so far, or what it had read before it began again; never beyond this.
    #[serde(default)]
    pub known: u64,
}

/// Reading from the start what a change of grants has made visible.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Widening {
    /// The version of the grants under which the rest was read.
    pub from: u32,
    /// The last seq read.
    pub seq: u64,
}

/// Random, drawn by the endpoint at each start: a cursor from a future that a restore has lost is recognised by it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u32);

/// A record as the endpoint states it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stated {
    /// The number of this state: one counter a network, in commit order.
    pub seq: u64,
    /// Proof that the endpoint said so, for the day it is restored from a backup.
    pub seal: Seal,
    /// The record.
    pub record: Record,
}

/// A record that the device can state itself: its base with its own entries taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Confirmed {
    /// Which record.
    pub id: RecordId,
    /// The number of its state.
    pub seq: u64,
    /// The seal on that state.
    pub seal: Seal,
}

/// The first half of HMAC-SHA-256 over a record's canonical bytes, under a key kept apart from the database.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Seal(pub u128);

impl From<Seal> for String {
    fn from(seal: Seal) -> Self {
        format!("{:032x}", seal.0)
    }
}

impl TryFrom<String> for Seal {
    type Error = crate::HashError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let plain = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let seal = if plain { u128::from_str_radix(&text, 16).ok() } else { None };
        seal.map(Self).ok_or(crate::HashError)
    }
}

/// The key of the endpoint's seals.
#[derive(Clone)]
pub struct SealKey(pub [u8; 32]);

impl SealKey {
    /// The seal on a record.
    pub fn seal(&self, canonical: &str) -> Seal {
        use hmac::{Hmac, KeyInit, Mac};
        // HMAC pads a shorter key with zeros to the block of 64 bytes (RFC 2104 section 2).
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.0);
        let mut mac = <Hmac<sha2::Sha256> as KeyInit>::new(&block.into());
        mac.update(canonical.as_bytes());
        let tag: [u8; 32] = mac.finalize().into_bytes().into();
        let half = tag.iter().take(16).fold(0u128, |half, byte| half << 8 | u128::from(*byte));
        Seal(half)
    }
}
