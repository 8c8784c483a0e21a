//! The database: one SQLite file, one connection that writes, several that read. The queries are in `queries/` where
//! they are more than a line; who asks for what is in the files of the steps.

mod failure;
pub mod office;
pub mod people;
mod seals;

pub use failure::StoreError;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::{path::Path, time::Duration};

/// The open database.
#[derive(Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

/// How the layout came to be, step by step. A step once released never changes; new ones come after it.
const MIGRATIONS: [&str; 3] = [
    include_str!("../migrations/1.sql"),
    include_str!("../migrations/2.sql"),
    include_str!("../migrations/3.sql"),
];

const READERS: u32 = 4;
/// How long one program waits until another has written.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens the database at a path, making it or bringing it up to date first.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .busy_timeout(PATIENCE)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        migrate(&writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self { writer, readers })
    }

    /// A transaction that writes. Immediate: one that began as a reader would fail at once when another has
    /// written meanwhile, whatever the timeout (SQLITE_BUSY_SNAPSHOT).
    pub async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// The connections for reading.
    pub fn read(&self) -> &SqlitePool {
        &self.readers
    }

    /// Ends all work and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// One connection to a database that is there, in whatever state, for reading only.
pub async fn open_to_read(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    connect(options).await
}

/// One connection to a database that is there, beside whoever else works with it.
pub async fn open_beside(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).synchronous(SqliteSynchronous::Full);
    connect(options).await
}

async fn connect(options: SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let mut db = options.busy_timeout(PATIENCE).foreign_keys(true).connect().await?;
    let known = MIGRATIONS.len() as i64;
    match layout(&mut db).await? {
        0 => Err(StoreError::Foreign),
        found if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(db),
    }
}

/// By how many steps the database has come to be as it is; 0 if it is none of ours.
pub async fn layout(db: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("PRAGMA user_version").fetch_one(db).await?)
}

async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    let known = MIGRATIONS.len() as i64;
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let found = layout(&mut tx).await?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (step, sql) in (1i64..).zip(MIGRATIONS).skip(found as usize) {
        sqlx::raw_sql(sql).execute(&mut *tx).await?;
        let mark = format!("PRAGMA user_version = {step}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *tx).await?;
    }
    reckon_hashes(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Records from before the third step have no hash yet.
async fn reckon_hashes(db: &mut SqliteConnection) -> Result<(), StoreError> {
    const AT_ONCE: &str = "SELECT id, body FROM record WHERE hash = '' LIMIT 1000";
    loop {
        let without: Vec<(String, String)> = sqlx::query_as(AT_ONCE).fetch_all(&mut *db).await?;
        if without.is_empty() {
            return Ok(());
        }
        for (id, body) in without {
            sqlx::query("UPDATE record SET hash = ?2 WHERE id = ?1")
                .bind(id)
                .bind(sync::Hash::of(&body).to_string())
                .execute(&mut *db)
                .await?;
        }
    }
}

#[cfg(test)]
mod tests;
