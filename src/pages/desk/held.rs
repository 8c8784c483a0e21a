//! Entries that the office has stored and not taken in: whose, when, why, what they would change, and taking them in
//! or deciding against it, one by one or many at once. What the office last told is kept on this device, so that
//! deciding works without network too.

mod deciding;
mod entry;
mod list;

use super::fetched::Fetched;
use crate::account::account;
use crate::browser::journal;
use crate::language::{args, language, t, t_n};
use crate::parts::{Empty, ErrorNote, Icon, icon};
use crate::records::records;
use deciding::Deciding;
use entry::One;
use leptos::prelude::*;
use list::{Entry, List, Selection};
use sync::{Act, Decision};

/// The held entries within the coordinator's reach. Provided to the desk, which counts them.
#[derive(Clone, Copy)]
pub struct HeldEntries(Option<(Fetched<List>, Deciding)>);

const NOTE: &str = "held";
/// localStorage is small, and the second copies of unsent work come first.
const KEPT_AT_MOST: usize = 100;

/// Provides them. Only coordinators are told. They are asked for again after every exchange.
pub fn provide() -> HeldEntries {
    let held = HeldEntries(account().is_coordinator().then(|| {
        let (fetched, deciding) = (Fetched::starting_with("/held", journal::note(NOTE)), deciding::provide());
        let records = records();
        let answered = Memo::new(move |_| records.standing().and_then(|standing| standing.answered_at));
        Effect::watch(move || answered.get(), move || fetched.ask());
        Effect::new(move || {
            fetched.with(|list: Option<&List>| {
                if let Some(list) = list {
                    let entries = list.entries.iter().take(KEPT_AT_MOST).cloned().collect();
                    journal::keep_note(NOTE, &List { entries });
                }
            });
        });
        (fetched, deciding)
    }));
    provide_context(held);
    held
}

impl HeldEntries {
    /// Saves the decisions that could still be undone.
    pub async fn conclude(self) {
        if let Some((_, deciding)) = self.0 {
            deciding.conclude().await;
        }
    }

    /// How many wait for a decision, as far as the office has said.
    pub fn count(self) -> usize {
        self.0.map_or(0, |(fetched, deciding)| {
            fetched.with(|list| {
                let open = |entry: &&Entry| deciding.is_open(entry.place());
                list.map_or(0, |list| list.entries.iter().filter(open).count())
            })
        })
    }
}

#[component]
pub fn Held() -> impl IntoView {
    let HeldEntries(held) = expect_context();
    let body = match held {
        None => view! { <p>{t("error.rights")}</p> }.into_any(),
        Some((fetched, deciding)) => {
            fetched.ask();
            provide_context(Selection::new(account().me_now().map(|me| me.person.id), deciding));
            let failed =
                move || deciding.failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> });
            view! { {failed}{fetched.view(|list: List| view! { <Entries entries=list.entries/> })} }
                .into_any()
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
    let deciding: Deciding = expect_context();
    let entries = StoredValue::new(entries);
    let open = Memo::new(move |_| {
        entries.with_value(|entries| {
            entries.iter().map(Entry::place).filter(|place| deciding.is_open(*place)).collect::<Vec<_>>()
        })
    });
    let one = move |place| {
        let entry =
            entries.with_value(|entries| entries.iter().find(|entry| entry.place() == place).cloned());
        entry.map(|entry| view! { <One entry/> })
    };
    let none = Memo::new(move |_| open.with(Vec::is_empty));
    move || {
        if none.get() {
            return view! { <Empty icon=Icon::CloudCheck title=Signal::derive(t("desk.held.empty"))/> }
                .into_any();
        }
        view! {
            <Bulk entries/>
            <div class="held-entries"><For each=move || open.get() key=|place| *place children=one/></div>
        }
        .into_any()
    }
}

/// Deciding about many at once.
#[component]
fn Bulk(entries: StoredValue<Vec<Entry>>) -> impl IntoView {
    let language = language();
    let (selection, deciding): (Selection, Deciding) = (expect_context(), expect_context());
    let open = Memo::new(move |_| {
        entries.with_value(|entries| {
            let fits =
                |entry: &&Entry| deciding.is_open(entry.place()) && entry.decision(selection.me()).is_ok();
            entries.iter().filter(fits).map(Entry::place).collect::<Vec<_>>()
        })
    });
    let marked = Memo::new(move |_| entries.with_value(|entries| selection.decisions(entries)));
    let count = move || marked.with(Vec::len);
    let all = move || count() > 0 && count() == open.with(Vec::len);
    let mark_all = move |_| if all() { selection.mark([]) } else { selection.mark(open.get_untracked()) };
    let decide = move |act: fn(Decision) -> Act, key: &'static str| {
        let acts: Vec<Act> = marked.get_untracked().into_iter().map(act).collect();
        let done = language.plain(key, &args().count(acts.len()));
        selection.mark([]);
        deciding.choose(acts, done);
    };
    view! {
        <div class="bulk" role="group" aria-label=t("desk.held.bulk")>
            <label class="check">
                <input type="checkbox" prop:checked=all on:change=mark_all disabled=move || open.with(Vec::is_empty)/>
                <span>{t_n("desk.held.all", move || open.with(Vec::len))}</span>
            </label>
            <Show when=move || { count() > 0 }>
                <button class="btn main small" type="button" on:click=move |_| decide(Act::Admit, "desk.held.admitting_many")>
                    {icon(Icon::Check)}<span>{t_n("desk.held.admit_many", count)}</span>
                </button>
                <button class="btn small" type="button" on:click=move |_| decide(Act::Dismiss, "desk.held.dismissing_many")>
                    {icon(Icon::Cross)}<span>{t_n("desk.held.dismiss_many", count)}</span>
                </button>
            </Show>
        </div>
    }
}
