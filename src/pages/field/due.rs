//! Whom to see this week: the follow-ups that are due and the visits agreed, by commune with its souk days, what is late
//! first.

use super::lines::task_card;
use crate::browser::clock;
use crate::catalogue::catalogue;
use crate::language::{args, language, t};
use crate::parts::{Empty, Icon, Loading, Phone};
use crate::records::{Loaded, Task, records};
use leptos::prelude::*;

/// All that is due.
#[component]
pub fn Due() -> impl IntoView {
    let records = records();
    view! {
        <Phone title="due.title" back="/">
            <h1>{t("due.title")}</h1>
            {move || match records.opened() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                // The notice above says it.
                Loaded::Failed(_) => ().into_any(),
                Loaded::Ready(()) => view! {
                    <ByCommune most=usize::MAX/>
                    <Show when=move || records.due(clock::today()).is_empty()>
                        <Empty icon=Icon::Steps title=Signal::derive(t("due.none"))/>
                    </Show>
                }
                .into_any(),
            }}
        </Phone>
    }
}

/// The first tasks, under the communes in which they are to be done.
#[component]
pub fn ByCommune(most: usize) -> impl IntoView {
    let records = records();
    let communes = Memo::new(move |_| {
        let mut left = most;
        let mut communes = records.due(clock::today());
        for (_, tasks) in &mut communes {
            tasks.truncate(left);
            left -= tasks.len();
        }
        communes.retain(|(_, tasks)| !tasks.is_empty());
        communes
    });
    view! { <For each=move || communes.get() key=key children=commune/> }
}

/// A commune is drawn again when its tasks change.
fn key((commune, tasks): &(String, Vec<Task>)) -> String {
    let tasks = tasks
        .iter()
        .map(|task| format!(" {} {} {:?} {}", task.venture.id, task.venture.at, task.what, task.day));
    tasks.fold(commune.clone(), |key, task| key + &task)
}

fn commune((code, tasks): (String, Vec<Task>)) -> impl IntoView {
    let (language, catalogue) = (language(), catalogue());
    let souk = {
        let code = code.clone();
        move || {
            let days = catalogue.souk_days(&code);
            (!days.is_empty()).then(|| language.view("due.souk", &args().with("day", days)))
        }
    };
    view! {
        <h3 class="place"><span>{move || catalogue.commune(&code)}</span>" "<span class="where">{souk}</span></h3>
        <ul class="cards">{tasks.into_iter().map(task_card).collect_view()}</ul>
    }
}
