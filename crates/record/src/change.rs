//! One act of one person on one record.

use crate::FlatMap;
use crate::{AuthorId, Context, Dot, Hash, HybridTime, Path, RecordId, Value};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One act of one person on one record: atomic, immutable, and known for ever by its [`Dot`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// The record it changes, or makes.
    pub record: RecordId,
    /// Its identity within the record.
    pub dot: Dot,
    /// What the person had on the screen: fixed when the form opens, renewed only when the screen shows newer values.
    #[serde(default, skip_serializing_if = "Context::is_empty")]
    pub saw: Context,
    /// The form that asked.
    pub form: String,
    /// The form's version that asked.
    pub form_version: u32,
    /// Who made it. The endpoint compares it with the session and believes nobody.
    pub author: AuthorId,
    /// When, by the device's corrected clock.
    pub at: HybridTime,
    /// The local calendar date that the person means: a plain date, never derived from an instant.
    pub on: NaiveDate,
    /// The hash of the payload that first said this, if its answers were erased by law since: it stands in the chain
    /// of the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redacted: Option<Hash>,
    /// The new value of each edited path; `None` clears it, and is a value like any other.
    pub edits: FlatMap<Path, Option<Value>>,
}

impl Change {
    /// The change without its answers, in place of a payload with this hash. Taken into the erased record, it comes to
    /// the same.
    pub fn redacted(mut self, payload: Hash) -> Self {
        self.redacted.get_or_insert(payload);
        self.edits.retain(|path, _| path.outlives_erasure());
        self
    }
}

/// A change that has not been saved yet: it gets its dot and stamp inside the transaction that saves it, so that
/// two tabs cannot share one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// The record it changes, or makes.
    pub record: RecordId,
    /// What the person had on the screen.
    pub saw: Context,
    /// The form that asked.
    pub form: String,
    /// The form's version that asked.
    pub form_version: u32,
    /// Who makes it.
    pub author: AuthorId,
    /// The local calendar date that the person means.
    pub on: NaiveDate,
    /// The new value of each edited path.
    pub edits: FlatMap<Path, Option<Value>>,
}

impl Proposal {
    /// The change that this proposal becomes under its dot and stamp.
    pub fn identified(self, dot: Dot, at: HybridTime) -> Change {
        let Self { record, saw, form, form_version, author, on, edits } = self;
        Change { record, dot, saw, form, form_version, author, at, on, redacted: None, edits }
    }
}
