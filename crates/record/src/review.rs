//! A coordinator's judgement, and what it still says of a record that has changed since.

use crate::FlatMap;
use crate::{Context, Path, Record, Value};
use serde::{Deserialize, Serialize};

/// What was decided.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The record is right and counts.
    Approved,
    /// The record goes back to its author with a reason.
    Returned,
    /// An earlier judgement is taken back; the record waits again.
    Reopened,
}

/// A judgement of exactly the versions that its author had seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Review {
    /// What was decided.
    pub verdict: Verdict,
    /// The changes that were judged.
    pub judged: Context,
    /// Why, in the coordinator's words, of the record as a whole; may be empty when a remark stands on a field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Remarks on single fields.
    #[serde(default, skip_serializing_if = "FlatMap::is_empty")]
    pub remarks: FlatMap<Path, String>,
}

/// Where a record stands between its author and the coordinator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Nobody has judged it, or a judgement was taken back.
    Awaiting,
    /// Approved, and nothing has been written since.
    Approved,
    /// Approved once; somebody has written since, unseen. Does not count until seen.
    ChangedSinceApproval,
    /// Returned, and not yet corrected.
    Returned,
    /// Returned and written since: waits to be judged again.
    Corrected,
}

impl Record {
    /// The judgement that is shown, if there is one.
    pub fn review(&self) -> Option<&Review> {
        match self.shown(&Path::review()) {
            Some(Value::Review(review)) => Some(review),
            _ => None,
        }
    }

    /// Where the record stands.
    ///
    /// | judgement shown | written since what it saw | state |
    /// |---|---|---|
    /// | none, or reopened | – | awaiting |
    /// | approved | no | approved |
    /// | approved | yes | changed since approval |
    /// | returned | no | returned |
    /// | returned | yes | corrected |
    pub fn review_state(&self) -> ReviewState {
        let Some(review) = self.review() else {
            return ReviewState::Awaiting;
        };
        let written_since = self.answers().any(|(_, version)| !review.judged.contains(version.dot));
        match (review.verdict, written_since) {
            (Verdict::Reopened, _) => ReviewState::Awaiting,
            (Verdict::Approved, false) => ReviewState::Approved,
            (Verdict::Approved, true) => ReviewState::ChangedSinceApproval,
            (Verdict::Returned, false) => ReviewState::Returned,
            (Verdict::Returned, true) => ReviewState::Corrected,
        }
    }
}
