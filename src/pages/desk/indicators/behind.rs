//! The records behind a figure, people, sessions or ventures, each leading to its own page.

use super::places::Chosen;
use crate::browser::{clock, keyboard};
use crate::language::{args, language, t, t_n};
use crate::pages::desk::naming::naming;
use crate::parts::{Icon, icon};
use crate::records::{Summary, records};
use leptos::prelude::*;
use leptos::router::use_query_map;
use leptos::task::spawn_local;
use record::RecordId;
use std::sync::Arc;

/// Beyond this many a list is no longer read.
const AT_MOST: usize = 200;

/// The list that the address asks for: of one commune, or of everybody.
#[component]
pub fn Behind(chosen: Memo<Chosen>) -> impl IntoView {
    let (records, naming, language) = (records(), naming(), language());
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| match (query.get("commune"), query.get("all")) {
            (Some(commune), _) => Some(Some(commune)),
            (None, Some(_)) => Some(None),
            (None, None) => None,
        })
    });
    let listed = Memo::new(move |_| {
        let Some(commune) = asked.get() else { return Vec::new() };
        let line = |id: &RecordId| records.summary(*id);
        let ids: Vec<RecordId> = chosen.with(|chosen| {
            let places = chosen.figure.by_commune.iter();
            let places = places.filter(|(code, _)| commune.as_ref().is_none_or(|commune| commune == *code));
            places.flat_map(|(_, place)| place.behind.iter().copied()).collect()
        });
        let mut listed: Vec<Arc<Summary>> = ids.iter().filter_map(line).collect();
        listed.sort_by(|a, b| a.sorts.cmp(&b.sorts));
        listed
    });
    // The list appears below what was pressed.
    Effect::new(move || {
        if asked.get().is_some() {
            spawn_local(async move {
                clock::pause(0).await;
                keyboard::reveal("#behind");
            });
        }
    });
    let title = move || match asked.get().flatten() {
        Some(commune) if commune.is_empty() => language.say("dashboard.unsaid"),
        Some(commune) => naming.commune(&commune),
        None => language.say(&format!("indicator.{}", chosen.with(|chosen| chosen.measure).code())),
    };
    let row = move |line: &Arc<Summary>| {
        let id = line.id;
        view! {
            <li><a class="row" href=format!("/desk/record/{id}")>
                <b><bdi>{naming.record(id)}</bdi></b><span>{naming.commune(&line.commune)}</span>
            </a></li>
        }
    };
    let rest = move || listed.with(Vec::len).saturating_sub(AT_MOST);
    view! {
        <Show when=move || asked.get().is_some()>
            <section id="behind">
                <div class="head">
                    <h2><bdi>{title}</bdi></h2>
                    <a class="btn small" href="/desk/indicators">{icon(Icon::Cross)}{t("app.close")}</a>
                </div>
                <p class="count-line">{t_n("records.count", move || listed.with(Vec::len))}</p>
                <ul class="rows">{move || listed.with(|listed| listed.iter().take(AT_MOST).map(row).collect_view())}</ul>
                <Show when=move || { rest() > 0 }>
                    <p class="count-line">{move || language.view("dashboard.rest", &args().count(rest()))}</p>
                </Show>
            </section>
        </Show>
    }
}
