//! An endpoint's database that crashes in the middle of a transaction.

use record::{AuthorId, DeviceId, Dot, Record, RecordId};
use sync::{
    Acknowledged, DeviceLog, Early, EpochStart, Found, Grants, Hash, Head, Kept, Office, Outcome, Passed,
    Payload, Stored, Summed, Told,
};

/// A database in which so many steps go well, and then none.
pub struct Crashing<O> {
    /// The database.
    pub office: O,
    /// How many more steps go well.
    pub steps: u32,
}

/// Why a [`Crashing`] database failed.
#[derive(Debug)]
pub enum Broken<E> {
    /// It crashed, as planned.
    Crash,
    /// For a reason of its own.
    Else(E),
}

impl<O: Office> Crashing<O> {
    fn step(&mut self) -> Result<&mut O, Broken<O::Error>> {
        self.steps = self.steps.checked_sub(1).ok_or(Broken::Crash)?;
        Ok(&mut self.office)
    }
}

impl<O: Office + Send> Office for Crashing<O>
where
    O::Error: Send,
{
    type Error = Broken<O::Error>;

    async fn device_log(&mut self, device: DeviceId) -> Result<Option<DeviceLog>, Self::Error> {
        self.step()?.device_log(device).await.map_err(Broken::Else)
    }

    async fn replace_device(
        &mut self,
        old: DeviceId,
        new: DeviceId,
        person: AuthorId,
    ) -> Result<(), Self::Error> {
        self.step()?.replace_device(old, new, person).await.map_err(Broken::Else)
    }

    async fn declare_hole(&mut self, device: DeviceId, from: Head, to: Head) -> Result<(), Self::Error> {
        self.step()?.declare_hole(device, from, to).await.map_err(Broken::Else)
    }

    async fn acknowledge_grants(
        &mut self,
        device: DeviceId,
        acknowledged: Acknowledged,
    ) -> Result<(), Self::Error> {
        self.step()?.acknowledge_grants(device, acknowledged).await.map_err(Broken::Else)
    }

    async fn hash_at(&mut self, device: DeviceId, index: u64) -> Result<Option<Hash>, Self::Error> {
        self.step()?.hash_at(device, index).await.map_err(Broken::Else)
    }

    async fn append(&mut self, device: DeviceId, head: Head, entries: &[Stored]) -> Result<(), Self::Error> {
        self.step()?.append(device, head, entries).await.map_err(Broken::Else)
    }

    async fn find_changes(&mut self, changes: &[(RecordId, Dot)]) -> Result<Vec<Found>, Self::Error> {
        self.step()?.find_changes(changes).await.map_err(Broken::Else)
    }

    async fn set_aside(&mut self, records: &[RecordId]) -> Result<Vec<Found>, Self::Error> {
        self.step()?.set_aside(records).await.map_err(Broken::Else)
    }

    async fn entries_about(&mut self, record: RecordId) -> Result<Vec<Found>, Self::Error> {
        self.step()?.entries_about(record).await.map_err(Broken::Else)
    }

    async fn early_decisions(&mut self) -> Result<Vec<Early>, Self::Error> {
        self.step()?.early_decisions().await.map_err(Broken::Else)
    }

    async fn set_outcome(
        &mut self,
        device: DeviceId,
        index: u64,
        outcome: &Outcome,
    ) -> Result<(), Self::Error> {
        self.step()?.set_outcome(device, index, outcome).await.map_err(Broken::Else)
    }

    async fn set_payload(
        &mut self,
        device: DeviceId,
        index: u64,
        payload: &Payload,
    ) -> Result<(), Self::Error> {
        self.step()?.set_payload(device, index, payload).await.map_err(Broken::Else)
    }

    async fn note_erased(&mut self, record: &Record) -> Result<(), Self::Error> {
        self.step()?.note_erased(record).await.map_err(Broken::Else)
    }

    async fn outcomes_after(&mut self, device: DeviceId, revision: u64) -> Result<Vec<Told>, Self::Error> {
        self.step()?.outcomes_after(device, revision).await.map_err(Broken::Else)
    }

    async fn records(&mut self, ids: &[RecordId]) -> Result<Vec<Kept>, Self::Error> {
        self.step()?.records(ids).await.map_err(Broken::Else)
    }

    async fn take_seqs(&mut self, count: u64) -> Result<u64, Self::Error> {
        self.step()?.take_seqs(count).await.map_err(Broken::Else)
    }

    async fn write_records(&mut self, records: &[Kept]) -> Result<(), Self::Error> {
        self.step()?.write_records(records).await.map_err(Broken::Else)
    }

    async fn passed(&mut self, after: u64, through: u64, limit: usize) -> Result<Vec<Passed>, Self::Error> {
        self.step()?.passed(after, through, limit).await.map_err(Broken::Else)
    }

    async fn summed(&mut self, after: Option<RecordId>, limit: usize) -> Result<Vec<Summed>, Self::Error> {
        self.step()?.summed(after, limit).await.map_err(Broken::Else)
    }

    async fn last_seq(&mut self) -> Result<u64, Self::Error> {
        self.step()?.last_seq().await.map_err(Broken::Else)
    }

    async fn epochs(&mut self) -> Result<Vec<EpochStart>, Self::Error> {
        self.step()?.epochs().await.map_err(Broken::Else)
    }

    async fn grants(&mut self, person: AuthorId, version: Option<u32>) -> Result<Grants, Self::Error> {
        self.step()?.grants(person, version).await.map_err(Broken::Else)
    }
}
