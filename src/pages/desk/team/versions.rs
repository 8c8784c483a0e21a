//! What somebody could do before: every version of their grants, with who gave it and when. Asked of the office when it
//! is opened.

use crate::language::{args, language, t};
use crate::office::{self, Refusal};
use crate::pages::desk::fetched;
use crate::pages::desk::naming::naming;
use crate::parts::{ErrorNote, Loading};
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::AuthorId;
use serde::Deserialize;
use sync::Grant;

#[derive(Clone, PartialEq, Deserialize)]
struct Answer {
    versions: Vec<Version>,
}

/// The grants as they were from an instant on.
#[derive(Clone, PartialEq, Deserialize)]
struct Version {
    version: u32,
    list: Vec<Grant>,
    at: i64,
    /// Who gave them, by name; nobody for the first administrator.
    by: Option<String>,
}

#[component]
pub fn Versions(person: AuthorId) -> impl IntoView {
    let (language, naming) = (language(), naming());
    let answer = RwSignal::new(None::<Result<Answer, Refusal>>);
    let ask = move |_| {
        if !matches!(answer.get_untracked(), Some(Ok(_))) {
            answer.set(None);
            spawn_local(async move {
                let said = office::get(&format!("/team/{person}/grants")).await;
                answer.try_set(Some(said));
            });
        }
    };
    let version = move |version: Version| {
        let day = language.date_and_time(version.at);
        let grants = version.list.into_iter().map(|grant| {
            let (role, programmes, place) = naming.grant(&grant);
            view! { <span><bdi>{role}</bdi>" · "<bdi>{programmes}</bdi>" · "<bdi>{place}</bdi></span> }
        });
        let by = version.by.map(|by| language.view("team.grants.by", &args().with("name", by)));
        view! {
            <li><time><bdi>{day}</bdi></time>{grants.collect_view()}<small>{by}</small></li>
        }
    };
    let body = move || match answer.get() {
        None => view! { <Loading/> }.into_any(),
        Some(Err(refusal)) => view! { <ErrorNote key=fetched::key(&refusal)/> }.into_any(),
        Some(Ok(Answer { versions })) => {
            view! { <ol class="history">{versions.into_iter().map(version).collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <details on:toggle=ask>
            <summary>{t("team.grants.versions")}</summary>
            {body}
        </details>
    }
}
