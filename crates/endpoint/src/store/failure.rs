//! Why the database failed, in words for whoever looks after the endpoint.

/// Why the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
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
        matches!(self.code(), Some(BUSY | LOCKED))
    }

    /// Whether the file is damaged.
    pub fn is_damage(&self) -> bool {
        matches!(self.code(), Some(CORRUPT | NO_DATABASE))
    }

    fn code(&self) -> Option<u32> {
        match self {
            Self::Database(error) => code(error),
            _ => None,
        }
    }
}

// Result codes of SQLite: https://sqlite.org/rescode.html
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const IO: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;
const NO_DATABASE: u32 = 26;

/// The primary code; its kinds are in the higher bits.
fn code(error: &sqlx::Error) -> Option<u32> {
    Some(error.as_database_error()?.code()?.parse::<u32>().ok()? & 0xff)
}

fn told(error: &sqlx::Error) -> String {
    let sentence = match code(error) {
        Some(FULL | IO) => "the disk is full or failing: make room, and start again",
        Some(CORRUPT | NO_DATABASE) => "the file of the database is damaged, or is none",
        Some(CANNOT_OPEN | READ_ONLY) => {
            "the database cannot be opened or written: see whose the folder and its files are"
        }
        Some(BUSY | LOCKED) => "another program keeps the database to itself",
        _ => return format!("database: {error}"),
    };
    format!("{sentence} ({error})")
}
