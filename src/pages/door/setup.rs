//! Making the first administrator, by the one-time link that the endpoint printed when it started.

use super::input::{Input, Shut, ShutNote};
use crate::account::account;
use crate::language::{language, t};
use crate::office::{self, Refusal};
use crate::parts::{Door, Icon, Loading, Note, Tone};
use leptos::prelude::*;
use leptos::router::{use_navigate, use_params_map};
use leptos::task::spawn_local;
use serde::Deserialize;

/// The endpoint accepts no shorter password.
const SHORTEST_PASSWORD: usize = 10;

#[derive(Deserialize)]
struct Link {
    valid: bool,
}

#[derive(Clone, PartialEq)]
enum Opening {
    Asking,
    Open,
    Spent,
    Shut(&'static str),
}

#[component]
pub fn Setup() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let link = RwSignal::new(Opening::Asking);
    let asked = token.clone();
    let ask = move || {
        let token = asked.clone();
        link.set(Opening::Asking);
        spawn_local(async move {
            link.set(match office::get::<Link>(&format!("/setup/{token}")).await {
                Ok(Link { valid: true }) => Opening::Open,
                Ok(_) => Opening::Spent,
                Err(Refusal::NoNetwork) => Opening::Shut("signin.offline"),
                Err(refusal) => Opening::Shut(refusal.key()),
            });
        });
    };
    ask();
    let token = StoredValue::new(token);
    let ask = Callback::new(move |()| ask());
    view! {
        <Door>
            {move || match link.get() {
                Opening::Asking => view! { <Loading/> }.into_any(),
                Opening::Open => view! { <FirstAccount token=token.get_value()/> }.into_any(),
                Opening::Spent => view! { <Spent/> }.into_any(),
                Opening::Shut(key) => view! { <crate::parts::ErrorNote key=key retry=ask/> }.into_any(),
            }}
        </Door>
    }
}

/// The link has served, or never did.
#[component]
fn Spent() -> impl IntoView {
    view! {
        <div class="field-group">
            <h1>{t("signin.first.title")}</h1>
            <Note tone=Tone::Warn icon=Icon::Info title=Signal::derive(t("signin.link.used"))/>
            <a class="btn wide" href="/sign-in">{t("signin.title")}</a>
        </div>
    }
}

#[component]
fn FirstAccount(token: String) -> impl IntoView {
    let (account, language) = (account(), language());
    let navigate = use_navigate();
    let text = || RwSignal::new(String::new());
    let (name, user, password, repeat) = (text(), text(), text(), text());
    let (working, shut) = (RwSignal::new(false), RwSignal::new(None));
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if working.get() {
            return;
        }
        let account_user = user.get().trim().to_lowercase();
        if let Some(key) = wrong_account(&name.get(), &account_user, &password.get(), &repeat.get()) {
            return shut.set(Some(Shut::Because(key)));
        }
        working.set(true);
        shut.set(None);
        let (navigate, token) = (navigate.clone(), token.clone());
        spawn_local(async move {
            match account
                .set_up(&token, name.get_untracked().trim(), &account_user, &password.get_untracked())
                .await
            {
                Ok(me) => {
                    account.is(me);
                    navigate(account.home(), Default::default());
                }
                Err(refusal) => {
                    working.set(false);
                    shut.set(Some(Shut::of(&refusal, &EXPECTED)));
                }
            }
        });
    };
    let password_kind = || Signal::derive(|| "password");
    view! {
        <form class="field-group" on:submit=create>
            <h1>{t("signin.first.title")}</h1>
            <p class="hint">{t("signin.first.hint")}</p>
            <ShutNote shut=shut.into()/>
            <Input name="name" label="signin.name" typed=name autocomplete="name"/>
            <Input name="user" label="signin.user" hint="signin.user.hint" typed=user autocomplete="username" latin=true/>
            <Input name="password" label="signin.new_password" hint="signin.new_password.hint" typed=password
                autocomplete="new-password" kind=password_kind() latin=true/>
            <Input name="repeat" label="signin.repeat" typed=repeat autocomplete="new-password" kind=password_kind() latin=true/>
            <button class="btn main wide" disabled=move || working.get()>
                {move || language.say(if working.get() { "signin.working" } else { "signin.create" })}
            </button>
        </form>
    }
}

/// What the endpoint may say here, and the sentences for it.
const EXPECTED: [(&str, &str); 5] = [
    ("password_weak", "signin.common"),
    ("user_taken", "signin.taken"),
    ("code_unknown", "signin.link.used"),
    ("code_used", "signin.link.used"),
    ("invalid", "signin.user.wrong"),
];

/// What is wrong with a new account, before the office is asked.
pub fn wrong_account(name: &str, user: &str, password: &str, repeat: &str) -> Option<&'static str> {
    let plain = user.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-@".contains(&b));
    if name.trim().is_empty() {
        Some("team.name_required")
    } else if !plain || !(2..=60).contains(&user.len()) {
        Some("signin.user.wrong")
    } else if password.chars().count() < SHORTEST_PASSWORD {
        Some("signin.short")
    } else if password != repeat {
        Some("signin.differ")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::wrong_account;

    #[test]
    fn an_account_is_checked_before_it_is_asked_for() {
        let long = "trois mots ensemble";
        for (name, user, password, repeat, expected) in [
            ("Souad", "souad", long, long, None),
            (" ", "souad", long, long, Some("team.name_required")),
            ("Souad", "سعاد", long, long, Some("signin.user.wrong")),
            ("Souad", "s", long, long, Some("signin.user.wrong")),
            ("Souad", "souad", "court", "court", Some("signin.short")),
            ("Souad", "souad", long, "trois mots", Some("signin.differ")),
        ] {
            assert_eq!(wrong_account(name, user, password, repeat), expected, "{user} {password}");
        }
    }
}
