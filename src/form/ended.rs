//! The drafts that have come to an end. Their addresses stay in the browser's history: going back there must not
//! bring them to life again.

use super::saved::Saved;
use crate::browser::{clock, page};
use crate::lasting::{Lasting, lasting};
use leptos::prelude::*;
use leptos::router::use_query_map;
use record::{FlatMap, RecordId};

/// The record that a draft became, by its form.
pub type Outcome = (String, RecordId);

/// The drafts that were saved or deleted since the app was opened, with the record that each became.
pub type Ended = Lasting<Outcomes>;

/// What an [`Ended`] points at.
pub struct Outcomes {
    outcomes: StoredValue<FlatMap<String, Option<Outcome>>>,
    /// The address that was last passed by, and when. The browser takes its time: it must not be asked twice.
    passed: StoredValue<(String, i64)>,
}

/// Provides what is remembered of drafts that have ended.
pub fn provide() {
    provide_context(lasting(Outcomes {
        outcomes: StoredValue::new(FlatMap::new()),
        passed: StoredValue::new((String::new(), 0)),
    }));
}

/// What is remembered of drafts that have ended; to be taken while a component is built.
pub fn ended() -> Ended {
    expect_context()
}

impl Ended {
    /// The draft became this record, or was deleted.
    pub fn end(self, draft: &str, outcome: Option<Outcome>) {
        self.outcomes.update_value(|ended| {
            ended.insert(draft.to_owned(), outcome);
        });
    }

    /// The draft was brought back.
    pub fn revive(self, draft: &str) {
        self.outcomes.update_value(|ended| {
            ended.remove(draft);
        });
    }

    /// Goes back from a page of the draft; the page before the form is not to be passed by.
    fn pass_by(self, draft: &str) {
        let address = page::address();
        let is_of_it = address.starts_with(&format!("/draft/{draft}"));
        let now = clock::device();
        let is_asked = |(passed, at): &(String, i64)| *passed == address && now - at < ASKED_WITHIN_MILLIS;
        if is_of_it && !self.passed.with_value(is_asked) {
            self.passed.set_value((address, now));
            page::go_back();
        }
    }

    /// Whether the draft has ended, and the record that it became.
    pub fn of(self, draft: &str) -> Option<Option<Outcome>> {
        self.outcomes.with_value(|ended| ended.get(draft).cloned())
    }
}

/// A step back within a step back is not taken: the browser has to be done with the first.
const PASS_BY_AFTER_MILLIS: u32 = 30;

/// The browser has gone back within this time, on a slow phone too.
const ASKED_WITHIN_MILLIS: i64 = 2000;

/// A draft that has ended: what it became, on its last page; going back over its other pages passes them by.
#[component]
pub fn Over(id: String) -> impl IntoView {
    let query = use_query_map();
    let is_last = Memo::new(move |_| query.with(|query| query.get("step").as_deref() == Some("saved")));
    let pass_by = StoredValue::new(None);
    let ended = ended();
    let draft = id.clone();
    Effect::new(move || {
        query.track();
        let draft = draft.clone();
        let go_on = move || ended.pass_by(&draft);
        pass_by.set_value((!is_last.get()).then(|| clock::later(PASS_BY_AFTER_MILLIS, go_on)));
    });
    move || is_last.get().then(|| view! { <Saved draft=id.clone()/> })
}
