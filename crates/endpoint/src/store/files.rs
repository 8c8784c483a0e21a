//! Files as rows: which are whole, which somebody is sending, and which records hold them. Their bytes are the shelf's.

use super::StoreError;
use record::{AuthorId, DeviceId, RecordId};
use sqlx::{AnyConnection, Row, any::AnyExecutor, any::AnyRow, query, query_scalar};
use sync::Hash;

type Result<T> = std::result::Result<T, StoreError>;

/// A file whose bytes are whole.
pub struct Whole {
    /// How many there are.
    pub size: u64,
    /// What they are.
    pub media_type: String,
    /// Who brought them first.
    pub person: AuthorId,
}

/// A file that somebody is sending.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// How many bytes there will be.
    pub size: u64,
    /// What they are said to be.
    pub media_type: String,
}

/// Programme and commune of a record, as often as it has them.
type Scopes = Vec<(String, String)>;

/// A file, if its bytes are said to be whole.
pub async fn whole(db: impl AnyExecutor<'_>, sha256: Hash) -> Result<Option<Whole>> {
    let row = query("SELECT size, media_type, person FROM file WHERE sha256 = $1")
        .bind(sha256.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(Whole { size: count(&row, 0)?, media_type: row.try_get(1)?, person: parsed(&row, 2)? }))
        .transpose()
}

/// Those of these files whose bytes are said to be whole, each with its size.
pub async fn whole_among(db: impl AnyExecutor<'_>, files: &[Hash]) -> Result<Vec<(Hash, u64)>> {
    let rows =
        query("SELECT sha256, size FROM file WHERE sha256 IN (SELECT e.value ->> 0 FROM json_each($1) AS e)")
            .bind(list(&files.iter().map(|sha256| [sha256]).collect::<Vec<_>>()))
            .fetch_all(db)
            .await?;
    rows.iter().map(|row| Ok((parsed(row, 0)?, count(row, 1)?))).collect()
}

/// What a person is sending under that hash.
pub async fn upload(db: impl AnyExecutor<'_>, person: AuthorId, sha256: Hash) -> Result<Option<Upload>> {
    let row = query("SELECT size, media_type FROM upload WHERE person = $1 AND sha256 = $2")
        .bind(person.to_string())
        .bind(sha256.to_string())
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(Upload { size: count(&row, 0)?, media_type: row.try_get(1)? })).transpose()
}

/// Notes that a person begins to send a file, or goes on.
pub async fn begin(
    db: &mut AnyConnection,
    person: AuthorId,
    sha256: Hash,
    upload: &Upload,
    now: i64,
) -> Result<()> {
    query(
        "INSERT INTO upload (person, sha256, size, media_type, touched_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person, sha256) DO UPDATE SET
             size = excluded.size, media_type = excluded.media_type, touched_at = excluded.touched_at",
    )
    .bind(person.to_string())
    .bind(sha256.to_string())
    .bind(whole_number(upload.size))
    .bind(&upload.media_type)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// When it was noted last that bytes come.
pub async fn touched(db: impl AnyExecutor<'_>, person: AuthorId, sha256: Hash) -> Result<i64> {
    let at = query_scalar("SELECT touched_at FROM upload WHERE person = $1 AND sha256 = $2")
        .bind(person.to_string())
        .bind(sha256.to_string())
        .fetch_optional(db)
        .await?;
    Ok(at.unwrap_or(i64::MAX))
}

/// Notes that bytes come.
pub async fn touch(db: &mut AnyConnection, person: AuthorId, sha256: Hash, now: i64) -> Result<()> {
    query("UPDATE upload SET touched_at = $3 WHERE person = $1 AND sha256 = $2")
        .bind(person.to_string())
        .bind(sha256.to_string())
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// How many bytes a person has brought and is sending.
pub async fn held_by(db: &mut AnyConnection, person: AuthorId) -> Result<u64> {
    let held: i64 = query_scalar(
        "SELECT CAST((SELECT coalesce(sum(size), 0) FROM file WHERE person = $1)
                   + (SELECT coalesce(sum(size), 0) FROM upload WHERE person = $1) AS BIGINT)",
    )
    .bind(person.to_string())
    .fetch_one(db)
    .await?;
    u64::try_from(held).map_err(|_| StoreError::Unreadable("a size below zero"))
}

/// Notes that a file's bytes are whole. Who brought them first stays the one who did.
pub async fn take_in(
    db: &mut AnyConnection,
    person: AuthorId,
    sha256: Hash,
    upload: &Upload,
    now: i64,
) -> Result<()> {
    query(
        "INSERT INTO file (sha256, size, media_type, person, arrived_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (sha256) DO NOTHING",
    )
    .bind(sha256.to_string())
    .bind(whole_number(upload.size))
    .bind(&upload.media_type)
    .bind(person.to_string())
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets what a person was sending. Its bytes go first: what is left of them would be taken for a beginning.
pub async fn forget(db: &mut AnyConnection, person: AuthorId, sha256: Hash) -> Result<()> {
    query("DELETE FROM upload WHERE person = $1 AND sha256 = $2")
        .bind(person.to_string())
        .bind(sha256.to_string())
        .execute(db)
        .await?;
    Ok(())
}

/// Who else is sending that file.
pub async fn senders(db: impl AnyExecutor<'_>, sha256: Hash) -> Result<Vec<AuthorId>> {
    let rows =
        query("SELECT person FROM upload WHERE sha256 = $1").bind(sha256.to_string()).fetch_all(db).await?;
    rows.iter().map(|row| parsed(row, 0)).collect()
}

/// What nobody has gone on with since a moment.
pub async fn abandoned(db: impl AnyExecutor<'_>, since: i64) -> Result<Vec<(AuthorId, Hash)>> {
    let rows =
        query("SELECT person, sha256 FROM upload WHERE touched_at < $1").bind(since).fetch_all(db).await?;
    rows.iter().map(|row| Ok((parsed(row, 0)?, parsed(row, 1)?))).collect()
}

/// Whether an entry of a device mentions a file, or one of a device of the same browser profile: it may have taken
/// another identity.
pub async fn is_logged(db: impl AnyExecutor<'_>, device: DeviceId, sha256: Hash) -> Result<bool> {
    let entries: i64 = query_scalar(
        "SELECT count(*) FROM device AS own JOIN device AS other USING (family, person)
         JOIN entry AS e ON e.device = other.id WHERE own.id = $1 AND e.payload LIKE $2",
    )
    .bind(device.to_string())
    .bind(format!("%{sha256}%"))
    .fetch_one(db)
    .await?;
    Ok(entries > 0)
}

/// Notes which records hold which files.
pub async fn hold(db: &mut AnyConnection, held: &[(RecordId, Hash)]) -> Result<()> {
    if held.is_empty() {
        return Ok(());
    }
    query(
        "INSERT INTO file_of (record, sha256) SELECT e.value ->> 0, e.value ->> 1 FROM json_each($1) AS e
         WHERE true ON CONFLICT (record, sha256) DO NOTHING",
    )
    .bind(list(&held))
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets which files a record holds, and those that no other record holds. Gives the latter.
pub async fn let_go(db: &mut AnyConnection, record: RecordId) -> Result<Vec<Hash>> {
    let rows = query("DELETE FROM file_of WHERE record = $1 RETURNING sha256")
        .bind(record.to_string())
        .fetch_all(&mut *db)
        .await?;
    let mut dropped = Vec::new();
    for row in rows {
        let sha256: Hash = parsed(&row, 0)?;
        let gone = query(
            "DELETE FROM file WHERE sha256 = $1 AND NOT EXISTS (SELECT 1 FROM file_of WHERE sha256 = $1)",
        )
        .bind(sha256.to_string())
        .execute(&mut *db)
        .await?;
        dropped.extend((gone.rows_affected() > 0).then_some(sha256));
    }
    Ok(dropped)
}

/// The scopes of each record that holds a file, or has held it.
pub async fn scopes_of_holders(db: impl AnyExecutor<'_>, sha256: Hash) -> Result<Vec<Scopes>> {
    let rows = query(
        "SELECT r.scopes FROM file_of AS held JOIN record AS r ON r.id = held.record WHERE held.sha256 = $1",
    )
    .bind(sha256.to_string())
    .fetch_all(db)
    .await?;
    let scopes = |row: &AnyRow| {
        serde_json::from_str(row.try_get(0)?).map_err(|_| StoreError::Unreadable("the scopes of a record"))
    };
    rows.iter().map(scopes).collect()
}

/// Plain data has a JSON text always.
fn list(rows: &impl serde::Serialize) -> String {
    serde_json::to_string(rows).unwrap_or_default()
}

fn whole_number(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

fn count(row: &AnyRow, column: usize) -> Result<u64> {
    u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Unreadable("a count below zero"))
}

fn parsed<T: std::str::FromStr>(row: &AnyRow, column: usize) -> Result<T> {
    row.try_get::<&str, _>(column)?.parse().map_err(|_| StoreError::Unreadable("identity or hash"))
}
