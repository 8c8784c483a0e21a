//! A form is open in one tab at a time. A draft is written whole: of two tabs the later would undo, in silence, what was
//! typed in the other.
//!
//! The tab that has it holds a lock; another says so, and offers to go on there. Then the first writes what is still to
//! be written and lets go; one that does not answer within a second, for it is frozen or hangs, loses it.

use crate::browser::clock;
use crate::browser::tabs::{self, Hold};
use crate::language::t;
use crate::parts::{Icon, Loading, Note, Phone, Tone};
use crate::records::records;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// A tab that is only being loaded again lets go sooner than this.
const ELSEWHERE_AFTER_MILLIS: u32 = 400;

/// So long may the other tab take to write and let go.
const BY_FORCE_AFTER_MILLIS: u32 = 1_000;

/// Where the form is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seat {
    /// It is not known yet.
    Asking,
    /// In another tab.
    Elsewhere,
    /// In this one.
    Here,
    /// In none: another tab has saved or deleted it.
    Over,
}

/// The form, if no other tab has it open.
#[component]
pub fn Alone(
    /// Which form: no two tabs have one of the same name open.
    name: String,
    /// Made anew, once the drafts are read, each time that the form comes to this tab.
    form: ViewFn,
) -> impl IntoView {
    let records = records();
    let seat = RwSignal::new(Seat::Asking);
    let hold = StoredValue::new(None::<Rc<Hold>>);
    let timer = StoredValue::new(None);
    let began = StoredValue::new(false);
    let name = StoredValue::new(name);

    let sit = move |by_force: bool| async move {
        let Some(lock) = name.try_with_value(|name| format!("tiwizi form {name}")) else { return };
        let mut by_force = by_force;
        loop {
            let held = tabs::hold(&lock, std::mem::take(&mut by_force)).await.map(Rc::new);
            // Meanwhile the person may have left the page, or the form may have come here otherwise.
            if !matches!(seat.try_get_untracked(), Some(Seat::Asking | Seat::Elsewhere)) {
                return;
            }
            let _ = records.read_drafts().await;
            let Some(had_draft) = began.try_with_value(|began| *began) else { return };
            timer.set_value(None);
            hold.set_value(held.clone());
            let is_over = had_draft && name.with_value(|name| records.draft(name)).is_none();
            seat.set(if is_over { Seat::Over } else { Seat::Here });
            let Some(held) = held else { return };
            let taken_away = held.is_taken_away();
            drop(held);
            if taken_away.await && seat.try_get_untracked() == Some(Seat::Here) {
                name.with_value(|name| drop(records.hold_back(name)));
                hold.set_value(None);
                seat.set(Seat::Elsewhere);
            }
        }
    };
    let let_go = move || {
        let held = hold.try_update_value(Option::take).flatten();
        async move {
            records.write_drafts().await;
            drop(held);
        }
    };
    let is_elsewhere = move || {
        if seat.try_get_untracked() == Some(Seat::Asking) {
            seat.set(Seat::Elsewhere);
        }
    };
    // A draft that was there and is gone when the form comes back has been ended by the other tab.
    Effect::new(move || {
        if seat.get() == Seat::Elsewhere {
            let is_draft = name.with_value(|name| records.drafts().iter().any(|draft| draft.id == *name));
            began.update_value(|began| *began |= is_draft);
        }
    });
    timer.set_value(Some(clock::later(ELSEWHERE_AFTER_MILLIS, is_elsewhere)));
    spawn_local(sit(false));
    on_cleanup(move || spawn_local(let_go()));
    Effect::new(move || {
        let asked_for = records.asked_for();
        if seat.get_untracked() == Seat::Here && name.with_value(|name| *name == asked_for) {
            seat.set(Seat::Elsewhere);
            spawn_local(let_go());
        }
    });
    let here = move |_| {
        seat.set(Seat::Asking);
        name.with_value(|name| records.ask_for(name));
        timer.set_value(Some(clock::later(BY_FORCE_AFTER_MILLIS, move || {
            if seat.try_get_untracked() == Some(Seat::Asking) {
                spawn_local(sit(true));
            }
        })));
    };
    move || {
        match seat.get() {
        Seat::Asking => view! { <Phone title="app.name" back="/"><Loading/></Phone> }.into_any(),
        Seat::Here => form.run().into_any(),
        Seat::Elsewhere => view! {
            <Phone title="app.name" back="/">
                <Note tone=Tone::Neutral icon=Icon::Records title=Signal::derive(t("form.elsewhere.title"))>
                    <p>{t("form.elsewhere.hint")}</p>
                    <div class="acts"><button class="btn main" type="button" on:click=here>{t("form.elsewhere.here")}</button></div>
                </Note>
            </Phone>
        }
        .into_any(),
        Seat::Over => view! {
            <Phone title="app.name" back="/">
                <Note tone=Tone::Neutral icon=Icon::Check title=Signal::derive(t("form.elsewhere.over"))/>
            </Phone>
        }
        .into_any(),
    }
    }
}
