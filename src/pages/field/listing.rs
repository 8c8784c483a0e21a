//! Everything this phone knows of one kind, found by typing: people, organisations, ventures.

use super::lines::{line_key, plain_card};
use crate::account::account;
use crate::language::{args, language, t, t_n};
use crate::parts::naming::form_icon;
use crate::parts::{Empty, Icon, Loading, LongList, Phone, SearchBox, current, icon};
use crate::records::{Loaded, Records, Summary, records};
use leptos::prelude::*;
use record::{AuthorId, RecordId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One kind, and its words.
struct Kind {
    form: &'static str,
    address: &'static str,
    title: &'static str,
    search: &'static str,
    new: &'static str,
}

const PEOPLE: Kind = Kind {
    form: "person",
    address: "/people",
    title: "people.title",
    search: "people.search",
    new: "people.new",
};

const ORGANISATIONS: Kind = Kind {
    form: "organisation",
    address: "/organisations",
    title: "organisations.title",
    search: "organisations.search",
    new: "organisations.new",
};

const VENTURES: Kind = Kind {
    form: "venture",
    address: "/ventures",
    title: "ventures.title",
    search: "ventures.search",
    new: "ventures.new",
};

#[component]
pub fn People() -> impl IntoView {
    view! { <Listing kind=&PEOPLE/> }
}

#[component]
pub fn Organisations() -> impl IntoView {
    view! { <Listing kind=&ORGANISATIONS/> }
}

#[component]
pub fn Ventures() -> impl IntoView {
    view! { <Listing kind=&VENTURES/> }
}

#[component]
fn Listing(kind: &'static Kind) -> impl IntoView {
    let (records, account) = (records(), account());
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let mut found = typed.with(|typed| records.search(kind.form, typed));
        if let Some(me) = account.me().filter(|_| kind.form == "venture") {
            let own = own_ventures(records, me.person.id);
            found.sort_by_key(|line| !own.contains(&line.id));
        }
        found
    });
    let to = |kind: &'static Kind| {
        view! {
            <a class="chip" href=kind.address aria-current=current(kind.address)>
                <span>{t(kind.title)}</span>
            </a>
        }
    };
    let new = if kind.form == "person" { Icon::PersonPlus } else { Icon::Plus };
    view! {
        <Phone title=kind.title>
            <h1 class="only-heard">{t(kind.title)}</h1>
            <nav class="chips" aria-label=t("find.kinds")>{to(&PEOPLE)}{to(&ORGANISATIONS)}{to(&VENTURES)}</nav>
            <SearchBox typed=typed label=Signal::derive(t(kind.search))/>
            {move || match records.opened() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                // The notice above says it.
                Loaded::Failed(_) => ().into_any(),
                Loaded::Ready(()) => view! {
                    <p class="count-line" role="status">{t_n(count_word(kind), move || found.with(Vec::len))}</p>
                    <LongList lines=found key=line_key line=plain_card/>
                    <Show when=move || found.with(Vec::is_empty)><Nothing kind=kind typed=typed/></Show>
                }
                .into_any(),
            }}
            <a class="btn wide" href=format!("/form/{}/new", kind.form)>{icon(new)}<span>{t(kind.new)}</span></a>
        </Phone>
    }
}

fn count_word(kind: &Kind) -> &'static str {
    if kind.form == "person" { "people.count" } else { "records.count" }
}

/// The ventures that somebody accompanies: recorded, visited or followed up by them.
fn own_ventures(records: Records, me: AuthorId) -> BTreeSet<RecordId> {
    records.with_index(|index| {
        let mine = index.values().filter(|line| line.author == me && !line.removed);
        let ventures = |line: &Arc<Summary>| if line.form == "venture" { Some(line.id) } else { line.about };
        mine.filter_map(ventures).collect()
    })
}

/// Nothing yet, or nothing of that name.
#[component]
fn Nothing(kind: &'static Kind, typed: RwSignal<String>) -> impl IntoView {
    let language = language();
    let searching = move || !typed.with(|typed| typed.trim().is_empty());
    let title = Signal::derive(move || match searching() {
        true => language.plain("find.none.title", &args().with("words", typed.get())),
        false => language.say("find.empty.title"),
    });
    let hint = move || language.say(if searching() { "find.none.hint" } else { "find.empty.hint" });
    view! { <Empty icon=form_icon(kind.form) title=title><p>{hint}</p></Empty> }
}
