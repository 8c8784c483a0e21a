//! The desk: its side with the sections and how much waits in each, and the section.

use super::no_right::{NoRight, only_for};
use super::{decide, fetched, held, review, settle};
use crate::account::{Account, account};
use crate::browser::keyboard;
use crate::language::{args, language, t};
use crate::office::Refusal;
use crate::pages::door;
use crate::parts::{Dialog, Door, Icon, LanguageWord, Notices, StatePill, current, icon, undo};
use crate::records::{NotYours, records};
use leptos::prelude::*;
use leptos::router::{Redirect, Route, routes, use_location, use_navigate};
use leptos::task::spawn_local;

const SECTIONS: &[Route] = &[
    ("/desk/disputes", || only_for(Account::is_coordinator, || view! { <super::Disputes/> })),
    ("/desk/held", || only_for(Account::is_coordinator, || view! { <super::Held/> })),
    ("/desk/team", || only_for(Account::manages, || view! { <super::Team/> })),
    ("/desk/phone-files", || only_for(Account::manages, || view! { <super::Bundles/> })),
    ("/desk/indicators", || view! { <super::Indicators/> }),
    ("/desk/overdue", || view! { <super::Overdue/> }),
    ("/desk/exports", || only_for(Account::manages, || view! { <super::Exports/> })),
    ("/desk/*", || view! { <super::Review/> }),
];

#[component]
pub fn Frame() -> impl IntoView {
    if account().me_now().is_none() {
        return view! { <Redirect path="/sign-in"/> }.into_any();
    }
    if !account().has_desk() {
        return view! { <Door><NoRight/></Door> }.into_any();
    }
    settle::provide();
    let held = held::provide();
    let (judges, manages) = (account().is_coordinator(), account().manages());
    // The sections are a strip that scrolls on a narrow screen: the current one is in sight.
    let path = use_location().pathname;
    Effect::new(move || {
        path.track();
        keyboard::reveal(".side nav [aria-current]");
    });
    let (records, judge) = (records(), decide::judge());
    let waiting = Memo::new(move |_| review::waiting(records, judge));
    let disputes = Memo::new(move |_| {
        records.with_index(|index| index.values().filter(|line| line.disputes > 0 && !line.removed).count())
    });
    let field = move || account().has_field().then(|| link("/", Icon::Pencil, "desk.nav.field", || 0));
    view! {
        <div class="desk">
            <a class="skip" href="#main">{t("app.skip")}</a>
            <header class="side">
                <b class="brand">{t("app.name")}</b>
                <nav aria-label=t("desk.menu")>
                    {judges.then(|| view! {
                        {link("/desk", Icon::Eye, "desk.nav.review", move || waiting.get())}
                        {link("/desk/disputes", Icon::Split, "desk.nav.disputes", move || disputes.get())}
                        {link("/desk/held", Icon::Warning, "desk.nav.held", move || held.count())}
                    })}
                    {link("/desk/indicators", Icon::Chart, "desk.nav.dashboard", || 0)}
                    {link("/desk/overdue", Icon::Steps, "desk.nav.overdue", || 0)}
                    {manages.then(|| view! {
                        {link("/desk/team", Icon::Device, "desk.nav.team", || 0)}
                        {link("/desk/exports", Icon::Download, "desk.nav.exports", || 0)}
                    })}
                    {field()}
                </nav>
                <div class="notices"><Notices/></div>
                <div class="foot"><StatePill/><LanguageWord/><SignOut/></div>
            </header>
            {routes(SECTIONS, || view! { <door::NotFound/> })}
        </div>
    }
    .into_any()
}

/// Leaves the desk; not while decisions are only on this device. What could still be undone is done.
#[component]
fn SignOut() -> impl IntoView {
    let (account, language, undo, navigate) = (account(), language(), undo(), use_navigate());
    let (settling, held): (settle::Settling, held::HeldEntries) = (expect_context(), expect_context());
    let refused = RwSignal::new(None::<Refusal>);
    let open = RwSignal::new(false);
    let leave = move |_| {
        let navigate = navigate.clone();
        undo.close();
        spawn_local(async move {
            settling.conclude().await;
            held.conclude().await;
            match account.sign_out().await {
                Ok(()) => navigate("/sign-in", Default::default()),
                Err(refusal) => {
                    refused.set(Some(refusal));
                    open.set(true);
                }
            }
        });
    };
    let why = move || {
        refused.get().map(|refusal| match refusal {
            Refusal::NotYours(NotYours::Unsent(n)) => {
                language.view("settings.leave.refused", &args().count(n as usize))
            }
            other => language.view(fetched::key(&other), &args()),
        })
    };
    view! {
        <button class="btn quiet small" type="button" on:click=leave>{icon(Icon::SignOut)}<span>{t("signin.out")}</span></button>
        <Dialog open title=Signal::derive(t("signin.out"))>
            <p>{why}</p>
            <div class="acts"><button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.close")}</button></div>
        </Dialog>
    }
}

fn link(
    href: &'static str,
    glyph: Icon,
    word: &'static str,
    count: impl Fn() -> usize + Send + Sync + 'static,
) -> impl IntoView {
    let number = move || match count() {
        0 => None,
        n => Some(view! { <b class="count"><bdi>{n}</bdi></b> }),
    };
    view! { <a href=href aria-current=current(href)>{icon(glyph)}<span>{t(word)}</span>{number}</a> }
}
