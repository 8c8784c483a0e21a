//! The files that colleagues' phones have handed over: those that wait, and what came of the last of them.

use super::Desk;
use crate::language::{args, language, t};
use crate::pages::desk::fetched::Fetched;
use crate::parts::{Empty, Icon, icon};
use leptos::prelude::*;
use serde::Deserialize;

#[derive(Clone, PartialEq, Deserialize)]
pub struct CarriedList {
    pub files: Vec<File>,
}

#[derive(Clone, PartialEq, Deserialize)]
pub struct File {
    id: String,
    changes: usize,
    brought_at: i64,
    brought_by: String,
    person: Option<String>,
    taken_at: Option<i64>,
    taken_by: Option<String>,
    taken: i64,
    open: bool,
}

#[component]
pub fn Carried(files: Vec<File>) -> impl IntoView {
    if files.is_empty() {
        return view! { <Empty icon=Icon::Device title=Signal::derive(t("bundle.none_carried"))/> }
            .into_any();
    }
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t("bundle.carried")>
            <table class="grid stacks">
                <thead><tr>
                    <th scope="col">{t("bundle.whose")}</th><th scope="col" class="n">{t("bundle.changes")}</th>
                    <th scope="col">{t("bundle.carrier")}</th><th scope="col">{t("bundle.state")}</th><td></td>
                </tr></thead>
                <tbody>{files.into_iter().map(|file| view! { <Row file/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(file: File) -> impl IntoView {
    let (desk, language): (Desk, _) = (expect_context(), language());
    let label = move |key: &'static str| move || language.say(key);
    let File { id, changes, brought_at, brought_by, person, taken_at, taken_by, taken, open } = file;
    let person = person.unwrap_or_else(|| language.say("app.somebody"));
    let state = move || match taken_at {
        None => language.view("bundle.waits", &args()),
        Some(at) => {
            let by = taken_by.clone().unwrap_or_default();
            let words = args()
                .with("name", by)
                .with("n", language.number(taken))
                .with("time", language.date_and_time(at));
            language.view("bundle.taken_by", &words)
        }
    };
    let waits = taken_at.is_none();
    let act = open.then(|| {
        let class = if waits { "btn small main" } else { "btn small" };
        let word = if waits { "bundle.take_this" } else { "bundle.take_again" };
        view! {
            <button class=class type="button" disabled=move || desk.busy.get() on:click=move |_| desk.take_carried(&id)>
                {t(word)}
            </button>
        }
    });
    view! {
        <tr>
            <th scope="row"><bdi>{person}</bdi></th>
            <td class="n" data-label=label("bundle.changes")><bdi>{language.number(changes as i64)}</bdi></td>
            <td data-label=label("bundle.carrier")>
                <div class="named"><bdi>{brought_by}</bdi><small><bdi>{move || language.date_and_time(brought_at)}</bdi></small></div>
            </td>
            <td data-label=label("bundle.state")><span>{state}</span></td>
            <td>{act}</td>
        </tr>
    }
}

/// On the page of people and phones: the way to the files, and how many wait.
#[component]
pub fn Waiting() -> impl IntoView {
    let list = Fetched::<CarriedList>::from("/bundle/carried");
    let waiting = move || {
        let waiting = list
            .with(|list| list.map_or(0, |list| list.files.iter().filter(|f| f.taken_at.is_none()).count()));
        (waiting > 0).then(|| view! { <b class="count"><bdi>{waiting}</bdi></b> })
    };
    view! {
        <a class="btn" href="/desk/phone-files">{icon(Icon::Device)}<span>{t("bundle.title")}</span>{waiting}</a>
    }
}
