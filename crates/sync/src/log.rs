//! A device's log: what it did, in order, so that both sides can prove that nothing is missing.

use record::json::{self, Unreadable};
use record::{AuthorId, Change, DeviceId, Dot, Hash, HybridTime, RecordId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// A place in a log together with the hash of everything up to it:
/// `hash(i) = SHA-256(hash(i-1) ‖ SHA-256(payload(i)))`, and `hash(0)` is 32 zero bytes.
///
/// The chain runs over payload *hashes*, so that a payload can be erased by law and the chain still verifies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    /// How many entries the log has; the index of its last one.
    pub index: u64,
    /// The chained hash of all of them.
    pub hash: Hash,
}

/// Bytes that a payload may have: the endpoint takes four times as much in one request, so that no entry can be too
/// large for the way and hold up the ones behind it.
pub const LONGEST_ENTRY: usize = 512 << 10;

/// What one entry says, in the exact bytes in which it was saved: they are hashed, sent and kept unchanged.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Payload(String);

/// One entry of a device's log. The index is only a place in the log, never an identity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its place, from 1.
    pub index: u64,
    /// What it says.
    pub payload: Payload,
}

/// What a payload can say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Somebody changed a record.
    Change(Change),
    /// A coordinator takes in a held entry as it is.
    Admit(Decision),
    /// A coordinator decides that a held entry is never taken in.
    Dismiss(Decision),
}

/// A coordinator's decision about a held entry; an act in the decider's own log, so that a restored endpoint
/// cannot forget it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// Whose log holds the entry.
    pub device: DeviceId,
    /// Its place there.
    pub index: u64,
    /// The record that the entry is about.
    pub record: RecordId,
    /// The held change.
    pub dot: Dot,
    /// Who decides.
    pub author: AuthorId,
    /// When.
    pub at: HybridTime,
}

impl Head {
    /// The head of a log without entries.
    pub const EMPTY: Self = Self { index: 0, hash: Hash([0; 32]) };

    /// The head after one more entry.
    #[must_use]
    pub fn then(self, payload: &Payload) -> Self {
        self.then_hash(payload.hash())
    }

    /// The head after one more entry of which only the payload's hash is known.
    #[must_use]
    pub fn then_hash(self, payload: Hash) -> Self {
        let hash = Sha256::new().chain_update(self.hash.0).chain_update(payload.0).finalize();
        Self { index: self.index + 1, hash: Hash(hash.into()) }
    }
}

impl Payload {
    /// The payload that says `act`.
    pub fn of(act: &Act) -> Result<Self, serde_json::Error> {
        serde_json::to_string(act).map(Self)
    }

    /// A payload read back from where it was kept; `None` if it is not JSON.
    pub fn from_kept(text: String) -> Option<Self> {
        json::read::<&RawValue>(&text).is_ok().then_some(Self(text))
    }

    /// What it says, if this version understands it.
    pub fn act(&self) -> Result<Act, Unreadable> {
        json::read(&self.0)
    }

    /// The hash of its bytes; if its answers were erased by law, of those that it had before.
    pub fn hash(&self) -> Hash {
        let first = if self.0.contains(r#""redacted":"#) { self.change() } else { None };
        first.and_then(|change| change.redacted).unwrap_or_else(|| Hash::of(&self.0))
    }

    /// The same without its answers, now that its record is erased; the chain of the log does not change. `None` if
    /// there is nothing to erase.
    pub fn redacted(&self) -> Option<Self> {
        let change = self.change().filter(|change| change.redacted.is_none())?;
        Self::of(&Act::Change(change.redacted(self.hash()))).ok()
    }

    /// The change that it makes, if that is what it says.
    pub fn change(&self) -> Option<Change> {
        match self.act() {
            Ok(Act::Change(change)) => Some(change),
            _ => None,
        }
    }

    /// Its bytes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = json::read(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Box::<RawValue>::deserialize(deserializer)?.get().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_is_over_payload_hashes() {
        let payload = |text: &str| Payload::from_kept(text.into()).unwrap();
        let two = Head::EMPTY.then(&payload("1")).then(&payload("2"));
        let erased = Head::EMPTY.then_hash(payload("1").hash()).then(&payload("2"));
        assert_eq!(two, erased);
        assert_ne!(two, Head::EMPTY.then(&payload("2")).then(&payload("1")));
        // SHA-256 of 32 zero bytes followed by SHA-256("1"), from an independent implementation.
        assert_eq!(
            Head::EMPTY.then(&payload("1")).hash.to_string(),
            "801b2d87516b57e17cd0cba517103bda889e8beba95fa22bd334816ae45b1771"
        );
    }

    #[test]
    fn a_payload_keeps_its_exact_bytes_on_the_wire() {
        let kept = r#"{"change": {"b":1,  "a":1.50}}"#;
        let entry = Entry { index: 7, payload: Payload::from_kept(kept.into()).unwrap() };
        let wire = serde_json::to_string(&entry).unwrap();
        let arrived: Entry = serde_json::from_str(&wire).unwrap();
        assert_eq!(arrived.payload.as_str(), kept);
        assert_eq!(arrived.payload.hash(), entry.payload.hash());
    }
}
