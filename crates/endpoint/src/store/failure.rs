//! Why the database failed, in words for whoever looks after the endpoint.

use sqlx::postgres::PgDatabaseError;

/// Why the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database says no.
    #[error("{}", told(.0))]
    Database(#[from] sqlx::Error),
    /// The database holds something that this version cannot read.
    #[error("the database holds something unreadable: {0}")]
    Unreadable(&'static str),
    /// The file is no database of this program.
    #[error("the file is no database of tiwizi")]
    Foreign,
    /// The database was written by a newer version.
    #[error("the database belongs to a newer version: its layout is {found}, the newest known is {known}")]
    Newer { found: i64, known: i64 },
}

impl StoreError {
    /// Whether another program has the database.
    pub fn is_in_use(&self) -> bool {
        matches!(self.code(), Some(Code::File(BUSY | LOCKED)))
    }

    /// Whether the database is damaged.
    pub fn is_damage(&self) -> bool {
        match self.code() {
            Some(Code::File(code)) => matches!(code, CORRUPT | NO_DATABASE),
            Some(Code::Server(state)) => matches!(&*state, DATA_CORRUPTED | INDEX_CORRUPTED),
            None => false,
        }
    }

    /// Whether it may be well in a moment: the server does not answer, starts, stops, or has too much to do.
    pub fn is_passing(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match (error, code(error)) {
            (_, Some(Code::Server(state))) => PASSING.iter().any(|kind| state.starts_with(kind)),
            // A line that is cut while it is being made is an answer that nobody understands.
            (sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_), _) => true,
            (sqlx::Error::PoolTimedOut | sqlx::Error::BeginFailed, _) => true,
            _ => false,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Database(error) => code(error),
            _ => None,
        }
    }
}

/// What the database calls the failure.
enum Code {
    /// SQLite's primary result code: https://sqlite.org/rescode.html
    File(u32),
    /// PostgreSQL's state: https://www.postgresql.org/docs/current/errcodes-appendix.html
    Server(String),
}

const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const IO: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;
const NO_DATABASE: u32 = 26;

const DATA_CORRUPTED: &str = "XX001";
const INDEX_CORRUPTED: &str = "XX002";
/// Connections that broke; a server that became a copy of another; deadlocks; too many connections; a lock that was
/// not had in time; a transaction that was ended because its line was silent; a server that stops or starts.
const PASSING: [&str; 8] = ["08", "25006", "40", "53300", "55P03", "25P03", "57P", "57014"];

fn code(error: &sqlx::Error) -> Option<Code> {
    let error = error.as_database_error()?;
    let code = error.code()?;
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        return Some(Code::Server(code.into_owned()));
    }
    // The kinds of a code are in its higher bits.
    Some(Code::File(code.parse::<u32>().ok()? & 0xff))
}

fn told(error: &sqlx::Error) -> String {
    let sentence = match (error, code(error)) {
        (_, Some(Code::File(code))) => of_a_file(code),
        (_, Some(Code::Server(state))) => of_a_server(&state),
        (sqlx::Error::Io(_), _) => {
            Some("the database's server does not answer: see whether it runs, and its address")
        }
        (sqlx::Error::Tls(_), _) => Some("no secured connection to the database's server"),
        _ => None,
    };
    match sentence {
        Some(sentence) => format!("{sentence} ({error})"),
        None => format!("database: {error}"),
    }
}

fn of_a_file(code: u32) -> Option<&'static str> {
    Some(match code {
        FULL | IO => "the disk is full or failing: make room, and start again",
        CORRUPT | NO_DATABASE => "the file of the database is damaged, or is none",
        CANNOT_OPEN | READ_ONLY => {
            "the database cannot be opened or written: see whose the folder and its files are"
        }
        BUSY | LOCKED => "another program keeps the database to itself",
        _ => return None,
    })
}

fn of_a_server(state: &str) -> Option<&'static str> {
    Some(match state {
        DATA_CORRUPTED | INDEX_CORRUPTED => "the database is damaged",
        "3D000" => "the server has no such database: make it with createdb",
        "42501" => "the database's user may not do this: it needs its own tables",
        "53100" => "the disk of the database is full: make room",
        _ if state.starts_with("28") => "the database's server takes neither this user nor this password",
        _ if state.starts_with("57P") => "the database's server is starting or stopping",
        _ => return None,
    })
}
