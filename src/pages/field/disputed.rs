//! Questions with several values: each with who and when, and one tap to keep it, for everybody.

use crate::account::account;
use crate::browser::clock;
use crate::catalogue::catalogue;
use crate::colleagues::colleagues;
use crate::form::said;
use crate::language::{args, language, t};
use crate::parts::{ErrorNote, Icon, Note, Tone, icon, settling, written_on};
use crate::records::records;
use form::{Definition, Kind, NodeId};
use leptos::prelude::*;
use record::{Path, Proposal, Record, Value, Version};
use std::cmp::Reverse;
use std::sync::Arc;

/// The questions of a record that have several values; nothing if there is none.
#[component]
pub fn Disputed(record: Arc<Record>) -> impl IntoView {
    let settling = settling();
    let paths: Vec<Path> = record.disputes().into_iter().cloned().collect();
    if paths.is_empty() {
        return ().into_any();
    }
    let question = move |path: Path| view! { <Question record=record.clone() path=path/> };
    view! {
        <Note tone=Tone::Warn icon=Icon::Split title=Signal::derive(t("status.dispute"))>
            <p>{t("dispute.hint")}</p>
            {paths.into_iter().map(question).collect_view()}
            {move || settling.failed.get().map(|problem| view! { <ErrorNote key=problem.key()/> })}
        </Note>
    }
    .into_any()
}

/// All values of a question, the one that is shown meanwhile first.
#[component]
fn Question(record: Arc<Record>, path: Path) -> impl IntoView {
    let (language, records, catalogue) = (language(), records(), catalogue());
    let mut versions: Vec<Version> = record.fields.get(&path).cloned().unwrap_or_default();
    record::sort_by_key(&mut versions, |version: &Version| {
        Reverse((record.stamp(version.dot).map(|stamp| stamp.at), version.dot))
    });
    move || {
        let form = catalogue.form(&record.form)?;
        let word = |node: NodeId| {
            let labels = &form.node(node).label;
            language.label(|code| labels.0.get(code).map(String::as_str)).to_owned()
        };
        let whose = path.segments().nth(1).and_then(|row| records.summary(row.parse().ok()?));
        let names = path.segments().filter_map(|name| form.find(name)).map(word);
        let names = names.chain(whose.map(|line| line.title.clone())).filter(|name| !name.is_empty());
        let label = names.collect::<Vec<_>>().join(" · ");
        let one = |version: &Version| {
            let node = node_of(&form, &path);
            let words = version.value.as_ref().zip(node);
            let words = words.map(|(value, node)| said(language, records, &form, node, value));
            let words = words.filter(|words| !words.is_empty());
            let words = words.unwrap_or_else(|| language.say("dispute.empty_value"));
            let (record, path, version, label) =
                (record.clone(), path.clone(), version.clone(), label.clone());
            view! { <One record=record path=path version=version words=words label=label/> }
        };
        let ones = versions.iter().map(one).collect_view();
        Some(view! { <section><h3 dir="auto">{label}</h3><ul class="versions">{ones}</ul></section> })
    }
}

/// The question whose answer stands at a path.
fn node_of(form: &Definition, path: &Path) -> Option<NodeId> {
    let nodes: Vec<NodeId> = path.segments().filter_map(|name| form.find(name)).collect();
    let roster = nodes.iter().find(|node| matches!(form.node(**node).kind, Kind::Roster(_)));
    roster.or(nodes.last()).copied()
}

#[component]
fn One(record: Arc<Record>, path: Path, version: Version, words: String, label: String) -> impl IntoView {
    let (language, colleagues, account, catalogue) = (language(), colleagues(), account(), catalogue());
    let settling = settling();
    let (id, stamp) = (record.id, record.stamp(version.dot));
    let by = move || {
        let stamp = stamp?;
        let at = stamp.at.millis();
        let name = Some(colleagues.name(stamp.author)).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| language.say("app.somebody"));
        let words = args().with("name", name).with("time", language.time(at));
        Some(language.view("dispute.by", &words.with("date", language.date(clock::local(at).date()))))
    };
    let what = language.plain("dispute.keep_what", &args().with("value", words.clone()).with("field", label));
    let (value, shown) = (version.value, words.clone());
    let keep = {
        let (path, value) = (path.clone(), value.clone());
        move |_| {
            let edits = [(path.clone(), value.clone())].into();
            let proposal = match written_on(&record, edits, (account, catalogue)) {
                Ok(proposal) => proposal,
                Err(problem) => return settling.failed.set(Some(problem)),
            };
            let done = language.plain("dispute.settling", &args().with("value", words.clone()));
            settling.choose(vec![proposal], done);
        }
    };
    let chosen = Memo::new(move |_| {
        let of_it =
            |proposal: &Proposal| proposal.edits.get(&path).filter(|_| proposal.record == id).cloned();
        settling.find(of_it).map(|chosen: Option<Value>| chosen == value)
    });
    let button = move || {
        match chosen.get() {
        Some(true) => view! {
            <span class="status approved">{icon(Icon::Check)}<span>{t("dispute.chosen")}</span></span>
        }
        .into_any(),
        Some(false) => ().into_any(),
        None => view! {
            <button class="btn small" type="button" aria-label=what.clone() on:click=keep.clone()>{t("dispute.keep")}</button>
        }
        .into_any(),
    }
    };
    view! { <li class="version"><b dir="auto">{shown}</b><small>{by}</small>{button}</li> }
}
