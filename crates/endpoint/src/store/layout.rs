//! How the database's layout came to be, step by step. A step once released never changes; new ones come after it, and
//! are written for both databases.

use super::{StoreError, file, is_postgres, server};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, query, query_as, query_scalar, raw_sql};

/// Each step's number and what it does.
pub type Steps = &'static [(i64, &'static str)];

/// A file has come all the way.
pub const OF_A_FILE: Steps = &[
    (1, include_str!("../../migrations/sqlite/1.sql")),
    (2, include_str!("../../migrations/sqlite/2.sql")),
    (3, include_str!("../../migrations/sqlite/3.sql")),
    (4, include_str!("../../migrations/sqlite/4.sql")),
    (5, include_str!("../../migrations/sqlite/5.sql")),
];
/// A server has begun with the third step.
pub const OF_A_SERVER: Steps = &[
    (3, include_str!("../../migrations/postgres/3.sql")),
    (4, include_str!("../../migrations/postgres/4.sql")),
    (5, include_str!("../../migrations/postgres/5.sql")),
];
/// The newest step, the same for both.
const NEWEST: i64 = 5;

/// One start after another: they would take the same step twice. The number is drawn; only equality matters.
const ONE_AFTER_ANOTHER: &str = "SELECT pg_advisory_xact_lock(8387235679451064)";

/// By how many steps the database has come to be as it is; 0 if it is none of ours.
pub async fn layout(db: &mut AnyConnection) -> Result<i64, StoreError> {
    if !is_postgres(db) {
        return Ok(query_scalar("PRAGMA user_version").fetch_one(db).await?);
    }
    let is_there =
        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'tiwizi_layout'";
    let is_there: i64 = query_scalar(is_there).fetch_one(&mut *db).await?;
    if is_there == 0 {
        return Ok(0);
    }
    Ok(query_scalar("SELECT step FROM tiwizi_layout").fetch_one(db).await?)
}

/// Refuses a database that this program cannot read.
pub async fn must_be_known(db: &mut AnyConnection) -> Result<(), StoreError> {
    must_be(layout(db).await?)
}

/// Refuses a layout that this program cannot read.
pub fn must_be(found: i64) -> Result<(), StoreError> {
    match found {
        0 => Err(StoreError::Foreign),
        found if found > NEWEST => Err(StoreError::Newer { found, known: NEWEST }),
        _ => Ok(()),
    }
}

/// Takes the steps that the database lacks, all of them or none.
pub async fn bring_up_to_date(db: &mut AnyConnection) -> Result<(), StoreError> {
    let is_postgres = is_postgres(db);
    let (begin, steps) = if is_postgres { (server::WRITE, OF_A_SERVER) } else { (file::WRITE, OF_A_FILE) };
    let mut tx = db.begin_with(begin).await?;
    if is_postgres {
        query(ONE_AFTER_ANOTHER).execute(&mut *tx).await?;
    }
    let found = layout(&mut tx).await?;
    if found > 0 {
        must_be(found)?;
    }
    for (step, sql) in steps.iter().filter(|(step, _)| *step > found) {
        raw_sql(*sql).execute(&mut *tx).await?;
        let mark = if is_postgres {
            format!("UPDATE tiwizi_layout SET step = {step}")
        } else {
            format!("PRAGMA user_version = {step}")
        };
        raw_sql(AssertSqlSafe(mark)).execute(&mut *tx).await?;
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
