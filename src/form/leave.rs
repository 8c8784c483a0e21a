//! Leaving a form: by the arrow of its header from any page, with the draft kept; by going back before the first
//! question, where the draft can be kept or deleted.

use super::{Ended, Filling, Way, ended};
use crate::language::{Language, language, t};
use crate::parts::{Icon, Phone, Undo, icon, naming, undo};
use crate::records::{DraftId, Records, records};
use crate::syncing::{Syncing, syncing};
use form::Screen;
use leptos::prelude::*;

/// What it takes to delete a draft, and to bring it back.
#[derive(Clone, Copy)]
pub struct Discarding {
    language: Language,
    records: Records,
    ended: Ended,
    undo: Undo,
    syncing: Syncing,
}

impl Discarding {
    /// To be taken while a component is built.
    pub fn new() -> Self {
        Self { language: language(), records: records(), ended: ended(), undo: undo(), syncing: syncing() }
    }

    /// Says that the draft is kept, if there is one, and lets the person still delete it.
    pub fn tell_kept(self, filling: Filling) {
        if is_something(filling) {
            let (id, kept) = (filling.id(), self.language.say("form.left"));
            self.undo.offer_to(kept, "form.leave.discard", move || self.discard(&id, "form.discarded"));
        }
    }

    /// Deletes a draft: nothing of it stays on this phone. Says so in the words of this key, and brings it back within
    /// ten seconds.
    pub fn discard(self, id: &DraftId, words: &'static str) {
        let bring_back = self.records.drop_draft(id);
        self.ended.end(id, None);
        let id = id.clone();
        self.undo.offer(self.language.say(words), move || {
            self.ended.revive(&id);
            bring_back();
            self.syncing.say(self.language.say("form.restored"));
        });
    }
}

/// The page outside: the record that is changed, the one from whose page the form was begun, or home.
pub fn outside(filling: Filling) -> String {
    let opened = filling.opened();
    if opened.changes {
        return filling.look(|draft| naming::address(&draft.definition().name, draft.record()));
    }
    let line = opened.about.and_then(|id| filling.records().summary(id));
    line.map_or_else(|| "/".to_owned(), |line| naming::address(&line.form, line.id))
}

/// Whether there is a draft that is somebody's own. What the form was opened with is nothing of theirs.
fn is_something(filling: Filling) -> bool {
    let is_own = untrack(|| filling.is_kept()) && filling.is_touched();
    filling.opened().stored || is_own
}

/// What the arrow does on a page; on the one that checks the answers without a screen. The draft is kept with this
/// place, the person is told so, and can still delete it.
pub fn out(filling: Filling, way: Way, here: Option<Screen>) -> Callback<()> {
    let discarding = Discarding::new();
    Callback::new(move |()| {
        if is_something(filling) {
            filling.move_to(here.as_ref());
        }
        discarding.tell_kept(filling);
        way.leave_over_all(&untrack(|| outside(filling)));
    })
}

/// The way to hand the draft over, if there is one.
#[component]
pub fn ToColleague(filling: Filling) -> impl IntoView {
    is_something(filling).then(|| {
        let address = format!("/draft/{}/hand-over", filling.id());
        view! { <a class="btn wide" href=address>{icon(Icon::People)}<span>{t("handover.title")}</span></a> }
    })
}

#[component]
pub fn Leave(filling: Filling, way: Way) -> impl IntoView {
    let discarding = Discarding::new();
    let out = move || way.leave_for(&untrack(|| outside(filling)));
    if !is_something(filling) {
        out();
        return ().into_any();
    }
    let discard = move |_| {
        discarding.discard(&filling.id(), "form.discarded");
        out();
    };
    let go_on = move |_| {
        let screens = filling.screens_now();
        if let Some(screen) = screens.first() {
            way.go(&super::Step::page(&filling.screen_name(screen)));
        }
    };
    let title = filling.look(|draft| naming::form_word(&draft.definition().name));
    view! {
        <Phone title=title class="ask">
            <h1 tabindex="-1">{t("form.leave.title")}</h1>
            <p class="kept">{icon(Icon::Check)}<span>{t("form.leave.hint")}</span></p>
            <button class="btn main wide" type="button" on:click=move |_| out()>{icon(Icon::Pencil)}<span>{t("form.leave.keep")}</span></button>
            <button class="btn wide" type="button" on:click=go_on>{icon(Icon::Next)}<span>{t("form.leave.stay")}</span></button>
            <ToColleague filling=filling/>
            <button class="btn danger wide" type="button" on:click=discard>{icon(Icon::Trash)}<span>{t("form.leave.discard")}</span></button>
        </Phone>
    }
    .into_any()
}
