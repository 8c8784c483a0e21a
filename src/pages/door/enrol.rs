//! Making this phone the field worker's, by a one-time code, opened as a link or typed.

use crate::account::{Me, account};
use crate::browser::page;
use crate::language::{args, language, t, t_with};
use crate::office::Refusal;
use crate::parts::{Door, ErrorNote, Icon, icon};
use crate::records::NotYours;
use crate::syncing::{Trouble, syncing};
use leptos::prelude::*;
use leptos::router::{use_navigate, use_params_map};
use leptos::task::spawn_local;

/// What the person must know before trying again.
#[derive(Clone, PartialEq)]
enum Wrong {
    Key(&'static str),
    /// So many minutes to wait.
    Wait(usize),
    /// So many changes of the person before are only on this phone.
    Unsent(usize),
}

fn wrong(refusal: &Refusal) -> Wrong {
    match (refusal.code(), refusal) {
        ("code_unknown", _) => Wrong::Key("enrol.unknown"),
        ("code_expired", _) => Wrong::Key("enrol.expired"),
        ("code_used", _) => Wrong::Key("enrol.used"),
        ("other_device", _) => Wrong::Key("enrol.another"),
        (_, Refusal::Said { retry_after: Some(seconds), .. }) => Wrong::Wait(seconds.div_ceil(60) as usize),
        (_, Refusal::NotYours(NotYours::Unsent(entries))) => Wrong::Unsent(*entries as usize),
        (_, Refusal::NoNetwork) => Wrong::Key("enrol.offline"),
        _ => Wrong::Key(refusal.key()),
    }
}

#[component]
pub fn Enrol() -> impl IntoView {
    let (account, syncing) = (account(), syncing());
    let done = RwSignal::new(None::<Me>);
    // A phone that the office no longer knows is let in by a new code, with all that is on it.
    let again = RwSignal::new(false);
    Effect::new(move || {
        // Said once: said again it would make the form anew, and lose what is typed.
        if syncing.trouble() == Some(Trouble::SignInNeeded) && !again.get_untracked() {
            again.set(true);
        }
    });
    view! {
        <Door>
            {move || match (done.get(), account.me_now()) {
                (Some(me), _) => view! { <Welcome me=me/> }.into_any(),
                (None, Some(me)) if !again.get() => view! { <Already me=me again=again/> }.into_any(),
                (None, _) => view! { <Code done=done/> }.into_any(),
            }}
        </Door>
    }
}

#[component]
fn Code(done: RwSignal<Option<Me>>) -> impl IntoView {
    let (language, account, syncing) = (language(), account(), syncing());
    let params = use_params_map();
    let code = RwSignal::new(params.with_untracked(|params| params.get("code").unwrap_or_default()));
    let (working, refused) = (RwSignal::new(false), RwSignal::new(None::<Wrong>));
    let submit = move || {
        if working.get_untracked() {
            return;
        }
        if code.with_untracked(|code| code.trim().is_empty()) {
            refused.set(Some(Wrong::Key("enrol.missing")));
            return page::focus_on("code");
        }
        working.set(true);
        refused.set(None);
        spawn_local(async move {
            let typed = code.get_untracked();
            let problem = match account.enrol(typed.trim()).await {
                Ok(me) => {
                    account.is(me.clone());
                    syncing.has_news();
                    return done.set(Some(me));
                }
                Err(refusal) => wrong(&refusal),
            };
            refused.set(Some(problem));
            working.set(false);
            page::focus_on("code");
        });
    };
    let words = move || {
        refused.get().map(|wrong| match wrong {
            Wrong::Key(key) => language.view(key, &args()),
            Wrong::Wait(minutes) => language.view("enrol.wait", &args().count(minutes)),
            Wrong::Unsent(entries) => language.view("settings.leave.refused", &args().count(entries)),
        })
    };
    let invalid = move || refused.with(Option::is_some).then_some("true");
    view! {
        <form class="field-group" on:submit=move |event| { event.prevent_default(); submit(); }>
            {account.was_withdrawn().then(|| view! { <ErrorNote key="error.revoked"/> })}
            <h1>{t("enrol.title")}</h1>
            <p class="hint">{t("enrol.hint")}</p>
            <div class="field">
                <label for="code">{t("enrol.code")}</label>
                <p class="hint" id="code-hint">{t("enrol.code.hint")}</p>
                <div id="code-wrong" role="alert">
                    {move || words().map(|words| view! { <p class="wrong">{icon(Icon::Warning)}<span>{words}</span></p> })}
                </div>
                <input id="code" class="code big-code" dir="ltr" autocapitalize="characters" autocomplete="one-time-code"
                    spellcheck="false" aria-describedby="code-hint code-wrong" aria-invalid=invalid
                    prop:value=move || code.get() on:input=move |event| code.set(event_target_value(&event))/>
            </div>
            <button class="btn main wide" type="submit" disabled=move || working.get()>
                {move || language.say(if working.get() { "enrol.working" } else { "enrol.submit" })}
            </button>
            <a class="btn quiet" href="/sign-in">{t("enrol.desk")}</a>
        </form>
    }
}

#[component]
fn Welcome(me: Me) -> impl IntoView {
    let (account, navigate) = (account(), use_navigate());
    let name = me.person.name;
    let start = move |_| navigate(account.home(), Default::default());
    view! {
        <div class="field-group" role="status">
            <h1>{t_with("enrol.done.title", move || args().with("name", name.clone()))}</h1>
            <p class="hint">{t("enrol.done.hint")}</p>
            <button class="btn main wide" type="button" on:click=start>{t("enrol.done.start")}</button>
        </div>
    }
}

#[component]
fn Already(me: Me, again: RwSignal<bool>) -> impl IntoView {
    let account = account();
    let name = me.person.name;
    view! {
        <div class="field-group">
            <h1>{t("enrol.title")}</h1>
            <p>{t_with("enrol.already", move || args().with("name", name.clone()))}</p>
            <a class="btn main wide" href=account.home()>{t("tab.home")}</a>
            <button class="btn quiet" type="button" on:click=move |_| again.set(true)>{t("enrol.again")}</button>
        </div>
    }
}
