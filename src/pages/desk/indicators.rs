//! The programmes' indicators beside their targets, and each of them by commune: on a map, as bars and as a table.
//! Counted from the records of this device, so it works without network and says up to when it has heard of the office.
//! Every figure says from how many records it comes and how many of these are approved, and opens the list behind it.

mod aims;
mod behind;
mod chart;
mod count;
mod given;
mod map;
mod places;

use super::naming::naming;
use crate::browser::page;
use crate::language::{args, language, t};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Select, icon};
use crate::records::{Loaded, records};
use crate::syncing::syncing;
use aims::Aims;
use behind::Behind;
use indicator::Measure;
use leptos::prelude::*;
use places::Places;

/// What is counted. Provided to the parts of the page.
#[derive(Clone, Copy)]
struct Asked {
    programme: RwSignal<String>,
    /// The code of the measure that is shown by commune.
    measure: RwSignal<String>,
    only_approved: RwSignal<bool>,
    table: RwSignal<bool>,
}

#[component]
pub fn Indicators() -> impl IntoView {
    let (records, naming) = (records(), naming());
    let asked = Asked {
        programme: RwSignal::new(String::new()),
        measure: RwSignal::new(Measure::Reached.code().to_owned()),
        only_approved: RwSignal::new(false),
        table: RwSignal::new(false),
    };
    provide_context(asked);
    given::provide();
    let programmes = Signal::derive(move || naming.programmes());
    let chosen = places::chosen(asked);
    let none = Memo::new(move |_| records.with_index(|index| index.values().all(|line| line.removed)));
    let body = move || {
        match records.opened() {
        Loaded::Waiting => view! { <Loading/> }.into_any(),
        Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
        Loaded::Ready(()) if none.get() => view! {
            <Empty icon=Icon::Chart title=Signal::derive(t("dashboard.empty.title"))><p>{t("dashboard.empty.hint")}</p></Empty>
        }
        .into_any(),
        Loaded::Ready(()) => view! { <Aims/><Places chosen/><Behind chosen/> }.into_any(),
    }
    };
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head">
                <h1>{t("dashboard.title")}</h1>
                <div class="acts">
                    <Select chosen=asked.programme label=Signal::derive(t("desk.filter.programme"))
                        all=Signal::derive(t("desk.filter.all_programmes")) options=programmes/>
                    <Toggle on=asked.only_approved icon=Icon::Check word="dashboard.only_approved"/>
                    <Toggle on=asked.table icon=Icon::Table word="dashboard.as_table"/>
                    <button class="btn small" type="button" on:click=move |_| page::print()>{icon(Icon::Print)}{t("app.print")}</button>
                </div>
            </div>
            {body}
            <AsOf/>
        </main>
    }
}

#[component]
fn Toggle(on: RwSignal<bool>, icon: Icon, word: &'static str) -> impl IntoView {
    view! {
        <button class="btn small" type="button" aria-pressed=move || on.get().to_string() on:click=move |_| on.update(|on| *on = !*on)>
            {crate::parts::icon(icon)}{t(word)}
        </button>
    }
}

/// Up to when this device has heard of the office.
#[component]
fn AsOf() -> impl IntoView {
    let (language, syncing) = (language(), syncing());
    let as_of = move || {
        let checked = syncing.receipt().checked?;
        Some(language.view("dashboard.counted", &args().with("time", language.moment(checked))))
    };
    view! { <p class="count-line">{as_of}</p> }
}
