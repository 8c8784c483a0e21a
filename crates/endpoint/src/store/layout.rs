//! How the database's layout came to be, step by step. A step once released never changes; new ones come after it.

use super::StoreError;
use sqlx::{AnyConnection, Connection, query, query_as, query_scalar, raw_sql};

pub const STEPS: [&str; 3] = [
    include_str!("../../migrations/1.sql"),
    include_str!("../../migrations/2.sql"),
    include_str!("../../migrations/3.sql"),
];

/// By how many steps the database has come to be as it is; 0 if it is none of ours.
pub async fn layout(db: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(query_scalar("PRAGMA user_version").fetch_one(db).await?)
}

/// Refuses a database that this program cannot read.
pub async fn must_be_known(db: &mut AnyConnection) -> Result<(), StoreError> {
    known(layout(db).await?)
}

/// Refuses a layout that this program cannot read.
pub fn known(found: i64) -> Result<(), StoreError> {
    let known = STEPS.len() as i64;
    match found {
        0 => Err(StoreError::Foreign),
        found if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

/// Takes the steps that the database lacks, all of them or none.
pub async fn bring_up_to_date(db: &mut AnyConnection) -> Result<(), StoreError> {
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await?;
    let found = layout(&mut tx).await?;
    if found > 0 {
        known(found)?;
    }
    for (step, sql) in (1i64..).zip(STEPS).skip(found as usize) {
        raw_sql(sql).execute(&mut *tx).await?;
        let mark = format!("PRAGMA user_version = {step}");
        raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *tx).await?;
    }
    reckon_hashes(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Records from before the third step have no hash yet.
async fn reckon_hashes(db: &mut AnyConnection) -> Result<(), StoreError> {
    const AT_ONCE: &str = "SELECT id, body FROM record WHERE hash = '' LIMIT 1000";
    loop {
        let without: Vec<(String, String)> = query_as(AT_ONCE).fetch_all(&mut *db).await?;
        if without.is_empty() {
            return Ok(());
        }
        for (id, body) in without {
            query("UPDATE record SET hash = $2 WHERE id = $1")
                .bind(id)
                .bind(sync::Hash::of(&body).to_string())
                .execute(&mut *db)
                .await?;
        }
    }
}
