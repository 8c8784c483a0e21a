//! The database: one SQLite file, or a PostgreSQL server at which several endpoints work. The queries are in `queries/`
//! where they are more than a line; who asks for what is in the files of the steps.
//!
//! Queries go through sqlx's `Any`, so that each is written once whatever the database. That asks of them:
//!
//! - Parameters are `$1`, `$2`, …; what is bound and read is `i64`, text, or either of them or nothing. A flag is 0 or 1.
//! - A list goes in as one JSON text of rows, `[[…], …]`; `json_each($1) AS e` gives the rows, `e.value ->> 0` the first
//!   column of each as text, `CAST(e.value ->> 1 AS BIGINT)` the second as a number.
//! - Whether there is something is asked by `count(*)`: the two answer `EXISTS` with different types.
//! - The names `user` and `order` stand in quotes; in `ON CONFLICT … DO UPDATE`, `table.column` is what is there already.
//! - No text holds the character NUL: PostgreSQL keeps none. JSON writes it as `\u0000`, which is six others.
//! - What only one of them knows is in `store/file.rs`, `store/server.rs`, `layout.rs`, `verify.rs`, and where backups are
//!   made and put back.

mod failure;
mod file;
pub mod files;
mod layout;
pub mod office;
pub mod people;
pub mod seals;
mod server;

pub use failure::StoreError;
pub use file::{open_beside, open_to_write};
pub use layout::layout;
pub use server::{NoAddress, Server};

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Transaction};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where a database is.
#[derive(Clone, Debug)]
pub enum Database {
    /// In an SQLite file, of which one program at a time makes use.
    File(PathBuf),
    /// In a PostgreSQL server.
    Server(Server),
}

/// The open database.
#[derive(Clone)]
pub struct Store {
    writer: AnyPool,
    readers: AnyPool,
    /// How a transaction that writes begins.
    write: &'static str,
    is_shared: bool,
    /// Whether the line to the database has been cut since an epoch began.
    was_away: Arc<AtomicBool>,
}

const READERS: u32 = 4;

impl Database {
    /// One connection for reading, if this program can read what is there.
    pub async fn open_to_read(&self) -> Result<AnyConnection, StoreError> {
        let mut db = match self {
            Self::File(path) => file::open(path, file::Mode::Read, file::READING).await?,
            Self::Server(server) => server.connect().await?,
        };
        layout::must_be_known(&mut db).await?;
        Ok(db)
    }
}

/// A transaction that sees the database as it is at one moment, whoever writes meanwhile.
pub async fn look(db: &mut AnyConnection) -> Result<Transaction<'_, Any>, StoreError> {
    Ok(if is_postgres(db) { db.begin_with(server::LOOK).await? } else { db.begin().await? })
}

/// Which of the two a connection leads to.
pub fn is_postgres(db: &AnyConnection) -> bool {
    db.backend_name() == "PostgreSQL"
}

impl Store {
    /// Opens a database, making it or bringing it up to date first.
    pub async fn open(database: &Database) -> Result<Self, StoreError> {
        // By itself first: a pool that cannot connect tries for long, and does not say why.
        let mut first = match database {
            Database::File(path) => file::open(path, file::Mode::Made, file::WRITING).await?,
            Database::Server(server) => server.connect().await?,
        };
        layout::bring_up_to_date(&mut first).await?;
        let was_away = Arc::new(AtomicBool::new(false));
        let (writer, readers) = match database {
            Database::File(path) => {
                let options = file::options(path, file::Mode::Written)?;
                let readers = AnyPoolOptions::new().max_connections(READERS);
                (
                    told(AnyPoolOptions::new().max_connections(1), file::WRITING)
                        .connect_with(options.clone())
                        .await?,
                    told(readers, file::READING).connect_with(options).await?,
                )
            }
            Database::Server(server) => {
                let pool = |connections| {
                    AnyPoolOptions::new().max_connections(connections).acquire_timeout(server::PATIENCE)
                };
                // It is never given up by itself: that it is gone says that the line was cut.
                let writer = pool(1).idle_timeout(None).max_lifetime(None);
                (
                    noting(writer, was_away.clone()).connect_with(server.options()).await?,
                    told(pool(READERS), server::SETTINGS).connect_with(server.options()).await?,
                )
            }
        };
        first.close().await?;
        let is_shared = matches!(database, Database::Server(_));
        let write = if is_shared { server::WRITE } else { file::WRITE };
        Ok(Self { writer, readers, write, is_shared, was_away })
    }

    /// A transaction that writes. While it is open nobody else writes, so that whatever it decides on what it has read
    /// is decided on what is there.
    pub async fn write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        let mut tx = self.writer.begin_with(self.write).await?;
        if self.is_shared {
            server::take_turn(&mut tx).await?;
        }
        Ok(tx)
    }

    /// Leaves nothing in the journal of a database in a file of what stood there before. A server's own care does that.
    pub async fn empty_journal(&self) -> Result<(), StoreError> {
        if !self.is_shared {
            sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        }
        Ok(())
    }

    /// The connections for reading.
    pub fn read(&self) -> &AnyPool {
        &self.readers
    }

    /// Whether other endpoints may be at work with the same database.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Whether the line to the database was cut since an epoch began: what answers now may be an older copy of it.
    pub fn was_away(&self) -> bool {
        self.was_away.load(Ordering::Relaxed)
    }

    /// An epoch has begun on the line that there is now, and is committed.
    pub fn is_back(&self) {
        self.was_away.store(false, Ordering::Relaxed);
    }

    /// Ends all work and closes the database.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A pool whose connections are told something when they are made.
fn told(pool: AnyPoolOptions, settings: &'static str) -> AnyPoolOptions {
    pool.after_connect(move |db, _| {
        Box::pin(async move { sqlx::raw_sql(settings).execute(db).await.map(drop) })
    })
}

/// The same, for a server, noting each time.
fn noting(pool: AnyPoolOptions, was_away: Arc<AtomicBool>) -> AnyPoolOptions {
    pool.after_connect(move |db, _| {
        was_away.store(true, Ordering::Relaxed);
        Box::pin(async move { sqlx::raw_sql(server::SETTINGS).execute(db).await.map(drop) })
    })
}

#[cfg(test)]
mod tests;
