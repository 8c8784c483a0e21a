//! What lists show of a record without reading it.

use super::Counts;
use chrono::NaiveDate;
use record::{AuthorId, RecordId, ReviewState};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A record's line: small, and enough for every list, filter and search.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Which record.
    pub id: RecordId,
    /// Its form: `person`, `session`.
    pub form: String,
    /// What it is called: the person's name, the session's title; empty if it has none.
    pub title: String,
    /// Its programme's code.
    pub programme: String,
    /// Its commune's code.
    pub commune: String,
    /// The day it is about, if its form asks for one: a session's.
    pub day: Option<NaiveDate>,
    /// Where it stands between its author and the coordinator.
    pub review: ReviewState,
    /// Who wrote it first, or wrote what is to be judged.
    pub author: AuthorId,
    /// When it was last written, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// How many fields are in dispute.
    pub disputes: usize,
    /// Whether it was removed.
    pub removed: bool,
    /// What search looks in: normalised words.
    pub key: String,
    /// Where the record is.
    pub place: Place,
}

/// Where a record is, as its author must know it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Saved on this phone, not yet at the office.
    Waiting,
    /// The office holds a change back until a person has looked.
    Held,
    /// At the office.
    Office,
}

/// The lines of a form that fit the words typed, in the order of their titles.
pub fn search<'a>(
    lines: impl Iterator<Item = &'a Arc<Summary>>,
    form: &str,
    typed: &str,
) -> Vec<Arc<Summary>> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let fits =
        |line: &Summary| line.form == form && !line.removed && words.iter().all(|w| line.key.contains(w));
    let mut found: Vec<_> = lines.filter(|line| fits(line)).cloned().collect();
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

/// How many there are of each state.
pub fn count<'a>(lines: impl Iterator<Item = &'a Arc<Summary>>, drafts: usize) -> Counts {
    let mut counts = Counts { drafts, ..Counts::default() };
    for line in lines.filter(|line| !line.removed) {
        match line.place {
            Place::Waiting => counts.waiting += 1,
            Place::Held => counts.held += 1,
            Place::Office => counts.office += 1,
        }
        if line.review == ReviewState::Returned {
            counts.returned += 1;
        }
    }
    counts
}
