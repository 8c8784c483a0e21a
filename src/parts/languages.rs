//! Changing the language from any screen in two taps, by its own name.

use super::{Dialog, Icon, icon};
use crate::language::{Tongue, args, language, t};
use leptos::prelude::*;

/// Whether the dialog of languages is open.
#[derive(Clone, Copy)]
struct Choosing(RwSignal<bool>);

/// Provides the dialog.
pub fn provide() {
    provide_context(Choosing(RwSignal::new(false)));
}

/// The button in every header.
#[component]
pub fn LanguageButton() -> impl IntoView {
    let Choosing(open) = expect_context();
    let language = language();
    let label = move || language.plain("lang.button", &args().with("language", language.tongue().own_name()));
    view! {
        <button class="icon-btn" type="button" aria-label=label aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {icon(Icon::Language)}
        </button>
    }
}

/// The button with its word, for the desk's side and the doors.
#[component]
pub fn LanguageWord() -> impl IntoView {
    let Choosing(open) = expect_context();
    let language = language();
    view! {
        <button class="btn quiet small" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {icon(Icon::Language)}<span>{move || language.tongue().own_name()}</span>
        </button>
    }
}

/// The languages, each in itself.
#[component]
pub fn LanguageList() -> impl IntoView {
    let Choosing(open) = expect_context();
    let language = language();
    let choice = move |tongue: Tongue| {
        let chosen = move || language.tongue() == tongue;
        let choose = move |_| {
            language.choose(tongue);
            open.set(false);
        };
        view! {
            <li>
                <button type="button" lang=tongue.code() dir=tongue.direction()
                    aria-pressed=move || if chosen() { "true" } else { "false" } on:click=choose>
                    {tongue.own_name()}
                    {move || chosen().then(|| icon(Icon::Check))}
                </button>
            </li>
        }
    };
    view! { <ul class="languages">{Tongue::ALL.map(choice)}</ul> }
}

/// The dialog, once a page.
#[component]
pub fn LanguageDialog() -> impl IntoView {
    let Choosing(open) = expect_context();
    let title = t("lang.title");
    view! {
        <Dialog open=open title=Signal::derive(title)>
            <LanguageList/>
            <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.close")}</button>
        </Dialog>
    }
}
