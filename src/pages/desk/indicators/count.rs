//! Which sessions are counted, and what comes of it.

use crate::records::{Index, Summary};
use indicator::{Reached, people_reached};
use record::{RecordId, ReviewState};
use std::collections::BTreeSet;

/// People reached, and how firm the figure is.
#[derive(Clone, PartialEq, Default)]
pub struct Counted {
    /// The people, by sex and commune.
    pub reached: Reached,
    /// Who they are.
    pub people: BTreeSet<RecordId>,
    /// How many of them were at a session that is approved.
    pub approved: usize,
    /// How many sessions were counted.
    pub sessions: usize,
    /// How many of those are not approved.
    pub not_approved: usize,
}

impl Counted {
    /// Counts the sessions of a programme, or of all if none is named.
    pub fn of(index: &Index, programme: &str, only_approved: bool) -> Self {
        let approved = |line: &Summary| line.review == ReviewState::Approved;
        let asked = |line: &&Summary| {
            line.form == "session"
                && !line.removed
                && (programme.is_empty() || line.programme == programme)
                && (!only_approved || approved(line))
        };
        let sessions: Vec<&Summary> = index.values().map(AsRef::as_ref).filter(asked).collect();
        let present = |only: bool| {
            let sessions = sessions.iter().filter(move |line| !only || approved(line));
            sessions.flat_map(|line| line.present.iter().copied()).collect::<BTreeSet<RecordId>>()
        };
        let people = present(false);
        Self {
            reached: people_reached(people.iter().copied(), |id| {
                index.get(&id).map(|line| line.participant())
            }),
            people,
            approved: present(true).len(),
            sessions: sessions.len(),
            not_approved: sessions.iter().filter(|line| !approved(line)).count(),
        }
    }
}
