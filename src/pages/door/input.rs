//! A labelled line to type in, and the sentence that says why the door stayed shut.

use crate::language::{args, language, t};
use crate::office::Refusal;
use crate::parts::{Icon, icon};
use leptos::prelude::*;

/// Why the door stayed shut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shut {
    /// The sentence under this key.
    Because(&'static str),
    /// Too many tries; seconds to wait.
    Wait(u32),
}

impl Shut {
    /// What a refusal means at a door, where `known` names the codes that this door expects.
    pub fn of(refusal: &Refusal, known: &[(&str, &'static str)]) -> Self {
        if let Refusal::Said { code, retry_after, .. } = refusal {
            if code == "try_later" {
                return Self::Wait(retry_after.unwrap_or(30).max(1));
            }
            if let Some((_, key)) = known.iter().find(|(expected, _)| expected == code) {
                return Self::Because(key);
            }
        }
        match refusal {
            Refusal::NoNetwork => Self::Because("signin.offline"),
            other => Self::Because(other.key()),
        }
    }
}

/// A labelled line to type in.
#[component]
pub fn Input(
    /// Its name, unique on the page.
    name: &'static str,
    /// The key of its label.
    label: &'static str,
    /// The key of what helps to fill it.
    #[prop(optional)]
    hint: Option<&'static str>,
    typed: RwSignal<String>,
    /// The browser's name for what is typed: `username`, `new-password`.
    autocomplete: &'static str,
    /// `text` or `password`; followed, so that a password can be shown.
    #[prop(optional, into)]
    kind: Option<Signal<&'static str>>,
    /// Whether it is written from left to right whatever the language: user names and passwords.
    #[prop(optional)]
    latin: bool,
) -> impl IntoView {
    let described = hint.map(|_| format!("{name}-hint"));
    let kind = move || kind.map_or("text", |kind| kind.get());
    view! {
        <div class="field">
            <label for=name>{t(label)}</label>
            {hint.map(|hint| view! { <p class="hint" id=described.clone()>{t(hint)}</p> })}
            <input id=name name=name type=kind dir=if latin { "ltr" } else { "auto" } autocomplete=autocomplete
                autocapitalize=if latin { "none" } else { "words" } spellcheck="false" required
                aria-describedby=described.clone() prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))/>
        </div>
    }
}

/// The sentence that says why the door stayed shut; said aloud when it appears.
#[component]
pub fn ShutNote(shut: Signal<Option<Shut>>) -> impl IntoView {
    let language = language();
    let sentence = move |shut| match shut {
        Shut::Because(key) => language.view(key, &args()),
        Shut::Wait(seconds) => language.view("signin.wait", &args().count(seconds as usize)),
    };
    move || {
        shut.get().map(|shut| {
            view! {
                <div class="note bad" role="alert">{icon(Icon::Warning)}<p><span>{sentence(shut)}</span></p></div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_becomes_the_sentence_of_its_door() {
        let said = |status, code: &str, retry_after| Refusal::Said { status, code: code.into(), retry_after };
        let known = [("sign_in_failed", "signin.wrong")];
        for (refusal, shut) in [
            (said(401, "sign_in_failed", None), Shut::Because("signin.wrong")),
            (said(429, "try_later", Some(45)), Shut::Wait(45)),
            (said(429, "try_later", None), Shut::Wait(30)),
            (said(503, "busy", None), Shut::Because("error.busy")),
            (Refusal::NoNetwork, Shut::Because("signin.offline")),
            (Refusal::Garbled, Shut::Because("error.unexpected")),
        ] {
            assert_eq!(Shut::of(&refusal, &known), shut, "{refusal:?}");
        }
    }
}
