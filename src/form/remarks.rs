//! What a coordinator wrote when returning a record, to be shown at the answers it is about.

use crate::browser::clock;
use chrono::NaiveDate;
use record::{AuthorId, FlatMap, Path, Record, ReviewState};

/// The remarks of the judgement that returned a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Remarks {
    /// Who returned it.
    pub by: Option<AuthorId>,
    /// When.
    pub on: Option<NaiveDate>,
    /// Of the record as a whole; may be empty.
    pub general: String,
    /// Of single answers.
    pub fields: FlatMap<Path, String>,
}

impl Remarks {
    /// The remarks of a record that waits to be corrected.
    pub fn of(record: &Record) -> Option<Self> {
        if record.review_state() != ReviewState::Returned {
            return None;
        }
        let review = record.review()?;
        let stamp = record.shown_version(&Path::review()).and_then(|version| record.stamp(version.dot));
        Some(Self {
            by: stamp.map(|stamp| stamp.author),
            on: stamp.map(|stamp| clock::local(stamp.at.millis()).date()),
            general: review.reason.clone(),
            fields: review.remarks.clone(),
        })
    }
}
