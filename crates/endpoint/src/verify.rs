//! Reads a whole database, and proves it: `proof` says what must be true. It looks from within one transaction, so
//! that an endpoint may be at work meanwhile, and it holds a page of it at a time.

mod files;

pub use files::{WITH_FILES, verify_files, whole};

use crate::proof::{
    AboutRow, DeviceRow, EntryRow, Findings, HoleRow, LogProof, Place, RecordProof, RecordRow, Untrue,
};
use crate::store::{Database, StoreError, is_postgres, layout, look};
use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row, query, query_scalar};
use std::collections::BTreeMap;
use sync::SealKey;

type Result<T> = std::result::Result<T, StoreError>;

/// How many records are looked at together with the entries about them.
const PAGE: i64 = 200;
/// Sorts after every identity.
const LAST: &str = "~";

/// Looks through a database, which is only read.
///
/// # Errors
/// If it cannot be read at all. What is damaged is among the findings.
pub async fn verify(database: &Database, key: &SealKey) -> Result<Findings> {
    let mut db = database.open_to_read().await?;
    let mut tx = look(&mut db).await?;
    let mut findings = Findings::default();
    match look_through(&mut tx, key, &mut findings).await {
        Err(error) if error.is_damage() => findings.differ(Place::File, Untrue::Rest(error.to_string())),
        looked => looked?,
    }
    Ok(findings)
}

/// Looks through all that a transaction sees.
pub(crate) async fn look_through(
    db: &mut AnyConnection,
    key: &SealKey,
    findings: &mut Findings,
) -> Result<()> {
    if !is_postgres(db) {
        file(db, findings).await?;
    }
    logs(db, findings).await?;
    records(db, key, findings).await?;
    let counter = query_scalar::<_, i64>("SELECT seq FROM counter").fetch_optional(&mut *db).await?;
    let greatest =
        query_scalar::<_, i64>("SELECT coalesce(max(seq), 0) FROM record").fetch_one(&mut *db).await?;
    findings.count(whole_number(counter.unwrap_or(0)), whole_number(greatest));
    let epochs = query("SELECT epoch, after FROM epoch ORDER BY no").fetch_all(&mut *db).await?;
    let epochs = epochs.iter().map(|row| Ok((count(row, 0)? as u32, count(row, 1)?)));
    findings.follow(&epochs.collect::<Result<Vec<_>>>()?);
    Ok(())
}

/// What SQLite finds itself: the pages and indexes of the file, and rows that belong to none.
async fn file(db: &mut AnyConnection, findings: &mut Findings) -> Result<()> {
    let mut says = query("PRAGMA integrity_check").fetch(&mut *db);
    while let Some(row) = says.try_next().await? {
        let says: String = row.try_get(0)?;
        if says != "ok" {
            findings.differ(Place::File, Untrue::Sqlite(says));
        }
    }
    drop(says);
    for row in query("PRAGMA foreign_key_check").fetch_all(&mut *db).await? {
        let (of, named): (String, String) = (row.try_get(0)?, row.try_get(2)?);
        let says = format!("a row of {of} names a row of {named} that is not there");
        findings.differ(Place::File, Untrue::Sqlite(says));
    }
    Ok(())
}

async fn logs(db: &mut AnyConnection, findings: &mut Findings) -> Result<()> {
    let devices = "SELECT [id], head_index, [head_hash], outcomes, safe_through FROM device ORDER BY id";
    for row in query(with_bytes(db, devices)).fetch_all(&mut *db).await? {
        let device = DeviceRow {
            device: text(&row, 0)?,
            head_index: count(&row, 1)?,
            head_hash: text(&row, 2)?,
            outcomes: count(&row, 3)?,
            safe_through: count(&row, 4)?,
        };
        let id = device.device.clone();
        let mut log = LogProof::begin(device, holes(db, &id).await?);
        let mut entries = query(with_bytes(
            db,
            "SELECT place, [payload_hash], [hash], [record], [actor], n, [outcome], revision, [payload]
             FROM entry WHERE device = $1 ORDER BY place",
        ))
        .bind(id)
        .fetch(&mut *db);
        while let Some(row) = entries.try_next().await? {
            log.read(&entry(&row)?, findings);
        }
        drop(entries);
        log.end(findings);
    }
    Ok(())
}

async fn holes(db: &mut AnyConnection, device: &str) -> Result<Vec<HoleRow>> {
    let holes =
        "SELECT from_index, [from_hash], to_index, [to_hash] FROM hole WHERE device = $1 ORDER BY from_index";
    let rows = query(with_bytes(db, holes)).bind(device.to_owned()).fetch_all(&mut *db).await?;
    let hole = |row: &AnyRow| {
        Ok(HoleRow { from: (count(row, 0)?, text(row, 1)?), to: (count(row, 2)?, text(row, 3)?) })
    };
    rows.iter().map(hole).collect()
}

fn entry(row: &AnyRow) -> Result<EntryRow> {
    Ok(EntryRow {
        index: count(row, 0)?,
        payload_hash: text(row, 1)?,
        hash: text(row, 2)?,
        about: (text_or_none(row, 3)?, text_or_none(row, 4)?, row.try_get(5)?),
        outcome: text(row, 6)?,
        revision: count(row, 7)?,
        payload: row.try_get(8)?,
    })
}

async fn records(db: &mut AnyConnection, key: &SealKey, findings: &mut Findings) -> Result<()> {
    let mut after = String::new();
    // Backups from before the third step of the layout have no hashes beside the records.
    let page = if layout(db).await? < 3 {
        "SELECT [id], [form], [seal], [scopes], [ever], bytes, NULL, [body] FROM record
         WHERE id > $1 ORDER BY id LIMIT $2"
    } else {
        "SELECT [id], [form], [seal], [scopes], [ever], bytes, [hash], [body] FROM record
         WHERE id > $1 ORDER BY id LIMIT $2"
    };
    loop {
        let rows = query(with_bytes(db, page)).bind(after.clone()).bind(PAGE).fetch_all(&mut *db).await?;
        let mut proofs = BTreeMap::new();
        for row in &rows {
            let row = record(row)?;
            proofs.insert(row.id.clone(), RecordProof::begin(&row, key, findings));
        }
        // Entries about records that are not there lie between and behind those that are.
        let is_last = rows.len() < PAGE as usize;
        let through = proofs.keys().next_back().filter(|_| !is_last).cloned().unwrap_or(LAST.to_owned());
        let mut entries = query(with_bytes(
            db,
            "SELECT [record], [device], place, [actor], n, [outcome], [payload_hash], [payload] FROM entry
             WHERE record IS NOT NULL AND record > $1 AND record <= $2 ORDER BY record",
        ))
        .bind(after)
        .bind(through.clone())
        .fetch(&mut *db);
        while let Some(row) = entries.try_next().await? {
            let id = text(&row, 0)?;
            let proof = proofs.entry(id.clone()).or_insert_with(|| RecordProof::absent(&id));
            proof.read(&about(&row)?, findings);
        }
        drop(entries);
        proofs.into_values().for_each(|proof| proof.end(findings));
        if is_last {
            return Ok(());
        }
        after = through;
    }
}

fn record(row: &AnyRow) -> Result<RecordRow> {
    Ok(RecordRow {
        id: text(row, 0)?,
        form: text(row, 1)?,
        seal: text(row, 2)?,
        scopes: text(row, 3)?,
        ever: text(row, 4)?,
        bytes: count(row, 5)?,
        hash: text_or_none(row, 6)?,
        body: row.try_get(7)?,
    })
}

fn about(row: &AnyRow) -> Result<AboutRow> {
    Ok(AboutRow {
        device: text(row, 1)?,
        index: count(row, 2)?,
        dot: (text_or_none(row, 3)?.unwrap_or_default(), row.try_get::<Option<i64>, _>(4)?.unwrap_or(0)),
        outcome: text(row, 5)?,
        payload_hash: text(row, 6)?,
        payload: row.try_get(7)?,
    })
}

/// A query in which `[column]` is a text that may be damaged, read as bytes.
fn with_bytes(db: &AnyConnection, sql: &str) -> AssertSqlSafe<String> {
    let (before, behind) =
        if is_postgres(db) { ("convert_to(", ", 'UTF8')") } else { ("CAST(", " AS BLOB)") };
    AssertSqlSafe(sql.replace('[', before).replace(']', behind))
}

/// A text that may be damaged: bytes that are none of UTF-8 are shown as such.
fn text(row: &AnyRow, column: usize) -> Result<String> {
    Ok(text_or_none(row, column)?.unwrap_or_default())
}

fn text_or_none(row: &AnyRow, column: usize) -> Result<Option<String>> {
    let bytes: Option<Vec<u8>> = row.try_get(column)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn count(row: &AnyRow, column: usize) -> Result<u64> {
    Ok(whole_number(row.try_get(column)?))
}

/// A count below zero is no count: it contradicts whatever it is compared with.
fn whole_number(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
