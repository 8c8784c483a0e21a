//! What a device's store is made of: tables of text by key, and transactions over them. The browser's IndexedDB is
//! one, a map in memory another; the logic above (`Local`) is the same.

use std::future::Future;

/// A table of the device's store. Keys sort as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Table {
    /// Where the device stands: one row, `standing`; and other single rows (session, catalogue).
    Meta,
    /// The device's own entries, by index.
    Log,
    /// Outcomes other than merged, by index.
    Outcomes,
    /// Bases newer than any pack, by record.
    Rows,
    /// Immutable packs of bases, by ordinal: one record a line.
    Packs,
    /// What each pack holds, by ordinal: one summary a line.
    PackIndex,
    /// Drafts, by their id.
    Drafts,
}

impl Table {
    /// All tables, in the order in which a new store makes them.
    pub const ALL: [Self; 7] =
        [Self::Meta, Self::Log, Self::Outcomes, Self::Rows, Self::Packs, Self::PackIndex, Self::Drafts];

    /// The name under which a store keeps the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Log => "log",
            Self::Outcomes => "outcomes",
            Self::Rows => "rows",
            Self::Packs => "packs",
            Self::PackIndex => "pack_index",
            Self::Drafts => "drafts",
        }
    }
}

/// What a transaction is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Reading only.
    Read,
    /// Writing, where a crash may lose the last moments: drafts.
    Relaxed,
    /// Writing that is on disk when `commit` returns.
    Strict,
}

/// Why a store failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// The disk, or the share of it that the browser allows, is full. Nothing of the transaction was written.
    #[error("the store is full")]
    Full,
    /// The store cannot be opened or used: blocked by the browser's settings, in private mode, or by another tab.
    #[error("the store is blocked: {0}")]
    Blocked(String),
    /// The store holds something that cannot be read.
    #[error("the store holds something unreadable in {table}/{key}")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The key.
        key: String,
    },
    /// The store was written by a newer version of the app.
    #[error("the store belongs to a newer version of the app")]
    Newer,
    /// What was to be saved is larger than an entry may be; see [`crate::LONGEST_ENTRY`]. Nothing of it was written.
    #[error("the entry is too large")]
    TooLarge,
    /// The transaction failed for another reason. Nothing of it was written.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// A store of tables.
pub trait Backing {
    /// An open transaction. Dropped without `commit`, it leaves no trace.
    type Tx: Transaction;

    /// Opens a transaction over some tables.
    fn begin(&self, tables: &[Table], mode: Mode) -> impl Future<Output = Result<Self::Tx, Fault>>;
}

/// An open transaction. While one is open nothing may be awaited but the transaction itself: IndexedDB ends a
/// transaction that is left idle.
pub trait Transaction {
    /// The text under a key.
    fn get(&self, table: Table, key: &str) -> impl Future<Output = Result<Option<String>, Fault>>;

    /// Keys and texts from `from` (inclusive) on, in order, at most `limit`.
    fn range(
        &self,
        table: Table,
        from: &str,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<(String, String)>, Fault>>;

    /// Puts a text under a key, in place of what was there.
    fn put(&self, table: Table, key: &str, text: &str) -> impl Future<Output = Result<(), Fault>>;

    /// Removes a key; nothing happens if it is not there.
    fn delete(&self, table: Table, key: &str) -> impl Future<Output = Result<(), Fault>>;

    /// Removes every key of a table.
    fn clear(&self, table: Table) -> impl Future<Output = Result<(), Fault>>;

    /// Ends the transaction. When this returns `Ok`, all of it is kept; until then none of it is certain.
    fn commit(self) -> impl Future<Output = Result<(), Fault>>;
}
