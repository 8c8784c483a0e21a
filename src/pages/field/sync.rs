//! What the office has, in numbers that are true, and sending now.

use super::decided::Decided;
use super::outgoing::Outgoing;
use super::proof::Proof;
use crate::browser::clock;
use crate::language::{args, language, t, t_with};
use crate::parts::{CarryFile, ErrorNote, Icon, Phone, SaveToFile, Status, icon};
use crate::records::{Counts, records};
use crate::syncing::{Asked, State, Trouble, syncing};
use leptos::prelude::*;

#[component]
pub fn Sync() -> impl IntoView {
    let syncing = syncing();
    let busy =
        move || matches!(syncing.state(), State::Sending(..)) || syncing.asked() == Some(Asked::Trying);
    view! {
        <Phone title="sync.title">
            <h1>{t("sync.title")}</h1>
            <Receipt/>
            <><Progress/><Outgoing/></>
            <WhyNot/>
            <button class="btn main wide" type="button" disabled=busy on:click=move |_| syncing.now()>
                {icon(Icon::ArrowUp)}<span>{t("sync.now")}</span>
            </button>
            <Answer/>
            <Next/>
            <AsFile/>
            <section>
                <h2>{t("sync.what")}</h2>
                <States/>
            </section>
            <Decided/>
            <><Proof/><Memory/><CarryFile/></>
            <a class="btn quiet" href="/settings">{icon(Icon::Settings)}<span>{t("settings.title")}</span></a>
        </Phone>
    }
}

/// How many of the changes saved here the office has, and when it said so.
#[component]
fn Receipt() -> impl IntoView {
    let (language, records, syncing) = (language(), records(), syncing());
    let look = move || {
        let receipt = syncing.receipt();
        match syncing.state() {
            State::Problem(_) => ("receipt problem", Icon::Warning),
            _ if receipt.at_office < receipt.saved || records.outgoing().files > 0 => {
                ("receipt waiting", Icon::Clock)
            }
            _ if receipt.checked.is_some() => ("receipt done", Icon::CloudCheck),
            _ => ("receipt offline", Icon::CloudOff),
        }
    };
    let sentence = move || {
        let receipt = syncing.receipt();
        let numbers = args()
            .with("held", language.number(receipt.at_office as i64))
            .with("saved", language.number(receipt.saved as i64));
        match receipt.checked {
            _ if receipt.saved == 0 => language.view("sync.receipt_empty", &args()),
            None => language.view("sync.receipt_never", &numbers),
            Some(at) => {
                let day = clock::local(at).date();
                let numbers = numbers.with("time", language.time(at)).with("date", language.date(day));
                let key = if day == clock::today() { "sync.receipt" } else { "sync.receipt_day" };
                language.view(key, &numbers)
            }
        }
    };
    let last = move || match syncing.receipt().checked {
        Some(at) => {
            let day = language.date(clock::local(at).date());
            language.view("sync.last", &args().with("date", day).with("time", language.time(at)))
        }
        None => language.view("sync.never", &args()),
    };
    view! {
        <div class=move || look().0 role="status">{move || icon(look().1)}<p>{sentence}</p></div>
        <p class="hint">{last}</p>
    }
}

#[component]
fn Progress() -> impl IntoView {
    let (language, syncing) = (language(), syncing());
    move || match syncing.state() {
        State::Sending(i, n) => {
            let words = args().with("i", language.number(i as i64)).with("n", language.number(n as i64));
            let words = language.view("sync.sending", &words);
            Some(view! { <div class="loading"><progress max=n value=i></progress><p>{words}</p></div> })
        }
        _ => None,
    }
}

/// What became of the try that was asked for: whoever has touched the button sees an answer, every time. That there is
/// no network is said here too, so that the button stays where it is.
#[component]
fn Answer() -> impl IntoView {
    let (language, syncing) = (language(), syncing());
    move || {
        let Some(asked) = syncing.asked() else {
            return (syncing.trouble() == Some(Trouble::NoNetwork)).then(|| {
                view! { <div class="note">{icon(Icon::CloudOff)}<div><p>{t("error.network")}</p></div></div> }.into_any()
            });
        };
        let (glyph, words) = match asked {
            Asked::Trying => (Icon::Sync, language.view("sync.trying", &args())),
            Asked::Answered { at, trouble } => {
                let glyph = if trouble.is_some() { Icon::CloudOff } else { Icon::CloudCheck };
                let what = language.say(trouble.map_or("sync.tried.done", Trouble::in_short));
                let words = args().with("time", language.time(at)).with("what", what);
                (glyph, language.view("sync.tried", &words))
            }
        };
        Some(view! { <p class="answer" role="status">{icon(glyph)}<span>{words}</span></p> }.into_any())
    }
}

/// That it goes by itself, and when it is tried next.
#[component]
fn Next() -> impl IntoView {
    let (language, syncing) = (language(), syncing());
    let next = move || {
        let at = syncing.next_try().filter(|_| syncing.trouble().is_some())?;
        Some(
            view! { <p class="hint">{language.view("sync.next", &args().with("time", language.time(at)))}</p> },
        )
    };
    view! { <p class="hint">{t("sync.by_itself")}</p>{next} }
}

/// What waits, as a file: the last resort of a phone that finds no network.
#[component]
fn AsFile() -> impl IntoView {
    let syncing = syncing();
    let waits = Memo::new(move |_| {
        let receipt = syncing.receipt();
        receipt.at_office < receipt.saved
    });
    view! { <Show when=move || waits.get()><SaveToFile/></Show> }
}

/// Whether what is only here is safe from the browser.
#[component]
fn Memory() -> impl IntoView {
    let (language, records) = (language(), records());
    let line = move || {
        let kept = records.health().persisted?;
        let glyph = kept.then(|| icon(Icon::Lock));
        let (class, key) = if kept { ("kept", "storage.kept") } else { ("hint", "storage.not_kept") };
        Some(view! { <p class=class>{glyph}<span>{language.say(key)}</span></p> })
    };
    view! { {line} }
}

/// Why the last exchange failed, if a person has to see to it, what is safe, and trying again.
#[component]
fn WhyNot() -> impl IntoView {
    let syncing = syncing();
    let key = Memo::new(move |_| match syncing.state() {
        // Said with the files, and what can be done.
        State::Problem(Trouble::FileRefused | Trouble::FileLost) => None,
        State::Problem(trouble) => Some(trouble.key()),
        _ => syncing.trouble().filter(|trouble| *trouble != Trouble::NoNetwork).map(Trouble::key),
    });
    let retry = Callback::new(move |()| syncing.now());
    move || {
        key.get().map(|key| match key {
            "sync.held.hint" => view! {
                <div class="note bad">{icon(Icon::Warning)}
                    <div>
                        <p>{t_with(key, args)}</p>
                        <div class="acts"><a class="btn" href="/records?state=held">{t("status.helds")}</a></div>
                    </div>
                </div>
            }
            .into_any(),
            "error.sign_in" => view! {
                <ErrorNote key=key/>
                <a class="btn main wide" href="/enrol">{t("enrol.enter")}</a>
            }
            .into_any(),
            key => view! { <ErrorNote key=key retry=retry/> }.into_any(),
        })
    }
}

/// How many records there are of each state, each record in one; each leads to them.
#[component]
fn States() -> impl IntoView {
    let (language, records) = (language(), records());
    let line = move |state: Status, word: &'static str, count: fn(Counts) -> usize| {
        view! {
            <li>
                <a href=format!("/records?state={}", state.class())>
                    <span class=format!("status {}", state.class())>{icon(state.icon())}<span>{t(word)}</span></span>
                    <b><bdi>{move || language.number(count(records.counts()) as i64)}</bdi></b>
                    {icon(Icon::Chevron)}
                </a>
            </li>
        }
    };
    view! {
        <ul class="counts">
            {line(Status::Draft, "status.drafts", |counts| counts.drafts)}
            {line(Status::Waiting, "status.waitings", |counts| counts.waiting)}
            {line(Status::Returned, "status.returneds", |counts| counts.returned)}
            {line(Status::Held, "status.helds", |counts| counts.held)}
            {line(Status::Office, "status.offices", |counts| counts.to_review)}
            {line(Status::Approved, "status.approveds", |counts| counts.approved)}
        </ul>
    }
}
