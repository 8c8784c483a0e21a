//! One session: when and where, who came, and where its record stands.

use super::facts::facts;
use super::standing::Standing;
use crate::language::{args, language, t};
use crate::parts::{Empty, ErrorNote, Icon, Loading, Phone, icon};
use crate::records::{Loaded, Shown, records};
use leptos::prelude::*;
use leptos::router::use_params_map;
use record::{Record, RecordId, Value};
use std::sync::Arc;

/// What is shown of a session, in this order.
const FACTS: [&str; 10] =
    ["programme", "type", "date", "end", "starts_at", "ends_at", "commune", "venue", "trainer", "theme"];

#[component]
pub fn Session() -> impl IntoView {
    let (records, params) = (records(), use_params_map());
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse::<RecordId>().ok()));
    let shown = records.watch(id);
    view! {
        <Phone title="record.session" back="/sessions">
            {move || match shown.get() {
                Loaded::Waiting => view! { <Loading/> }.into_any(),
                Loaded::Failed(problem) => view! { <ErrorNote key=problem.key()/> }.into_any(),
                Loaded::Ready(None) => view! {
                    <Empty icon=Icon::Calendar title=Signal::derive(t("app.not_found.title"))><p>{t("app.not_found.hint")}</p></Empty>
                }
                .into_any(),
                Loaded::Ready(Some(shown)) => view! { <Held shown=shown/> }.into_any(),
            }}
        </Phone>
    }
}

/// How many were there, and how many are on the sheet.
pub fn attendance(record: &Record) -> (usize, usize) {
    let marks = record.fields.keys().filter(|path| path.as_str().starts_with("attendance/"));
    let codes: Vec<&str> = marks.filter_map(|path| record.shown(path).and_then(Value::as_choice)).collect();
    let present = codes.iter().filter(|code| crate::form::PRESENT.contains(code)).count();
    (present, codes.len())
}

#[component]
fn Held(shown: Shown) -> impl IntoView {
    let language = language();
    let record = shown.record.clone();
    let id = record.id;
    let title = {
        let record = record.clone();
        move || match record.field("title").and_then(Value::as_text) {
            Some(title) => title.to_owned(),
            None => language.say("session.nameless"),
        }
    };
    let (present, all) = attendance(&record);
    let tally = move || {
        language.view("attendance.tally", &args().count(present).with("all", language.number(all as i64)))
    };
    let facts = facts(Arc::new(record), &FACTS);
    view! {
        <div class="who">{icon(Icon::Calendar)}<div><h1 dir="auto" tabindex="-1">{title}</h1><p class="where">{tally}</p></div></div>
        <Standing shown=shown/>
        <div class="acts">
            <a class="btn main wide" href=format!("/sessions/{id}/attendance")>{icon(Icon::Checklist)}<span>{t("session.mark")}</span></a>
            <a class="btn wide" href=format!("/form/session/{id}")>{icon(Icon::Pencil)}<span>{t("person.edit")}</span></a>
        </div>
        <dl class="facts">{facts}</dl>
    }
}
