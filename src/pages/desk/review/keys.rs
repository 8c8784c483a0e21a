//! The keys of the queue, and the page that tells them.

use super::queue::Queue;
use crate::browser::keyboard;
use crate::language::t;
use crate::parts::{Dialog, undo};
use leptos::prelude::*;

/// Listens to the keys of the list; those of the record are its own.
#[component]
pub fn Keys() -> impl IntoView {
    let (queue, undo): (Queue, _) = (expect_context(), undo());
    let help = RwSignal::new(false);
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        match keyboard::command(&event).as_deref() {
            Some("j" | "ArrowDown") => queue.step(true),
            Some("k" | "ArrowUp") => queue.step(false),
            Some("u") => undo.take_back(),
            Some("/") => keyboard::focus_first(".queue input[type=search]"),
            Some("?") => help.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
    let row = |keys: &'static [&'static str], words: &'static str| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd>" " }).collect_view();
        view! { <div><dt>{keys}</dt><dd>{t(words)}</dd></div> }
    };
    view! {
        <Dialog open=help title=Signal::derive(t("desk.keys.title"))>
            <dl class="facts">
                {row(&["j", "↓"], "desk.keys.next")}
                {row(&["k", "↑"], "desk.keys.previous")}
                {row(&["a"], "desk.review.approve")}
                {row(&["r"], "desk.review.return")}
                {row(&["Esc"], "desk.keys.leave")}
                {row(&["u"], "desk.keys.undo")}
                {row(&["/"], "records.search")}
                {row(&["?"], "desk.keys.title")}
            </dl>
            <div class="acts"><button class="btn" type="button" on:click=move |_| help.set(false)>{t("app.close")}</button></div>
        </Dialog>
    }
}

/// That there are keys, and how to see them.
pub fn hint() -> impl IntoView {
    view! { <kbd>"j"</kbd>" "<kbd>"k"</kbd>" "{t("desk.review.keys")}" · "<kbd>"?"</kbd>" "{t("desk.keys.title")} }
}
