//! A database in a PostgreSQL server, at which several endpoints may be at work.
//!
//! Writers come one after another, as at a file of SQLite: each locks the counter's row first and holds it until its
//! commit. So what a writer has read stays true while it decides, numbers are seen in the order in which they were
//! given, and no reader passes one by. A writer whose line is cut holds up the others for seconds.

use super::StoreError;
use percent_encoding::percent_decode_str;
use sqlx::any::{AnyConnectOptions, install_default_drivers};
use sqlx::{Any, AnyConnection, ConnectOptions, Connection, Transaction, query_scalar, raw_sql};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How long a request waits for a connection, and one writer for another.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How a transaction that writes begins: it waits for the counter, and must see what was committed meanwhile.
pub const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";
/// How a transaction begins that looks at everything as it is at one moment.
pub const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// What each connection is told. What is committed must be on the disk, whatever the server does for others.
pub const SETTINGS: &str = "
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '15s';
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local')";

/// The address of a database. What is shown of it never holds the password.
#[derive(Clone)]
pub struct Server(AnyConnectOptions);

/// Why a text is no address of a PostgreSQL database. The text itself is not told: it may hold a password.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no address of a PostgreSQL database: that looks like postgres://USER:PASSWORD@HOST/DATABASE")]
pub struct NoAddress;

impl FromStr for Server {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let options: AnyConnectOptions = text.parse().map_err(|_| NoAddress)?;
        let is_ours = matches!(options.database_url.scheme(), "postgres" | "postgresql");
        // There it would be shown to whoever sees the options.
        let hides = options.database_url.query_pairs().any(|(option, _)| option == "password");
        if is_ours && !hides { Ok(Self(options)) } else { Err(NoAddress) }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.to_url_lossy();
        shown.set_query(None);
        // An address without a host has no place for a password either.
        let _ = shown.set_password(None);
        f.write_str(shown.as_str())
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({self})")
    }
}

impl Server {
    /// How to connect.
    pub fn options(&self) -> AnyConnectOptions {
        install_default_drivers();
        self.0.clone()
    }

    /// The address as it may be shown to everybody, with all its options.
    pub fn without_password(&self) -> String {
        let mut shown = self.0.to_url_lossy();
        // An address without a host has no place for a password either.
        let _ = shown.set_password(None);
        shown.into()
    }

    /// The password, if the address has one.
    pub fn password(&self) -> Option<String> {
        let password = self.0.database_url.password()?;
        Some(percent_decode_str(password).decode_utf8_lossy().into_owned())
    }

    /// Begins a transaction that writes, on a connection to a server.
    pub async fn begin_writing(db: &mut AnyConnection) -> Result<Transaction<'_, Any>, StoreError> {
        let mut tx = db.begin_with(WRITE).await?;
        take_turn(&mut tx).await?;
        Ok(tx)
    }

    /// One connection.
    pub async fn connect(&self) -> Result<AnyConnection, StoreError> {
        let mut db = AnyConnection::connect_with(&self.options()).await?;
        raw_sql(SETTINGS).execute(&mut db).await?;
        Ok(db)
    }
}

/// Waits until no other transaction writes, and keeps all others waiting until this one ends.
pub async fn take_turn(db: &mut AnyConnection) -> Result<(), StoreError> {
    query_scalar::<_, i64>("SELECT seq FROM counter FOR UPDATE").fetch_one(db).await?;
    Ok(())
}
