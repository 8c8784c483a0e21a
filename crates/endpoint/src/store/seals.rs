//! New seals in place of all old ones, for the day on which the key of the seals is lost; and under which key the
//! records of a server are sealed.

use super::StoreError;
use sqlx::{AnyConnection, Row, query, query_scalar};
use sync::{Hash, SealKey};

/// How many records are sealed at a time.
const PAGE: i64 = 500;

/// Seals every record under another key. Gives how many. What phones have read under the old key they can no longer
/// give back.
pub async fn seal_anew(db: &mut AnyConnection, key: &SealKey) -> Result<usize, StoreError> {
    let (mut after, mut sealed) = (String::new(), 0);
    loop {
        let rows = query("SELECT id, body FROM record WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(&after)
            .bind(PAGE)
            .fetch_all(&mut *db)
            .await?;
        let mut seals = Vec::with_capacity(rows.len());
        for row in &rows {
            seals.push((row.try_get::<String, _>(0)?, key.seal(row.try_get(1)?)));
        }
        let Some((last, _)) = seals.last() else { return Ok(sealed) };
        after.clone_from(last);
        sealed += seals.len();
        query(
            "UPDATE record SET seal = sealed.value ->> 1 FROM json_each($1) AS sealed
             WHERE record.id = sealed.value ->> 0",
        )
        .bind(serde_json::to_string(&seals).unwrap_or_default())
        .execute(&mut *db)
        .await?;
    }
}

/// The name under which a key is noted, from which it cannot be found.
pub fn name(key: &SealKey) -> String {
    Hash::of(key.0).to_string()
}

/// Under which key a server's records are sealed; none yet if it is new.
pub async fn sealed_under(db: &mut AnyConnection) -> Result<Option<String>, StoreError> {
    Ok(query_scalar("SELECT key FROM sealing").fetch_optional(db).await?)
}

/// Notes it.
pub async fn note(db: &mut AnyConnection, key: &SealKey) -> Result<(), StoreError> {
    query("INSERT INTO sealing (one, key) VALUES (1, $1)").bind(name(key)).execute(db).await?;
    Ok(())
}
