//! A question with several values: each with who and when, and one tap to keep it.

use super::wording::worded;
use crate::language::args;
use crate::pages::desk::naming::naming;
use crate::pages::desk::settle::Settling;
use crate::parts::{Icon, icon};
use leptos::prelude::*;
use record::{Path, Record, Version};

/// All values of a question, the one shown meanwhile first.
#[component]
pub fn Versions(record: Record, path: Path, label: String) -> impl IntoView {
    let mut versions: Vec<Version> = record.fields.get(&path).cloned().unwrap_or_default();
    versions.sort_by_key(|version| {
        std::cmp::Reverse((record.stamp(version.dot).map(|stamp| stamp.at), version.dot))
    });
    let shown = versions.first().map(|version| version.dot);
    let record = StoredValue::new(record);
    let each = move |version: Version| {
        let first = shown == Some(version.dot);
        view! { <One record version path=path.clone() label=label.clone() first/> }
    };
    view! { <ul class="versions">{versions.into_iter().map(each).collect_view()}</ul> }
}

#[component]
fn One(
    record: StoredValue<Record>,
    version: Version,
    path: Path,
    label: String,
    first: bool,
) -> impl IntoView {
    let naming = naming();
    let language = naming.language;
    let settling: Settling = expect_context();
    let (id, form, stamp) =
        record.with_value(|record| (record.id, record.form.clone(), record.stamp(version.dot)));
    let words = {
        let (form, path, value) = (form.clone(), path.clone(), version.value.clone());
        move || {
            let definition = naming.definition(&form);
            let node = definition.as_ref().and_then(|d| naming.node(d, &path));
            worded(naming, definition.as_deref(), node, value.as_ref())
        }
    };
    let plain = {
        let words = words.clone();
        move || words().text(|| language.say("dispute.empty_value"))
    };
    let shown_words = {
        let words = words.clone();
        move || match &words() {
            super::Worded::Nothing => language.say("dispute.empty_value").into_any(),
            other => other.clone().view(),
        }
    };
    let by = move || {
        stamp.map(|stamp| language.view("dispute.by", &super::by(naming, stamp.author, stamp.at.millis())))
    };
    let meanwhile = first.then(|| view! { " · " {move || language.say("dispute.shown")} });
    let button = {
        let (path, value) = (path, version.value.clone());
        move || {
            match settling.chosen(id, &path) {
            Some(chosen) if chosen == value => view! {
                <span class="status approved">{icon(Icon::Check)}<span>{language.say("dispute.chosen")}</span></span>
            }
            .into_any(),
            Some(_) => ().into_any(),
            None => {
                let what = args().with("value", plain()).with("field", label.clone());
                let (path, value, words) = (path.clone(), value.clone(), plain());
                let keep = move |_| {
                    record.with_value(|record| settling.keep(record, &path, value.clone(), words.clone()));
                };
                view! {
                    <button class="btn small" type="button" aria-label=language.plain("dispute.keep_what", &what) on:click=keep>
                        {language.say("dispute.keep")}
                    </button>
                }
                .into_any()
            }
        }
        }
    };
    view! {
        <li class="version" data-shown=first.to_string()>
            <b>{shown_words}</b><small>{by}{meanwhile}</small>{button}
        </li>
    }
}
