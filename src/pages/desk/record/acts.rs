//! What can be done with a record: approve, return, take a judgement back. Keys do the same.

use super::returning::Returning;
use crate::browser::keyboard;
use crate::language::{language, t};
use crate::pages::desk::decide::{Bar, judge};
use crate::pages::desk::review::Queue;
use crate::parts::{ErrorNote, Icon, Note, Tone, icon, undo};
use crate::records::Shown;
use leptos::prelude::*;
use record::ReviewState;

/// The acts that the record's state and the person's rights allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Barred(Bar),
    ToJudge,
    Approved,
    Returned,
}

#[component]
pub fn Acts(shown: StoredValue<Shown>) -> impl IntoView {
    let (judge, queue): (_, Queue) = (judge(), expect_context());
    let returning: Returning = expect_context();
    let language = language();
    let stage = Memo::new(move |_| {
        shown.with_value(|shown| match (judge.bar(&shown.record), shown.record.review_state()) {
            (Some(bar), _) => Stage::Barred(bar),
            (None, ReviewState::Approved) => Stage::Approved,
            (None, ReviewState::Returned) => Stage::Returned,
            (None, _) => Stage::ToJudge,
        })
    });
    let id = shown.with_value(|shown| shown.record.id);
    let approve = move || {
        if stage.get_untracked() == Stage::ToJudge {
            let next = queue.after(id);
            shown.with_value(|shown| judge.approve(shown, move || queue.go(next)));
        }
    };
    let start_return = move || {
        if !matches!(stage.get_untracked(), Stage::Barred(_)) {
            returning.start();
        }
    };
    let send_back = move || {
        if let Some((reason, remarks)) = returning.written() {
            let next = queue.after(id);
            shown.with_value(|shown| {
                judge.send_back(shown, reason, remarks, move || {
                    returning.stop();
                    queue.go(next);
                });
            });
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        match keyboard::command(&event).as_deref() {
            Some("a") => approve(),
            Some("r") => start_return(),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
    // Also while somebody is writing the reason; what was written can be taken up again.
    let undo = undo();
    let leave = window_event_listener(leptos::ev::keydown, move |event| {
        if returning.is_open_now() && keyboard::is_escape(&event) {
            event.prevent_default();
            if let Some(written) = returning.leave() {
                undo.offer(language.say("desk.review.left"), move || {
                    // Another record may be open by now.
                    if untrack(|| queue.open()) == Some(id) {
                        returning.resume(written);
                    }
                });
            }
            keyboard::focus("record");
        }
    });
    on_cleanup(move || leave.remove());

    let approve_button = move || {
        view! {
            <button class="btn main" type="button" on:click=move |_| approve()>
                {icon(Icon::Check)}{language.say("desk.review.approve")}<kbd>"a"</kbd>
            </button>
        }
    };
    let return_button = move || {
        view! {
            <button class="btn" type="button" on:click=move |_| start_return()>
                {icon(Icon::Undo)}{language.say("desk.review.return")}<kbd>"r"</kbd>
            </button>
        }
    };
    let take_back_button = move || {
        view! {
            <button class="btn" type="button" on:click=move |_| judge.take_back(id)>
                {icon(Icon::Undo)}{language.say("desk.review.take_back")}
            </button>
        }
    };
    let buttons = move || {
        if returning.is_open() {
            return view! {
                <button class="btn main" type="button" on:click=move |_| send_back()>{language.say("desk.review.return.send")}</button>
                <button class="btn" type="button" on:click=move |_| returning.stop()>{language.say("app.cancel")}</button>
            }
            .into_any();
        }
        match stage.get() {
            Stage::Barred(bar) => view! {
                <Note tone=Tone::Neutral icon=Icon::Lock title=Signal::derive(move || language.say(bar.key()))/>
            }
            .into_any(),
            Stage::ToJudge => view! { {approve_button()}{return_button()} }.into_any(),
            Stage::Approved => view! { {take_back_button()}{return_button()} }.into_any(),
            Stage::Returned => view! { {take_back_button()} }.into_any(),
        }
    };
    view! {
        <div class="acts bar-acts">
            {move || judge.failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> })}
            {buttons}
            <span class="keys"><kbd>"j"</kbd>" "<kbd>"k"</kbd>" "{t("desk.review.keys")}</span>
        </div>
    }
}
