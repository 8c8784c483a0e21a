//! Before the first question: keep the draft, delete it, or go on.

use super::{Filling, Way, ended};
use crate::language::{language, t};
use crate::parts::{Icon, Phone, icon, naming, undo};
use crate::records::records;
use crate::syncing::syncing;
use leptos::prelude::*;

#[component]
pub fn Leave(filling: Filling, way: Way) -> impl IntoView {
    let (language, records, ended, undo, syncing) = (language(), records(), ended(), undo(), syncing());
    let out = move || match filling.opened() {
        opened if opened.changes => {
            filling.look(|draft| naming::address(&draft.definition().name, draft.record()))
        }
        opened => {
            let line = opened.about.and_then(|id| records.summary(id));
            line.map_or_else(|| "/".to_owned(), |line| naming::address(&line.form, line.id))
        }
    };
    // What the form was opened with is nothing of the person's own.
    let is_own = untrack(|| filling.is_kept()) && filling.is_touched();
    let nothing_to_lose = !filling.opened().stored && !is_own;
    if nothing_to_lose {
        way.leave_for(&out());
        return ().into_any();
    }
    let keep = move |_| way.leave_for(&out());
    let discard = move |_| {
        let id = filling.id();
        let bring_back = records.drop_draft(&id);
        ended.end(&id, None);
        way.leave_for(&out());
        undo.offer(language.say("form.discarded"), move || {
            ended.revive(&id);
            bring_back();
            syncing.say(language.say("form.restored"));
        });
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
            <button class="btn main wide" type="button" on:click=keep>{icon(Icon::Pencil)}<span>{t("form.leave.keep")}</span></button>
            <button class="btn wide" type="button" on:click=go_on>{icon(Icon::Next)}<span>{t("form.leave.stay")}</span></button>
            <button class="btn danger wide" type="button" on:click=discard>{icon(Icon::Trash)}<span>{t("form.leave.discard")}</span></button>
        </Phone>
    }
    .into_any()
}
