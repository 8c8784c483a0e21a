//! Signing in at a desk: user name and password, and one sentence if it fails.

use super::input::{Input, Shut, ShutNote};
use crate::account::account;
use crate::browser::clock;
use crate::language::t;
use crate::parts::{Door, ErrorNote};
use leptos::prelude::*;
use leptos::router::use_navigate;
use leptos::task::spawn_local;

#[component]
pub fn SignIn() -> impl IntoView {
    let account = account();
    let navigate = use_navigate();
    let (user, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let visible = RwSignal::new(false);
    let working = RwSignal::new(false);
    let shut = RwSignal::new(None);
    let waiting = move || matches!(shut.get(), Some(Shut::Wait(_)));

    let sign_in = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (name, secret) = (user.get().trim().to_lowercase(), password.get());
        if working.get() || waiting() {
            return;
        }
        if name.is_empty() || secret.is_empty() {
            return shut.set(Some(Shut::Because("signin.missing")));
        }
        working.set(true);
        shut.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            match account.sign_in(&name, &secret).await {
                Ok(me) => {
                    account.is(me);
                    navigate(account.home(), Default::default());
                }
                Err(refusal) => {
                    working.set(false);
                    shut.set(Some(Shut::of(&refusal, &[("sign_in_failed", "signin.wrong")])));
                    count_down(shut).await;
                }
            }
        });
    };
    let show_word = move || if visible.get() { "signin.hide" } else { "signin.show" };
    let language = crate::language::language();
    view! {
        <Door>
            <form class="field-group" on:submit=sign_in>
                {account.was_withdrawn().then(|| view! { <ErrorNote key="error.revoked"/> })}
                <h1>{t("signin.title")}</h1>
                <ShutNote shut=shut.into()/>
                <Input name="user" label="signin.user" typed=user autocomplete="username" latin=true/>
                <Input name="password" label="signin.password" typed=password autocomplete="current-password"
                    kind=Signal::derive(move || if visible.get() { "text" } else { "password" }) latin=true/>
                <button class="btn quiet small" type="button" aria-pressed=move || visible.get().to_string()
                    on:click=move |_| visible.update(|visible| *visible = !*visible)>
                    {move || language.say(show_word())}
                </button>
                <button class="btn main wide" disabled=move || working.get() || waiting()>
                    {move || language.say(if working.get() { "signin.working" } else { "signin.submit" })}
                </button>
            </form>
            <a class="btn quiet" href="/enrol">{t("signin.field")}</a>
        </Door>
    }
}

/// Counts the seconds to wait down to nothing, then opens the door for another try.
async fn count_down(shut: RwSignal<Option<Shut>>) {
    while let Some(Some(Shut::Wait(seconds))) = shut.try_get_untracked() {
        clock::pause(1000).await;
        let left = (seconds > 1).then(|| Shut::Wait(seconds - 1));
        if !shut.try_set(left) {
            return;
        }
    }
}
