//! What concerns the whole device: a new version is ready, something was put back or lost, the store cannot be used.

use super::rescue::{SaveToFile, has_copies};
use super::{ErrorNote, Icon, Note, Tone};
use crate::browser::{page, worker};
use crate::language::{args, language, t};
use crate::records::{Loaded, records};
use leptos::prelude::*;
use leptos::task::spawn_local;

const A_DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What the person has not put away yet.
#[derive(Clone, Copy)]
struct Pending {
    update: RwSignal<bool>,
    recovery: RwSignal<bool>,
}

/// Provides the notices, and registers the service worker.
pub fn provide() {
    let pending = Pending { update: RwSignal::new(false), recovery: RwSignal::new(true) };
    provide_context(pending);
    spawn_local(worker::register(move || pending.update.set(true)));
}

/// The notices, first in a page.
#[component]
pub fn Notices() -> impl IntoView {
    view! { <Unusable/><Uncopied/><WrongClock/><Recovery/><Update/> }
}

/// The store cannot be used: nothing can be saved, and the person must know before typing anything.
#[component]
pub fn Unusable() -> impl IntoView {
    let records = records();
    move || match records.opened() {
        Loaded::Failed(problem) => {
            // What was not sent has second copies outside the store: they are the way out.
            let way_out = has_copies().then(|| view! { <div class="way-out"><SaveToFile/></div> });
            let retry = Callback::new(|()| page::load_again());
            Some(view! { <ErrorNote key=problem.key() retry=retry/>{way_out} })
        }
        _ => None,
    }
}

/// There is no room for the second copies of what is unsent.
#[component]
fn Uncopied() -> impl IntoView {
    let records = records();
    let there_is_no_room = Memo::new(move |_| !records.health().copied);
    move || {
        there_is_no_room
            .get()
            .then(|| view! { <Note tone=Tone::Warn icon=Icon::Warning title=Signal::derive(t("storage.no_copy"))/> })
    }
}

/// The device's clock is another day's: what it shows outside the app is wrong, and the person can mend it.
#[component]
fn WrongClock() -> impl IntoView {
    let records = records();
    let is_wrong =
        Memo::new(move |_| records.standing().is_some_and(|standing| standing.offset.abs() >= A_DAY_MILLIS));
    move || {
        is_wrong.get().then(
            || view! { <Note tone=Tone::Warn icon=Icon::Clock title=Signal::derive(t("clock.wrong"))/> },
        )
    }
}

/// What the comparison at the start of the app has found.
#[component]
fn Recovery() -> impl IntoView {
    let Pending { recovery, .. } = expect_context();
    let (language, records) = (language(), records());
    let found = move || {
        let recovered = records.health().recovered;
        match (recovered.missing, recovered.replayed) {
            (0, 0) => None,
            (0, replayed) => Some(("sync.recovered", replayed)),
            (missing, _) => Some(("sync.lost", missing)),
        }
    };
    move || {
        found().filter(|_| recovery.get()).map(|(key, n)| {
            let tone = if key == "sync.lost" { Tone::Bad } else { Tone::Safe };
            let words = Signal::derive(move || language.plain(key, &args().count(n as usize)));
            view! {
                <Note tone=tone icon=Icon::Info title=words>
                    <div class="acts">
                        <button class="btn" type="button" on:click=move |_| recovery.set(false)>{t("app.close")}</button>
                    </div>
                </Note>
            }
        })
    }
}

/// A new version waits. Nothing reloads unless the person says so.
#[component]
fn Update() -> impl IntoView {
    let Pending { update, .. } = expect_context();
    move || {
        update.get().then(|| {
            view! {
                <Note tone=Tone::Neutral icon=Icon::Download title=Signal::derive(t("app.update.ready"))>
                    <div class="acts">
                        <button class="btn main" type="button" on:click=move |_| spawn_local(worker::take_over())>
                            {t("app.update.now")}
                        </button>
                        <button class="btn" type="button" on:click=move |_| update.set(false)>{t("app.update.later")}</button>
                    </div>
                </Note>
            }
        })
    }
}
