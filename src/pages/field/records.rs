//! Records and drafts by where they stand: every one in exactly one state, so that the numbers add up.

use super::hand_over::{HandedByMe, HandedToMe};
use super::lines::{draft_card, line_key, record_card};
use crate::language::{language, t, t_n};
use crate::parts::{Empty, Icon, Loading, LongList, Phone, Status};
use crate::records::{Counts, Loaded, Summary, records};
use leptos::prelude::*;
use leptos::router::NavigateOptions;
use leptos::router::{use_navigate, use_query_map};
use std::sync::Arc;

/// A state that can be chosen: its words, what is said if nothing is in it, and how many are.
type State = (Option<Status>, &'static str, &'static str, fn(Counts) -> usize);

/// The states that can be chosen. Every draft and record is in exactly one besides *all*.
const STATES: [State; 7] = [
    (None, "records.all", "records.empty.all", Counts::all),
    (Some(Status::Draft), "status.drafts", "records.empty.draft", |counts| counts.drafts),
    (Some(Status::Waiting), "status.waitings", "records.empty.waiting", |counts| counts.waiting),
    (Some(Status::Returned), "status.returneds", "records.empty.returned", |counts| counts.returned),
    (Some(Status::Held), "status.helds", "records.empty.held", |counts| counts.held),
    (Some(Status::Office), "status.offices", "records.empty.office", |counts| counts.to_review),
    (Some(Status::Approved), "status.approveds", "records.empty.approved", |counts| counts.approved),
];

/// The last of the states that are offered even when nothing is in them.
const ALWAYS: usize = 2;

#[component]
pub fn Records() -> impl IntoView {
    let (language, records, query) = (language(), records(), use_query_map());
    let chosen = Memo::new(move |_| {
        let name = query.with(|query| query.get("state").unwrap_or_default());
        STATES.iter().position(|(state, ..)| state.is_some_and(|state| state.class() == name)).unwrap_or(0)
    });
    let state = move || STATES[chosen.get()].0;
    let lines = Memo::new(move |_| {
        let state = state();
        let mut lines: Vec<Arc<Summary>> = records.with_index(|index| {
            let is_in = |line: &Summary| state.is_none_or(|state| Status::for_author(line) == state);
            index.values().filter(|line| !line.removed && is_in(line)).cloned().collect()
        });
        record::sort_by_key(&mut lines, |line| std::cmp::Reverse(line.at));
        lines
    });
    let drafts = move || match state() {
        None | Some(Status::Draft) => records.drafts(),
        _ => Vec::new(),
    };
    let shown = Signal::derive(move || if state() == Some(Status::Draft) { Vec::new() } else { lines.get() });
    let count = move || shown.with(Vec::len) + drafts().len();
    view! {
        <Phone title="records.title">
            <h1>{t("records.title")}</h1>
            <Chips chosen=chosen/>
            {move || match records.opened() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                // The notice above says it.
                Loaded::Failed(_) => ().into_any(),
                Loaded::Ready(()) => view! {
                    <p class="count-line" role="status">{t_n("records.count", count)}</p>
                    <Show when=move || !drafts().is_empty()>
                        <ul class="cards">
                            <For each=drafts key=|draft| (draft.id.clone(), draft.written) children=draft_card/>
                        </ul>
                    </Show>
                    <Show when=move || matches!(state(), None | Some(Status::Draft))><HandedToMe/><HandedByMe/></Show>
                    <LongList lines=shown key=line_key line=record_card/>
                    <Show when=move || count() == 0>
                        <Empty icon=Icon::Records title=Signal::derive(move || language.say(STATES[chosen.get()].2))/>
                    </Show>
                }
                .into_any(),
            }}
        </Phone>
    }
}

/// One state, with how many records are in it.
#[component]
fn Chips(chosen: Memo<usize>) -> impl IntoView {
    let (language, records, navigate) = (language(), records(), use_navigate());
    let count = move |place: usize| STATES[place].3(records.counts());
    let chip = move |place: usize| {
        let (state, word, ..) = STATES[place];
        let navigate = navigate.clone();
        let choose = move |_| {
            let address =
                state.map_or("/records".into(), |state| format!("/records?state={}", state.class()));
            navigate(&address, NavigateOptions { replace: true, scroll: false });
        };
        view! {
            <button class="chip" type="button" aria-pressed=move || (chosen.get() == place).to_string() on:click=choose>
                <span>{move || language.say(word)}</span><bdi>{move || language.number(count(place) as i64)}</bdi>
            </button>
        }
    };
    // A state that nothing is in takes room only where its absence is news: nothing waits, no draft.
    let offered = move || {
        let is_offered = move |place: &usize| *place <= ALWAYS || *place == chosen.get() || count(*place) > 0;
        (0..STATES.len()).filter(is_offered).collect::<Vec<_>>()
    };
    view! {
        <div class="chips" role="group" aria-label=t("records.filter")>
            <For each=offered key=|place| *place children=chip/>
        </div>
    }
}
