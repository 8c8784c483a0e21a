//! Every change of a record with what it replaced. Devices hold what records add up to; the logs are at the office, so
//! this is asked for when somebody wants it, and needs the network. The office notes who asked.

use super::difference::{Difference, differences, told};
use crate::language::{args, t};
use crate::office::{self, Refusal};
use crate::pages::desk::fetched;
use crate::pages::desk::naming::{Naming, naming};
use crate::parts::{ErrorNote, Icon, Note, Tone, icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::{AuthorId, RecordId};
use serde::Deserialize;

#[derive(Deserialize)]
struct Answer {
    events: Vec<Event>,
    more: bool,
}

#[derive(Clone, PartialEq, Deserialize)]
struct Event {
    author: AuthorId,
    at: i64,
    #[serde(default)]
    admitted: bool,
    edits: Vec<Difference>,
}

/// What the office tells, in place of what this device knows; `form` is the record's.
#[component]
pub fn Changes(
    id: RecordId,
    form: String,
    /// Set once the office has told: then it tells more than this device knows.
    told_all: RwSignal<bool>,
) -> impl IntoView {
    let naming = naming();
    let events = RwSignal::new(Vec::<Event>::new());
    let (more, asking) = (RwSignal::new(true), RwSignal::new(false));
    let refusal = RwSignal::new(None::<Refusal>);
    let ask = move || {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        let path = format!("/records/{id}/history?skip={}", events.with_untracked(Vec::len));
        spawn_local(async move {
            let answer = office::get::<Answer>(&path).await;
            asking.try_set(false);
            match answer {
                Ok(answer) => {
                    events.try_update(|events| events.extend(answer.events));
                    told_all.try_set(true);
                    more.try_set(answer.more);
                    refusal.try_set(None);
                }
                Err(said) => {
                    refusal.try_set(Some(said));
                }
            }
        });
    };
    let why = move || {
        refusal.get().map(|refusal| match refusal {
            Refusal::NoNetwork => view! {
                <Note tone=Tone::Neutral icon=Icon::CloudOff title=Signal::derive(t("desk.needs_network"))/>
            }
            .into_any(),
            refusal => view! { <ErrorNote key=fetched::key(&refusal)/> }.into_any(),
        })
    };
    let shown = move || {
        let last = (!more.get()).then(|| events.with(Vec::len)).and_then(|all| all.checked_sub(1));
        let events = events.get().into_iter().enumerate();
        events.map(|(place, event)| one(naming, &form, event, Some(place) == last)).collect_view()
    };
    let word = move || if events.with(Vec::is_empty) { "history.all" } else { "app.more" };
    view! {
        <ol class="history">{shown}</ol>
        {why}
        <Show when=move || more.get()>
            <button class="btn small" type="button" disabled=move || asking.get() on:click=move |_| ask()>
                {icon(Icon::Clock)}<span>{move || naming.language.say(word())}</span>
            </button>
        </Show>
    }
}

fn one(naming: Naming, form: &str, event: Event, first: bool) -> impl IntoView {
    let language = naming.language;
    let answers = event.edits.iter().filter(|edit| edit.is_answer()).count();
    let special: Vec<String> =
        event.edits.iter().filter_map(|edit| told(naming, &edit.path, edit.after.as_ref())).collect();
    let what = match answers {
        0 => special.join(" · "),
        _ if first => language.say("history.created"),
        n => language.plain("history.changed_some", &args().count(n)),
    };
    let admitted = event.admitted.then(|| {
        view! { <span class="status office">{icon(Icon::CloudCheck)}<span>{t("history.admitted")}</span></span> }
    });
    // What was written when the record was made stands in the record: only what was replaced is of interest at once.
    let table = (answers > 0).then(|| {
        view! {
            <details open=!first>
                <summary>{t("history.differences")}</summary>
                {differences(naming, form, &event.edits, ["history.before", "history.after"])}
            </details>
        }
    });
    let (at, author) = (event.at, event.author);
    view! {
        <li>
            <time><bdi>{move || language.date_and_time(at)}</bdi></time>
            <b><bdi>{move || naming.person(author)}</bdi></b>
            <span>{what}</span>
            {admitted}
            {table}
        </li>
    }
}
