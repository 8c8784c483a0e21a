//! What there is to do today. The big buttons stand first, under the thumb however much waits; below them what came
//! back, what is due, then drafts.

use super::decided::Decided;
use super::due::ByCommune;
use super::hand_over::HandedToMe;
use super::lines::{draft_card, line_key, returned_card};
use crate::account::account;
use crate::browser::clock;
use crate::language::{args, language, t, t_n, t_with};
use crate::parts::{Empty, Icon, Loading, Note, Phone, Tone, icon};
use crate::records::{Loaded, Place, Summary, records};
use crate::syncing::syncing;
use leptos::prelude::*;
use record::{ReviewState, sort_by_key};
use std::sync::Arc;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// Work that waits this long is reminded of.
const REMIND_AFTER_DAYS: i64 = 7;
/// So many of a kind are shown before *see all*.
const SHOWN: usize = 3;

#[component]
pub fn Home() -> impl IntoView {
    let (language, records) = (language(), records());
    let nothing_yet = move || {
        records.opened() == Loaded::Ready(())
            && records.with_index(|index| index.is_empty())
            && records.drafts().is_empty()
    };
    view! {
        <Phone title="app.name">
            <h1 class="today">{t_with("home.today", move || args().with("date", language.day(clock::today())))}</h1>
            {move || match records.opened() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                // The notice above says it.
                Loaded::Failed(_) => ().into_any(),
                Loaded::Ready(()) => view! { <Receiving/><Reminder/> }.into_any(),
            }}
            <section>
                <h2 class="only-heard">{t("home.register")}</h2>
                <div class="big">
                    <a href="/form/person/new">{icon(Icon::PersonPlus)}<span>{t("home.new_person")}</span></a>
                    <a href="/sessions">{icon(Icon::Checklist)}<span>{t("home.attendance")}</span></a>
                    <a href="/form/session/new">{icon(Icon::Calendar)}<span>{t("home.new_session")}</span></a>
                    <a href="/people">{icon(Icon::Search)}<span>{t("home.find_person")}</span></a>
                </div>
                <More/>
            </section>
            <Show when=move || records.opened() == Loaded::Ready(())><ToCorrect/><Decided to_do=true/><HandedToMe/><ThisWeek/><Drafts/></Show>
            <Show when=nothing_yet>
                <Empty icon=Icon::People title=Signal::derive(t("home.empty.title"))><p>{t("home.empty.hint")}</p></Empty>
            </Show>
            <Foot/>
        </Phone>
    }
}

/// The forms that are begun less often.
const MORE: [(&str, Icon, &str); 6] = [
    ("organisation", Icon::Building, "record.organisation"),
    ("enrolment", Icon::Link, "record.enrolment"),
    ("merchant", Icon::Bag, "record.merchant"),
    ("venture", Icon::Seed, "record.venture"),
    ("coaching", Icon::Visit, "record.coaching"),
    ("follow_up", Icon::Steps, "record.follow_up"),
];

#[component]
fn More() -> impl IntoView {
    let line = |(form, picture, word): (&'static str, Icon, &'static str)| {
        view! { <a class="btn wide" href=format!("/form/{form}/new")>{icon(picture)}<span>{t(word)}</span></a> }
    };
    view! {
        <details class="more-forms">
            <summary class="btn wide">{icon(Icon::Plus)}<span>{t("home.more")}</span></summary>
            {MORE.into_iter().map(line).collect_view()}
        </details>
    }
}

/// The person's own records that came back or are held, the latest first.
#[component]
fn ToCorrect() -> impl IntoView {
    let (records, account) = (records(), account());
    let mine = Memo::new(move |_| {
        let me = account.me().map(|me| me.person.id);
        let mut lines: Vec<Arc<Summary>> = records.with_index(|index| {
            let asks = |line: &Summary| {
                let returned = line.review == ReviewState::Returned && line.place == Place::Office;
                (returned || line.place == Place::Held) && !line.removed && Some(line.author) == me
            };
            index.values().filter(|line| asks(line)).cloned().collect()
        });
        sort_by_key(&mut lines, |line| std::cmp::Reverse(line.at));
        lines
    });
    let first = move || mine.with(|mine| mine.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    view! {
        <Show when=move || mine.with(|mine| !mine.is_empty())>
            <section>
                <div class="head">
                    <h2>{t("home.returned")}</h2>
                    <Show when=move || { mine.with(Vec::len) > SHOWN }>
                        <a href="/records?state=returned">{t("home.all")}</a>
                    </Show>
                </div>
                <ul class="cards"><For each=first key=line_key children=returned_card/></ul>
            </section>
        </Show>
    }
}

/// The follow-ups that are due.
#[component]
fn ThisWeek() -> impl IntoView {
    let records = records();
    let tasks =
        Memo::new(move |_| records.due(clock::today()).iter().map(|(_, tasks)| tasks.len()).sum::<usize>());
    view! {
        <Show when=move || { tasks.get() > 0 }>
            <section>
                <div class="head">
                    <h2>{t("due.title")}</h2>
                    <Show when=move || { tasks.get() > SHOWN }><a href="/due">{t("home.all")}</a></Show>
                </div>
                <ByCommune most=SHOWN/>
            </section>
        </Show>
    }
}

#[component]
fn Drafts() -> impl IntoView {
    let records = records();
    let some = move || records.drafts().into_iter().take(SHOWN).collect::<Vec<_>>();
    view! {
        <Show when=move || !records.drafts().is_empty()>
            <section>
                <div class="head">
                    <h2>{t("home.drafts")}</h2>
                    <Show when=move || { records.drafts().len() > SHOWN }>
                        <a href="/records?state=draft">{t("home.all")}</a>
                    </Show>
                </div>
                <ul class="cards">
                    <For each=some key=|draft| (draft.id.clone(), draft.written) children=draft_card/>
                </ul>
            </section>
        </Show>
    }
}

/// The first records are on their way.
#[component]
fn Receiving() -> impl IntoView {
    let (records, syncing) = (records(), syncing());
    let first = Memo::new(move |_| records.standing().is_some_and(|standing| !standing.has_read_all));
    let goes_on = move || syncing.trouble().is_none().then(|| view! { <progress></progress> });
    view! {
        <Show when=move || first.get()>
            <div class="loading" role="status">
                {goes_on}
                <p>{t_n("sync.receiving", move || records.with_index(|index| index.len()))}</p>
                <p class="hint">{t("home.receiving.hint")}</p>
            </div>
        </Show>
    }
}

/// Work that has waited for a week must not be forgotten on a phone.
#[component]
fn Reminder() -> impl IntoView {
    let (language, records) = (language(), records());
    let days = Memo::new(move |_| {
        let waiting = |line: &&Arc<Summary>| line.place == Place::Waiting;
        let oldest = records.with_index(|index| index.values().filter(waiting).map(|line| line.at).min());
        oldest.map_or(0, |oldest| (clock::now() - oldest) / DAY_MILLIS)
    });
    let words = Signal::derive(move || language.plain("home.reminder", &args().count(days.get() as usize)));
    view! {
        <Show when=move || { days.get() >= REMIND_AFTER_DAYS }>
            <Note tone=Tone::Warn icon=Icon::Clock title=words>
                <div class="acts"><a class="btn" href="/sync">{t("tab.send")}</a></div>
            </Note>
        </Show>
    }
}

/// Whose phone it is, and the ways to what is rarely needed.
#[component]
fn Foot() -> impl IntoView {
    let account = account();
    let name = move || account.me().map(|me| me.person.name).unwrap_or_default();
    view! {
        <div class="acts">
            <a class="btn quiet" href="/settings">{icon(Icon::Settings)}<span><bdi>{name}</bdi>" · "{t("settings.title")}</span></a>
            <Show when=move || account.has_desk()>
                <a class="btn quiet" href="/desk">{icon(Icon::Eye)}<span>{t("desk.nav.review")}</span></a>
            </Show>
        </div>
    }
}
