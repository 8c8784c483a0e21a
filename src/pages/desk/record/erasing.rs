//! Erasing what a record says, because whom it is about asks for it and the law lets them.

use super::by;
use crate::browser::page;
use crate::language::{args, t};
use crate::pages::desk::decide::{Bar, judge};
use crate::parts::{Dialog, ErrorNote, Icon, Note, Tone, icon};
use crate::records::Shown;
use leptos::prelude::*;
use record::{Path, Value};

/// What stands in place of the answers of a record that was erased: who did it, when and why.
#[component]
pub fn Erased(shown: StoredValue<Shown>) -> impl IntoView {
    let naming = judge().naming;
    let erased = shown.with_value(|shown| {
        let version = shown.record.shown_version(&Path::erased())?;
        let why = version.value.as_ref().and_then(Value::as_text).unwrap_or_default().to_owned();
        Some((why, shown.record.stamp(version.dot)?))
    });
    erased.map(|(why, stamp)| {
        let title =
            move || naming.language.plain("desk.erased", &by(naming, stamp.author, stamp.at.millis()));
        view! {
            <h1>{t("desk.erased.title")}</h1>
            <Note tone=Tone::Neutral icon=Icon::Trash title=Signal::derive(title)><p dir="auto">{why}</p></Note>
        }
    })
}

/// Asks why, says what it means, and erases. Nothing undoes it, so it is asked once more.
#[component]
pub fn Erasing(shown: StoredValue<Shown>) -> impl IntoView {
    let judge = judge();
    let (naming, language) = (judge.naming, judge.naming.language);
    let (open, why, missing) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(false));
    let id = shown.with_value(|shown| shown.record.id);
    let title = move || language.plain("desk.erase.title", &args().with("name", naming.record(id)));
    let erase = move |_| {
        let reason = why.with_untracked(|why| why.trim().to_owned());
        missing.set(reason.is_empty());
        if reason.is_empty() {
            return page::focus_on("erase-why");
        }
        shown.with_value(|shown| judge.erase(shown, reason, move || open.set(false)));
    };
    let wrong = move || {
        missing.get().then(
            || view! { <p class="wrong">{icon(Icon::Warning)}<span>{t("desk.erase.missing")}</span></p> },
        )
    };
    let may = shown.with_value(|shown| judge.bar(&shown.record) != Some(Bar::Rights));
    may.then(|| {
        view! {
            <button class="btn quiet small" type="button" on:click=move |_| open.set(true)>{icon(Icon::Trash)}<span>{t("desk.erase")}</span></button>
            <Dialog open title=Signal::derive(title)>
                {move || judge.failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> })}
                <p>{t("desk.erase.effect")}</p>
                <div class="field">
                    <label for="erase-why">{t("desk.erase.why")}</label>
                    <div id="erase-wrong" role="alert">{wrong}</div>
                    <input id="erase-why" type="text" dir="auto" maxlength="300" autocomplete="off" aria-describedby="erase-wrong"
                        prop:value=move || why.get() on:input=move |event| { missing.set(false); why.set(event_target_value(&event)); }/>
                </div>
                <div class="acts">
                    <button class="btn danger" type="button" on:click=erase>{t("desk.erase.do")}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t("app.cancel")}</button>
                </div>
            </Dialog>
        }
    })
}
