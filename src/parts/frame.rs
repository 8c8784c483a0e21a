//! The frames around pages: the phone's header and tabs, the doors.

use super::languages::{LanguageButton, LanguageWord};
use super::{Icon, Notices, StatePill, Unusable, icon};
use crate::account::account;
use crate::browser::page;
use crate::language::t;
use crate::records::records;
use leptos::prelude::*;
use leptos::router::Redirect;
use leptos::router::use_location;

/// A page of the field worker: header with back, title, state and language; the page; tabs or steps at the bottom.
#[component]
pub fn Phone(
    /// The key of the page's short name.
    title: &'static str,
    /// Where Back leads; the home page has the brand instead.
    #[prop(optional, into)]
    back: Option<String>,
    /// What the arrow of a form does instead: it leaves the form, and keeps the draft.
    #[prop(optional)]
    leave: Option<Callback<()>>,
    /// A class of `<main>`: `ask`, `check`.
    #[prop(optional)]
    class: &'static str,
    /// Back and Next of a form; without them the page has the tabs.
    #[prop(optional, into)]
    steps: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    if account().me_now().is_none() {
        return view! { <Redirect path="/enrol"/> }.into_any();
    }
    let back_word = t("app.back");
    let start = match (leave, back) {
        (Some(leave), _) => view! {
            <button class="icon-btn" type="button" aria-label=t("form.leave.arrow") on:click=move |_| leave.run(())>
                {icon(Icon::Back)}
            </button>
            <span class="title">{t(title)}</span>
        }
        .into_any(),
        (None, Some(href)) => view! {
            <a class="icon-btn" href=href aria-label=back_word>{icon(Icon::Back)}</a>
            <span class="title">{t(title)}</span>
        }
        .into_any(),
        (None, None) => view! { <b class="brand">{t("app.name")}</b> }.into_any(),
    };
    // Nothing may distract from a form, and a new version may not take it away.
    let notices = steps.is_none().then(|| view! { <Notices/> });
    let foot = match steps {
        Some(steps) => view! { <footer class="steps">{steps.run()}</footer> }.into_any(),
        None => view! { <Tabs/> }.into_any(),
    };
    Effect::new(page::arrive);
    view! {
        <div class="phone">
            <a class="skip" href="#main">{t("app.skip")}</a>
            <header class="bar">{start}<StatePill/><LanguageButton/></header>
            <main id="main" class=class tabindex="-1">{notices}{children()}</main>
            {foot}
        </div>
    }
    .into_any()
}

#[component]
fn Tabs() -> impl IntoView {
    let records = records();
    let waiting = move || {
        let waiting = records.counts().waiting;
        (waiting > 0).then(|| view! { <b class="count"><bdi>{waiting}</bdi></b> })
    };
    // Whoever works only at a desk goes back there.
    let in_field = account().has_field() || !account().has_desk();
    let field = || {
        view! {
            {link("/", Icon::Home, "tab.home")}
            {link("/people", Icon::People, "tab.people")}
            {link("/records", Icon::Records, "tab.records")}
        }
    };
    view! {
        <nav class="tabs" aria-label=t("app.menu")>
            {if in_field { field().into_any() } else { link("/desk", Icon::Eye, "desk.nav.review").into_any() }}
            <a href="/sync" aria-current=current("/sync")>{icon(Icon::Sync)}<span>{t("tab.send")}</span>{waiting}</a>
        </nav>
    }
}

/// A page before anybody has signed in.
#[component]
pub fn Door(children: Children) -> impl IntoView {
    view! {
        <main class="gate" id="main">
            <b class="brand">{t("app.name")}</b>
            <Unusable/>
            {children()}
            <LanguageWord/>
        </main>
    }
}

fn link(href: &'static str, glyph: Icon, word: &'static str) -> impl IntoView {
    view! { <a href=href aria-current=current(href)>{icon(glyph)}<span>{t(word)}</span></a> }
}

/// `page` while the address lies under `href`; the two homes are exact.
pub fn current(href: &'static str) -> impl Fn() -> Option<&'static str> + Clone {
    let path = use_location().pathname;
    move || {
        let here = path.with(|path| match path.strip_prefix(href) {
            Some("") | Some("/") => true,
            Some(rest) => match href {
                "/" => false,
                "/desk" => rest.starts_with("/record/"),
                _ => rest.starts_with('/'),
            },
            None => false,
        });
        here.then_some("page")
    }
}
