//! People, their grants, their devices and sessions, as rows.

use super::StoreError;
use record::{AuthorId, DeviceId};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::{Row, SqliteConnection, SqliteExecutor, query, query_scalar, sqlite::SqliteRow};
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

/// One version of somebody's grants.
#[derive(Serialize)]
pub struct Version {
    #[serde(flatten)]
    grants: Grants,
    at: i64,
    /// Who gave them, by name; nobody for the first administrator.
    by: Option<String>,
}

/// Every version of a person's grants, the latest first.
pub async fn versions(db: impl SqliteExecutor<'_>, person: AuthorId) -> Result<Vec<Version>> {
    let rows = query(
        "SELECT g.version, g.list, g.made_at, p.name FROM grants AS g LEFT JOIN person AS p ON p.id = g.made_by
         WHERE g.person = ?1 ORDER BY g.version DESC",
    )
    .bind(person.to_string())
    .fetch_all(db)
    .await?;
    let version = |row: &SqliteRow| {
        let list = serde_json::from_str(row.try_get(1)?).map_err(|_| StoreError::Unreadable("grants"))?;
        let grants = Grants { version: row.try_get(0)?, list };
        Ok(Version { grants, at: row.try_get(2)?, by: row.try_get(3)? })
    };
    rows.iter().map(version).collect()
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
    .execute(&mut *db)
    .await?;
    query(
        "INSERT INTO acknowledged (device, version, after)
         SELECT ?1, max(version), 0 FROM grants
         WHERE person = ?2 AND NOT EXISTS (SELECT 1 FROM acknowledged WHERE device = ?1)
         HAVING max(version) IS NOT NULL",
    )
    .bind(device.to_string())
    .bind(person.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody who is active administers this network.
pub async fn has_administrator(db: impl SqliteExecutor<'_>) -> Result<bool> {
    Ok(query_scalar(include_str!("../../queries/has_administrator.sql")).fetch_one(db).await?)
}

/// Somebody of the team, as the desk's list shows them.
#[derive(Serialize)]
pub struct Member {
    /// Who.
    pub id: AuthorId,
    name: String,
    user: Option<String>,
    active: bool,
    /// What they may do at present.
    pub grants: Grants,
    phones: Box<RawValue>,
    open_code: Option<OpenCode>,
}

#[derive(Serialize)]
struct OpenCode {
    expires_at: i64,
}

/// Everybody, with their phones.
pub async fn team(db: impl SqliteExecutor<'_>, now: i64) -> Result<Vec<Member>> {
    let rows = query(include_str!("../../queries/team.sql")).bind(now).fetch_all(db).await?;
    let member = |row: &SqliteRow| {
        let unreadable = |_| StoreError::Unreadable("a member of the team");
        let list = serde_json::from_str(row.try_get(5)?).map_err(unreadable)?;
        Ok(Member {
            id: row.try_get::<&str, _>(0)?.parse().map_err(|_| StoreError::Unreadable("person"))?,
            name: row.try_get(1)?,
            user: row.try_get(2)?,
            active: row.try_get(3)?,
            grants: Grants { version: row.try_get(4)?, list },
            phones: RawValue::from_string(row.try_get(7)?).map_err(unreadable)?,
            open_code: row.try_get::<Option<i64>, _>(6)?.map(|expires_at| OpenCode { expires_at }),
        })
    };
    rows.iter().map(member).collect()
}

/// Whether somebody has that user name.
pub async fn has_user(db: &mut SqliteConnection, user: &str) -> Result<bool> {
    Ok(query_scalar("SELECT EXISTS (SELECT 1 FROM person WHERE user = ?1)").bind(user).fetch_one(db).await?)
}

/// Gives a person another name.
pub async fn rename(db: &mut SqliteConnection, person: AuthorId, name: &str) -> Result<()> {
    query("UPDATE person SET name = ?2 WHERE id = ?1")
        .bind(person.to_string())
        .bind(name)
        .execute(db)
        .await?;
    Ok(())
}

/// Lets a person work, or no longer. Every session looks at this at every request.
pub async fn set_active(db: &mut SqliteConnection, person: AuthorId, active: bool) -> Result<()> {
    query("UPDATE person SET active = ?2 WHERE id = ?1")
        .bind(person.to_string())
        .bind(active)
        .execute(db)
        .await?;
    Ok(())
}

/// Whose device it is.
pub async fn owner_of(db: &mut SqliteConnection, device: DeviceId) -> Result<Option<AuthorId>> {
    let owner: Option<String> = query_scalar("SELECT person FROM device WHERE id = ?1")
        .bind(device.to_string())
        .fetch_optional(db)
        .await?;
    owner.map(|owner| owner.parse().map_err(|_| StoreError::Unreadable("person"))).transpose()
}

/// Ends the sessions of a device and of all of its family.
pub async fn revoke(db: &mut SqliteConnection, device: DeviceId, now: i64) -> Result<()> {
    const FAMILY: &str = "(SELECT id FROM device WHERE family = (SELECT family FROM device WHERE id = ?1))";
    let end = format!("DELETE FROM session WHERE device IN {FAMILY}");
    query(sqlx::AssertSqlSafe(end)).bind(device.to_string()).execute(&mut *db).await?;
    let mark = format!("UPDATE device SET revoked_at = ?2 WHERE id IN {FAMILY} AND revoked_at IS NULL");
    query(sqlx::AssertSqlSafe(mark)).bind(device.to_string()).bind(now).execute(db).await?;
    Ok(())
}
