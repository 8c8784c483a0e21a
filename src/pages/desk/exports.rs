//! Files for spreadsheets: making one, and who made which. The office makes them, asks why, and notes it.

mod make;

pub use make::{Make, Wanted};

use super::fetched::Fetched;
use super::naming::{Naming, naming};
use crate::account::account;
use crate::language::{args, t};
use crate::parts::{Empty, Icon, icon};
use leptos::prelude::*;
use record::AuthorId;
use serde::Deserialize;

#[derive(Clone, PartialEq, Deserialize)]
struct List {
    exports: Vec<Export>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct Export {
    person: AuthorId,
    at: i64,
    about: About,
    reason: String,
    records: usize,
}

#[derive(Clone, PartialEq, Deserialize)]
struct About {
    form: String,
    values: String,
    chosen: bool,
}

#[component]
pub fn Exports() -> impl IntoView {
    let list = Fetched::<List>::from("/exports");
    let open = RwSignal::new(false);
    let make = account().is_coordinator().then(|| {
        view! {
            <button class="btn main" type="button" on:click=move |_| open.set(true)>
                {icon(Icon::Download)}{t("export.new")}
            </button>
            <Make open wanted=Signal::derive(|| Wanted::All) done=Callback::new(move |()| list.ask())/>
        }
    });
    view! {
        <main id="main" class="page" tabindex="-1">
            <div class="head"><h1>{t("export.title")}</h1><div class="acts">{make}</div></div>
            <p class="hint">{t("export.what")}</p>
            {list.view(|list| view! { <Table exports=list.exports/> })}
        </main>
    }
}

#[component]
fn Table(exports: Vec<Export>) -> impl IntoView {
    let naming = naming();
    if exports.is_empty() {
        return view! { <Empty icon=Icon::Download title=Signal::derive(t("export.empty"))/> }.into_any();
    }
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t("export.title")>
            <table class="grid stacks">
                <thead><tr>
                    <th scope="col">{t("export.when")}</th><th scope="col">{t("team.name")}</th>
                    <th scope="col">{t("export.which")}</th><th scope="col" class="n">{t("export.count")}</th>
                    <th scope="col">{t("export.reason")}</th>
                </tr></thead>
                <tbody>{exports.into_iter().map(|export| row(naming, export)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(naming: Naming, export: Export) -> impl IntoView {
    let language = naming.language;
    let label = move |key: &'static str| move || language.say(key);
    let Export { person, at, about, reason, records } = export;
    let which = move || {
        let part = language.say(if about.chosen { "export.some" } else { "export.all" });
        let values = language.say(if about.values == "codes" { "export.codes" } else { "export.labels" });
        language.plain(
            "export.about",
            &args().with("form", naming.form(&about.form)).with("part", part).with("values", values),
        )
    };
    view! {
        <tr>
            <td data-label=label("export.when")><bdi>{move || language.date_and_time(at)}</bdi></td>
            <th scope="row"><bdi>{move || naming.person(person)}</bdi></th>
            <td data-label=label("export.which")>{which}</td>
            <td class="n" data-label=label("export.count")><bdi>{language.number(records as i64)}</bdi></td>
            <td data-label=label("export.reason")><span dir="auto">{reason}</span></td>
        </tr>
    }
}
