//! What a screen shows when there is nothing, not yet, or not possible; and notes.

use super::{Icon, icon};
use crate::language::{language, t};
use leptos::prelude::*;

/// How a note feels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Safe,
    Warn,
    Bad,
}

/// A note: icon, a sentence in bold, then whatever stands below it.
#[component]
pub fn Note(
    tone: Tone,
    icon: Icon,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = match tone {
        Tone::Neutral => "note",
        Tone::Safe => "note safe",
        Tone::Warn => "note warn",
        Tone::Bad => "note bad",
    };
    view! {
        <div class=class>
            {self::icon(icon)}
            <div><b>{move || title.get()}</b>{children.map(|children| children())}</div>
        </div>
    }
}

/// Nothing here, and what to do about it.
#[component]
pub fn Empty(
    icon: Icon,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {self::icon(icon)}
            <p><b>{move || title.get()}</b></p>
            {children.map(|children| children())}
        </div>
    }
}

/// Something is being read.
#[component]
pub fn Loading() -> impl IntoView {
    view! { <div class="loading" role="status"><progress></progress><p>{t("app.loading")}</p></div> }
}

/// Something failed: the sentence under `key` says what happened, what is safe and what to do.
#[component]
pub fn ErrorNote(
    key: &'static str,
    /// Tries again, if that makes sense.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let language = language();
    let sentence = move || language.say(key);
    let again = t("app.retry");
    view! {
        <div class="note bad" role="alert">
            {icon(Icon::Warning)}
            <div>
                <p>{sentence}</p>
                {retry.map(|retry| view! {
                    <div class="acts"><button class="btn" type="button" on:click=move |_| retry.run(())>{again}</button></div>
                })}
            </div>
        </div>
    }
}
