//! Entries that the office has stored and not taken in: whose, when, why, and what they say. Deciding about them is
//! not here yet, so the page only tells.

use super::fetched::Fetched;
use super::naming::naming;
use super::record::answer_rows;
use crate::account::account;
use crate::language::{t, t_n};
use crate::parts::{Empty, Icon, icon};
use leptos::prelude::*;
use record::{AuthorId, Change, Record, RecordId};
use serde::Deserialize;
use sync::{Act, Payload, Reason};

/// The held entries within the coordinator's reach. Provided to the desk, which counts them.
#[derive(Clone, Copy)]
pub struct HeldEntries(Option<Fetched<List>>);

#[derive(Clone, Deserialize)]
struct List {
    entries: Vec<Entry>,
}

#[derive(Clone, Deserialize)]
struct Entry {
    author: AuthorId,
    at: i64,
    reason: Reason,
    record: Option<RecordId>,
    form: Option<String>,
    payload: Payload,
}

/// Provides them. Only coordinators are told.
pub fn provide() -> HeldEntries {
    let held = HeldEntries(account().is_coordinator().then(|| Fetched::from("/held")));
    provide_context(held);
    held
}

impl HeldEntries {
    /// How many there are, as far as the office has said.
    pub fn count(self) -> usize {
        self.0.map_or(0, |fetched| fetched.with(|list| list.map_or(0, |list| list.entries.len())))
    }
}

#[component]
pub fn Held() -> impl IntoView {
    let HeldEntries(fetched) = expect_context();
    let body = match fetched {
        None => view! { <p>{t("error.rights")}</p> }.into_any(),
        Some(fetched) => {
            fetched.ask();
            fetched.view(|list: List| view! { <Entries entries=list.entries/> }).into_any()
        }
    };
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head"><h1>{t("desk.held.title")}</h1></div>
            <p class="hint">{t("desk.held.what")}</p>
            {body}
        </main>
    }
}

#[component]
fn Entries(entries: Vec<Entry>) -> impl IntoView {
    let count = entries.len();
    if count == 0 {
        return view! { <Empty icon=Icon::CloudCheck title=Signal::derive(t("desk.held.empty"))/> }
            .into_any();
    }
    view! {
        <p class="count-line">{t_n("records.count", move || count)}</p>
        {entries.into_iter().map(|entry| view! { <One entry/> }).collect_view()}
    }
    .into_any()
}

#[component]
fn One(entry: Entry) -> impl IntoView {
    let naming = naming();
    let language = naming.language;
    let Entry { author, at, reason, record, form, payload } = entry;
    let change = match payload.act() {
        Ok(Act::Change(change)) => Some(change),
        _ => None,
    };
    let title = move || {
        let form = form.as_deref().map(|form| naming.form(form));
        let name = record.map(|id| naming.record(id));
        [form, name].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let by = move || language.view("dispute.by", &super::record::by(naming, author, at));
    let says = change.map(|change| view! { <Says change/> });
    view! {
        <div class="note bad held-entry">
            {icon(Icon::Warning)}
            <div>
                <b><bdi>{title}</bdi></b>
                <p class="where">{by}</p>
                <p>{move || language.say(reason_key(reason))}</p>
                {says}
            </div>
        </div>
    }
}

/// What an entry would write.
#[component]
fn Says(change: Change) -> impl IntoView {
    let naming = naming();
    let mut record = Record::new(change.record, &change.form);
    record.apply(&change);
    view! {
        <details>
            <summary>{t("desk.held.says")}</summary>
            <table class="record"><tbody>{move || answer_rows(naming, &record)}</tbody></table>
        </details>
    }
}

/// The key of the sentence that tells the desk why an entry is held.
fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Rights => "desk.held.rights",
        Reason::Author => "desk.held.author",
        Reason::OwnWork => "held.reason.own_work",
        Reason::NotACoordinator => "desk.held.not_a_coordinator",
        Reason::UnknownForm | Reason::OtherForm => "desk.held.form",
        Reason::Malformed | Reason::Contradiction | Reason::NothingHeld => "desk.held.malformed",
    }
}
