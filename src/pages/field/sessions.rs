//! The sessions, the latest first: to mark who is there.

use super::lines::{line_key, plain_card};
use crate::browser::clock;
use crate::language::t;
use crate::parts::{Empty, Icon, Loading, LongList, Phone, SearchBox, icon};
use crate::records::{Loaded, records};
use leptos::prelude::*;

/// A search is offered once there are more than fit two screens.
const SEARCH_FROM: usize = 8;

#[component]
pub fn Sessions() -> impl IntoView {
    let records = records();
    let typed = RwSignal::new(String::new());
    // Today's come first, then what is nearest.
    let found = Memo::new(move |_| {
        let today = clock::today();
        let mut found = typed.with(|typed| records.search("session", typed));
        record::sort_by_key(&mut found, |line| {
            let day = line.day.unwrap_or_default();
            ((day - today).num_days().abs(), std::cmp::Reverse(line.at))
        });
        found
    });
    let many = move || {
        records.with_index(|index| index.values().filter(|line| line.form == "session").count() > SEARCH_FROM)
    };
    view! {
        <Phone title="session.list" back="/">
            <h1 class="only-heard">{t("session.list")}</h1>
            <Show when=many><SearchBox typed=typed label=Signal::derive(t("records.search"))/></Show>
            {move || match records.opened() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                // The notice above says it.
                Loaded::Failed(_) => ().into_any(),
                Loaded::Ready(()) => view! {
                    <LongList lines=found key=line_key line=plain_card/>
                    <Show when=move || found.with(Vec::is_empty)>
                        <Empty icon=Icon::Calendar title=Signal::derive(t("session.empty.title"))>
                            <p>{t("session.empty.hint")}</p>
                        </Empty>
                    </Show>
                }
                .into_any(),
            }}
            <a class="btn wide" href="/form/session/new">{icon(Icon::Plus)}<span>{t("home.new_session")}</span></a>
        </Phone>
    }
}
