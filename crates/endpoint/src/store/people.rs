//! People, their grants, their devices and sessions, as rows.

use super::StoreError;
use record::{AuthorId, DeviceId};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::{AnyConnection, Row, any::AnyExecutor, any::AnyRow, query, query_scalar};
use std::collections::BTreeMap;
use sync::{Grant, Grants, Hash};

type Result<T> = std::result::Result<T, StoreError>;

/// A person's grants at a version, or the present ones; none if the person never had that version.
pub async fn grants(db: impl AnyExecutor<'_>, person: AuthorId, version: Option<u32>) -> Result<Grants> {
    let (least, most) = version.map_or((0, i64::MAX), |version| (i64::from(version), i64::from(version)));
    let row = query(
        "SELECT version, list FROM grants WHERE person = $1 AND version >= $2 AND version <= $3
         ORDER BY version DESC LIMIT 1",
    )
    .bind(person.to_string())
    .bind(least)
    .bind(most)
    .fetch_optional(db)
    .await?;
    row.map_or(Ok(Grants::default()), |row| given(&row, 0))
}

/// Grants: their version in this column, what they allow in the next.
fn given(row: &AnyRow, column: usize) -> Result<Grants> {
    let unreadable = StoreError::Unreadable("grants");
    let Ok(version) = u32::try_from(row.try_get::<i64, _>(column)?) else { return Err(unreadable) };
    let list = serde_json::from_str(row.try_get(column + 1)?).map_err(|_| unreadable)?;
    Ok(Grants { version, list })
}

/// Everybody's identity and name, and whether their present grants let them read records; by name.
pub async fn at_work(db: impl AnyExecutor<'_>) -> Result<Vec<(String, String, bool)>> {
    let rows = query(
        "SELECT p.id, p.name, g.version, g.list FROM person AS p LEFT JOIN grants AS g ON g.person = p.id
         AND g.version = (SELECT max(version) FROM grants WHERE person = p.id) ORDER BY p.name, p.id",
    )
    .fetch_all(db)
    .await?;
    let person = |row: &AnyRow| {
        let has_any = row.try_get::<Option<i64>, _>(2)?.is_some();
        let grants = if has_any { given(row, 2)? } else { Grants::default() };
        let works = grants.list.iter().any(|grant| grant.role.reads_records());
        Ok((row.try_get(0)?, row.try_get(1)?, works))
    };
    rows.iter().map(person).collect()
}

/// Adds a person.
pub async fn add(
    db: &mut AnyConnection,
    person: AuthorId,
    name: &str,
    account: Option<(&str, &str)>,
    now: i64,
) -> Result<()> {
    let (user, password) = account.unzip();
    query("INSERT INTO person (id, name, \"user\", password, made_at) VALUES ($1, $2, $3, $4, $5)")
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
    db: &mut AnyConnection,
    person: AuthorId,
    list: &[Grant],
    by: Option<AuthorId>,
    now: i64,
) -> Result<()> {
    query(
        "INSERT INTO grants (person, version, list, made_at, made_by)
         SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4 FROM grants WHERE person = $1",
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
pub async fn versions(db: impl AnyExecutor<'_>, person: AuthorId) -> Result<Vec<Version>> {
    let rows = query(
        "SELECT g.version, g.list, g.made_at, p.name FROM grants AS g LEFT JOIN person AS p ON p.id = g.made_by
         WHERE g.person = $1 ORDER BY g.version DESC",
    )
    .bind(person.to_string())
    .fetch_all(db)
    .await?;
    let version =
        |row: &AnyRow| Ok(Version { grants: given(row, 0)?, at: row.try_get(2)?, by: row.try_get(3)? });
    rows.iter().map(version).collect()
}

/// Makes a device known as the person's, or known again: then what it had before it was withdrawn, and whoever has a
/// copy of that, stays out. `false` if it is somebody else's.
pub async fn add_device(
    db: &mut AnyConnection,
    device: DeviceId,
    person: AuthorId,
    label: Option<&str>,
    now: i64,
) -> Result<bool> {
    query(
        "DELETE FROM session WHERE device = (SELECT id FROM device WHERE id = $1 AND revoked_at IS NOT NULL)",
    )
    .bind(device.to_string())
    .execute(&mut *db)
    .await?;
    let done = query(
        "INSERT INTO device (id, person, family, label, enrolled_at, last_seen, head_hash)
         VALUES ($1, $2, $1, $3, $4, $4, $5)
         ON CONFLICT (id) DO UPDATE SET revoked_at = NULL, last_seen = $4, label = coalesce($3, device.label)
         WHERE device.person = $2",
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
         SELECT $1, max(version), 0 FROM grants
         WHERE person = $2 AND NOT EXISTS (SELECT 1 FROM acknowledged WHERE device = $1)
         HAVING max(version) IS NOT NULL",
    )
    .bind(device.to_string())
    .bind(person.to_string())
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody who is active administers this network.
pub async fn has_administrator(db: impl AnyExecutor<'_>) -> Result<bool> {
    let count: i64 = query_scalar(include_str!("../../queries/administrators.sql")).fetch_one(db).await?;
    Ok(count > 0)
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
    phones: Vec<Phone>,
    open_code: Option<OpenCode>,
}

#[derive(Serialize)]
struct OpenCode {
    expires_at: i64,
}

/// A device, as the desk's list shows it.
#[derive(Serialize)]
struct Phone {
    device: String,
    label: Option<String>,
    enrolled_at: i64,
    last_seen: Option<i64>,
    revoked_at: Option<i64>,
    app_version: Option<String>,
    unsent: Option<i64>,
    storage: Option<Box<RawValue>>,
}

/// Everybody, with their phones: the last enrolled first.
pub async fn team(db: &mut AnyConnection, now: i64) -> Result<Vec<Member>> {
    let mut phones = phones(db).await?;
    let rows = query(include_str!("../../queries/team.sql")).bind(now).fetch_all(db).await?;
    let member = |row: &AnyRow| {
        let id: &str = row.try_get(0)?;
        Ok(Member {
            id: id.parse().map_err(|_| StoreError::Unreadable("person"))?,
            name: row.try_get(1)?,
            user: row.try_get(2)?,
            active: row.try_get::<i64, _>(3)? == 1,
            grants: given(row, 4)?,
            phones: phones.remove(id).unwrap_or_default(),
            open_code: row.try_get::<Option<i64>, _>(6)?.map(|expires_at| OpenCode { expires_at }),
        })
    };
    rows.iter().map(member).collect()
}

/// The devices of each person.
async fn phones(db: &mut AnyConnection) -> Result<BTreeMap<String, Vec<Phone>>> {
    let rows = query(
        "SELECT person, id, label, enrolled_at, last_seen, revoked_at, app_version, unsent, storage
         FROM device ORDER BY enrolled_at DESC",
    )
    .fetch_all(db)
    .await?;
    let mut phones: BTreeMap<String, Vec<Phone>> = BTreeMap::new();
    for row in &rows {
        let storage: Option<String> = row.try_get(8)?;
        let storage = storage.map(RawValue::from_string).transpose();
        phones.entry(row.try_get(0)?).or_default().push(Phone {
            device: row.try_get(1)?,
            label: row.try_get(2)?,
            enrolled_at: row.try_get(3)?,
            last_seen: row.try_get(4)?,
            revoked_at: row.try_get(5)?,
            app_version: row.try_get(6)?,
            unsent: row.try_get(7)?,
            storage: storage.map_err(|_| StoreError::Unreadable("what a device says of its storage"))?,
        });
    }
    Ok(phones)
}

/// Whether somebody has that user name.
pub async fn has_user(db: &mut AnyConnection, user: &str) -> Result<bool> {
    let people: i64 = query_scalar("SELECT count(*) FROM person WHERE lower(\"user\") = lower($1)")
        .bind(user)
        .fetch_one(db)
        .await?;
    Ok(people > 0)
}

/// Gives a person another name.
pub async fn rename(db: &mut AnyConnection, person: AuthorId, name: &str) -> Result<()> {
    query("UPDATE person SET name = $2 WHERE id = $1")
        .bind(person.to_string())
        .bind(name)
        .execute(db)
        .await?;
    Ok(())
}

/// Lets a person work, or no longer. Every session looks at this at every request.
pub async fn set_active(db: &mut AnyConnection, person: AuthorId, active: bool) -> Result<()> {
    query("UPDATE person SET active = $2 WHERE id = $1")
        .bind(person.to_string())
        .bind(i64::from(active))
        .execute(db)
        .await?;
    Ok(())
}

/// Whose device it is.
pub async fn owner_of(db: &mut AnyConnection, device: DeviceId) -> Result<Option<AuthorId>> {
    let owner: Option<String> = query_scalar("SELECT person FROM device WHERE id = $1")
        .bind(device.to_string())
        .fetch_optional(db)
        .await?;
    owner.map(|owner| owner.parse().map_err(|_| StoreError::Unreadable("person"))).transpose()
}

/// Withdraws a device and all of its family. Their sessions stay, for what they have not sent yet.
pub async fn revoke(db: &mut AnyConnection, device: DeviceId, now: i64) -> Result<()> {
    query(
        "UPDATE device SET revoked_at = $2
         WHERE family = (SELECT family FROM device WHERE id = $1) AND revoked_at IS NULL",
    )
    .bind(device.to_string())
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}
