//! People, their grants, their devices and sessions, as rows.

use super::StoreError;
use record::{AuthorId, DeviceId};
use sqlx::{Row, SqliteConnection, SqliteExecutor, query, query_scalar};
use sync::{Grant, Grants, Hash};

type Result<T> = std::result::Result<T, StoreError>;

/// A person's grants at a version, or the present ones; none if the person never had that version.
pub async fn grants(db: impl SqliteExecutor<'_>, person: AuthorId, version: Option<u32>) -> Result<Grants> {
    let row = query(
        "SELECT version, list FROM grants WHERE person = ?1 AND version <= ?2 AND (version = ?2 OR ?3)
         ORDER BY version DESC LIMIT 1",
    )
    .bind(person.to_string())
    .bind(version.unwrap_or(u32::MAX))
    .bind(version.is_none())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(Grants::default()) };
    let version = row.try_get::<u32, _>(0)?;
    let list = serde_json::from_str(row.try_get(1)?).map_err(|_| StoreError::Unreadable("grants"))?;
    Ok(Grants { version, list })
}

/// Adds a person.
pub async fn add(
    db: &mut SqliteConnection,
    person: AuthorId,
    name: &str,
    account: Option<(&str, &str)>,
    now: i64,
) -> Result<()> {
    let (user, password) = account.unzip();
    query("INSERT INTO person (id, name, user, password, made_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(person.to_string())
        .bind(name)
        .bind(user)
        .bind(password)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives a person these grants, as the next version.
pub async fn grant(
    db: &mut SqliteConnection,
    person: AuthorId,
    list: &[Grant],
    by: Option<AuthorId>,
    now: i64,
) -> Result<()> {
    query(
        "INSERT INTO grants (person, version, list, made_at, made_by)
         SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4 FROM grants WHERE person = ?1",
    )
    .bind(person.to_string())
    .bind(serde_json::to_string(list).unwrap_or_default())
    .bind(now)
    .bind(by.map(|by| by.to_string()))
    .execute(db)
    .await?;
    Ok(())
}

/// Makes a device known as the person's, or known again. `false` if it is somebody else's.
pub async fn add_device(
    db: &mut SqliteConnection,
    device: DeviceId,
    person: AuthorId,
    label: Option<&str>,
    now: i64,
) -> Result<bool> {
    let done = query(
        "INSERT INTO device (id, person, family, label, enrolled_at, last_seen, head_hash)
         VALUES (?1, ?2, ?1, ?3, ?4, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET revoked_at = NULL, last_seen = ?4, label = coalesce(?3, label)
         WHERE person = ?2",
    )
    .bind(device.to_string())
    .bind(person.to_string())
    .bind(label)
    .bind(now)
    .bind(Hash::default().to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody who is active administers this network.
pub async fn has_administrator(db: impl SqliteExecutor<'_>) -> Result<bool> {
    Ok(query_scalar(include_str!("../../queries/has_administrator.sql")).fetch_one(db).await?)
}
