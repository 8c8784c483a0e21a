//! A database in one SQLite file.

use super::{StoreError, layout};
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use sqlx::any::{AnyConnectOptions, install_default_drivers};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AnyConnection, ConnectOptions, Connection, SqliteConnection};
use std::path::Path;
use std::time::Duration;

/// How long one program waits until another has written.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a connection that writes is told. How long it waits comes first: changing the journal needs the file alone.
pub const WRITING: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";
/// What a connection that only reads is told.
pub const READING: &str = "PRAGMA busy_timeout = 10000; PRAGMA query_only = on";

/// How a transaction that writes begins. Immediate: one that began as a reader would fail at once when another has
/// written meanwhile, whatever the timeout (SQLITE_BUSY_SNAPSHOT).
pub const WRITE: &str = "BEGIN IMMEDIATE";

/// How a file is opened.
#[derive(Clone, Copy)]
pub enum Mode {
    /// Made if it is not there.
    Made,
    /// There already.
    Written,
    /// There already, and only read.
    Read,
}

/// How to connect to the file at a path. sqlx wants it as an address, in which every byte of a name can be written.
pub fn options(path: &Path, mode: Mode) -> Result<AnyConnectOptions, StoreError> {
    install_default_drivers();
    let path = std::path::absolute(path).map_err(sqlx::Error::from)?;
    let name = percent_encode(path.as_os_str().as_encoded_bytes(), NON_ALPHANUMERIC);
    let mode = match mode {
        Mode::Made => "rwc",
        Mode::Written => "rw",
        Mode::Read => "ro",
    };
    Ok(format!("sqlite:{name}?mode={mode}").parse()?)
}

/// One connection to a database that is there, for what is asked of every database.
pub async fn open_to_write(path: &Path) -> Result<AnyConnection, StoreError> {
    let mut db = open(path, Mode::Written, WRITING).await?;
    layout::must_be_known(&mut db).await?;
    Ok(db)
}

/// One connection, whatever the file is.
pub async fn open(path: &Path, mode: Mode, settings: &'static str) -> Result<AnyConnection, StoreError> {
    let mut db = AnyConnection::connect_with(&options(path, mode)?).await?;
    sqlx::raw_sql(settings).execute(&mut db).await?;
    Ok(db)
}

/// One connection to a database that is there, for what is asked of SQLite alone.
pub async fn open_beside(path: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).synchronous(SqliteSynchronous::Full);
    let mut db = options.busy_timeout(PATIENCE).foreign_keys(true).connect().await?;
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut db).await?;
    layout::must_be(found)?;
    Ok(db)
}
