//! Everybody this phone knows, found by typing.

use super::lines::{line_key, plain_card};
use crate::language::{args, language, t, t_n};
use crate::parts::{Empty, Icon, Loading, LongList, Phone, SearchBox, icon};
use crate::records::{Loaded, records};
use leptos::prelude::*;

#[component]
pub fn People() -> impl IntoView {
    let records = records();
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| typed.with(|typed| records.search("person", typed)));
    view! {
        <Phone title="people.title">
            <h1 class="only-heard">{t("people.title")}</h1>
            <SearchBox typed=typed label=Signal::derive(t("people.search"))/>
            {move || match records.opened() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                // The notice above says it.
                Loaded::Failed(_) => ().into_any(),
                Loaded::Ready(()) => view! {
                    <p class="count-line" role="status">{t_n("people.count", move || found.with(Vec::len))}</p>
                    <LongList lines=found key=line_key line=plain_card/>
                    <Show when=move || found.with(Vec::is_empty)><Nobody typed=typed/></Show>
                }
                .into_any(),
            }}
            <a class="btn wide" href="/form/person/new">{icon(Icon::PersonPlus)}<span>{t("people.new")}</span></a>
        </Phone>
    }
}

/// Nobody yet, or nobody of that name.
#[component]
fn Nobody(typed: RwSignal<String>) -> impl IntoView {
    let language = language();
    let searching = move || !typed.with(|typed| typed.trim().is_empty());
    let title = Signal::derive(move || match searching() {
        true => language.plain("people.none.title", &args().with("words", typed.get())),
        false => language.say("people.empty.title"),
    });
    let hint = move || language.say(if searching() { "people.none.hint" } else { "people.empty.hint" });
    view! { <Empty icon=Icon::People title=title><p>{hint}</p></Empty> }
}
