//! Where a device stands: one row, read and written in every transaction that moves it.

use crate::{
    Backing, Comparing, Cursor, Entry, Fault, Grants, Hash, Head, Payload, Proof, Table, Transaction,
};
use record::json;
use record::{AuthorId, DeviceId, Dot, HybridTime, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where a device stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Standing {
    /// Its identity.
    pub device: DeviceId,
    /// The identity it had before its log was found forked, until the endpoint knows the new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DeviceId>,
    /// Who is enrolled on it.
    pub person: AuthorId,
    /// The person's grants as last heard.
    pub grants: Grants,
    /// The last entry made before it knew these grants.
    pub grants_after: u64,
    /// The end of its log.
    pub head: Head,
    /// Where its log begins: the last entry dropped.
    pub kept: Head,
    /// The end of its log as the endpoint last said it has it.
    pub accepted: Head,
    /// The last entry that a verified backup holds.
    pub safe_through: u64,
    /// Up to where it has read.
    pub cursor: Option<Cursor>,
    /// The last revision of outcomes stored.
    pub seen_outcomes: u64,
    /// Entries up to here are settled, but those that lag.
    pub settled_through: u64,
    /// Entries up to `settled_through` that are not settled: held ones, and those whose record has not been read.
    pub lagging: BTreeSet<u64>,
    /// The latest stamp given or heard.
    pub clock: HybridTime,
    /// How far the endpoint's clock is ahead of this device's, in milliseconds.
    pub offset: i64,
    /// When the endpoint last answered, by this device's clock corrected: milliseconds since 1970-01-01 UTC.
    pub answered_at: Option<i64>,
    /// Whether it has ever read everything that it may see: until then its first records are on their way.
    #[serde(default)]
    pub has_read_all: bool,
    /// Names the forms and lists that the endpoint last said are in force.
    pub catalogue: String,
    /// Counts what was taken in: a base taken in later replaces one taken in earlier.
    pub ordinal: u64,
    /// Whether the bases are still to be looked through for records that the grants no longer show.
    pub letting_go: bool,
    /// Records that the device may see no longer, and keeps until its own entries about them are settled.
    pub leaving: BTreeSet<RecordId>,
    /// What a restored endpoint is being given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returning: Option<Returning>,
    /// The comparison with the endpoint that is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparing: Option<Comparing>,
    /// How the last comparison ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Records that it knows to be erased by law: what its log says of them goes as soon as the endpoint has it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub erased: BTreeSet<RecordId>,
}

/// How far a device has come in giving back what a restored endpoint has lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returning {
    /// The last seq that the endpoint still has, and the epoch in which it asked.
    pub beyond: Cursor,
    /// The last record given back, in order of their ids.
    pub through: Option<RecordId>,
}

/// One entry of the log as the device keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Logged {
    /// The chained hash up to it.
    pub hash: Hash,
    /// The record it is about, and the change it makes there; a decision makes none.
    pub about: Option<(RecordId, Dot)>,
    /// What it says.
    pub payload: Payload,
}

impl Standing {
    /// The standing of a device that has just been enrolled.
    pub fn new(device: DeviceId, person: AuthorId, grants: Grants) -> Self {
        Self {
            device,
            replaces: None,
            person,
            grants,
            grants_after: 0,
            head: Head::EMPTY,
            kept: Head::EMPTY,
            accepted: Head::EMPTY,
            safe_through: 0,
            cursor: None,
            seen_outcomes: 0,
            settled_through: 0,
            lagging: BTreeSet::new(),
            clock: HybridTime::default(),
            offset: 0,
            answered_at: None,
            has_read_all: false,
            catalogue: String::new(),
            ordinal: 0,
            letting_go: false,
            leaving: BTreeSet::new(),
            returning: None,
            comparing: None,
            proof: None,
            erased: BTreeSet::new(),
        }
    }

    /// How many entries the endpoint has not said it has.
    pub fn waiting(&self) -> u64 {
        self.head.index.saturating_sub(self.accepted.index)
    }

    /// Whether an exchange has brought the device on since it stood there.
    pub fn has_moved_since(&self, before: &Self) -> bool {
        let place = |s: &Self| (s.accepted, s.cursor, s.device, s.returning);
        place(self) != place(before) || self.comparing != before.comparing
    }
}

pub(crate) fn index_key(index: u64) -> String {
    format!("{index:012}")
}

pub(crate) fn unreadable(table: Table, key: &str) -> Fault {
    Fault::Unreadable { table: table.name(), key: key.to_owned() }
}

/// Reads a text as JSON.
pub(crate) fn read<'a, T: Deserialize<'a>>(table: Table, key: &str, text: &'a str) -> Result<T, Fault> {
    json::read(text).map_err(|_| unreadable(table, key))
}

/// Writes a value as JSON.
pub(crate) fn written<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::Failed(error.to_string()))
}

pub(crate) async fn read_standing(tx: &impl Transaction) -> Result<Option<Box<Standing>>, Fault> {
    let text = tx.get(Table::Meta, "standing").await?;
    text.map(|text| read(Table::Meta, "standing", &text)).transpose()
}

pub(crate) async fn write_standing(tx: &impl Transaction, standing: &Standing) -> Result<(), Fault> {
    tx.put(Table::Meta, "standing", &written(standing)?).await
}

pub(crate) async fn read_logged(tx: &impl Transaction, index: u64) -> Result<Option<Logged>, Fault> {
    let key = index_key(index);
    let text = tx.get(Table::Log, &key).await?;
    text.map(|text| read(Table::Log, &key, &text)).transpose()
}

/// The entries after `after`, in order, as long as they follow one another, at most `limit`.
pub(crate) async fn read_log(
    tx: &impl Transaction,
    after: u64,
    limit: usize,
) -> Result<Vec<(u64, Logged)>, Fault> {
    let rows = tx.range(Table::Log, &index_key(after + 1), limit).await?;
    let entry = |(key, text): (String, String)| {
        let index = key.parse().map_err(|_| unreadable(Table::Log, &key))?;
        Ok((index, read(Table::Log, &key, &text)?))
    };
    rows.into_iter().map(entry).collect()
}

/// Adds an entry to the log.
pub(crate) async fn append(
    tx: &impl Transaction,
    standing: &mut Standing,
    about: Option<(RecordId, Dot)>,
    payload: Payload,
) -> Result<Entry, Fault> {
    standing.head = standing.head.then(&payload);
    let entry = Entry { index: standing.head.index, payload };
    let logged = Logged { hash: standing.head.hash, about, payload: entry.payload.clone() };
    tx.put(Table::Log, &index_key(entry.index), &written(&logged)?).await?;
    Ok(entry)
}

/// The head of the log at an index that it holds.
pub(crate) async fn head_at(
    tx: &impl Transaction,
    standing: &Standing,
    index: u64,
) -> Result<Option<Head>, Fault> {
    if index == standing.kept.index {
        return Ok(Some(standing.kept));
    }
    Ok(read_logged(tx, index).await?.map(|logged| Head { index, hash: logged.hash }))
}

/// Whether a store belongs to an enrolled device.
pub(crate) async fn enrolled(tx: &impl Transaction) -> Result<Box<Standing>, Fault> {
    read_standing(tx).await?.ok_or_else(|| unreadable(Table::Meta, "standing"))
}

/// Opens a transaction over every table.
pub(crate) async fn begin_all<B: Backing>(backing: &B, mode: crate::Mode) -> Result<B::Tx, Fault> {
    backing.begin(&Table::ALL, mode).await
}
