//! `sync::Office` over one open transaction. Lists go in as one JSON text each, so that a batch is a handful of
//! statements whatever its size.

use super::{StoreError, files};
use record::{AuthorId, DeviceId, Dot, Record, RecordId};
use serde::de::DeserializeOwned;
use sqlx::{Any, Row, Transaction, any::AnyRow, query, query_scalar};
use std::str::FromStr;
use sync::{
    Acknowledged, DeviceLog, Early, Epoch, EpochStart, Found, Grants, Hash, Head, Kept, Office, Outcome,
    Passed, Payload, Seal, Stored, Summed, Told,
};

type Result<T> = std::result::Result<T, StoreError>;

/// One open transaction, and the time by which what it writes is dated.
pub struct OpenOffice {
    /// The transaction; whoever opened it commits it.
    pub tx: Transaction<'static, Any>,
    /// Now, in milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// The records that this transaction erases.
    pub erased: Vec<Record>,
    /// Files that no record holds any more: their bytes go when it is committed.
    pub dropped: Vec<Hash>,
}

impl OpenOffice {
    /// The office within a transaction.
    pub fn within(tx: Transaction<'static, Any>, now: i64) -> Self {
        Self { tx, now, erased: Vec::new(), dropped: Vec::new() }
    }
}

impl Office for OpenOffice {
    type Error = StoreError;

    async fn device_log(&mut self, device: DeviceId) -> Result<Option<DeviceLog>> {
        let row = query("SELECT head_index, head_hash, outcomes, safe_through FROM device WHERE id = $1")
            .bind(device.to_string())
            .fetch_optional(&mut *self.tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let known = query("SELECT version, after FROM acknowledged WHERE device = $1 ORDER BY rowid")
            .bind(device.to_string())
            .fetch_all(&mut *self.tx)
            .await?;
        let acknowledged =
            |row: &AnyRow| Ok(Acknowledged { version: count(row, 0)? as u32, after: count(row, 1)? });
        Ok(Some(DeviceLog {
            head: Head { index: count(&row, 0)?, hash: parsed(&row, 1)? },
            outcomes: count(&row, 2)?,
            safe_through: count(&row, 3)?,
            acknowledged: known.iter().map(acknowledged).collect::<Result<_>>()?,
        }))
    }

    async fn replace_device(&mut self, old: DeviceId, new: DeviceId, person: AuthorId) -> Result<()> {
        query(include_str!("../../queries/replace_device.sql"))
            .bind(old.to_string())
            .bind(new.to_string())
            .bind(person.to_string())
            .bind(self.now)
            .bind(Hash::default().to_string())
            .execute(&mut *self.tx)
            .await?;
        query(include_str!("../../queries/replace_acknowledged.sql"))
            .bind(old.to_string())
            .bind(new.to_string())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn declare_hole(&mut self, device: DeviceId, from: Head, to: Head) -> Result<()> {
        query("INSERT INTO hole VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(device.to_string())
            .bind(whole(from.index))
            .bind(from.hash.to_string())
            .bind(whole(to.index))
            .bind(to.hash.to_string())
            .bind(self.now)
            .execute(&mut *self.tx)
            .await?;
        self.append(device, to, &[]).await
    }

    async fn acknowledge_grants(&mut self, device: DeviceId, acknowledged: Acknowledged) -> Result<()> {
        query("INSERT INTO acknowledged (device, version, after) VALUES ($1, $2, $3)")
            .bind(device.to_string())
            .bind(i64::from(acknowledged.version))
            .bind(whole(acknowledged.after))
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn hash_at(&mut self, device: DeviceId, index: u64) -> Result<Option<Hash>> {
        let row = query("SELECT hash FROM entry WHERE device = $1 AND place = $2")
            .bind(device.to_string())
            .bind(whole(index))
            .fetch_optional(&mut *self.tx)
            .await?;
        row.map(|row| parsed(&row, 0)).transpose()
    }

    async fn append(&mut self, device: DeviceId, head: Head, entries: &[Stored]) -> Result<()> {
        if !entries.is_empty() {
            query(include_str!("../../queries/append_entries.sql"))
                .bind(device.to_string())
                .bind(self.now)
                .bind(rows_of(entries))
                .execute(&mut *self.tx)
                .await?;
        }
        let told = entries.iter().map(|entry| entry.revision).max().unwrap_or(0);
        query(
            "UPDATE device SET head_index = $2, head_hash = $3,
                 outcomes = CASE WHEN outcomes < $4 THEN $4 ELSE outcomes END WHERE id = $1",
        )
        .bind(device.to_string())
        .bind(whole(head.index))
        .bind(head.hash.to_string())
        .bind(whole(told))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }

    async fn find_changes(&mut self, changes: &[(RecordId, Dot)]) -> Result<Vec<Found>> {
        let wanted: Vec<_> = changes.iter().map(|(record, dot)| (record, dot.actor, dot.n)).collect();
        let rows = query(include_str!("../../queries/find_changes.sql"))
            .bind(json(&wanted))
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(found).collect()
    }

    async fn set_aside(&mut self, records: &[RecordId]) -> Result<Vec<Found>> {
        let rows = query(include_str!("../../queries/set_aside.sql"))
            .bind(json(&rows_of_ids(records)))
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter().map(found).collect()
    }

    async fn entries_about(&mut self, record: RecordId) -> Result<Vec<Found>> {
        let rows = query(
            "SELECT record, actor, n, device, place, outcome, payload FROM entry
             WHERE record = $1 AND record IS NOT NULL ORDER BY device, place",
        )
        .bind(record.to_string())
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter().map(found).collect()
    }

    async fn early_decisions(&mut self) -> Result<Vec<Early>> {
        let rows = query(include_str!("../../queries/early_decisions.sql")).fetch_all(&mut *self.tx).await?;
        let early = |row: &AnyRow| {
            let payload = Payload::from_kept(row.try_get(2)?).ok_or(StoreError::Unreadable("payload"))?;
            Ok(Early { device: parsed(row, 0)?, index: count(row, 1)?, payload })
        };
        rows.iter().map(early).collect()
    }

    async fn set_outcome(&mut self, device: DeviceId, index: u64, outcome: &Outcome) -> Result<()> {
        let changed = query(include_str!("../../queries/set_outcome.sql"))
            .bind(device.to_string())
            .bind(whole(index))
            .bind(json(outcome))
            .execute(&mut *self.tx)
            .await?;
        if changed.rows_affected() == 1 {
            query("UPDATE device SET outcomes = outcomes + 1 WHERE id = $1")
                .bind(device.to_string())
                .execute(&mut *self.tx)
                .await?;
        }
        Ok(())
    }

    async fn set_payload(&mut self, device: DeviceId, index: u64, payload: &Payload) -> Result<()> {
        query("UPDATE entry SET payload = $3 WHERE device = $1 AND place = $2")
            .bind(device.to_string())
            .bind(whole(index))
            .bind(payload.as_str())
            .execute(&mut *self.tx)
            .await?;
        Ok(())
    }

    async fn note_erased(&mut self, record: &Record) -> Result<()> {
        self.dropped.extend(files::let_go(&mut self.tx, record.id).await?);
        self.erased.push(record.clone());
        Ok(())
    }

    async fn outcomes_after(&mut self, device: DeviceId, revision: u64) -> Result<Vec<Told>> {
        let rows = query(
            "SELECT place, outcome, revision FROM entry WHERE device = $1 AND revision > $2 ORDER BY revision",
        )
        .bind(device.to_string())
        .bind(whole(revision))
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Told { index: count(row, 0)?, outcome: from_json(row, 1)?, revision: count(row, 2)? })
            })
            .collect()
    }

    async fn records(&mut self, ids: &[RecordId]) -> Result<Vec<Kept>> {
        let rows = query(
            "SELECT seq, seal, ever, body FROM json_each($1) AS wanted CROSS JOIN record AS r
             WHERE r.id = wanted.value ->> 0",
        )
        .bind(json(&rows_of_ids(ids)))
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter()
            .map(|row| {
                let seal = Seal::try_from(row.try_get::<String, _>(1)?)
                    .map_err(|_| StoreError::Unreadable("seal"))?;
                Ok(Kept { seq: count(row, 0)?, seal, ever: from_json(row, 2)?, record: from_json(row, 3)? })
            })
            .collect()
    }

    async fn take_seqs(&mut self, count: u64) -> Result<u64> {
        let last: i64 = query_scalar("UPDATE counter SET seq = seq + $1 RETURNING seq")
            .bind(whole(count))
            .fetch_one(&mut *self.tx)
            .await?;
        Ok(last as u64 + 1 - count)
    }

    async fn write_records(&mut self, records: &[Kept]) -> Result<()> {
        let rows: Vec<_> = records
            .iter()
            .map(|Kept { seq, seal, record, ever }| {
                let scopes = json(&record.scopes().collect::<Vec<_>>());
                let body = json(record);
                (record.id, &record.form, seq, seal, scopes, json(ever), Hash::of(&body), body)
            })
            .collect();
        query(include_str!("../../queries/write_records.sql"))
            .bind(json(&rows))
            .execute(&mut *self.tx)
            .await?;
        let held: Vec<_> = records.iter().flat_map(|kept| files_in(&kept.record)).collect();
        files::hold(&mut self.tx, &held).await
    }

    async fn passed(&mut self, after: u64, through: u64, limit: usize) -> Result<Vec<Passed>> {
        let rows = query(
            "SELECT id, seq, scopes, ever, bytes FROM record WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
        )
        .bind(whole(after))
        .bind(whole(through))
        .bind(limit as i64)
        .fetch_all(&mut *self.tx)
        .await?;
        rows.iter()
            .map(|row| {
                let (id, seq, bytes) = (parsed(row, 0)?, count(row, 1)?, count(row, 4)? as usize);
                Ok(Passed { id, seq, scopes: from_json(row, 2)?, ever: from_json(row, 3)?, bytes })
            })
            .collect()
    }

    async fn summed(&mut self, after: Option<RecordId>, limit: usize) -> Result<Vec<Summed>> {
        let rows = query("SELECT id, scopes, hash, bytes FROM record WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after.map_or_else(String::new, |id| id.to_string()))
            .bind(limit as i64)
            .fetch_all(&mut *self.tx)
            .await?;
        rows.iter()
            .map(|row| {
                let (id, hash, bytes) = (parsed(row, 0)?, parsed(row, 2)?, count(row, 3)? as usize);
                Ok(Summed { id, scopes: from_json(row, 1)?, hash, bytes })
            })
            .collect()
    }

    async fn last_seq(&mut self) -> Result<u64> {
        let last: i64 = query_scalar("SELECT seq FROM counter").fetch_one(&mut *self.tx).await?;
        Ok(last as u64)
    }

    async fn epochs(&mut self) -> Result<Vec<EpochStart>> {
        let rows = query("SELECT epoch, after FROM epoch ORDER BY no").fetch_all(&mut *self.tx).await?;
        rows.iter()
            .map(|row| Ok(EpochStart { epoch: Epoch(count(row, 0)? as u32), after: count(row, 1)? }))
            .collect()
    }

    async fn grants(&mut self, person: AuthorId, version: Option<u32>) -> Result<Grants> {
        super::people::grants(&mut *self.tx, person, version).await
    }
}

/// The files that a record holds, those of disputed answers too.
fn files_in(record: &Record) -> impl Iterator<Item = (RecordId, Hash)> {
    let values = record.fields.values().flatten().filter_map(|version| version.value.as_ref());
    values.filter_map(|value| Some((record.id, value.as_file()?.sha256)))
}

/// A row of `find_changes.sql` or `set_aside.sql`.
fn found(row: &AnyRow) -> Result<Found> {
    let n = u32::try_from(row.try_get::<i64, _>(2)?).map_err(|_| StoreError::Unreadable("dot"))?;
    let dot = Dot { actor: parsed(row, 1)?, n };
    let payload = Payload::from_kept(row.try_get(6)?).ok_or(StoreError::Unreadable("payload"))?;
    let (device, index, outcome) = (parsed(row, 3)?, count(row, 4)?, from_json(row, 5)?);
    Ok(Found { change: (parsed(row, 0)?, dot), device, index, payload, outcome })
}

/// Identities as rows of a list: whatever the database, a row's first value is read in the same way.
fn rows_of_ids(ids: &[RecordId]) -> Vec<[RecordId; 1]> {
    ids.iter().map(|id| [*id]).collect()
}

/// The rows that `append_entries.sql` reads. Every value is a text or a number, so that nothing is parsed twice.
fn rows_of(entries: &[Stored]) -> String {
    let row = |entry: &Stored| {
        let (record, dot) = entry.change.unzip();
        let (actor, n) = dot.map(|dot| (dot.actor, dot.n)).unzip();
        let Stored { index, payload, hash, outcome, revision, .. } = entry;
        (
            *index,
            payload.hash(),
            *hash,
            record,
            actor,
            n,
            json(outcome),
            *revision,
            payload.as_str().to_owned(),
        )
    };
    json(&entries.iter().map(row).collect::<Vec<_>>())
}

/// SQLite's integers end at 2⁶³; a hostile cursor does not.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Plain data has a JSON text always; the canonical one is what serde writes.
fn json(data: &impl serde::Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}

fn count(row: &AnyRow, column: usize) -> Result<u64> {
    u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Unreadable("a count below zero"))
}

fn parsed<T: FromStr>(row: &AnyRow, column: usize) -> Result<T> {
    row.try_get::<&str, _>(column)?.parse().map_err(|_| StoreError::Unreadable("identity or hash"))
}

fn from_json<T: DeserializeOwned>(row: &AnyRow, column: usize) -> Result<T> {
    serde_json::from_str(row.try_get(column)?).map_err(|_| StoreError::Unreadable("JSON"))
}

#[cfg(test)]
pub mod tests;
