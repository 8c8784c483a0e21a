//! What is known of a record, in words: question and answer, one line each.

use crate::catalogue::catalogue;
use crate::form::said;
use crate::language::language;
use crate::parts::{Attached, Fetch};
use crate::records::records;
use form::{Kind, NodeId};
use leptos::prelude::*;
use record::{File, Path, Record, Value};
use std::sync::Arc;

/// The answers to these questions, in this order, as lines of `<dl class="facts">`; those without an answer are left
/// out.
pub fn facts(record: Arc<Record>, questions: &'static [&'static str]) -> impl Fn() -> Vec<View> + Clone {
    let (language, records, catalogue) = (language(), records(), catalogue());
    move || {
        let Some(form) = catalogue.form(&record.form) else { return Vec::new() };
        let fact = |name: &&'static str| {
            let node = form.find(name)?;
            let label = &form.node(node).label;
            let question = language.label(|code| label.0.get(code).map(String::as_str)).to_owned();
            if let Value::File(file) = record.field(name)? {
                return Some(pictured(question, file.as_ref().clone()));
            }
            let words = said(language, records, &form, node, record.field(name)?);
            Some(line(question, words, &form.node(node).kind))
        };
        questions.iter().filter_map(fact).collect()
    }
}

/// What a record's rows say, under the repeat's own heading: what the first question of a row is answered, and beside
/// it the rest. Nothing if there are no rows.
pub fn rows(record: Arc<Record>, repeat: &'static str) -> impl Fn() -> Option<View> + Clone {
    let (language, records, catalogue) = (language(), records(), catalogue());
    move || {
        let form = catalogue.form(&record.form)?;
        let node = form.find(repeat)?;
        let members: Vec<NodeId> = form.members(node).collect();
        let row = |row: &str| {
            let answer = |member: &NodeId| {
                let path: Path = format!("{row}/{}", form.node(*member).name).parse().ok()?;
                Some(said(language, records, &form, *member, record.shown(&path)?))
            };
            let mut answers = members.iter().filter_map(answer);
            let first = answers.next()?;
            Some(line(first, answers.collect::<Vec<_>>().join(" · "), &Kind::Text))
        };
        let lines: Vec<View> = record.rows(repeat).into_iter().filter_map(row).collect();
        if lines.is_empty() {
            return None;
        }
        let label = &form.node(node).label;
        let heading = language.label(|code| label.0.get(code).map(String::as_str)).to_owned();
        Some(view! { <section><h2>{heading}</h2><dl class="facts">{lines}</dl></section> }.into_any())
    }
}

fn pictured(question: String, file: File) -> View {
    view! { <div><dt>{question}</dt><dd><Attached file fetch=Fetch::WhenAsked/></dd></div> }.into_any()
}

fn line(question: String, words: String, kind: &Kind) -> View {
    match kind {
        Kind::Phone | Kind::Money | Kind::Geopoint => view! {
            <div><dt>{question}</dt><dd><bdi dir="ltr" class="code">{words}</bdi></dd></div>
        }
        .into_any(),
        _ => view! { <div><dt>{question}</dt><dd dir="auto">{words}</dd></div> }.into_any(),
    }
}
