//! The files that were brought: kept sealed as long as anything in them is not taken in, and who did what with them.

use super::file::Opened;
use super::report::Report;
use crate::Endpoint;
use crate::refusal::Refusal;
use record::AuthorId;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row, query, query_scalar};
use sync::Hash;

/// How many files of one carrier may wait: more is no help, and would fill the disk.
const MOST_WAITING: i64 = 20;
/// How many files are told at once.
const AT_MOST: i64 = 100;
/// When to come again, in seconds.
const LATER: i64 = 3_600;

/// A file as the desk's list shows it.
#[derive(Serialize)]
pub struct Kept {
    id: String,
    changes: i64,
    brought_at: i64,
    brought_by: String,
    /// Whose phone it is from; `None` if nobody here has that name.
    person: Option<String>,
    taken_at: Option<i64>,
    taken_by: Option<String>,
    /// How many changes of it were new.
    taken: i64,
    /// Whether there is something left in it that is not taken in.
    open: bool,
}

/// Keeps a file that somebody has brought. Gives whether it was not here yet.
pub async fn keep(endpoint: &Endpoint, by: AuthorId, text: &str, opened: &Opened) -> Result<bool, Refusal> {
    let mut tx = endpoint.store.write().await?;
    let waiting: i64 =
        query_scalar("SELECT count(*) FROM bundle WHERE brought_by = $1 AND taken_at IS NULL AND id <> $2")
            .bind(by.to_string())
            .bind(Hash::of(text).to_string())
            .fetch_one(&mut *tx)
            .await?;
    if waiting >= MOST_WAITING {
        return Err(Refusal::TryLater(LATER));
    }
    let is_new = insert(&mut tx, by, text, opened, endpoint.now()).await?;
    tx.commit().await?;
    Ok(is_new)
}

async fn insert(
    db: &mut AnyConnection,
    by: AuthorId,
    text: &str,
    opened: &Opened,
    now: i64,
) -> Result<bool, Refusal> {
    let bundle = opened.bundle();
    let done = query(
        "INSERT INTO bundle (id, device, person, changes, brought_at, brought_by, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
    )
    .bind(Hash::of(text).to_string())
    .bind(bundle.map(|bundle| bundle.device.to_string()))
    .bind(bundle.map(|bundle| bundle.person.to_string()))
    .bind(i64::try_from(opened.changes()).unwrap_or(i64::MAX))
    .bind(now)
    .bind(by.to_string())
    .bind(text)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes who has vouched for a file, and what was new in it. The text goes once nothing is left in it.
pub async fn note_taken(
    db: &mut AnyConnection,
    by: AuthorId,
    text: &str,
    opened: &Opened,
    report: &Report,
    now: i64,
) -> Result<(), Refusal> {
    insert(db, by, text, opened, now).await?;
    query(
        "UPDATE bundle SET taken_at = $2, taken_by = $3, taken = taken + $4,
            sealed = CASE WHEN $5 = 1 THEN NULL ELSE $6 END WHERE id = $1",
    )
    .bind(Hash::of(text).to_string())
    .bind(now)
    .bind(by.to_string())
    .bind(i64::try_from(report.new).unwrap_or(i64::MAX))
    .bind(i64::from(report.complete))
    .bind(text)
    .execute(db)
    .await?;
    Ok(())
}

/// The text of a file in which something is left.
pub async fn text(endpoint: &Endpoint, id: &str) -> Result<Option<String>, Refusal> {
    let found: Option<Option<String>> = query_scalar("SELECT sealed FROM bundle WHERE id = $1")
        .bind(id)
        .fetch_optional(endpoint.store.read())
        .await?;
    Ok(found.flatten())
}

/// The files that were brought.
pub async fn list(endpoint: &Endpoint) -> Result<Vec<Kept>, Refusal> {
    let rows = query(include_str!("../../queries/bundles.sql"))
        .bind(AT_MOST)
        .fetch_all(endpoint.store.read())
        .await?;
    Ok(rows.iter().map(kept).collect::<Result<_, sqlx::Error>>()?)
}

fn kept(row: &AnyRow) -> Result<Kept, sqlx::Error> {
    Ok(Kept {
        id: row.try_get(0)?,
        changes: row.try_get(1)?,
        brought_at: row.try_get(2)?,
        brought_by: row.try_get(3)?,
        person: row.try_get(4)?,
        taken_at: row.try_get(5)?,
        taken_by: row.try_get(6)?,
        taken: row.try_get(7)?,
        open: row.try_get::<i64, _>(8)? == 1,
    })
}
