//! Which records of the queue are shown.

use crate::pages::desk::naming::{Named, Naming};
use crate::records::{Records, Summary};
use leptos::prelude::*;
use record::{AuthorId, RecordId, ReviewState};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the coordinator has chosen to see; empty texts stand for all.
#[derive(Clone, Copy)]
pub struct Filter {
    pub typed: RwSignal<String>,
    pub form: RwSignal<String>,
    pub programme: RwSignal<String>,
    pub commune: RwSignal<String>,
    pub author: RwSignal<String>,
    pub state: RwSignal<String>,
}

/// The states that can be asked for, with the keys of their names. The empty one is what waits for a judgement.
pub const STATES: [(&str, &str); 6] = [
    ("awaiting", "review.state.new"),
    ("corrected", "review.state.corrected"),
    ("changed", "review.state.changed"),
    ("returned", "review.state.returned"),
    ("approved", "review.state.approved"),
    ("any", "desk.filter.all_states"),
];

/// Whether a record waits for a judgement.
pub fn waits(line: &Summary) -> bool {
    matches!(line.review, ReviewState::Awaiting | ReviewState::Corrected | ReviewState::ChangedSinceApproval)
}

fn is_in(line: &Summary, state: &str) -> bool {
    match state {
        "awaiting" => line.review == ReviewState::Awaiting,
        "corrected" => line.review == ReviewState::Corrected,
        "changed" => line.review == ReviewState::ChangedSinceApproval,
        "returned" => line.review == ReviewState::Returned,
        "approved" => line.review == ReviewState::Approved,
        "any" => true,
        _ => waits(line),
    }
}

impl Filter {
    /// Everything that waits.
    pub fn new() -> Self {
        let all = || RwSignal::new(String::new());
        Self { typed: all(), form: all(), programme: all(), commune: all(), author: all(), state: all() }
    }

    /// Whether anything but everything that waits is asked for.
    pub fn is_set(self) -> bool {
        self.each().iter().any(|chosen| chosen.with(|chosen| !chosen.is_empty()))
    }

    /// Back to everything that waits.
    pub fn clear(self) {
        for chosen in self.each() {
            chosen.set(String::new());
        }
    }

    /// Follows whatever is chosen.
    pub fn follow(self) {
        self.each().iter().for_each(|chosen| chosen.track());
    }

    /// What is chosen, to be kept under a name; not followed.
    pub fn chosen(self) -> Vec<String> {
        self.each().iter().map(|chosen| chosen.get_untracked()).collect()
    }

    /// Chooses what was kept.
    pub fn choose_again(self, kept: &[String]) {
        for (chosen, kept) in self.each().iter().zip(kept) {
            chosen.set(kept.clone());
        }
    }

    fn each(self) -> [RwSignal<String>; 6] {
        [self.typed, self.form, self.programme, self.commune, self.author, self.state]
    }

    /// The lines that are asked for among those that may be judged.
    pub fn choose(self, records: Records, lines: &[Arc<Summary>]) -> Vec<Arc<Summary>> {
        let (form, programme, commune) = (self.form.get(), self.programme.get(), self.commune.get());
        let (author, state, typed) = (self.author.get(), self.state.get(), self.typed.get());
        let found = (!typed.trim().is_empty()).then(|| {
            let forms: BTreeSet<&str> = lines.iter().map(|line| line.form.as_str()).collect();
            let found = forms.into_iter().flat_map(|form| records.search(form, &typed));
            found.map(|line| line.id).collect::<BTreeSet<RecordId>>()
        });
        let is = |asked: &str, value: &str| asked.is_empty() || asked == value;
        let fits = |line: &&Arc<Summary>| {
            is_in(line, &state)
                && is(&form, &line.form)
                && is(&programme, &line.programme)
                && is(&commune, &line.commune)
                && (author.is_empty() || author == line.author.to_string())
                && found.as_ref().is_none_or(|found| found.contains(&line.id))
        };
        lines.iter().filter(fits).cloned().collect()
    }
}

/// The codes of some column that occur in the lines, with their names, in the order of the names.
pub fn occurring(
    lines: &[Arc<Summary>],
    code: fn(&Summary) -> String,
    name: impl Fn(&str) -> String,
) -> Vec<Named> {
    let codes: BTreeSet<String> =
        lines.iter().map(|line| code(line)).filter(|code| !code.is_empty()).collect();
    let mut named: Vec<Named> = codes.into_iter().map(|code| (code.clone(), name(&code))).collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    named
}

/// A person by the code that stands in a filter.
pub fn author_name(naming: Naming, code: &str) -> String {
    code.parse::<AuthorId>().map_or_else(|_| code.to_owned(), |id| naming.person(id))
}
