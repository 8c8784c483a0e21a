//! A record that is being filled in.

use record::RecordId;
use serde::{Deserialize, Serialize};

/// A draft's identity, random text.
pub type DraftId = String;

/// A record that is being filled in, as lists show it and as the form takes it up again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Which draft.
    pub id: DraftId,
    /// The form.
    pub form: String,
    /// The form's version under which it was begun.
    pub form_version: u32,
    /// The record it makes, or changes.
    pub record: RecordId,
    /// Whether it changes a record that exists.
    pub changes: bool,
    /// What it is called in lists: the person's name so far, the session's title so far; may be empty.
    pub title: String,
    /// Which page of the form is open, and of how many; beyond the last one if only checking is left.
    pub place: (usize, usize),
    /// When it was last written, in milliseconds since 1970-01-01 UTC.
    pub written: i64,
    /// What the form engine keeps of it.
    pub kept: String,
    /// The carrier in which it came from a colleague.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<RecordId>,
}
