//! The answers of a record as a table: section by section, what changed since the last judgement marked, disputes
//! with all their values.

use super::answers::{Line, lines};
use super::dispute::Versions;
use super::returning::{Reason, Remark, Returning};
use super::wording::worded;
use crate::language::{args, language, t};
use crate::pages::desk::naming::{Naming, naming};
use crate::parts::{Icon, Status, icon};
use crate::records::Shown;
use form::{Definition, Node};
use indicator::present;
use leptos::prelude::*;
use record::{Path, Record};

/// All answers, and the reason to return them where one is being written.
#[component]
pub fn Answers(shown: StoredValue<Shown>) -> impl IntoView {
    let naming = naming();
    let returning: Returning = expect_context();
    let caption = t("desk.review.answers");
    let body = move || shown.with_value(|shown| answer_rows(naming, &shown.record));
    view! {
        <table class="record"><caption class="only-heard">{caption}</caption><tbody>{body}</tbody></table>
        {move || returning.is_open().then(|| view! { <Reason/> })}
    }
}

/// The rows of a record's answers, as its form asks them.
fn answer_rows(naming: Naming, record: &Record) -> Vec<AnyView> {
    let language = naming.language;
    let definition = naming.definition(&record.form);
    let definition = definition.as_deref();
    let label = |node: &Node| naming.label(&node.label);
    let row = |line: &Line<'_>| match *line {
        Line::Section(node) => heading(label(node)),
        Line::Roster(node, all) => {
            let tally = args().count(present(record).len()).with("all", language.number(all as i64));
            heading(format!("{} · {}", label(node), language.plain("attendance.tally", &tally)))
        }
        Line::Begun(node, place) => heading(format!("{} {}", label(node), language.number(place as i64))),
        Line::Unasked => heading(language.say("desk.review.unasked")),
        Line::Answer(path, node) => answer(naming, record, definition, Some(node), path, label(node)),
        Line::Row(path, node, about) => {
            answer(naming, record, definition, Some(node), path, naming.record(about))
        }
        Line::Other(path) => answer(naming, record, definition, None, path, path.to_string()),
    };
    lines(definition, record).iter().map(row).collect()
}

fn heading(words: String) -> AnyView {
    view! { <tr class="group"><th scope="rowgroup" colspan="2">{words}</th></tr> }.into_any()
}

fn answer(
    naming: Naming,
    record: &Record,
    definition: Option<&Definition>,
    node: Option<&Node>,
    path: &Path,
    label: String,
) -> AnyView {
    let disputed = record.is_disputed(path);
    let review = record.review();
    let unseen = |dot| review.is_some_and(|review| !review.judged.contains(dot));
    let changed = record.shown_version(path).is_some_and(|version| unseen(version.dot));
    let remark = review.and_then(|review| review.remarks.get(path)).cloned();
    let value = if disputed {
        view! { <Versions record=record.clone() path=path.clone() label=label.clone()/> }.into_any()
    } else {
        let value = worded(naming, definition, node, record.shown(path)).view();
        if changed { view! { <ins>{value}</ins>{changed_word()} }.into_any() } else { value }
    };
    let class = match (disputed, changed) {
        (true, _) => "in-dispute",
        (_, true) => "changed",
        _ => "",
    };
    view! {
        <tr class=class>
            <th scope="row"><span dir="auto">{label.clone()}</span></th>
            <td>{value}{remark.map(said)}<Remark path=path.clone() label=label/></td>
        </tr>
    }
    .into_any()
}

/// Beside an answer that was written after the last judgement.
fn changed_word() -> impl IntoView {
    view! { " " <span class="status changed">{icon(Status::Changed.icon())}<span>{t("desk.review.changed_answer")}</span></span> }
}

/// What the last judgement said of an answer.
fn said(remark: String) -> impl IntoView {
    let language = language();
    view! {
        <p class="remark">
            {icon(Icon::Undo)}
            <span>{move || language.view("desk.review.remark_said", &args())}" "<span dir="auto">{remark}</span></span>
        </p>
    }
}
