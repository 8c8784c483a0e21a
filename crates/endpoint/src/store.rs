//! The database: one SQLite file, one connection that writes, several that read. The queries are in `queries/` where
//! they are more than a line; who asks for what is in the files of the steps.
//!
//! Queries go through sqlx's `Any`, so that each is written once whatever the database. That asks of them:
//!
//! - Parameters are `$1`, `$2`, …; what is bound and read is `i64`, text, or either of them or nothing. A flag is 0 or 1.
//! - A list goes in as one JSON text of rows, `[[…], …]`; `json_each($1) AS e` gives the rows, `e.value ->> 0` the first
//!   column of each as text, `CAST(e.value ->> 1 AS BIGINT)` the second as a number.
//! - Whether there is something is asked by `count(*)`: not every database answers `EXISTS` with the same type.
//! - What only SQLite knows (`PRAGMA`, `ATTACH`, `VACUUM`) is here, in `backup.rs`, `restore.rs` and `verify.rs`.

mod failure;
mod file;
mod layout;
pub mod office;
pub mod people;
mod seals;

pub use failure::StoreError;
pub use file::{open_beside, open_to_read, open_to_write};
pub use layout::layout;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Connection, Transaction};
use std::path::Path;

/// The open database.
#[derive(Clone)]
pub struct Store {
    writer: AnyPool,
    readers: AnyPool,
}

const READERS: u32 = 4;

impl Store {
    /// Opens the database at a path, making it or bringing it up to date first.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        // By itself first: a pool that cannot connect tries for long, and does not say why.
        let mut first = file::open(path, file::Mode::Made, file::WRITING).await?;
        layout::bring_up_to_date(&mut first).await?;
        let options = file::options(path, file::Mode::Written)?;
        let pool = |connections, settings: &'static str| {
            AnyPoolOptions::new().max_connections(connections).after_connect(move |db, _| {
                Box::pin(async move { sqlx::raw_sql(settings).execute(db).await.map(drop) })
            })
        };
        let writer = pool(1, file::WRITING).connect_with(options.clone()).await?;
        let readers = pool(READERS, file::READING).connect_with(options).await?;
        first.close().await?;
        Ok(Self { writer, readers })
    }

    /// A transaction that writes. Immediate: one that began as a reader would fail at once when another has
    /// written meanwhile, whatever the timeout (SQLITE_BUSY_SNAPSHOT).
    pub async fn write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// The connections for reading.
    pub fn read(&self) -> &AnyPool {
        &self.readers
    }

    /// Ends all work and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
