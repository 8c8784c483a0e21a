//! What the endpoint's database must be able to do within one transaction of the exchange. The decisions are in
//! `answer`; a database only stores and finds.

use crate::{Cursor, Epoch, Grants, Hash, Head, Outcome, Payload, Seal};
use record::{AuthorId, DeviceId, Dot, Record, RecordId};
use std::{collections::BTreeSet, future::Future};

/// Who is speaking: taken from the session, never believed from a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// The device that the session is bound to.
    pub device: DeviceId,
    /// The person signed in.
    pub person: AuthorId,
    /// Whether the office has withdrawn the device, or its person has left: what it has not sent yet is still taken,
    /// for a person to look at, and nothing is told to it any more.
    pub withdrawn: bool,
}

/// What the endpoint knows of a device's log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DeviceLog {
    /// The end of the log as stored.
    pub head: Head,
    /// The greatest revision of outcomes given.
    pub outcomes: u64,
    /// The last index that a verified backup holds.
    pub safe_through: u64,
    /// Which versions of its person's grants the device has known, in the order in which it came to know them.
    /// Enrolment notes the first, after no entry.
    pub acknowledged: Vec<Acknowledged>,
}

/// From which entry on a device has known a version of its person's grants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Acknowledged {
    /// The version.
    pub version: u32,
    /// The last entry made before it was known.
    pub after: u64,
}

/// An entry as the endpoint stores it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// Its place in the device's log.
    pub index: u64,
    /// What it says, byte for byte.
    pub payload: Payload,
    /// The chained hash up to it.
    pub hash: Hash,
    /// The change it makes, if it can be read as one.
    pub change: Option<(RecordId, Dot)>,
    /// What became of it.
    pub outcome: Outcome,
    /// The revision under which the device is told; 0 if it need not be (merged).
    pub revision: u64,
}

/// An entry of whichever log that makes a certain change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The record and the change of it.
    pub change: (RecordId, Dot),
    /// Whose log.
    pub device: DeviceId,
    /// Its place there.
    pub index: u64,
    /// What it says.
    pub payload: Payload,
    /// What became of it.
    pub outcome: Outcome,
}

/// A decision about an entry that was not held when it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Early {
    /// Whose log.
    pub device: DeviceId,
    /// Its place there.
    pub index: u64,
    /// What it says.
    pub payload: Payload,
}

/// An outcome as a device is told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The entry.
    pub index: u64,
    /// What became of it.
    pub outcome: Outcome,
    /// The revision under which it is told.
    pub revision: u64,
}

/// A record as the endpoint keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The number of this state.
    pub seq: u64,
    /// The seal on this state.
    pub seal: Seal,
    /// The record.
    pub record: Record,
    /// Every scope the record has ever had, present ones included: who saw it once must hear that it is gone,
    /// and work is judged by the scope at the time it was done.
    pub ever: BTreeSet<(String, String)>,
}

/// A record that changed beyond a cursor, as far as needed to decide who hears of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passed {
    /// Which record.
    pub id: RecordId,
    /// The number of its state.
    pub seq: u64,
    /// Its scopes now.
    pub scopes: BTreeSet<(String, String)>,
    /// Every scope it has ever had.
    pub ever: BTreeSet<(String, String)>,
    /// The size of its state in bytes.
    pub bytes: usize,
}

/// A record as far as needed to add it up in a digest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summed {
    /// Which record.
    pub id: RecordId,
    /// Its scopes now.
    pub scopes: BTreeSet<(String, String)>,
    /// The hash of its canonical bytes.
    pub hash: Hash,
    /// The size of its state in bytes.
    pub bytes: usize,
}

/// An epoch of the counter, and the seq at which it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochStart {
    /// Its name.
    pub epoch: Epoch,
    /// The last seq given before it.
    pub after: u64,
}

/// One open transaction of the endpoint's database. Nothing is seen by others, or is certain, before it commits;
/// committing is the caller's.
pub trait Office {
    /// Why the database failed.
    type Error;

    /// The log of a device; `None` if the device is unknown.
    fn device_log(
        &mut self,
        device: DeviceId,
    ) -> impl Future<Output = Result<Option<DeviceLog>, Self::Error>> + Send;

    /// Makes a device known to be the person's, in place of another that found its log forked.
    fn replace_device(
        &mut self,
        old: DeviceId,
        new: DeviceId,
        person: AuthorId,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Notes that the entries after `from` up to `to` were dropped by the device and are not here, for a
    /// coordinator to see, and moves the log's head to `to`.
    fn declare_hole(
        &mut self,
        device: DeviceId,
        from: Head,
        to: Head,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Notes that a device has come to know a version of its person's grants.
    fn acknowledge_grants(
        &mut self,
        device: DeviceId,
        acknowledged: Acknowledged,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The chained hash of a device's log at an index; `None` if there is none.
    fn hash_at(
        &mut self,
        device: DeviceId,
        index: u64,
    ) -> impl Future<Output = Result<Option<Hash>, Self::Error>> + Send;

    /// Adds entries to a device's log and moves its head to the last of them.
    fn append(
        &mut self,
        device: DeviceId,
        head: Head,
        entries: &[Stored],
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The entries, in any log, that make these changes, by device and place; only those there are.
    fn find_changes(
        &mut self,
        changes: &[(RecordId, Dot)],
    ) -> impl Future<Output = Result<Vec<Found>, Self::Error>> + Send;

    /// The entries, in any log, about these records that are held or dismissed, by device and
    /// place.
    fn set_aside(
        &mut self,
        records: &[RecordId],
    ) -> impl Future<Output = Result<Vec<Found>, Self::Error>> + Send;

    /// The entries, in any log, that make changes to a record, whatever became of them, by device and place: what is
    /// told of them is told in this order.
    fn entries_about(
        &mut self,
        record: RecordId,
    ) -> impl Future<Output = Result<Vec<Found>, Self::Error>> + Send;

    /// Decisions that are held because nothing was held when they came: they may have come too early.
    fn early_decisions(&mut self) -> impl Future<Output = Result<Vec<Early>, Self::Error>> + Send;

    /// Changes the outcome of an entry stored earlier, under the next revision of its device's outcomes.
    fn set_outcome(
        &mut self,
        device: DeviceId,
        index: u64,
        outcome: &Outcome,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Notes that a record has been erased by law: its state, of which nothing but that is left, must outlive the
    /// database, or a backup from before would bring back what was erased. What the record alone held goes too.
    fn note_erased(&mut self, record: &Record) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Puts another payload in place of an entry's: the same without its answers, which were erased by law. Nothing of
    /// the earlier one must be left in the database's files.
    fn set_payload(
        &mut self,
        device: DeviceId,
        index: u64,
        payload: &Payload,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Outcomes given to a device's entries after a revision, in the order of their revisions.
    fn outcomes_after(
        &mut self,
        device: DeviceId,
        revision: u64,
    ) -> impl Future<Output = Result<Vec<Told>, Self::Error>> + Send;

    /// Records by id; in any order, and only those there are.
    fn records(&mut self, ids: &[RecordId]) -> impl Future<Output = Result<Vec<Kept>, Self::Error>> + Send;

    /// Takes the next `count` numbers of the one counter, which stays locked until the transaction ends. Gives
    /// the first of them.
    fn take_seqs(&mut self, count: u64) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// Writes records with their new seq and seal.
    fn write_records(&mut self, records: &[Kept]) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Records whose seq is beyond `after` and at most `through`, in order, at most `limit` of them.
    fn passed(
        &mut self,
        after: u64,
        through: u64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Passed>, Self::Error>> + Send;

    /// Records whose id is beyond `after`, in order of the ids, at most `limit` of them.
    fn summed(
        &mut self,
        after: Option<RecordId>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Summed>, Self::Error>> + Send;

    /// The last seq given.
    fn last_seq(&mut self) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// All epochs, oldest first; the last is the present one.
    fn epochs(&mut self) -> impl Future<Output = Result<Vec<EpochStart>, Self::Error>> + Send;

    /// A person's grants at a version, or the present ones. A version that never was gives no grants.
    fn grants(
        &mut self,
        person: AuthorId,
        version: Option<u32>,
    ) -> impl Future<Output = Result<Grants, Self::Error>> + Send;
}

impl Cursor {
    /// From where a device with this cursor must read: the smaller of its seq and the starts of the epochs after
    /// its own; from the start if its epoch was lost in a restore.
    pub fn reads_after(cursor: Option<Self>, epochs: &[EpochStart]) -> u64 {
        let Some(cursor) = cursor else { return 0 };
        let Some(own) = epochs.iter().position(|start| start.epoch == cursor.epoch) else {
            return 0;
        };
        epochs.iter().skip(own + 1).map(|start| start.after).fold(cursor.seq, u64::min)
    }
}

/// What a person may see and do under a version of their grants, or the present ones.
pub(crate) async fn rights<O: Office>(
    office: &mut O,
    person: AuthorId,
    version: Option<u32>,
) -> Result<Grants, O::Error> {
    Ok(office.grants(person, version).await?.with_own(person))
}
