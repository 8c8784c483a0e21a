//! What a coordinator has decided about one's held changes. What was set aside can be corrected and sent again, or
//! saved to a file: it is still in this phone's log.

use crate::account::account;
use crate::catalogue::catalogue;
use crate::form::{again, correct_again, grants};
use crate::language::{language, t};
use crate::parts::naming::{form_icon, form_word, nameless};
use crate::parts::{Icon, SaveToFile, icon};
use crate::records::records;
use leptos::prelude::*;
use leptos::router::use_navigate_from_here;
use leptos::task::spawn_local;
use record::{Change, Record};
use std::sync::Arc;
use sync::Outcome;

/// So many of them are of interest.
const SHOWN: usize = 20;

/// The latest decisions; on the way to other things only those that ask for something.
#[component]
pub fn Decided(
    /// Only what was set aside and not sent again.
    #[prop(optional)]
    to_do: bool,
) -> impl IntoView {
    let records = records();
    let decided = RwSignal::new(Vec::<(Outcome, Arc<Change>)>::new());
    let told = Memo::new(move |_| records.standing().map(|standing| standing.seen_outcomes));
    Effect::new(move || {
        if told.get().is_some_and(|told| told > 0) {
            spawn_local(async move {
                if let Ok(found) = records.decided().await {
                    let found = found.into_iter().map(|(outcome, change)| (outcome, Arc::new(change)));
                    decided.try_set(found.collect());
                }
            });
        }
    });
    let shown = move || {
        let asks = |(outcome, change): &&(Outcome, Arc<Change>)| {
            !to_do || (*outcome == Outcome::Dismissed && records.summary(again(change)).is_none())
        };
        decided.with(|decided| decided.iter().filter(asks).take(SHOWN).cloned().collect::<Vec<_>>())
    };
    let key = move |(outcome, change): &(Outcome, Arc<Change>)| {
        (change.dot, *outcome == Outcome::Dismissed, records.summary(again(change)).is_some())
    };
    view! {
        <Show when=move || !shown().is_empty()>
            <section>
                <h2>{t("sync.decided.title")}</h2>
                <ul class="cards"><For each=shown key=key children=|(outcome, change)| one(outcome, change)/></ul>
                {to_do.then(|| view! { <SaveToFile/> })}
            </section>
        </Show>
    }
}

fn one(outcome: Outcome, change: Arc<Change>) -> impl IntoView {
    let (language, records, catalogue) = (language(), records(), catalogue());
    let form = change.form.clone();
    let name = {
        let mut record = Record::new(change.record, &form);
        record.apply(&change);
        let known = records.summary(change.record).map(|line| line.title.clone());
        let title = catalogue.form(&form).map(|definition| definition.title_of(&record, ""));
        let named = known.or(title).filter(|title| !title.is_empty());
        named.unwrap_or_else(|| language.say(nameless(&form)))
    };
    let sent_again = records.summary(again(&change)).is_some();
    let (class, glyph, key) = match outcome {
        Outcome::Admitted => ("office", Icon::CloudCheck, "sync.decided.admitted"),
        _ if sent_again => ("office", Icon::CloudCheck, "sync.decided.again"),
        _ => ("returned", Icon::Undo, "sync.decided.dismissed"),
    };
    let acts = (outcome == Outcome::Dismissed && !sent_again).then(|| acts(change.clone()));
    let at = change.at.millis();
    view! {
        <li class="card decided">
            {icon(form_icon(&form))}
            <b><bdi>{name}</bdi></b>
            <time><bdi>{move || language.moment(at)}</bdi></time>
            <span class="what">{t(form_word(&form))}</span>
            <span class=format!("status {class}")>{icon(glyph)}<span>{t(key)}</span></span>
            {acts}
        </li>
    }
}

/// Correcting what was set aside and sending it again.
fn acts(change: Arc<Change>) -> impl IntoView {
    let records = records();
    let (account, catalogue, navigate) = (account(), catalogue(), use_navigate_from_here());
    let to_correct = change.clone();
    let correct = move |_| {
        let (change, navigate) = (to_correct.clone(), navigate.clone());
        let around = (records, catalogue, grants(account));
        spawn_local(async move {
            if let Ok(id) = correct_again(&change, around).await {
                navigate(&format!("/draft/{id}"), Default::default());
            }
        });
    };
    view! {
        <div class="acts">
            <button class="btn main" type="button" on:click=correct>{icon(Icon::Pencil)}<span>{t("sync.decided.correct")}</span></button>
        </div>
    }
}
