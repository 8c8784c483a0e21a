//! The people behind a figure, each leading to their record.

use super::count::Counted;
use crate::language::{args, language, t, t_n};
use crate::pages::desk::naming::naming;
use crate::parts::{Icon, icon};
use crate::records::{Summary, records};
use leptos::prelude::*;
use leptos::router::use_query_map;
use record::RecordId;
use std::sync::Arc;

/// Beyond this many a list is no longer read.
const AT_MOST: usize = 200;

/// The list that the address asks for: of one commune, or of everybody.
#[component]
pub fn Behind(counted: Memo<Counted>) -> impl IntoView {
    let (records, naming, language) = (records(), naming(), language());
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| match (query.get("commune"), query.get("all")) {
            (Some(commune), _) => Some(Some(commune)),
            (None, Some(_)) => Some(None),
            (None, None) => None,
        })
    });
    let people = Memo::new(move |_| {
        let Some(commune) = asked.get() else { return Vec::new() };
        let line = |id: &RecordId| records.summary(*id);
        let within = |line: &Arc<Summary>| commune.as_ref().is_none_or(|commune| line.commune == *commune);
        let people =
            counted.with(|counted| counted.people.iter().filter_map(line).filter(within).collect::<Vec<_>>());
        let mut people = people;
        people.sort_by(|a, b| a.sorts.cmp(&b.sorts));
        people
    });
    let title = move || match asked.get().flatten() {
        Some(commune) if commune.is_empty() => language.say("dashboard.unsaid"),
        Some(commune) => naming.commune(&commune),
        None => language.say("dashboard.reached"),
    };
    let person = move |line: &Arc<Summary>| {
        let id = line.id;
        view! {
            <li><a class="row" href=format!("/desk/record/{id}")>
                <b><bdi>{naming.record(id)}</bdi></b><span>{naming.commune(&line.commune)}</span>
            </a></li>
        }
    };
    let rest = move || people.with(Vec::len).saturating_sub(AT_MOST);
    view! {
        <Show when=move || asked.get().is_some()>
            <section id="behind">
                <div class="head">
                    <h2><bdi>{title}</bdi></h2>
                    <a class="btn small" href="/desk/indicators">{icon(Icon::Cross)}{t("app.close")}</a>
                </div>
                <p class="count-line">{t_n("people.count", move || people.with(Vec::len))}</p>
                <ul class="rows">{move || people.with(|people| people.iter().take(AT_MOST).map(person).collect_view())}</ul>
                <Show when=move || { rest() > 0 }>
                    <p class="count-line">{move || language.view("dashboard.rest", &args().count(rest()))}</p>
                </Show>
            </section>
        </Show>
    }
}
