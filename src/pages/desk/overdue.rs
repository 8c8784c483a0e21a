//! Follow-ups that nobody made in time, by the worker whose venture it is and by commune: the field has no task for
//! them any more. Derived from the records of this device, so it works without network.

use super::naming::naming;
use crate::browser::{clock, page};
use crate::catalogue::catalogue;
use crate::language::{language, t, t_n};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Select, icon};
use crate::records::{Index, Loaded, Summary, records};
use chrono::NaiveDate;
use indicator::{Missed, missed};
use leptos::prelude::*;
use record::{AuthorId, RecordId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A follow-up of a venture that nobody made.
#[derive(Clone, PartialEq)]
struct Late {
    venture: Arc<Summary>,
    missed: Missed,
}

/// All of them, what was missed last first. A venture that is closed is asked no more.
fn overdue(index: &Index, today: NaiveDate) -> Vec<Late> {
    let lines = || index.values().filter(|line| !line.removed);
    let done: BTreeSet<(RecordId, &str)> = lines()
        .filter(|line| line.form == "follow_up")
        .filter_map(|line| Some((line.about?, line.kind.as_str())))
        .collect();
    let is_open = |line: &&Arc<Summary>| {
        line.form == "venture" && !matches!(line.kind.as_str(), "closed" | "handed_over")
    };
    let of = |line: &Arc<Summary>| {
        let is_done = |milestone: &str| done.contains(&(line.id, milestone));
        let missed = line.day.map(|launched| missed(launched, is_done, today)).unwrap_or_default();
        let venture = line.clone();
        missed.into_iter().map(move |missed| Late { venture: venture.clone(), missed }).collect::<Vec<_>>()
    };
    let mut all: Vec<Late> = lines().filter(is_open).flat_map(of).collect();
    all.sort_by_key(|overdue| (std::cmp::Reverse(overdue.missed.until), overdue.venture.id));
    all
}

#[component]
pub fn Overdue() -> impl IntoView {
    let (records, naming) = (records(), naming());
    let (worker, commune) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let all = Memo::new(move |_| records.with_index(|index| overdue(index, clock::today())));
    let choices = move |of: fn(&Late) -> String, name: fn(super::naming::Naming, &str) -> String| {
        Signal::derive(move || {
            let codes: BTreeSet<String> = all.with(|all| all.iter().map(of).collect());
            let mut named: Vec<_> = codes.into_iter().map(|code| (name(naming, &code), code)).collect();
            named.sort();
            named.into_iter().map(|(name, code)| (code, name)).collect::<Vec<_>>()
        })
    };
    let workers = choices(by, |naming, code| code.parse().map(|id| naming.person(id)).unwrap_or_default());
    let communes = choices(|overdue| overdue.venture.commune.clone(), |naming, code| naming.commune(code));
    let shown = Memo::new(move |_| {
        let (worker, commune) = (worker.get(), commune.get());
        let is_asked = |overdue: &&Late| {
            (worker.is_empty() || by(overdue) == worker)
                && (commune.is_empty() || overdue.venture.commune == commune)
        };
        all.with(|all| all.iter().filter(is_asked).cloned().collect::<Vec<_>>())
    });
    let body = move || {
        match records.opened() {
        Loaded::Waiting => view! { <Loading/> }.into_any(),
        Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
        Loaded::Ready(()) if all.with(Vec::is_empty) => view! {
            <Empty icon=Icon::Steps title=Signal::derive(t("overdue.none"))><p>{t("overdue.none.hint")}</p></Empty>
        }
        .into_any(),
        Loaded::Ready(()) => view! { <Listed shown/> }.into_any(),
    }
    };
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head">
                <h1>{t("overdue.title")}</h1>
                <div class="acts">
                    <Select chosen=worker label=Signal::derive(t("overdue.worker"))
                        all=Signal::derive(t("overdue.all_workers")) options=workers/>
                    <Select chosen=commune label=Signal::derive(t("dashboard.commune"))
                        all=Signal::derive(t("overdue.all_communes")) options=communes/>
                    <button class="btn small" type="button" on:click=move |_| page::print()>{icon(Icon::Print)}{t("app.print")}</button>
                </div>
            </div>
            <p class="hint">{t("overdue.hint")}</p>
            {body}
        </main>
    }
}

fn by(overdue: &Late) -> String {
    overdue.venture.author.to_string()
}

/// The table: under each worker their ventures by commune.
#[component]
fn Listed(shown: Memo<Vec<Late>>) -> impl IntoView {
    let (language, naming, catalogue) = (language(), naming(), catalogue());
    let label = move |key: &'static str| move || language.say(key);
    let row = move |Late { venture, missed }: Late| {
        let (id, author) = (venture.id, venture.author);
        let milestone = move || catalogue.choice("follow_up", "milestone", missed.milestone);
        view! {
            <tr>
                <th scope="row"><a href=format!("/desk/record/{id}")><bdi>{move || naming.record(id)}</bdi></a></th>
                <td data-label=label("overdue.worker")><bdi>{move || naming.person(author)}</bdi></td>
                <td data-label=label("dashboard.commune")><bdi>{move || naming.commune(&venture.commune)}</bdi></td>
                <td data-label=label("overdue.milestone")><bdi>{milestone}</bdi></td>
                <td data-label=label("overdue.day")><bdi>{language.date(missed.day)}</bdi></td>
                <td data-label=label("overdue.until")><bdi>{language.date(missed.until)}</bdi></td>
            </tr>
        }
    };
    let rows = move || {
        let mut shown = shown.get();
        let worker = |author: AuthorId| naming.person(author);
        shown.sort_by_cached_key(|it| (worker(it.venture.author), naming.commune(&it.venture.commune)));
        shown.into_iter().map(row).collect_view()
    };
    view! {
        <p class="count-line">{t_n("overdue.count", move || shown.with(Vec::len))}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=t("overdue.title")>
            <table class="grid stacks">
                <thead><tr>
                    <th scope="col">{t("overdue.venture")}</th><th scope="col">{t("overdue.worker")}</th>
                    <th scope="col">{t("dashboard.commune")}</th><th scope="col">{t("overdue.milestone")}</th>
                    <th scope="col">{t("overdue.day")}</th><th scope="col">{t("overdue.until")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
